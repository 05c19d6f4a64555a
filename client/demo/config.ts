import { readConfig, setting } from '#platform/config.ts';

/** Where the demo finds the gateway. */
export const config = readConfig('the demo', { PUBLIC_URL: setting.url('http://localhost:4000') });
