import type { RouteResolvers } from '../__generated__/resolvers.ts';
import { timedPointsOf } from '../domain/formulas/route.ts';
import { coordinate, meters, seconds } from '../domain/rounding.ts';
import { checkMaxPoints } from './maxPoints.ts';

export const route: RouteResolvers = {
  timedPoints: async ({ of }, { maxPoints }, { loaders }) => {
    checkMaxPoints(maxPoints);
    return timedPointsOf(await loaders.tracks.load(of), maxPoints).map((point) => ({
      offsetSeconds: seconds(point.offsetSeconds),
      distanceMeters: meters(point.distanceMeters),
      latitude: coordinate(point.latitude),
      longitude: coordinate(point.longitude),
    }));
  },
};
