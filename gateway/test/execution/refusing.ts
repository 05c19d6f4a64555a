import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { isInterfaceType, isObjectType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { z } from 'zod';
import type { Access } from '../../auth/access.ts';
import { readReach } from '../../auth/reach.ts';
import type { Executor } from '../../execution/executor.ts';
import { runOn, type Bed } from './bed.ts';
import { bedClient, textOf, type BedClient } from './bedClient.ts';
import { byteExecutor, objectExecutor, operationsOver } from './differential.ts';
import type { Operation } from './operations.ts';

/** One of several fields may not be read, on all objects of an interface where it is the interface's. */
function accessOf(bed: Bed, salt: number): Access {
  const reach = readReach(bed.supergraph);
  const { fullSchema } = bed.supergraph;
  const isFree = (type: string, field: string): boolean =>
    field.startsWith('__') ||
    createHash('sha256').update(`${salt} ${type}.${field}`).digest().readUInt8(0) % (2 + (salt % 7)) !== 0;
  const mayRead = (name: string, field: string): boolean => {
    const type = fullSchema.getType(name);
    const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
    return [name, ...interfaces.map((one) => one.name)].every((on) => isFree(on, field));
  };
  return {
    key: String(salt),
    mayRead: (type, field) => reach(type, field).every(([on, part]) => mayRead(on, part)),
  };
}

const request = z.object({ query: z.string() });

/** Fields that were asked of subgraphs though they may not be read, but for those that join. */
function leaks(bed: Bed, access: Access, { requests }: BedClient): string[] {
  const found: string[] = [];
  const joining = new Set([
    ...bed.facts.requiredFields,
    ...[...bed.facts.requirementNames.values()].map(({ field }) => field),
  ]);
  for (const sent of requests) {
    const schema = bed.subgraphs.get(sent.subgraph);
    if (!schema) throw new Error(`no subgraph ${sent.subgraph}`);
    const types = new TypeInfo(schema);
    const Field = ({ name: { value: field } }: { readonly name: { readonly value: string } }): void => {
      const type = types.getParentType()?.name ?? '';
      const isOurs = bed.supergraph.fullSchema.getType(type) !== undefined && !field.startsWith('_');
      if (isOurs && !joining.has(field) && !access.mayRead(type, field)) found.push(`${type}.${field}`);
    };
    visit(parse(request.parse(JSON.parse(textOf(sent))).query), visitWithTypeInfo(types, { Field }));
  }
  return found;
}

type Path = readonly (string | number)[];

/** The part of a path up to the null that it leads to, as text; undefined when it leads to none. */
function nullAt(data: unknown, path: Path, length = 0): string | undefined {
  if (data === null) return JSON.stringify(path.slice(0, length));
  const step = path[length];
  return typeof data === 'object' && step !== undefined ? nullAt(Reflect.get(data, step), path, length + 1) : undefined;
}

/** Holds both engines against graphql-js with resolvers that refuse, and looks at what was asked. */
async function compareRefusing(bed: Bed, { query, variables }: Operation, salt: number): Promise<void> {
  const access = accessOf(bed, salt);
  const expected = await bed.expected(query, variables, access);
  // Of several errors that make one value null graphql-js tells the first.
  const told = (expected.errors ?? []).filter(({ message }) => message === 'refused').map(({ path = [] }) => path);
  const makers: ((client: BedClient) => Executor)[] = [
    (client) => objectExecutor(bed, client),
    (client) => byteExecutor(bed, client).executor,
  ];
  for (const make of makers) {
    const client = bedClient(bed);
    const { data = null, errors = [] } = await runOn(make(client), bed, bed.plan(query, { access }), variables);
    const explained = new Set(errors.map(({ path = [] }) => nullAt(data, path)));
    const wrong = [
      ...(JSON.stringify(data) === JSON.stringify(expected.data ?? null) ? [] : [`data ${JSON.stringify(data)}`]),
      ...told.filter((path) => !explained.has(nullAt(data, path))).map((path) => `no error at ${path.join('.')}`),
      ...errors.filter(({ path = [] }) => nullAt(data, path) === undefined).map((error) => JSON.stringify(error)),
      ...leaks(bed, access, client).map((field) => `asked ${field}`),
    ];
    if (wrong.length > 0) {
      throw new Error(
        `${query}\n${JSON.stringify(variables)}\nexpected ${JSON.stringify(expected)}\ngot      ${wrong.join('\n')}`,
      );
    }
  }
}

/** Operations with what may not be read, as a property. */
export const sameWhenRefused = (bed: Bed): fc.IAsyncPropertyWithHooks<[Operation, number]> =>
  fc.asyncProperty(operationsOver(bed), fc.nat({ max: 9999 }), (operation, salt) =>
    compareRefusing(bed, operation, salt),
  );
