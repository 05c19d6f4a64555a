import { CompetitionEnded, CompetitionFinalized, CompetitionStarted } from '#events/competitions.ts';
import { withoutDeadline } from '#platform/deadline.ts';
import type { Consumption } from '#platform/events/consumer.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import type { Relay } from '#platform/events/relay.ts';
import type { Service } from '#platform/lifecycle.ts';
import type { Pool, Transaction } from '#platform/postgres/connection.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import type { Competition } from './domain/competition.ts';
import { advance } from './domain/lifecycle.ts';
import { standingsOf, type Place, type Ranked } from './domain/standings.ts';
import { firstDue, lockCompetition, saveStatus } from './store/competitions.ts';
import { allParticipations } from './store/participations.ts';
import { clearLostSeats, findScoredTeamsIn } from './store/teams.ts';

/** Moves competitions through their lives: begun, over, final. */
export interface Clock {
  /** Says that something may be due earlier than the clock knows. */
  wake(): void;
}

export interface ClockOptions {
  readonly service: Service;
  readonly pool: Pool;
  readonly relay: Relay;
  /** The consumer of workouts: standings are final only when it has heard all of the grace period. */
  readonly workouts: Pick<Consumption, 'end' | 'hasHandled'>;
  readonly now: () => Date;
}

/** Another instance may have made a competition: the clock looks at least this often. */
const LOOK_MS = 10_000;
/** How soon to look again when something is in the way: workouts not heard yet, a store that does not answer. */
const AGAIN_MS = 200;
/** How many standings go in one event: well below the broker's 1 MiB. */
const STANDINGS_PER_EVENT = 1000;

/** Starts the clock. Catches up with what fell due while nothing ran; several instances do each step once. */
export function startClock(options: ClockOptions): Clock {
  const { service, now } = options;
  const heard = heardUntil(options);
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let wokenMeanwhile = false;
  let closed = false;

  const run = async (): Promise<void> => {
    let waitMs = AGAIN_MS;
    try {
      const next = await passDue(options, heard);
      waitMs = next === undefined ? LOOK_MS : Math.min(Math.max(next.getTime() - now().getTime(), 0), LOOK_MS);
    } catch (error) {
      service.log.warn({ err: error }, 'the clock of competitions could not go on; trying again');
    }
    if (!closed) timer = setTimeout(wake, wokenMeanwhile ? 0 : waitMs);
    wokenMeanwhile = false;
    running = undefined;
  };
  const wake = (): void => {
    if (closed) return;
    clearTimeout(timer);
    if (running) wokenMeanwhile = true;
    else running = withoutDeadline(run);
  };

  service.onClose('clock', async () => {
    closed = true;
    clearTimeout(timer);
    await running;
  });
  wake();
  return { wake };
}

/** Does all that is due. Answers when to look again. */
async function passDue(options: ClockOptions, heard: () => Promise<Date>): Promise<Date | undefined> {
  const { pool, now } = options;
  const waiting: string[] = [];
  for (;;) {
    const due = await firstDue(pool, waiting);
    if (!due || due.dueAt > now()) {
      const again = new Date(now().getTime() + AGAIN_MS);
      return waiting.length > 0 && (!due || again < due.dueAt) ? again : due?.dueAt;
    }
    const ready = due.status !== 'ENDED' || due.dueAt <= (await heard());
    if (!ready) waiting.push(due.id);
    else await step(options, due.id);
  }
}

/** Moves a competition one status further if it is still due, in one transaction with its event. */
async function step(options: ClockOptions, id: string): Promise<void> {
  await writeAtomically(options, 'competitions.clock', async (tx) => {
    const now = options.now();
    const competition = await lockCompetition(tx, id);
    const advanced = competition && advance(competition, now);
    if (!advanced) return;
    if (advanced.status === 'FINAL') await clearLostSeats(tx, id);
    await saveStatus(tx, advanced);
    await writeEvents(tx, await eventsOf(tx, advanced, now));
  });
}

async function eventsOf(tx: Transaction, competition: Competition, now: Date): Promise<Message[]> {
  const { id, version, status } = competition;
  const data = { version, competitionId: id };
  switch (status) {
    case 'UPCOMING':
      return [];
    case 'ACTIVE':
      return [createEvent(CompetitionStarted, id, data, now)];
    case 'ENDED':
      return [createEvent(CompetitionEnded, id, data, now)];
    case 'FINAL':
      return finalized(tx, competition, now);
    default:
      return status satisfies never;
  }
}

async function finalized(tx: Transaction, { id, version, metric }: Competition, now: Date): Promise<Message[]> {
  const standings = standingsOf(metric, await allParticipations(tx, id)).map((place) => ({
    participationId: place.entrant.id,
    userId: place.entrant.userId,
    ...told(place),
  }));
  const teams = standingsOf(metric, await findScoredTeamsIn(tx, id)).map((place) => ({
    teamId: place.entrant.id,
    ...told(place),
  }));
  const parts = Math.max(1, Math.ceil(standings.length / STANDINGS_PER_EVENT));
  return Array.from({ length: parts }, (_, index) => {
    const of = standings.slice(index * STANDINGS_PER_EVENT, (index + 1) * STANDINGS_PER_EVENT);
    const data = { version, competitionId: id, part: index + 1, parts, standings: of, teams: index === 0 ? teams : [] };
    return createEvent(CompetitionFinalized, id, data, now);
  });
}

const told = ({ entrant: { score, reachedAt, activityCount }, rank }: Place<Ranked>) => ({
  rank,
  score,
  reachedAt: reachedAt?.toISOString() ?? null,
  activityCount,
});

/**
 * Tells up to when all workouts that were published have been heard: after a pause of this service, those of the grace
 * period still wait in the stream and must count first.
 */
function heardUntil({ workouts, now }: ClockOptions): () => Promise<Date> {
  let heard = new Date(0);
  let mark: { readonly sequence: number; readonly at: Date } | undefined;
  return async () => {
    const at = now();
    mark ??= { sequence: await workouts.end(), at };
    if (await workouts.hasHandled(mark.sequence)) {
      heard = mark.at;
      mark = undefined;
    }
    return heard;
  };
}
