import { createVitest, type TestModule, type Vitest } from 'vitest/node';

/** What a run of one project came to. */
interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

const stopSignals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
const projects = ['unit+integration', 'e2e', 'chaos'];

/**
 * Runs the projects one after the other, so that the complete stacks of the later ones have the machine to themselves.
 * Arguments are vitest's filters. Ends with one line of totals over all.
 */
async function runAll(filters: readonly string[]): Promise<Totals> {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  for (const project of projects) {
    const run = await runProject(project, filters);
    totals.passed += run.passed;
    totals.failed += run.failed;
    totals.skipped += run.skipped;
  }
  return totals;
}

async function runProject(project: string, filters: readonly string[]): Promise<Totals> {
  let vitest: Vitest | undefined;
  try {
    vitest = await createVitest({ project, watch: false });
    const files = await vitest.globTestSpecifications([...filters]);
    if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
    await vitest.start([...filters]);
    return count(vitest.state.getTestModules(), vitest.state.getUnhandledErrors().length);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    await vitest?.close();
  }
}

/** A file that cannot be loaded and an error outside any test count as failures, so that the line never hides them. */
function count(modules: readonly TestModule[], unhandled: number): Totals {
  const totals: Totals = { passed: 0, failed: unhandled, skipped: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'pending') totals.failed++;
      else totals[state]++;
    }
    totals.failed += module.errors().length;
    for (const suite of module.children.allSuites()) totals.failed += suite.errors().length;
  }
  return totals;
}

// Exiting, unlike dying of the signal, lets everything that was started be killed and removed.
for (const [signal, number] of Object.entries(stopSignals)) process.on(signal, () => process.exit(128 + number));
process.on('disconnect', () => process.exit(1));

const { passed, failed, skipped } = await runAll(process.argv.slice(2));
if (passed + failed === 0) console.error('No test matches.');
const closing = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;
process.stdout.write(closing, () => process.exit(failed > 0 || passed === 0 ? 1 : 0));
