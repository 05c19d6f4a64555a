// Computes workouts anew when a formula has changed: npm run recompute, beside the running stack or in the container of workouts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { mongoDatabaseUrl, storageDir } from './applications.ts';
import { readSettings } from './config.ts';

const settings = readSettings();
const { serviceUrls, ports, root, environment: ours } = settings;
const environment = {
  NATS_URL: serviceUrls.nats ?? `nats://127.0.0.1:${ports.nats}`,
  MONGO_URL: mongoDatabaseUrl(serviceUrls.mongo ?? `mongodb://127.0.0.1:${ports.mongo}`, 'workouts'),
  STORAGE_DIR: ours['STORAGE_DIR'] ?? storageDir('workouts', settings),
};
const child = spawn(process.execPath, [path.join(root, 'subgraphs/workouts/recomputeCommand.ts')], {
  cwd: root,
  env: { ...ours, ...environment },
  stdio: 'inherit',
});
await once(child, 'exit');
process.exitCode = child.exitCode ?? 1;
