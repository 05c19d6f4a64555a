import { readConfig, setting } from '#platform/config.ts';

/** Where the demo finds the gateway: the same settings as the stack's. */
export function readDemoConfig(environment?: Readonly<Record<string, string | undefined>>): {
  readonly gatewayUrl: string;
} {
  const shape = { PORT: setting.port(4000), PUBLIC_URL: setting.optionalUrl('web') };
  const { PORT, PUBLIC_URL } = readConfig('the demo', shape, environment);
  return { gatewayUrl: PUBLIC_URL ?? `http://localhost:${PORT}` };
}
