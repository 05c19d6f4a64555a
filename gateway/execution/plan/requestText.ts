import type { Fetch, Form } from './form.ts';

/** The unchanging text of a request for a set of fetches, and what goes between. */
export interface RequestText {
  /** From `{"query":` to the opening of `variables`. */
  readonly start: string;
  /** Client variables, by the plan's names. */
  readonly variables: readonly string[];
  /** One for each alias: the fetches that share it, and the name of the variable with its representations. */
  readonly aliases: readonly Alias[];
}

export interface Alias {
  /** The response name of the entities; undefined for a fetch of root fields. */
  readonly name: string | undefined;
  readonly variable: string;
  readonly fetches: readonly Fetch[];
}

/** Writes the request in which these fetches travel: all entity fetches of one subgraph, or a single root fetch. */
export function requestText(fetches: readonly Fetch[]): RequestText {
  const [first] = fetches;
  if (!first) throw new Error('a request without a fetch');
  const declarations = new Map(fetches.flatMap(({ variables }) => [...variables]));
  const aliases = first.requires ? entityAliases(fetches) : [{ name: undefined, variable: '', fetches }];
  const declared = [
    ...(first.requires ? aliases.map(({ variable }) => `$${variable}:[_Any!]!`) : []),
    ...declarations.values(),
  ];
  const selection = first.requires ? `{${aliases.map(entityField).join(' ')}}` : first.selection;
  const name = first.operationName;
  const variables = declared.length > 0 ? `(${declared.join(' ')})` : '';
  // A query without a name or variables would do without the keyword; not every server accepts that everywhere.
  const query = `${first.kind}${name === undefined ? '' : ` ${name}`}${variables}${selection}`;
  const operationName = name === undefined ? '' : `,"operationName":${JSON.stringify(name)}`;
  return {
    start: `{"query":${JSON.stringify(query)}${operationName},"variables":{`,
    variables: [...declarations.keys()],
    aliases,
  };
}

function entityAliases(fetches: readonly Fetch[]): Alias[] {
  const bySignature = Map.groupBy(fetches, ({ signature }) => signature);
  const shared = [...bySignature.values()];
  const taken = fetches.some(({ variables }) =>
    [...variables.keys()].some((name) => /^representations\d+$/.test(name)),
  );
  const prefix = taken ? 'representations__of' : 'representations';
  return shared.map((same, index) => ({
    name: shared.length === 1 ? '_entities' : `e${index}`,
    variable: shared.length === 1 ? 'representations' : `${prefix}${index}`,
    fetches: same,
  }));
}

function entityField({ name, variable, fetches }: Alias): string {
  const alias = name === '_entities' ? '' : `${name}:`;
  return `${alias}_entities(representations:$${variable})${fetches[0]?.selection ?? ''}`;
}

/** The client's variables that a request needs, as JSON members; those not given are left out. */
export function writeVariables(text: RequestText, form: Form, variables: Readonly<Record<string, unknown>>): string[] {
  return text.variables.flatMap((name) => {
    const value = variables[form.variableNames.get(name) ?? name];
    return value === undefined ? [] : [`${JSON.stringify(name)}:${JSON.stringify(value)}`];
  });
}
