import { Redis } from 'ioredis';
import { applicationNames, readTestSettings, type ApplicationName } from '#services/config.ts';
import { startStack, type Stack } from '#services/stack.ts';
import { temporaryDataDir } from '#services/testing/temporary.ts';

/** A complete stack of its own whose processes die at failpoints while it is armed. */
export interface World {
  readonly stack: Stack;
  /** How often a process has died. */
  deaths(): number;
  /** Restarts every subgraph with its failpoints armed. */
  arm(): void;
  /** Restarts every subgraph without failpoints. */
  disarm(): void;
  /** Empties Redis as an operator's mistake would. */
  emptyRedis(): Promise<void>;
  /** Stops the broker, waits, and starts it again. */
  stopBroker(whileStopped: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

const subgraphs: readonly ApplicationName[] = applicationNames.filter((name) => name !== 'gateway');

/** Starts the stack. `rate` is the probability of dying at each passing of a failpoint, 0 to 1. */
export async function startWorld(seed: number, rate: number): Promise<World> {
  const { dataDir, remove } = await temporaryDataDir();
  let armed = false;
  let deaths = 0;
  const stack = await startStack({
    settings: readTestSettings(dataDir).stack,
    ports: 'free',
    durable: false,
    backOff: { firstMs: 50, longestMs: 200 },
    environment: (_name, start): Readonly<Record<string, string>> =>
      armed ? { FAILPOINTS: `seed=${seed + start};*=${rate}` } : {},
    onEvent: (event) => {
      if (event.type === 'crashed') deaths++;
    },
  });
  const restartSubgraphs = (): void => {
    for (const name of subgraphs) stack.kill(name, 'SIGKILL');
  };
  return {
    stack,
    deaths: () => deaths,
    arm: () => {
      armed = true;
      restartSubgraphs();
    },
    disarm: () => {
      armed = false;
      restartSubgraphs();
    },
    emptyRedis: async () => {
      const redis = new Redis(stack.services.url('redis'));
      await redis.flushall();
      redis.disconnect();
    },
    stopBroker: async (whileStopped) => {
      const broker = stack.processes.get('nats');
      if (!broker) throw new Error('the broker does not run here');
      await broker.stop();
      await whileStopped();
      await broker.start();
    },
    close: async () => {
      await stack.stop();
      await remove();
    },
  };
}
