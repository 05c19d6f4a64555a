import type { ClientInfo } from '#platform/client.ts';
import { withRequestId, type Logger } from '#platform/telemetry/log.ts';
import type { Caller } from '../../auth/authenticator.ts';
import { gatewayError, internalError, refused, RequestError } from '../../errors.ts';
import type { Graph, GraphQLRequest } from '../../graph.ts';
import { nextMessage } from './messages.ts';
import type { Outgoing } from './outgoing.ts';

interface Options {
  readonly graph: Graph;
  readonly maxOperations: number;
  readonly log: Logger;
  readonly refused: (code: string) => void;
}

interface Operation {
  readonly controller: AbortController;
  readonly done: Promise<void>;
  subscribes: boolean;
}

/** What runs for the client of one socket. */
export class Operations {
  readonly #options: Options;
  readonly #outgoing: Outgoing;
  readonly #requestId: string;
  readonly #client: ClientInfo;
  readonly #underWay = new Map<string, Operation>();
  /** How many run: also those that the client has completed, until they have ended. */
  #running = 0;
  /** Whether nothing new is begun any more. */
  #isDraining = false;
  #counter = 0;

  /** @param requestId of the socket; its operations have ids of their own behind it. */
  constructor(options: Options, outgoing: Outgoing, { requestId, client }: { requestId: string; client: ClientInfo }) {
    this.#options = options;
    this.#outgoing = outgoing;
    this.#requestId = requestId;
    this.#client = client;
  }

  /**
   * Runs an operation and tells the client what comes of it; refused when too many run.
   *
   * @returns false when the client has an operation of this name under way. While draining nothing is begun, nor looked at.
   */
  start(id: string, request: GraphQLRequest, caller: Caller): boolean {
    if (this.#isDraining) return true;
    if (this.#underWay.has(id)) return false;
    if (this.#running >= this.#options.maxOperations) {
      const message = `One socket carries at most ${this.#options.maxOperations} operations at once.`;
      void this.#outgoing.send(errorMessage(id, refused(gatewayError('TOO_MANY_OPERATIONS', message))));
      return true;
    }
    const requestId = `${this.#requestId}.${++this.#counter}`;
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const operation: Operation = { controller: new AbortController(), done, subscribes: false };
    this.#underWay.set(id, operation);
    this.#running++;
    void withRequestId(requestId, () => this.#execute(id, request, caller, operation, requestId)).finally(() => {
      this.#running--;
      if (this.#underWay.get(id) === operation) this.#underWay.delete(id);
      resolve();
    });
    return true;
  }

  /** Breaks off an operation that the client wants no more of. */
  stop(id: string): void {
    this.#underWay.get(id)?.controller.abort();
    this.#underWay.delete(id);
  }

  /** Breaks off all. */
  stopAll(): void {
    for (const { controller } of this.#underWay.values()) controller.abort();
    this.#underWay.clear();
  }

  /**
   * Lets queries and mutations end, for at most `limitMs`, and breaks off subscriptions. What is asked from now on is not begun:
   * it would be cut off, and whoever comes back can ask it again.
   */
  async drain(limitMs: number): Promise<void> {
    this.#isDraining = true;
    const waiting: Promise<void>[] = [];
    for (const { subscribes, controller, done } of this.#underWay.values()) {
      if (subscribes) controller.abort();
      else waiting.push(done);
    }
    if (waiting.length === 0) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, limitMs);
    await Promise.race([Promise.all(waiting), late]);
    clearTimeout(timer);
  }

  async #execute(
    id: string,
    request: GraphQLRequest,
    caller: Caller,
    operation: Operation,
    requestId: string,
  ): Promise<void> {
    const { signal } = operation.controller;
    try {
      const prepared = await this.#options.graph.prepare(request, caller, signal);
      if (prepared.kind === 'subscription') {
        // It may have waited to be planned.
        if (this.#isDraining || signal.aborted) return;
        operation.subscribes = true;
        for await (const { body } of prepared.subscribe({ requestId, signal })) {
          if (signal.aborted) return;
          await this.#outgoing.sendText(nextMessage(id, body));
          await this.#outgoing.turn();
        }
      } else {
        if (signal.aborted) return;
        const { body } = await prepared.run({ requestId, signal, client: this.#client });
        if (!signal.aborted) await this.#outgoing.sendText(nextMessage(id, body));
      }
      if (!signal.aborted) await this.#outgoing.send({ id, type: 'complete' });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof RequestError))
        this.#options.log.error({ err: error }, 'an operation over a socket failed');
      const known = error instanceof RequestError ? error : internalError();
      this.#options.refused(String(known.errors[0]?.extensions?.['code']));
      await this.#outgoing.send(errorMessage(id, known));
    }
  }
}

const errorMessage = (id: string, error: RequestError): object => ({ id, type: 'error', payload: error.errors });
