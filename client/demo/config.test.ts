import { expect, test } from 'vitest';
import { readDemoConfig } from './config.ts';

test('the demo goes to the port that the stack was told', () => {
  expect(readDemoConfig({})).toEqual({ gatewayUrl: 'http://localhost:4000' });
  expect(readDemoConfig({ PORT: '5000' })).toEqual({ gatewayUrl: 'http://localhost:5000' });
  expect(readDemoConfig({ PORT: '5000', PUBLIC_URL: 'https://laurel.example' })).toEqual({
    gatewayUrl: 'https://laurel.example',
  });
});
