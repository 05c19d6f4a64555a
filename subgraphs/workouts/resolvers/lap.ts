import type { LapResolvers } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { LapModel } from '../models.ts';

export const lap: LapResolvers = {
  averageHeartRateBpm: async (lap, _args, context) =>
    (await showsHeartRate(lap, context)) ? lap.averageHeartRateBpm : null,
  maxHeartRateBpm: async (lap, _args, context) => {
    if (!(await showsHeartRate(lap, context))) return null;
    return (await context.loaders.lapHeartRates.load(lap.of)).get(lap.index) ?? null;
  },
};

const showsHeartRate = async ({ of: { ownerId } }: LapModel, { loaders }: Context): Promise<boolean> =>
  (await loaders.seeing.load(ownerId))?.heartRate ?? false;
