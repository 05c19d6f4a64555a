import { readdirSync, readFileSync } from 'node:fs';
import { assertObjectType, buildSchema, parse, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import { expect, test } from 'vitest';

const here = new URL('./', import.meta.url);
const schema = buildSchema(readFileSync(new URL('../../schema/api.graphql', here), 'utf8'));
const operations = parse(
  readdirSync(here)
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => readFileSync(new URL(name, here), 'utf8'))
    .join('\n'),
);

test('every field of Query, Mutation, Subscription and Viewer is asked for by an operation that is promised', () => {
  expect(validate(schema, operations)).toEqual([]);
  const asked = new Set<string>();
  const at = new TypeInfo(schema);
  const note = (): void => {
    asked.add(`${at.getParentType()?.name ?? ''}.${at.getFieldDef()?.name ?? ''}`);
  };
  visit(operations, visitWithTypeInfo(at, { Field: note }));
  const types = ['Query', 'Mutation', 'Subscription', 'Viewer'].map((name) => assertObjectType(schema.getType(name)));
  const fields = types.flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
  expect(fields.filter((field) => !asked.has(field))).toEqual([]);
});
