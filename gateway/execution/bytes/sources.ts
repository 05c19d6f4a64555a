import type { Fetch, Form, Place } from '../plan/form.ts';
import { COMPACT } from './habit.ts';
import { slotFor, Unsupported, type NodeField, type Nodes, type ObjectNode, type Variant } from './nodes.ts';

/** Where code finds a field of an object: in the object itself, or in what a fetch brought for it. */
export interface FieldSource {
  readonly link: Fetch | undefined;
  readonly variant: Variant;
  readonly field: NodeField;
  /** Others could have it when this one has null. */
  readonly alternatives: boolean;
}

/** A form with its layout, as the writers of code need it. */
export interface Laid {
  readonly form: Form;
  readonly nodes: Nodes;
  /** The record that what the fetches of root fields brought hangs on. */
  readonly root: Variant;
}

/** Makes the record under which the roots hang. */
export function layRoot(form: Form, nodes: Nodes): Laid {
  const variants = new Map<string, Variant>();
  const [first] = form.fetches;
  if (!first) throw new Unsupported('nothing to fetch');
  const node: ObjectNode = {
    id: nodes.all.length,
    key: 'root',
    leader: first.index,
    style: COMPACT,
    fetch: first,
    place: form.root,
    variants,
    switched: false,
  };
  const root: Variant = { node, type: form.shape.type, index: 0, fields: [], slots: new Map() };
  variants.set(root.type, root);
  return { form, nodes, root };
}

export const linkSlot = (variant: Variant, fetch: Fetch): number => slotFor(variant, `link ${fetch.index}`);

/** The source of a field for an object noted as `variant`, in the order in which the object engine looks. */
export function sourceOf(variant: Variant, name: string, { form, nodes }: Laid): FieldSource | undefined {
  const { place } = variant.node;
  const found: Omit<FieldSource, 'alternatives'>[] = [];
  for (const source of place.fields.get(name)?.sources ?? []) {
    if (name !== '__typename' && !source.types.has(variant.type)) continue;
    const link = source.link && form.fetches.find((fetch) => fetch.link === source.link);
    const owner = link ? nodes.ofFetch[link.index]?.variants.get(variant.type) : variant;
    const field = owner?.fields.find((candidate) => candidate.name === name);
    if (owner && field) found.push({ link, variant: owner, field });
  }
  const [first] = found;
  if (!first) return undefined;
  if (found.length > 1 && first.field.child) throw new Unsupported('an object that several fetches bring');
  return { ...first, alternatives: found.length > 1 };
}

/** The names from the root to a place. */
export function pathTo(place: Place): string[] {
  const names: string[] = [];
  for (let at = place; at.parent; at = at.parent) names.unshift(at.name);
  return names;
}
