// Runs on whatever Node (20 or later) the machine has: installs the packages when they are missing or out of date, and
// hands over to the Node 24 that comes with them. Everything else in this repository runs on that one.
// The syntax is kept old on purpose, so that a Node too old to run this can still read it and say so.
import { spawn, spawnSync } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import path from 'path';
import { fileURLToPath } from 'url';

const oldestNode = 20;
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const nodeModules = path.join(root, 'node_modules');
const node24 = path.join(nodeModules, 'node', 'bin', 'node');
const stamp = path.join(nodeModules, '.laurel-installed');

/** What `npm start`, `npm test` and so on run. Any other first argument is the path of a script. */
const scripts = { start: 'services/start.ts', test: 'services/test.ts', demo: 'client/demo/main.ts' };
/** The supervisor has little to do and stays for long, so its heap is kept small. */
const nodeOptions = { start: ['--max-semi-space-size=1'] };

function fail(message) {
  process.stderr.write(`laurel: ${message}\n`);
  process.exit(1);
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Installed by us from this lockfile (the stamp says so), or by a person's own `npm install` (npm's record agrees). */
function isInstalled() {
  const lockfile = read(path.join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lockfile).digest('hex');
  if (read(stamp) === hash) return true;
  if (!recordAgrees(lockfile, read(path.join(nodeModules, '.package-lock.json')))) return false;
  writeFileSync(stamp, hash);
  return true;
}

/** Whether npm's record of what it installed has every package of the lockfile, but those of other platforms. */
function recordAgrees(lockfile, record) {
  if (lockfile === '' || record === '') return false;
  const wanted = JSON.parse(lockfile).packages;
  const present = JSON.parse(record).packages;
  return Object.keys(wanted).every((name) => {
    if (name === '') return true;
    if (present[name] === undefined) return wanted[name].optional === true;
    return present[name].version === wanted[name].version;
  });
}

/** A line now and then serves everywhere; npm's own progress needs a terminal. */
async function install() {
  const began = Date.now();
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
  const why = existsSync(nodeModules) ? 'packages are out of date' : 'first run';
  process.stdout.write(`laurel: installing packages with npm ci (${why})\n`);
  const ticking = setInterval(() => process.stdout.write(`laurel: still installing, ${seconds()}\n`), 10000);
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = await run('npm', args, { env: process.env, stdio: 'inherit', shell: process.platform === 'win32' });
  clearInterval(ticking);
  if (result.error !== undefined) fail(`npm cannot be run (${result.error}); install npm and try again`);
  if (result.code !== 0) fail('npm ci failed; its message is above');
  requireNode24();
  isInstalled();
  process.stdout.write(`laurel: packages installed in ${seconds()}\n`);
}

/** Runs a program in the checkout to its end; what asks this process to stop is passed on to it. */
function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, ...options });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const passOn = (signal) => child.kill(signal);
    const end = (result) => {
      signals.forEach((signal) => process.removeListener(signal, passOn));
      clearInterval(watching);
      resolve(result);
    };
    signals.forEach((signal) => process.on(signal, passOn));
    const watching = whenNpmIsGone(() => passOn('SIGTERM'));
    child.on('error', (error) => end({ error: error.message }));
    child.on('exit', (code, signal) => end({ code: code === null ? (signal === 'SIGINT' ? 130 : 143) : code }));
  });
}

/** npm passes on what asks it to stop, but when it is killed it cannot; nobody would be left to stop us. */
function whenNpmIsGone(stop) {
  const parent = process.ppid;
  const look = () => process.ppid !== parent && stop();
  return process.env.npm_lifecycle_event === undefined ? undefined : setInterval(look, 1000);
}

function requireNode24() {
  const version = spawnSync(node24, ['--version'], { encoding: 'utf8' }).stdout || '';
  if (version.startsWith('v24.')) return;
  fail(
    'the npm package "node" is here without its program, because install scripts were not allowed to run. ' +
      'To mend it: rm -rf node_modules && npm ci --ignore-scripts=false',
  );
}

function environment() {
  const compileCache = path.join(nodeModules, '.cache', 'compile');
  mkdirSync(compileCache, { recursive: true });
  const searched = `${path.dirname(node24)}${path.delimiter}${process.env.PATH || ''}`;
  return { NODE_COMPILE_CACHE: compileCache, ...process.env, PATH: searched };
}

async function main(name, args) {
  if (name === undefined) fail(`say what to run: ${Object.keys(scripts).join(', ')}, install, or the path of a script`);
  if (!isInstalled()) await install();
  requireNode24();
  if (name === 'install') return;
  const script = scripts[name] || name;
  if (!existsSync(path.join(root, script))) fail(`there is no ${script}`);
  // The fourth stream is a line between the two: should this process be killed, the other notices and stops.
  const options = { env: environment(), stdio: ['inherit', 'inherit', 'inherit', 'ipc'] };
  const result = await run(node24, [...(nodeOptions[name] || []), path.join(root, script), ...args], options);
  if (result.error !== undefined) fail(result.error);
  process.exitCode = result.code;
}

if (parseInt(process.versions.node, 10) < oldestNode) {
  fail(`Node ${oldestNode} or later is needed, this is ${process.versions.node}`);
}
void main(process.argv[2], process.argv.slice(3));
