import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Kind, parse, print, visit, type DefinitionNode, type DocumentNode } from 'graphql';

const root = new URL('../../', import.meta.url);

/** The path of a subgraph's own schema file, and of what all subgraphs share. */
const schemaPaths = (domain: string): { own: string; shared: string } => ({
  own: fileURLToPath(new URL(`subgraphs/${domain}/schema.graphql`, root)),
  shared: fileURLToPath(new URL('schema/shared.graphql', root)),
});

/**
 * A subgraph's type definitions: its own file, and of schema/shared.graphql what that file uses, directly or through
 * other shared definitions.
 *
 * @throws when the domain has no schema file or a file does not parse; the message names the file.
 */
export function loadTypeDefs(domain: string): DocumentNode {
  const paths = schemaPaths(domain);
  if (!existsSync(paths.own)) throw new Error(`subgraphs/${domain} has no schema.graphql`);
  return joinShared(parseFile(paths.own), parseFile(paths.shared));
}

/** Adds to `own` the definitions of `shared` that it names, and those that they name. */
export function joinShared(own: DocumentNode, shared: DocumentNode): DocumentNode {
  const available = new Map(shared.definitions.map((definition) => [definitionName(definition), definition]));
  const taken = new Set<DefinitionNode>();
  const pending = [...own.definitions];
  for (let definition = pending.shift(); definition; definition = pending.shift()) {
    for (const name of namedTypes(definition)) {
      const found = available.get(name);
      if (found && !taken.has(found)) {
        taken.add(found);
        pending.push(found);
      }
    }
  }
  return { kind: Kind.DOCUMENT, definitions: [...own.definitions, ...shared.definitions.filter((d) => taken.has(d))] };
}

/** Type definitions as SDL text, as composition takes them. */
export const printTypeDefs = (document: DocumentNode): string => print(document);

function namedTypes(definition: DefinitionNode): Set<string> {
  const names = new Set<string>();
  visit(definition, { NamedType: (node) => void names.add(node.name.value) });
  return names;
}

const definitionName = (definition: DefinitionNode): string =>
  'name' in definition && definition.name ? definition.name.value : '';

function parseFile(path: string): DocumentNode {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
