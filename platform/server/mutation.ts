import type { z } from 'zod';
import type { Outcome, Problem } from '#platform/problems.ts';

/** A mutation's work: what input it takes and what it does with it. */
export interface Action<Context, Input, Value> {
  /** Parses the input object; what it refuses becomes `INVALID_INPUT` with the field's path. It is made of the context where the clock has a say. */
  readonly input: z.ZodType<Input> | ((context: Context) => z.ZodType<Input>);
  /** Loads, decides, and saves state and events in one atomic step. */
  run(context: Context, input: Input): Promise<Outcome<Value>>;
}

/** Gives an action its types. */
export const defineAction = <Context, Input, Value>(action: Action<Context, Input, Value>) => action;

/** A payload: its fields, null on failure, and `userErrors`. */
export type Payload<Value> = { readonly [Field in keyof Value]: Value[Field] | null } & {
  readonly userErrors: readonly Problem[];
};

/**
 * The resolver of a mutation: parses `input`, where it has one, runs the action, and answers its payload. `empty` holds the payload's
 * fields as they are when it fails.
 */
export const mutation =
  <Context, Input, Value extends object>(
    action: Action<Context, Input, Value>,
    empty: { readonly [Field in keyof Value]: null },
  ) =>
  async (_root: unknown, args: { readonly input?: unknown }, context: Context): Promise<Payload<Value>> => {
    const input = typeof action.input === 'function' ? action.input(context) : action.input;
    const parsed = input.safeParse(args.input, { error: sentenceOf });
    if (!parsed.success) return { ...empty, userErrors: parsed.error.issues.map(toProblem) };
    const outcome = await action.run(context, parsed.data);
    return outcome.ok ? { ...outcome.value, userErrors: [] } : { ...empty, userErrors: outcome.problems };
  };

/** What is wrong with a value, where its schema does not say it better. */
function sentenceOf(issue: z.core.$ZodRawIssue): string {
  if (issue.input === null) return 'This cannot be without a value.';
  switch (issue.code) {
    case 'too_small':
      return `At least ${String(issue.minimum)}${unitOf(issue.origin)} must be given.`;
    case 'too_big':
      return `At most ${String(issue.maximum)}${unitOf(issue.origin)} are allowed.`;
    case 'invalid_type':
      return 'This is not the kind of value that is expected here.';
    case 'invalid_value':
      return `This must be one of ${issue.values.map(String).join(', ')}.`;
    default:
      return 'This is not allowed here.';
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' items' : '';
}

const toProblem = (issue: z.core.$ZodIssue): Problem => ({
  code: 'INVALID_INPUT',
  message: issue.message,
  path: issue.path.length > 0 ? issue.path.map(String) : null,
});
