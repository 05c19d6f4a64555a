import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../config.ts';
import { findPrograms, runCommand } from '../embedded/command.ts';
import { subgraph, subgraphNames } from '../subgraphs.ts';
import { testSurroundings } from './support.ts';

const composeFile = path.join(root, 'docker-compose.yml');

test('docker-compose.yml runs every subgraph on its usual port, and the gateway knows where each is', async () => {
  const text = await readFile(composeFile, 'utf8');
  for (const name of subgraphNames) {
    const { port } = subgraph(name);
    expect(text).toContain(`command: node subgraphs/${name}/main.ts`);
    expect(text).toContain(`${name}=http://${name}:${port}/graphql`);
    expect(text).toMatch(
      new RegExp(`command: node subgraphs/${name}/main.ts\\n    environment:\\n.*\\n      PORT: ${port}`),
    );
  }
});

test('every subgraph on PostgreSQL has a database in the containers too', async () => {
  const script = await readFile(path.join(root, 'services', 'compose', 'databases.sh'), 'utf8');
  const onPostgres = subgraphNames.filter((name) => subgraph(name).stores.includes('postgres'));
  expect(script).toContain(`for domain in ${onPostgres.join(' ')}; do`);
});

test('no secret of the containers has a default', async () => {
  const text = await readFile(composeFile, 'utf8');
  const secrets = [...text.matchAll(/\$\{(\w*(?:PASSWORD|SECRET|SEED)\w*)([^}]*)\}/g)];
  expect(secrets.length).toBeGreaterThan(0);
  for (const [, , fallback] of secrets) expect(fallback).toBe(':-');
});

test('docker-compose accepts the file, where there is one to ask', async (context) => {
  const around = await testSurroundings();
  const [program] = await findPrograms('docker-compose', around.environment);
  if (program === undefined) return context.skip();
  const result = await runCommand(program, ['--file', composeFile, 'config', '--quiet'], around);
  expect(result).toMatchObject({ code: 0 });
});
