import type { ActivityFile } from '#client/activities.ts';
import type { Person } from '#client/people.ts';
import { importArchive } from './archive.ts';
import { smallFile } from './files.ts';

const DAY_MS = 86_400_000;
/** Of everybody's workouts so many lie in 2025, however many there are. */
const IN_2025 = 10;

/** The nth workout of somebody who did a few things in 2025, and three a day up to the end of 2024. */
export const nthOfLife = (nth: number): ActivityFile =>
  nth < IN_2025
    ? smallFile(nth, Date.UTC(2025, 11, 20) - nth * 36 * DAY_MS)
    : smallFile(nth, Date.UTC(2025, 0, 1) - (nth - IN_2025 + 1) * (DAY_MS / 3));

/** Gives somebody so many workouts, by archives as a person would. */
export async function fill(url: string, person: Person, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1000)
    await importArchive(
      url,
      person,
      Array.from({ length: Math.min(1000, count - at) }, (_, index) => nthOfLife(at + index)),
    );
}
