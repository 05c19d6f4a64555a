import { done, refused, type Outcome } from '#platform/problems.ts';
import type { WorkoutSource } from '#events/vocabulary.ts';
import type { DistanceSource } from './formulas/distance.ts';
import type { Energy } from './formulas/energy.ts';
import { namedSport, type RecordedSport } from './namedSport.ts';
import type { ToldTotals } from './recording.ts';
import type { Sport } from './sport.ts';
import { isNarrower, type Visibility } from './visibility.ts';

/** What an owner gives in place of what the recording says, or told before there was one; null where it stands. */
type Given = Wish & ToldTotals;
type Wish = { sport: Sport | null; startedAt: Date | null; elapsedSeconds: number | null };

/** What is told of a workout, and how its figures came to be. */
type Known = RecordedSport & {
  given: Given;
  distanceMeters: number | null;
  distanceSource: DistanceSource | null;
  energy: Energy | null;
};

/**
 * What is still given when another recording takes the place of the one there was: a sport, be it said with the new
 * recording or before, or named by the one there was alone, and figures that were told by hand. It has times of its own.
 */
export const givenBeside = (known: Known, sport: Sport | null, recording: RecordedSport): Given => ({
  sport: sport ?? known.given.sport ?? (namedSport(recording, null) === null ? namedSport(known, null) : null),
  startedAt: null,
  elapsedSeconds: null,
  distanceMeters: known.distanceSource === 'MANUAL' ? known.distanceMeters : known.given.distanceMeters,
  kilocalories: known.energy?.source === 'MANUAL' ? known.energy.kilocalories : known.given.kilocalories,
});

/**
 * What an owner says of a recording beside what it holds; null where they left it to us. `namedSport`: what it is, of one that
 * is not kept.
 */
export type Said = {
  visibility: Visibility | null;
  title: string | null;
  metrics?: string | null;
  namedSport?: Sport | null;
};

/**
 * What changes of a workout when its owner says this with another recording of it, be that kept or not. Who was not to see
 * the recording does not see the workout any more; to more people it is never shown, since what it shows already may be what
 * they were not to see. A title counts where the owner had given none, and so do metrics, and a sport where nobody named one.
 */
export const saidBeside = (
  known: RecordedSport & { given: Given; visibility: Visibility; isTitleGiven: boolean; metrics: string | null },
  { visibility, title, metrics = null, namedSport: sport = null }: Said,
): { visibility?: Visibility; title?: string; isTitleGiven?: boolean; metrics?: string; given?: Given } => ({
  ...(visibility !== null && isNarrower(visibility, known.visibility) ? { visibility } : {}),
  ...(title !== null && !known.isTitleGiven ? { title, isTitleGiven: true } : {}),
  ...(metrics !== null && known.metrics === null ? { metrics } : {}),
  ...(sport !== null && namedSport(known, known.given.sport) === null ? { given: { ...known.given, sport } } : {}),
});

/**
 * What is given in place of a recording from now on, undefined when that stays as it is. A sport that the recording says as
 * well is given all the same: another recording may say another. Times can be given, both, only to a recording that has no
 * usable ones.
 */
export function decideGiven(
  known: { status: string; given: Given },
  { sport, startedAt, elapsedSeconds }: Wish,
): Outcome<Given | undefined> {
  const { given } = known;
  const wantsTimes = startedAt !== null || elapsedSeconds !== null;
  const hasNone = known.status === 'NEEDS_TIMES' || given.startedAt !== null;
  if (wantsTimes && !hasNone) {
    const field = startedAt === null ? 'elapsedSeconds' : 'startedAt';
    return refused('INVALID_INPUT', 'The recording has times of its own.', field);
  }
  const next = {
    ...given,
    sport: sport ?? given.sport,
    startedAt: startedAt ?? given.startedAt,
    elapsedSeconds: elapsedSeconds ?? given.elapsedSeconds,
  };
  if (wantsTimes && next.startedAt === null) return refused('INVALID_INPUT', 'Give the start as well.', 'startedAt');
  if (wantsTimes && next.elapsedSeconds === null) {
    return refused('INVALID_INPUT', 'Say how long it took as well.', 'elapsedSeconds');
  }
  const changes = wantsTimes || (sport !== null && sport !== given.sport);
  return done(changes ? next : undefined);
}

/** What an owner tells anew of a workout told by hand. What is left out stays; null takes it away. */
export type ToldAnew = {
  startedAt?: Date;
  elapsedSeconds?: number;
  distanceMeters?: number | null;
  kilocalories?: number | null;
};
type ToldWish = { [Field in keyof ToldAnew]: ToldAnew[Field] | null | undefined };

/** What is told anew of a workout, undefined when nothing is; refused where its recording tells it. A workout always has times. */
export function decideTold(
  { source }: { source: WorkoutSource },
  { startedAt, elapsedSeconds, distanceMeters, kilocalories }: ToldWish,
): Outcome<ToldAnew | undefined> {
  const told: ToldAnew = {
    ...(startedAt ? { startedAt } : {}),
    ...(elapsedSeconds ? { elapsedSeconds } : {}),
    ...(distanceMeters === undefined ? {} : { distanceMeters }),
    ...(kilocalories === undefined ? {} : { kilocalories }),
  };
  const [field] = Object.keys(told);
  if (field === undefined) return done(undefined);
  return source === 'MANUAL' ? done(told) : refused('INVALID_INPUT', 'This comes of the recording.', field);
}
