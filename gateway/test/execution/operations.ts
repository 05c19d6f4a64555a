import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
  parse,
  validate,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/** An operation with its variables. */
export interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** A source of choices: numbers drawn one after another, zeros when they are used up, so that shorter tapes mean less. */
export interface Choices {
  below(limit: number): number;
}

export function choicesFrom(tape: readonly number[]): Choices {
  let position = 0;
  return { below: (limit) => (tape[position++] ?? 0) % Math.max(1, limit) };
}

const MAX_DEPTH = 5;

/** Writes an operation over a schema from a tape of choices; undefined when what came out is not valid. */
export function writeOperation(
  schema: GraphQLSchema,
  tape: readonly number[],
  samples: readonly string[],
): Operation | undefined {
  const choices = choicesFrom(tape);
  const kind = choices.below(8) === 7 && schema.getMutationType() ? 'mutation' : 'query';
  const root = kind === 'mutation' ? schema.getMutationType() : schema.getQueryType();
  if (!root) return undefined;
  const writer = new Writer(schema, choices, samples);
  const selection = writer.selection(root, 0);
  const query = writer.document(kind, selection);
  const errors = validate(schema, parse(query));
  return errors.length > 0 ? undefined : { query, variables: writer.variables };
}

class Writer {
  readonly variables: Record<string, unknown> = {};
  readonly #schema: GraphQLSchema;
  readonly #choices: Choices;
  readonly #samples: readonly string[];
  readonly #declarations: string[] = [];
  readonly #fragments: string[] = [];

  constructor(schema: GraphQLSchema, choices: Choices, samples: readonly string[]) {
    this.#schema = schema;
    this.#choices = choices;
    this.#samples = samples;
  }

  document(kind: string, selection: string): string {
    const declarations = this.#declarations.length > 0 ? `(${this.#declarations.join(', ')})` : '';
    const name = this.#choices.below(2) === 1 || declarations ? ' Asked' : '';
    return `${kind}${name}${declarations} ${selection} ${this.#fragments.join(' ')}`;
  }

  selection(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + this.#choices.below(depth === 0 ? 4 : 5);
    const parts = Array.from({ length: count }, () => this.#part(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  #part(type: GraphQLCompositeType, depth: number): string {
    const choice = this.#choices.below(12);
    if (choice === 11 && depth > 0) return `${this.#alias(2)}__typename${this.#condition()}`;
    if ((choice >= 8 || !('getFields' in type)) && depth < MAX_DEPTH) return this.#fragment(type, depth);
    if (!('getFields' in type)) return '__typename';
    const fields = Object.values(type.getFields()).filter(
      (field) => depth < MAX_DEPTH || !isCompositeType(getNamedType(field.type)),
    );
    const field = fields[this.#choices.below(fields.length)];
    return field ? this.#field(field, depth) : '__typename';
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const named = getNamedType(field.type);
    const inner = isCompositeType(named) ? ` ${this.selection(named, depth + 1)}` : '';
    const given = field.args.flatMap((argument) => this.#argument(argument));
    return `${this.#alias(6)}${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${this.#condition()}${inner}`;
  }

  #alias(rarity: number): string {
    const choice = this.#choices.below(rarity * 2);
    // Names of other fields are the interesting ones.
    return choice === rarity
      ? 'id: '
      : choice === rarity + 1
        ? `${['a', 'b', 'name', 'price', 'weight', 'constructor'][this.#choices.below(6)]}: `
        : '';
  }

  #condition(): string {
    const choice = this.#choices.below(16);
    if (choice < 12) return '';
    const directive = choice % 2 ? 'skip' : 'include';
    if (choice >= 14) return ` @${directive}(if: ${this.#choices.below(2) === 1})`;
    return ` @${directive}(if: $${this.#flag()})`;
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const on = this.#narrowed(type);
    const body = this.selection(on, depth + 1);
    if (this.#choices.below(3) !== 2) {
      const condition = on === type && this.#choices.below(2) === 1 ? '' : ` on ${on.name}`;
      return `...${condition}${this.#condition()} ${body}`;
    }
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${on.name} ${body}`);
    return `...${name}${this.#condition()}`;
  }

  /** The type itself, one it can be, or an interface that has something in common with it. */
  #narrowed(type: GraphQLCompositeType): GraphQLCompositeType {
    const possible = new Set(isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type]);
    const all = Object.values(this.#schema.getTypeMap()).filter(
      (other): other is GraphQLCompositeType =>
        (isObjectType(other) && possible.has(other)) ||
        (isInterfaceType(other) && this.#schema.getPossibleTypes(other).some((one) => possible.has(one))),
    );
    return all[this.#choices.below(all.length)] ?? type;
  }

  #argument(argument: GraphQLArgument): string[] {
    const must = isNonNullType(argument.type) && argument.defaultValue === undefined;
    if (!must && this.#choices.below(2) === 0) return [];
    return [`${argument.name}: ${this.#input(argument.type, 0)}`];
  }

  /** A value as text: written out, null, or a variable, at any depth. */
  #input(type: GraphQLInputType, depth: number): string {
    const choice = this.#choices.below(9);
    if (choice >= 7) return `$${this.#variable(type)}`;
    if (choice === 6 && !isNonNullType(type)) return 'null';
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const items = Array.from({ length: this.#choices.below(3) }, () => this.#input(nullable.ofType, depth + 1));
      return `[${items.join(', ')}]`;
    }
    if (isInputObjectType(nullable)) {
      const fields = this.#fieldsOf(nullable, depth).map((field) => {
        // The one that is given must be there, whatever the variables.
        const text = nullable.isOneOf
          ? literal(this.#value(field.type, depth + 1, true), field.type)
          : this.#input(field.type, depth + 1);
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

  #flag(): string {
    const name = `v${this.#declarations.length}`;
    this.#declarations.push(`$${name}: Boolean!`);
    this.variables[name] = this.#choices.below(2) === 1;
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
