import { isIndoorsInFit, sportFromFit } from '../../domain/sportNames.ts';
import type { FitMessage } from './messages.ts';
import type { LAP, SESSION } from './profile.ts';
import type { FitSummary, ToldSport } from './sessions.ts';
import { instant, orNull, scaled } from './values.ts';

/** What a lap or session message says, given the numbers of its fields. */
export const summaryOf = (message: FitMessage, fields: typeof LAP | typeof SESSION): FitSummary => ({
  ...sportOf(message, fields),
  startedAt: instant(message.get(fields.startTime)),
  elapsedSeconds: scaled(message.get(fields.elapsed), 1000),
  timerSeconds: scaled(message.get(fields.timer), 1000),
  distanceMeters: scaled(message.get(fields.distance), 100),
  ascentMeters: orNull(message.get(fields.ascent)),
  descentMeters: orNull(message.get(fields.descent)),
  kilocalories: orNull(message.get(fields.calories)),
  averageHeartRateBpm: orNull(message.get(fields.averageHeartRate)),
  maxHeartRateBpm: orNull(message.get(fields.maxHeartRate)),
});

/** What a lap, session or sport message says of the sport, given the numbers of its fields. */
export function sportOf(message: FitMessage, fields: { sport: number; subSport: number }): ToldSport {
  const [sport, subSport] = [orNull(message.get(fields.sport)), orNull(message.get(fields.subSport))];
  return { sport: sportFromFit(sport, subSport), isIndoors: isIndoorsInFit(sport, subSport) };
}
