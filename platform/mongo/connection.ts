import mongoose from 'mongoose';
import { setTimeout as delay } from 'node:timers/promises';
import { checkDeadline, isWaitedFor } from '#platform/deadline.ts';
import type { Service } from '#platform/lifecycle.ts';

type Database = mongoose.mongo.Db;

/** A database of MongoDB, or of what speaks its protocol. */
export interface Mongo {
  /**
   * Does one thing with the database, which is not to be kept: once its server was lost, it is another client's. What nobody
   * waits for any more, and was told as failed, is not begun.
   *
   * @param withinMs after which an answer is waited for no longer; a minute when left out. Where somebody waits for it, they are
   *   told after ten seconds, while it may go on
   * @throws what the driver throws; a MongoNetworkError when no answer came
   */
  run<Result>(work: (database: Database) => Promise<Result>, withinMs?: number): Promise<Result>;
}

/** How long a call waits for a server that does not answer before it fails. */
const SERVER_SELECTION_MS = 5000;
/** Twice as long as the gateway waits for any answer: nobody waits any more for what goes on. */
export const CALL_MS = 60_000;
/** What the gateway waits for is given up before the gateway gives up, so that it says why. */
const ANSWER_MS = 10_000;
/** How long calls may still end by themselves when their server was lost: the driver tries each a second time. */
const GRACE_MS = 5000;

const { MongoClient, MongoNetworkError, MongoServerSelectionError, MongoTopologyClosedError } = mongoose.mongo;

/**
 * Connects to the database that the URL names; finds the server again when it was lost. Then another client takes the place
 * of the one there was, since the driver may wait for ever for a socket that was closed while it wrote: with a call, or
 * with its watch over the server, without which it finds nothing again. Closed with the service.
 *
 * @throws when no server answers within 5 s.
 */
export async function openMongo(service: Service, url: string): Promise<Mongo> {
  const closing = new AbortController();
  const leaving = new Set<Promise<void>>();
  const replace = (lost: Client): void => {
    if (lost !== client || closing.signal.aborted) return;
    service.log.warn('lost the connection to MongoDB; opening another');
    client = new Client(url, replace);
    const left = lost
      .leave(closing.signal)
      .catch((error: unknown) => service.log.warn({ err: error }, 'could not close a lost connection to MongoDB'))
      .finally(() => leaving.delete(left));
    leaving.add(left);
  };
  let client = new Client(url, replace);
  service.onClose('mongo', async () => {
    closing.abort();
    await Promise.all([client.close(), ...leaving]);
  });
  await client.connect();
  return {
    run: async (work, withinMs) => {
      checkDeadline();
      const answer = client.run(work, withinMs);
      return isWaitedFor() ? soon(answer) : answer;
    },
  };
}

/** Waits for an answer no longer than somebody else waits for us. */
async function soon<Answer>(answer: Promise<Answer>): Promise<Answer> {
  const { promise: given, reject: giveUp } = Promise.withResolvers<never>();
  const timer = setTimeout(() => giveUp(noAnswer()), ANSWER_MS);
  return Promise.race([answer, given]).finally(() => clearTimeout(timer));
}

/** Throws when the database does not answer. */
export async function pingMongo(mongo: Mongo): Promise<void> {
  await mongo.run((database) => database.command({ ping: 1 }));
}

const noAnswer = (): Error => new MongoNetworkError('The connection was lost, and with it the answer.');

/** A client of the driver, and who waits for it. */
class Client {
  readonly #driver: mongoose.mongo.MongoClient;
  readonly #onLost: (client: Client) => void;
  readonly #waiting = new Set<(error: Error) => void>();

  /** @param onLost told, maybe more than once, when it may not find its server again */
  constructor(url: string, onLost: (client: Client) => void) {
    this.#driver = new MongoClient(url, { serverSelectionTimeoutMS: SERVER_SELECTION_MS, maxPoolSize: 20 });
    this.#onLost = onLost;
    this.#driver.on('connectionPoolCleared', () => onLost(this));
  }

  async connect(): Promise<void> {
    await this.#driver.connect();
  }

  async run<Result>(work: (database: Database) => Promise<Result>, withinMs = CALL_MS): Promise<Result> {
    const { promise: given, reject: giveUp } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      giveUp(noAnswer());
      this.#onLost(this);
    }, withinMs);
    this.#waiting.add(giveUp);
    try {
      return await Promise.race([work(this.#driver.db()), given]);
    } catch (error) {
      if (error instanceof MongoServerSelectionError || error instanceof MongoTopologyClosedError) this.#onLost(this);
      throw error;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(giveUp);
    }
  }

  /** Closes it when what waits for it has ended, or will not any more. */
  async leave(signal: AbortSignal): Promise<void> {
    await delay(GRACE_MS, undefined, { signal }).catch(() => undefined);
    for (const giveUp of this.#waiting) giveUp(noAnswer());
    await this.close();
  }

  async close(): Promise<void> {
    await this.#driver.close();
  }
}
