import { importActivity } from '#client/activities.ts';
import type { Person } from '#client/people.ts';
import type { StartedStack } from '../stack.ts';
import { smallFile } from './files.ts';

/** Resident memory of the workouts process after so many files. */
export interface MemoryAfter {
  readonly files: number;
  readonly bytes: number;
}

const TWO_HOURS_MS = 7_200_000;
const FIRST_START_MS = Date.UTC(2024, 0, 1);
const AT_ONCE = 4;

/** Sends files one by one, each an upload and an import of its own, and looks at the process's memory now and then. */
export async function measureMemory(
  stack: StartedStack,
  { client }: Person,
  files: number,
  every: number,
): Promise<MemoryAfter[]> {
  const looks: MemoryAfter[] = [];
  const sendOne = async (nth: number): Promise<void> => {
    const done = await importActivity(client, smallFile(nth, FIRST_START_MS + nth * TWO_HOURS_MS));
    if (done.status !== 'COMPLETED') throw new Error(done.failure?.message ?? done.status);
  };
  for (let sent = 0; sent < files;) {
    for (const next = sent + every; sent < next; sent += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => sendOne(sent + index)));
    const workouts = (await stack.processes()).find(({ name }) => name === 'workouts');
    looks.push({ files: sent, bytes: workouts?.bytes ?? 0 });
  }
  return looks;
}

/** Bytes that a file adds, by the line of least squares through what was seen. */
export function slopeOf(looks: readonly MemoryAfter[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
  const files = mean(looks.map((look) => look.files));
  const bytes = mean(looks.map((look) => look.bytes));
  const above = looks.reduce((sum, look) => sum + (look.files - files) * (look.bytes - bytes), 0);
  return above / looks.reduce((sum, look) => sum + (look.files - files) ** 2, 0);
}
