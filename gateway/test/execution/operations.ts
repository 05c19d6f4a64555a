import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { choicesFrom, type Choices } from './choices.ts';
import { Inputs } from './inputs.ts';

/** An operation with its variables. */
export interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
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
  const inputs = new Inputs(choices, samples);
  const writer = new Writer(schema, choices, inputs);
  const selection = writer.selection(root, 0);
  const query = writer.document(kind, selection);
  const errors = validate(schema, parse(query));
  return errors.length > 0 ? undefined : { query, variables: inputs.variables };
}

/** The same of a subscription to one of the fields that answer objects, without a condition on the field itself. */
export function writeSubscription(schema: GraphQLSchema, tape: readonly number[]): Operation | undefined {
  const choices = choicesFrom(tape);
  const inputs = new Inputs(choices, []);
  const writer = new Writer(schema, choices, inputs);
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  const field = fields[choices.below(fields.length)];
  const type = field && getNamedType(field.type);
  if (!isCompositeType(type)) return undefined;
  const query = writer.document('subscription', `{ ${field?.name} ${writer.selection(type, 1)} }`);
  const errors = validate(schema, parse(query));
  return errors.length > 0 ? undefined : { query, variables: inputs.variables };
}

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #choices: Choices;
  readonly #inputs: Inputs;
  readonly #fragments: string[] = [];

  constructor(schema: GraphQLSchema, choices: Choices, inputs: Inputs) {
    this.#schema = schema;
    this.#choices = choices;
    this.#inputs = inputs;
  }

  document(kind: string, selection: string): string {
    const declarations = this.#inputs.declarations();
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
    return ` @${directive}(if: $${this.#inputs.flag()})`;
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
    return [`${argument.name}: ${this.#inputs.text(argument.type)}`];
  }
}
