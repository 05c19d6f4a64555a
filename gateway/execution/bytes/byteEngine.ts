import type { Engine, EngineContext } from '../engine.ts';
import { prepareObjectEngine } from '../object/objectEngine.ts';
import type { Form } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { runSchedule, scheduleOf } from '../schedule.ts';
import { subrequestHeaders } from '../subgraphs/headers.ts';
import { ByteRun, type Compiled } from './byteRun.ts';
import { type Habits } from './habit.ts';
import { Learner } from './habits.ts';
import { Need } from './need.ts';
import { Unsupported } from './nodes.ts';
import { compileProgram } from './program.ts';
import { Requests } from './requests.ts';
import { Scratch } from './scratch.ts';
import { AnswerWriter } from './writeOut.ts';

/**
 * Prepares the byte engine for a form: answers are scanned, not parsed, and copied, not written. It runs what goes as
 * asked; at anything else (an error, a null where none may be, another order of fields) the object engine takes over
 * with what was asked so far. Forms that cannot be run on bytes get the object engine at once.
 */
export function prepareByteEngine(form: Form, context: EngineContext): Engine {
  const objects = prepareObjectEngine(form, context);
  const learner = new Learner(2 * form.fetches.length);
  let compiled = compile(form, context.facts, learner.habits);
  if (!compiled) return objects;
  const schedule = scheduleOf(form);
  const writer = new AnswerWriter();
  return {
    async run(run) {
      const current = compiled;
      if (run.event || !current) return objects.run(run);
      const headers = subrequestHeaders(run.call, await run.call.credentials());
      const scratch = Scratch.take(current.program, current.records);
      if (!scratch) {
        context.onHandover?.();
        return objects.run(run);
      }
      const bytes = new ByteRun(current, context, run, headers, scratch);
      let isOver = false;
      try {
        await runSchedule(schedule, (fetches) => bytes.perform(fetches));
        let answer = bytes.write(writer);
        if (!answer) {
          context.onHandover?.();
          if (bytes.learn(learner)) compiled = compile(form, context.facts, learner.habits);
          answer = await objects.resume(run, bytes.asked);
        }
        isOver = true;
        return answer;
      } finally {
        bytes.stop();
        // After a failure a request may still be waiting to be written from it.
        if (isOver) scratch.giveBack();
        else void Promise.allSettled(bytes.asked.map(({ response }) => response)).then(() => scratch.giveBack());
      }
    },
  };
}

const FIRST_RECORD_BYTES = 4 * 1024;

/** Undefined when only the object engine can run a form. */
function compile(form: Form, facts: SchemaFacts, habits: Habits): Compiled | undefined {
  try {
    const program = compileProgram(form, facts, habits);
    return { form, program, requests: new Requests(program), records: new Need(FIRST_RECORD_BYTES) };
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}
