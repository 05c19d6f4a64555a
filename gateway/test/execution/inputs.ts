import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import type { Choices } from './choices.ts';

/** What an operation says in its arguments and conditions, with the variables that it declares and is sent for that. */
export class Inputs {
  readonly variables: Record<string, unknown> = {};
  readonly #choices: Choices;
  readonly #samples: readonly string[];
  readonly #declarations: string[] = [];

  constructor(choices: Choices, samples: readonly string[]) {
    this.#choices = choices;
    this.#samples = samples;
  }

  /** The variables as an operation declares them; empty without any. */
  declarations(): string {
    return this.#declarations.length > 0 ? `(${this.#declarations.join(', ')})` : '';
  }

  /** A value as text: written out, null, or a variable, at any depth. */
  text(type: GraphQLInputType): string {
    return this.#text(type, 0);
  }

  /** The name of a new variable for a condition. */
  flag(): string {
    const name = `v${this.#declarations.length}`;
    this.#declarations.push(`$${name}: Boolean!`);
    this.variables[name] = this.#choices.below(2) === 1;
    return name;
  }

  #text(type: GraphQLInputType, depth: number): string {
    const choice = this.#choices.below(9);
    if (choice >= 7) return `$${this.#variable(type)}`;
    if (choice === 6 && !isNonNullType(type)) return 'null';
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const items = Array.from({ length: this.#choices.below(3) }, () => this.#text(nullable.ofType, depth + 1));
      return `[${items.join(', ')}]`;
    }
    if (isInputObjectType(nullable)) {
      const fields = this.#fieldsOf(nullable, depth).map((field) => {
        // The one that is given must be there, whatever the variables.
        const text = nullable.isOneOf
          ? literal(this.#value(field.type, depth + 1, true), field.type)
          : this.#text(field.type, depth + 1);
        return `${field.name}: ${text}`;
      });
      return `{ ${fields.join(', ')} }`;
    }
    return literal(this.#value(nullable, depth), nullable);
  }

  /** The fields that an input gets: all that must be there, and some that may. */
  #fieldsOf(type: GraphQLInputObjectType, depth: number): readonly GraphQLInputField[] {
    const fields = Object.values(type.getFields());
    if (!type.isOneOf) {
      return fields.filter((field) => isRequiredInputField(field) || (depth < 2 && this.#choices.below(2) === 1));
    }
    const flat = fields.filter(({ type: of }) => depth < 2 || !isInputObjectType(getNamedType(of)));
    const one = flat[this.#choices.below(flat.length)];
    return one ? [one] : [];
  }

  /** Declares a variable, with a default or not, and sends a value for it or not. */
  #variable(type: GraphQLInputType): string {
    const name = this.#declarations.length === 3 ? 'representations' : `v${this.#declarations.length}`;
    const choice = this.#choices.below(6);
    const hasDefault = choice === 4 || choice === 5;
    const isSent = choice !== 5 && (choice !== 3 || isNonNullType(type));
    const byDefault = hasDefault ? ` = ${literal(this.#value(type, 0), type)}` : '';
    this.#declarations.push(`$${name}: ${String(type)}${byDefault}`);
    if (isSent) this.variables[name] = this.#value(type, 0);
    return name;
  }

  #value(type: GraphQLInputType, depth: number, must = false): unknown {
    if (!must && !isNonNullType(type) && this.#choices.below(8) === 7) return null;
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      return Array.from({ length: this.#choices.below(3) }, () => this.#value(nullable.ofType, depth + 1));
    }
    if (isEnumType(nullable)) return nullable.getValues()[this.#choices.below(nullable.getValues().length)]?.name;
    if (isInputObjectType(nullable)) {
      const fields = this.#fieldsOf(nullable, depth);
      return Object.fromEntries(
        fields.map((field) => [field.name, this.#value(field.type, depth + 1, nullable.isOneOf)]),
      );
    }
    switch (nullable.name) {
      case 'Int':
        return this.#choices.below(5);
      case 'Float':
        return this.#choices.below(5) / 2;
      case 'Boolean':
        return this.#choices.below(2) === 1;
      case 'Json':
        return STRUCTURED[this.#choices.below(STRUCTURED.length)];
      default:
        return this.#samples[this.#choices.below(this.#samples.length)] ?? 'x';
    }
  }
}

/** What a custom scalar may be. */
const STRUCTURED: readonly unknown[] = [
  'text',
  { a: [1, { b: null }], c: 'é"\n' },
  [],
  {},
  [[1.5, -2], [true]],
  12_345,
  { representations: ['x'], __typename: 'Tome' },
];

function literal(value: unknown, type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (value === null) return 'null';
  if (isEnumType(nullable) && typeof value === 'string') return value;
  if (isListType(nullable) && Array.isArray(value))
    return `[${value.map((item) => literal(item, nullable.ofType)).join(', ')}]`;
  if (isInputObjectType(nullable) && typeof value === 'object') {
    const fields = nullable.getFields();
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${literal(inner, fields[name]?.type ?? nullable)}`)
      .join(', ')} }`;
  }
  return untyped(value);
}

/** JSON, but for names without quotes. */
function untyped(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(untyped).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `${name}: ${untyped(inner)}`)
    .join(', ')} }`;
}
