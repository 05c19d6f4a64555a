import { z } from 'zod';
import type { ExerciseSet } from '../domain/live/sets.ts';

const kept = z.object({ sets: z.array(z.object({ exercise: z.string().nullable(), repetitions: z.number() })) });

/** Sets as a workout keeps them among its metrics, as JSON; null without any. */
export const metricsOf = (sets: readonly ExerciseSet[]): string | null =>
  sets.length === 0 ? null : JSON.stringify({ sets });

/** The sets among a workout's metrics; none where its owner has told others. */
export const setsIn = (metrics: string | null): readonly ExerciseSet[] =>
  (metrics === null ? undefined : kept.safeParse(JSON.parse(metrics)).data?.sets) ?? [];
