import type { RecordedLap } from '../../domain/recording.ts';
import { isIndoorsInFit, sportFromFit } from '../../domain/sportNames.ts';
import type { FitMessage } from './messages.ts';
import { LAP, SESSION } from './profile.ts';
import type { FitSession } from './sessions.ts';
import { instant, orNull, scaled } from './values.ts';

/** What a lap message says. */
export const lapOf = (message: FitMessage): RecordedLap => ({
  startedAt: instant(message.get(LAP.startTime)),
  elapsedSeconds: scaled(message.get(LAP.elapsed), 1000),
  timerSeconds: scaled(message.get(LAP.timer), 1000),
  distanceMeters: scaled(message.get(LAP.distance), 100),
  averageHeartRateBpm: orNull(message.get(LAP.averageHeartRate)),
});

/** What a session message says. */
export const sessionOf = (message: FitMessage): FitSession => ({
  ...sportOf(message, SESSION),
  startedAt: instant(message.get(SESSION.startTime)),
  elapsedSeconds: scaled(message.get(SESSION.elapsed), 1000),
  timerSeconds: scaled(message.get(SESSION.timer), 1000),
  distanceMeters: scaled(message.get(SESSION.distance), 100),
  ascentMeters: orNull(message.get(SESSION.ascent)),
  descentMeters: orNull(message.get(SESSION.descent)),
  kilocalories: orNull(message.get(SESSION.calories)),
  averageHeartRateBpm: orNull(message.get(SESSION.averageHeartRate)),
  maxHeartRateBpm: orNull(message.get(SESSION.maxHeartRate)),
});

/** What a session or sport message says of the sport, given the numbers of its fields. */
export function sportOf(
  message: FitMessage,
  fields: { sport: number; subSport: number },
): Pick<FitSession, 'sport' | 'isIndoors'> {
  const [sport, subSport] = [orNull(message.get(fields.sport)), orNull(message.get(fields.subSport))];
  return { sport: sportFromFit(sport, subSport), isIndoors: isIndoorsInFit(sport, subSport) };
}
