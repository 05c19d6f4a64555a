import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '#platform/config.ts';
import { gatewaySettings } from '../../gateway/config.ts';
import { chatSettings } from '../../subgraphs/chat/config.ts';
import { competitionsSettings } from '../../subgraphs/competitions/config.ts';
import { leaderboardsSettings } from '../../subgraphs/leaderboards/config.ts';
import { nftsSettings } from '../../subgraphs/nfts/config.ts';
import { rewardsSettings } from '../../subgraphs/rewards/config.ts';
import { usersSettings } from '../../subgraphs/users/config.ts';
import { workoutsSettings } from '../../subgraphs/workouts/config.ts';
import { applicationNames, root, type ApplicationName } from '../config.ts';

const settings: Readonly<Record<ApplicationName, z.ZodRawShape>> = {
  gateway: gatewaySettings,
  users: usersSettings,
  workouts: workoutsSettings,
  competitions: competitionsSettings,
  leaderboards: leaderboardsSettings,
  rewards: rewardsSettings,
  nfts: nftsSettings,
  chat: chatSettings,
};
/** What a setting is when it is left out. */
const defaultOf = (schema: unknown): unknown =>
  schema instanceof z.ZodType ? schema.safeParse(undefined).data : undefined;
const namesOf = (name: ApplicationName): string[] => Object.keys(settings[name]);
const fileOf = (...parts: readonly string[]): Promise<string> => readFile(path.join(root, ...parts), 'utf8');

/** For tests, or given by the image: no container is told. */
const NOT_IN_CONTAINERS = [
  'FAILPOINTS',
  'HOST',
  'SOCKET_PATH',
  'SUPERGRAPH',
  'EXAMPLES',
  'EXAMPLE_OPERATIONS',
  'SUBSCRIPTION_URLS',
];

const compose = z.object({
  services: z.record(z.string(), z.object({ environment: z.record(z.string(), z.unknown()) })),
});
const containers = compose.parse(parse(await fileOf('docker-compose.yml'), { merge: true })).services;
const environmentOf = (name: string): Readonly<Record<string, unknown>> => containers[name]?.environment ?? {};
const composeText = await fileOf('docker-compose.yml');
const example = await fileOf('.env.example');
/** The settings of .env.example, also those that are commented out, with their values. */
const examples = new Map(
  [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
);

describe.each(applicationNames)('every setting of %s', (name) => {
  test('stands in its README', async () => {
    const file = name === 'gateway' ? ['gateway', 'README.md'] : ['subgraphs', name, 'README.md'];
    const text = await fileOf(...file);
    // What every service has is told once.
    const shared = await fileOf('services', 'README.md');
    const missing = namesOf(name).filter((each) => !text.includes(`\`${each}`) && !shared.includes(`\`${each}\``));
    expect(missing).toEqual([]);
  });

  test('reaches its container', () => {
    const missing = namesOf(name).filter((each) => !NOT_IN_CONTAINERS.includes(each) && !(each in environmentOf(name)));
    expect(missing).toEqual([]);
  });

  test('that its container takes from outside as it is stands in .env.example, with its default', () => {
    for (const setting of namesOf(name).filter((each) => environmentOf(name)[each] === null)) {
      expect([setting, examples.has(setting)]).toEqual([setting, true]);
      const fallback = defaultOf(settings[name][setting]);
      if (typeof fallback === 'string' || typeof fallback === 'number') {
        expect([setting, examples.get(setting)]).toEqual([setting, String(fallback)]);
      }
    }
  });
});

test('what containers take from outside stands in .env.example, and nothing else does', () => {
  const taken = [...composeText.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
  const passedOn = Object.values(containers).flatMap(({ environment }) =>
    Object.entries(environment).flatMap(([name, value]) => (value === null ? [name] : [])),
  );
  expect([...examples.keys()].sort()).toEqual([...new Set([...taken, ...passedOn])].sort());
});

/** Values for production, other than those of development. */
const ofOurOwn = (name: ApplicationName): Record<string, string> =>
  Object.fromEntries(
    secretsOf(name).map(([setting, development]) => [
      setting,
      URL.canParse(development)
        ? `${new URL(development).protocol}//ours:secret@store.example/x`
        : 'a secret of our own',
    ]),
  );
const secretsOf = (name: ApplicationName): [string, string][] =>
  Object.entries(settings[name]).flatMap(([setting, schema]) => {
    const development = schema instanceof z.ZodType ? schema.meta()?.['forDevelopment'] : undefined;
    const found: [string, string][] = typeof development === 'string' ? [[setting, development]] : [];
    return found;
  });

describe.each(applicationNames)('in production %s', (name) => {
  const issuer = { TOKEN_ISSUER: 'https://laurel.example', JWKS_URL: 'https://laurel.example/jwks' };
  const read = (given: Record<string, string>) => () =>
    readConfig(name, settings[name], { NODE_ENV: 'production', ...issuer, ...given });

  test('starts with secrets of its own', () => {
    expect(read(ofOurOwn(name))).not.toThrow();
  });

  test.each(secretsOf(name))('refuses to start without %s, and with that of development', (setting, development) => {
    const { [setting]: _left, ...others } = ofOurOwn(name);
    for (const given of [others, { ...others, [setting]: '' }, { ...others, [setting]: development }]) {
      expect(read(given)).toThrow(`${setting}: must be set in production`);
    }
  });

  test('has a secret in no other setting', () => {
    const secrets = new Set(secretsOf(name).map(([setting]) => setting));
    const looksSecret = Object.entries(settings[name]).filter(([setting, schema]) => {
      const fallback = defaultOf(schema);
      if (typeof fallback !== 'string') return false;
      return /SECRET|SEED|PASSWORD|_KEY/.test(setting) || (URL.canParse(fallback) && new URL(fallback).password !== '');
    });
    expect(looksSecret.filter(([setting]) => !secrets.has(setting))).toEqual([]);
  });
});
