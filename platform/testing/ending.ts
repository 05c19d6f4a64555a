import { afterAll } from 'vitest';

// A setup file of the tests, so that its hook belongs to the whole file: one registered in a test or a hook never runs.
const endings: (() => Promise<void>)[] = [];

/** Does this when the test file is over, the last first. To be called from anywhere. */
export function whenFileEnds(end: () => Promise<void>): void {
  endings.push(end);
}

afterAll(async () => {
  for (let end = endings.pop(); end; end = endings.pop()) await end();
});
