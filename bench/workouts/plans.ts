import mongoose from 'mongoose';
import { z } from 'zod';
import { mongoDatabaseUrl } from '#services/applications.ts';
import type { Mongo } from '#platform/mongo/connection.ts';
import { createLogger } from '#platform/telemetry/log.ts';
import { openDiaries } from '../../subgraphs/workouts/store/diaries.ts';
import { createWorkoutList, type WorkoutList } from '../../subgraphs/workouts/store/workoutList.ts';
import { openWorkouts } from '../../subgraphs/workouts/store/workouts.ts';

/** How a store answers one kind of query. */
export interface QueryPlan {
  readonly collection: string;
  readonly fields: readonly string[];
  /** How many of the kind were sent. */
  readonly count: number;
  /** The steps of the plan, the outermost first: MongoDB's stages, or PostgreSQL's nodes under FerretDB. */
  readonly steps: readonly string[];
}

type Command = Readonly<Record<string, unknown>>;

const findSchema = z.object({ find: z.string(), filter: z.record(z.string(), z.unknown()) });
/** What both call a step, and where the steps within it are. */
const stepSchema = z.looseObject({
  stage: z.string().optional(),
  inputStage: z.unknown().optional(),
  'Node Type': z.string().optional(),
  'Index Name': z.string().optional(),
  Plans: z.array(z.unknown()).optional(),
});
const explainedSchema = z.object({
  queryPlanner: z.looseObject({ winningPlan: z.unknown().optional(), Plan: z.unknown().optional() }),
});

/** Runs what lists read, as the service does, and has the store explain each kind of query that it was sent. */
export async function plansOf(
  mongoUrl: string,
  read: (list: WorkoutList) => Promise<unknown>,
): Promise<{ engine: 'mongod' | 'FerretDB'; plans: QueryPlan[] }> {
  const connection = mongoose.createConnection(mongoDatabaseUrl(mongoUrl, 'workouts'), { monitorCommands: true });
  try {
    await connection.asPromise();
    const database = connection.getClient().db(connection.name);
    const mongo: Mongo = { run: (work) => work(database) };
    const diaries = await openDiaries(mongo);
    const workouts = await openWorkouts(mongo, diaries, createLogger('bench', 'warn'));
    const sent: Command[] = [];
    connection.getClient().on('commandStarted', ({ command, commandName }) => {
      if (commandName === 'find') sent.push({ ...command });
    });
    await read(createWorkoutList(diaries, workouts));
    const plans: QueryPlan[] = [];
    for (const [{ find, filter }, count] of kindsOf(sent)) {
      const explained = await database.command({ explain: { find, filter, limit: 1 } });
      const { winningPlan, Plan } = explainedSchema.parse(explained).queryPlanner;
      plans.push({ collection: find, fields: Object.keys(filter), count, steps: stepsOf(winningPlan ?? Plan) });
    }
    const { ferretdbVersion } = z
      .looseObject({ ferretdbVersion: z.unknown().optional() })
      .parse(await database.admin().buildInfo());
    return { engine: ferretdbVersion === undefined ? 'mongod' : 'FerretDB', plans };
  } finally {
    await connection.close();
  }
}

/** One of each kind, by collection and fields asked for, and how many there were. */
function kindsOf(sent: readonly Command[]) {
  const kinds = new Map<string, [z.infer<typeof findSchema>, number]>();
  for (const command of sent) {
    const query = findSchema.parse(command);
    const kind = `${query.find} ${Object.keys(query.filter).join(' ')}`;
    kinds.set(kind, [query, (kinds.get(kind)?.[1] ?? 0) + 1]);
  }
  return kinds.values();
}

function stepsOf(plan: unknown): string[] {
  const { stage, inputStage, 'Node Type': node, 'Index Name': index, Plans } = stepSchema.parse(plan);
  const name = [stage ?? node ?? '?', ...(index === undefined ? [] : [`on ${index}`])].join(' ');
  const inner = [...(inputStage === undefined ? [] : [inputStage]), ...(Plans ?? [])];
  return [name, ...inner.flatMap(stepsOf)];
}

const BAD_STEPS: readonly string[] = ['COLLSCAN', 'SORT', 'Seq Scan', 'Sort'];

/** The queries that read a whole collection or sort what they read. */
export const withoutIndex = (plans: readonly QueryPlan[]): QueryPlan[] =>
  plans.filter(({ steps }) => steps.some((step) => BAD_STEPS.includes(step)));
