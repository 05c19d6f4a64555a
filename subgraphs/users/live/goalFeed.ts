import { setTimeout as delay } from 'node:timers/promises';
import type { Notices } from '#platform/events/notices.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { Person } from '#platform/viewer.ts';
import type { AchievedGoal } from '../domain/goal.ts';
import { windowOf } from '../domain/goalWindows.ts';
import { goalTopic } from '../goalProgress.ts';
import { findAchieved, saveTold, toldUntil } from '../store/goals.ts';

/** How often a listener looks without a notice: for one that was lost. */
const LOOK_ANYWAY_MS = 10_000;
/** How long to wait after the store could not be read. */
const RETRY_MS = 500;
/** What is older was never told to anybody, and is no news any more. */
const NEWS_MS = 30 * 86_400_000;
const PAGE = 50;

export interface GoalFeedOptions {
  readonly pool: Pool;
  readonly notices: Notices;
  readonly log: Logger;
  readonly now: () => Date;
}

/** What people achieve, told to each of their sessions once. */
export interface GoalFeed {
  /** All that a session was not told of yet, or all after an achievement whether it was told of it or not, and then what comes. */
  listen(person: Person, after?: number): AsyncIterableIterator<AchievedGoal>;
}

export function createGoalFeed(options: GoalFeedOptions): GoalFeed {
  /** How far each session was told by this process, while the store is told so. */
  const told = new Map<string, { position: number; saved: Promise<void> }>();
  const tell = (person: Person, position: number): void => {
    const before = told.get(person.sessionId);
    const saving = (before?.saved ?? Promise.resolve())
      .then(() => saveTold(options.pool, person, position))
      .catch((error: unknown) => options.log.warn({ err: error }, 'could not note who was told of a goal'))
      .then(() => {
        if (told.get(person.sessionId)?.saved === saving) told.delete(person.sessionId);
      });
    told.set(person.sessionId, { position: Math.max(before?.position ?? 0, position), saved: saving });
  };
  const toldBefore = async (person: Person): Promise<number> =>
    Math.max(told.get(person.sessionId)?.position ?? 0, await toldUntil(options.pool, person));
  return {
    listen: (person, after) =>
      new GoalListener({
        ...options,
        person,
        after,
        toldBefore: () => toldBefore(person),
        told: (position) => tell(person, position),
      }),
  };
}

interface ListenerOptions extends GoalFeedOptions {
  readonly person: Person;
  readonly after: number | undefined;
  toldBefore(): Promise<number>;
  told(position: number): void;
}

/** An iterator over what somebody achieves. It reads when it is asked for more and there may be more. */
class GoalListener implements AsyncIterableIterator<AchievedGoal> {
  readonly #options: ListenerOptions;
  readonly #notices: AsyncIterableIterator<unknown>;
  readonly #timer: NodeJS.Timeout;
  readonly #ready: AchievedGoal[] = [];
  #toldBefore: number | undefined;
  #position: number | undefined;
  #mayHaveMore = true;
  #closed = false;
  #waiting: PromiseWithResolvers<void> | undefined;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#notices = options.notices.listen(goalTopic(options.person.userId));
    this.#timer = setInterval(() => this.#look(), LOOK_ANYWAY_MS);
    void this.#follow();
  }

  async next(): Promise<IteratorResult<AchievedGoal>> {
    while (!this.#closed) {
      const achieved = this.#ready.shift();
      if (achieved) {
        const { position } = achieved.achievement;
        if (position > (this.#toldBefore ?? 0)) this.#options.told(position);
        return { done: false, value: achieved };
      }
      if (this.#mayHaveMore) await this.#read();
      else await this.#sleep();
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<AchievedGoal>> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#waiting?.resolve();
    await this.#notices.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #follow(): Promise<void> {
    // What was said before the broker knew of this listener is looked for when it does.
    this.#options.notices.settled().then(
      () => this.#look(),
      () => undefined,
    );
    for await (const _ of this.#notices) this.#look();
    // The broker is closed with the service.
    if (!this.#closed) await this.return();
  }

  #look(): void {
    this.#mayHaveMore = true;
    this.#waiting?.resolve();
  }

  async #read(): Promise<void> {
    const { pool, person, now, log, after, toldBefore } = this.#options;
    this.#mayHaveMore = false;
    try {
      this.#toldBefore ??= await toldBefore();
      this.#position ??= after ?? this.#toldBefore;
      const since = new Date(now().getTime() - NEWS_MS);
      const found = await findAchieved(pool, person.userId, { after: this.#position, since, limit: PAGE });
      for (const { achievement, goal, index } of found) {
        this.#ready.push({ achievement, goal, window: windowOf(goal, index) });
        this.#position = achievement.position;
      }
      this.#mayHaveMore ||= found.length === PAGE;
    } catch (error) {
      log.warn({ err: error }, 'could not read what somebody achieved; will try again');
      this.#mayHaveMore = true;
      await delay(RETRY_MS);
    }
  }

  async #sleep(): Promise<void> {
    this.#waiting = Promise.withResolvers();
    await this.#waiting.promise;
    this.#waiting = undefined;
  }
}
