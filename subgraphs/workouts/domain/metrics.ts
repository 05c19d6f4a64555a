import { done, refused, type Outcome } from '#platform/problems.ts';

const MAX_DEPTH = 5;
const MAX_VALUES = 200;
const MAX_KEY_LENGTH = 64;
const MAX_TEXT_LENGTH = 500;

/**
 * Free figures of a workout as JSON text, or what is wrong with them: an object of at most 200 values, five deep, with
 * short keys and texts; so there are not many lists and objects either. What holds values is none, unless it is empty. Paths
 * name the place: `metrics.sets.2.weightKilograms`; of a key, the object that has it.
 */
export function decideMetrics(value: unknown): Outcome<string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refused('INVALID_INPUT', 'This must be an object.', 'metrics');
  }
  const count = { left: MAX_VALUES };
  const problem = check(value, ['metrics'], count);
  return problem ? refused('INVALID_INPUT', problem.message, ...problem.path) : done(JSON.stringify(value));
}

type Wrong = { message: string; path: string[] };

function check(value: unknown, path: string[], count: { left: number }): Wrong | undefined {
  if (isLeaf(value) && count.left-- === 0)
    return { message: `At most ${MAX_VALUES} values are allowed.`, path: ['metrics'] };
  switch (typeof value) {
    case 'string':
      return checkText(value, MAX_TEXT_LENGTH, path);
    case 'number':
      return Number.isFinite(value) ? undefined : { message: 'This is not a number.', path };
    case 'boolean':
      return undefined;
    case 'object':
      return value === null ? undefined : checkInside(value, path, count);
    default:
      return { message: 'This is not JSON.', path };
  }
}

const isLeaf = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0;

function checkInside(value: object, path: string[], count: { left: number }): Wrong | undefined {
  if (path.length > MAX_DEPTH) return { message: `At most ${MAX_DEPTH} levels are allowed.`, path };
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__') return { message: 'No figure can be called __proto__.', path };
    const problem = checkText(key, MAX_KEY_LENGTH, path, 'characters in a name') ?? check(inner, [...path, key], count);
    if (problem) return problem;
  }
  return undefined;
}

function checkText(text: string, max: number, path: string[], what = 'characters'): Wrong | undefined {
  if (text.length > max) return { message: `At most ${max} ${what} are allowed.`, path };
  const isClean = text.isWellFormed() && !/[^\P{Cc}\n\r\t]/u.test(text);
  return isClean ? undefined : { message: `Control ${what} are not allowed.`, path };
}
