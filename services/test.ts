import { inspect } from 'node:util';
import { createVitest, type TestModule, type Vitest } from 'vitest/node';

/** What a run of one project came to. */
interface Outcome {
  passed: number;
  skipped: number;
  /** What failed, each by its file and name. */
  readonly failures: string[];
}

const stopSignals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
const projects = ['unit+integration', 'e2e', 'chaos'];

/**
 * Runs the projects one after the other, so that the complete stacks of the later ones have the machine to themselves.
 * Arguments are vitest's filters. Ends with what failed, and one line of totals over all.
 */
async function runAll(filters: readonly string[]): Promise<Outcome> {
  const all: Outcome = { passed: 0, skipped: 0, failures: [] };
  for (const project of projects) {
    const run = await runProject(project, filters);
    all.passed += run.passed;
    all.skipped += run.skipped;
    all.failures.push(...run.failures);
  }
  return all;
}

async function runProject(project: string, filters: readonly string[]): Promise<Outcome> {
  let vitest: Vitest | undefined;
  try {
    vitest = await createVitest({ project, watch: false });
    const files = await vitest.globTestSpecifications([...filters]);
    if (files.length === 0) return { passed: 0, skipped: 0, failures: [] };
    await vitest.start([...filters]);
    return outcomeOf(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, skipped: 0, failures: [`${project}: could not be run`] };
  } finally {
    await vitest?.close();
  }
}

/** A file that cannot be loaded and an error outside any test count as failures, so that the line never hides them. */
function outcomeOf(modules: readonly TestModule[], unhandled: readonly unknown[]): Outcome {
  const outcome: Outcome = {
    passed: 0,
    skipped: 0,
    failures: unhandled.map((error) => `outside any test: ${messageOf(error)}`),
  };
  for (const module of modules) {
    const fail = (name: string) => outcome.failures.push(`${module.relativeModuleId} > ${name}`);
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'pending' || state === 'failed') fail(test.fullName);
      else outcome[state]++;
    }
    for (const { message } of module.errors()) fail(message);
    for (const suite of module.children.allSuites()) {
      for (const { message } of suite.errors()) fail(`${suite.fullName}: ${message}`);
    }
  }
  return outcome;
}

/** Errors of test processes come as plain records. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : inspect(error);
}

// Exiting, unlike dying of the signal, lets everything that was started be killed and removed.
for (const [signal, number] of Object.entries(stopSignals)) process.on(signal, () => process.exit(128 + number));
process.on('disconnect', () => process.exit(1));

const { passed, skipped, failures } = await runAll(process.argv.slice(2));
if (passed + failures.length === 0) console.error('No test matches.');
const failed = failures.length;
const closing = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;
const lines = [...failures.map((failure) => `failed: ${failure}\n`), closing];
process.stdout.write(lines.join(''), () => process.exit(failed > 0 || passed === 0 ? 1 : 0));
