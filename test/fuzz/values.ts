import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import type { Random } from '../../fixtures/random.ts';
import { hostileValues, MANY } from './hostile.ts';
import type { Pool } from './pool.ts';
import { plausibleValue } from './plausible.ts';

/** What values are made of: chance, what exists already, how often a value shall be wrong, and left out (0 to 1). */
export type Making = { random: Random; pool: Pool; hostility: number; omission: number };

/** A value for an input field or argument of some name: mostly one that makes sense, now and then one that does not. */
export function valueOf(type: GraphQLInputType, name: string, making: Making): unknown {
  const { random, hostility, omission } = making;
  if (!isNonNullType(type) && random.next() < omission) return random.next() < 0.7 ? undefined : null;
  const bare = getNullableType(type);
  if (random.next() < hostility) return hostileOf(bare, making);
  if (isListType(bare)) {
    return Array.from({ length: random.whole(1, 4) }, () => valueOf(bare.ofType, name, making));
  }
  if (isInputObjectType(bare)) return inputOf(bare, making);
  if (isEnumType(bare)) return random.pick(nonEmpty(bare.getValues().map((value) => value.name)));
  return plausibleValue(bare.name, name, making);
}

/** An input object, its fields by the same rules. */
function inputOf(type: GraphQLInputObjectType, making: Making): Record<string, unknown> {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const value = valueOf(field.type, field.name, making);
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return Object.fromEntries(fields);
}

function hostileOf(type: GraphQLInputType, making: Making): unknown {
  const { random } = making;
  if (isListType(type)) return hostileList(() => valueOf(type.ofType, 'item', { ...making, hostility: 0 }), random);
  if (isEnumType(type)) {
    const real = random.pick(nonEmpty(type.getValues().map(({ name }) => name)));
    return random.pick<unknown>(['', 'NO_SUCH_VALUE', '__proto__', 0, real.toLowerCase(), [real]]);
  }
  if (isInputObjectType(type)) return random.pick<unknown>([{}, [], 'text', { more: 1 }, { constructor: {} }]);
  return random.pick(hostileValues('name' in type ? type.name : ''));
}

function hostileList(one: () => unknown, random: Random): unknown {
  const first = one();
  const many = (): unknown => Array.from({ length: MANY }, one);
  return random.pick<() => unknown>([
    many,
    () => [],
    () => first,
    () => [first, first, first],
    () => [null],
    () => 'list',
  ])();
}

const nonEmpty = (values: readonly string[]): readonly [string, ...string[]] => [values[0] ?? '', ...values];
