import { z } from 'zod';
import { done } from '#platform/problems.ts';
import { clientId, line, paragraphs } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { decideMetrics } from '../domain/metrics.ts';
import { SPORTS } from '../domain/sport.ts';
import { LONGEST_SECONDS } from '../domain/times.ts';
import { MAX_DESCRIPTION_LENGTH, MAX_TITLE_LENGTH } from '../domain/title.ts';
import { VISIBILITIES } from '../domain/visibility.ts';
import { logByHand } from '../recordings/logByHand.ts';
import { distanceMeters, kilocalories } from './figureInputs.ts';
import { startInput } from './startInput.ts';

/** Keeps a workout that its owner tells, once for each `clientWorkoutId`. */
export const logWorkout = defineAction({
  input: z.object({
    sport: z.enum(SPORTS),
    startedAt: startInput(),
    elapsedSeconds: z.int().min(1).max(LONGEST_SECONDS),
    distanceMeters: distanceMeters().nullish(),
    kilocalories: kilocalories().nullish(),
    title: line(MAX_TITLE_LENGTH).nullish(),
    description: paragraphs(MAX_DESCRIPTION_LENGTH),
    visibility: z.enum(VISIBILITIES).nullish(),
    metrics: z.unknown().optional(),
    clientWorkoutId: clientId().nullish(),
  }),
  run: async ({ viewer, recordings }: Context, input) => {
    const { userId: ownerId } = requirePerson(viewer);
    const metrics = input.metrics === undefined || input.metrics === null ? done(null) : decideMetrics(input.metrics);
    if (!metrics.ok) return metrics;
    const {
      distanceMeters = null,
      kilocalories = null,
      title = null,
      visibility = null,
      clientWorkoutId = null,
    } = input;
    const told = { distanceMeters, kilocalories, title, visibility, clientWorkoutId, metrics: metrics.value };
    return done({ workout: await logByHand(recordings, { ...input, ...told, ownerId }) });
  },
});
