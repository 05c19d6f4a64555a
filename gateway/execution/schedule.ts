import type { Fetch, Form, Group } from './plan/form.ts';

/** A group waits for its late members no longer than this part of the time the request has run so far. */
const PATIENCE = 0.5;
const MIN_PATIENCE_MS = 1;
const MAX_PATIENCE_MS = 10;

/** What a form's fetches wait for, computed once. */
export interface Schedule {
  readonly fetches: readonly Fetch[];
  readonly groups: readonly Group[];
  readonly groupOf: readonly Group[];
  /** Whether the request is made for a fetch's sake, and how many answers it waits for. */
  readonly isMember: readonly boolean[];
  readonly waitsFor: readonly number[];
  readonly dependents: readonly (readonly number[])[];
  /** Those that wait for nothing. */
  readonly initial: readonly Fetch[];
}

/** Prepares the running of a form's fetches. */
export function scheduleOf(form: Form): Schedule {
  const groupOf: Group[] = [];
  for (const group of form.groups) {
    for (const { index } of [...group.members, ...group.passengers]) groupOf[index] = group;
  }
  const dependents = form.fetches.map(({ index }) =>
    form.fetches.filter(({ dependsOn }) => dependsOn.has(index)).map((other) => other.index),
  );
  const isMember = form.fetches.map((fetch) => groupOf[fetch.index]?.members.includes(fetch) === true);
  const waitsFor = form.fetches.map(({ dependsOn }) => dependsOn.size);
  const initial = form.fetches.filter(({ dependsOn }) => dependsOn.size === 0);
  return { fetches: form.fetches, groups: form.groups, groupOf, isMember, waitsFor, dependents, initial };
}

/**
 * Runs fetches as soon as what they need is there.
 *
 * Fetches of one group go together when they get ready together. One that is ready waits a moment for the others, but
 * a slow subgraph does not hold back what does not need it; passengers wait for the group, and make nobody wait.
 *
 * @param perform asks for fetches of one group in one request and takes in the answer; must not reject because of a
 *   subgraph.
 * @param answered fetches that have their answer already.
 */
export function runSchedule(
  schedule: Schedule,
  perform: (fetches: readonly Fetch[]) => Promise<void> | undefined,
  answered: readonly number[] = [],
): Promise<void> {
  if (schedule.fetches.length === answered.length) return Promise.resolve();
  return new Promise((resolve, reject) => new Running(schedule, perform, resolve, reject).start(answered));
}

interface GroupState {
  ready: Fetch[];
  /** Members, and all together, that have not been sent yet. */
  membersLeft: number;
  left: number;
  membersReady: number;
  timer: NodeJS.Timeout | undefined;
}

class Running {
  readonly #schedule: Schedule;
  readonly #perform: (fetches: readonly Fetch[]) => Promise<void> | undefined;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  readonly #waitsFor: number[];
  readonly #groups: GroupState[];
  readonly #startedAt = performance.now();
  #answered: readonly number[] = [];
  #unfinished: number;
  #over = false;

  constructor(
    schedule: Schedule,
    perform: (fetches: readonly Fetch[]) => Promise<void> | undefined,
    resolve: () => void,
    reject: (error: unknown) => void,
  ) {
    this.#schedule = schedule;
    this.#perform = perform;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#waitsFor = [...schedule.waitsFor];
    this.#groups = schedule.groups.map(({ members, passengers }) => ({
      ready: [],
      membersLeft: members.length,
      left: members.length + passengers.length,
      membersReady: 0,
      timer: undefined,
    }));
    this.#unfinished = schedule.fetches.length;
  }

  start(answered: readonly number[]): void {
    const { initial: all } = this.#schedule;
    const initial = answered.length === 0 ? all : all.filter(({ index }) => !answered.includes(index));
    this.#answered = answered;
    for (const index of answered) {
      const state = this.#stateOf(index);
      state.left--;
      if (this.#isMember(index)) state.membersLeft--;
    }
    for (const fetch of initial) this.#ready(fetch);
    for (const fetch of initial) this.#consider(fetch.index);
    for (const index of answered) this.#finished(index);
  }

  #stateOf(fetch: number): GroupState {
    const state = this.#groups[this.#schedule.groupOf[fetch]?.index ?? -1];
    if (!state) throw new Error('a fetch without a group');
    return state;
  }

  #isMember(fetch: number): boolean {
    return this.#schedule.isMember[fetch] === true;
  }

  #ready(fetch: Fetch): void {
    const state = this.#stateOf(fetch.index);
    state.ready.push(fetch);
    if (this.#isMember(fetch.index)) state.membersReady++;
  }

  /** Sends the group of a fetch if no member is missing, else gives the others a moment. */
  #consider(fetch: number): void {
    const state = this.#stateOf(fetch);
    if (state.ready.length === 0) return;
    if (state.membersReady === state.membersLeft) this.#send(state);
    else if (state.membersReady > 0) this.#wait(state);
  }

  #wait(state: GroupState): void {
    if (state.timer) return;
    const elapsed = performance.now() - this.#startedAt;
    const patience = Math.min(MAX_PATIENCE_MS, Math.max(MIN_PATIENCE_MS, elapsed * PATIENCE));
    state.timer = setTimeout(() => {
      state.timer = undefined;
      if (state.membersReady > 0) this.#send(state);
    }, patience);
  }

  #send(state: GroupState): void {
    if (state.timer) clearTimeout(state.timer);
    state.timer = undefined;
    const fetches = state.ready;
    if (fetches.length > 1) fetches.sort((one, other) => one.index - other.index);
    state.ready = [];
    state.left -= fetches.length;
    state.membersLeft -= state.membersReady;
    state.membersReady = 0;
    try {
      const performed = this.#perform(fetches);
      if (performed) void performed.then(() => this.#allFinished(fetches), this.#fail);
      else this.#allFinished(fetches);
    } catch (error) {
      this.#fail(error);
    }
  }

  #allFinished(fetches: readonly Fetch[]): void {
    try {
      for (const { index } of fetches) this.#finished(index);
    } catch (error) {
      this.#fail(error);
    }
  }

  #finished(index: number): void {
    if (this.#over) return;
    this.#unfinished--;
    if (this.#unfinished === 0) {
      this.#over = true;
      this.#resolve();
      return;
    }
    let woken: Fetch[] | undefined;
    for (const dependent of this.#schedule.dependents[index] ?? []) {
      const left = (this.#waitsFor[dependent] ?? 0) - 1;
      this.#waitsFor[dependent] = left;
      const fetch = this.#schedule.fetches[dependent];
      if (left > 0 || !fetch || this.#answered.includes(dependent)) continue;
      this.#ready(fetch);
      (woken ??= []).push(fetch);
    }
    if (woken) for (const fetch of woken) this.#consider(fetch.index);
  }

  readonly #fail = (error: unknown): void => {
    if (this.#over) return;
    this.#over = true;
    for (const { timer } of this.#groups) clearTimeout(timer);
    this.#reject(error);
  };
}
