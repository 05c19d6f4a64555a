import { Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadTypeDefs } from '#platform/server/typeDefs.ts';
import { FLAG_CODES, FLAG_SEVERITIES } from '../domain/flags.ts';
import { ENERGY_SOURCES } from '../domain/formulas/energy.ts';
import { STREAM_KINDS } from '../domain/formulas/streams.ts';
import { SPORTS } from '../domain/sport.ts';
import { UPLOAD_PURPOSES } from '../domain/upload.ts';
import { VISIBILITIES } from '../domain/visibility.ts';
import { FAILURE_CODES } from '../domain/importFailure.ts';
import { MAX_TITLE_LENGTH } from '../domain/title.ts';

const { definitions } = loadTypeDefs('workouts');

const enums = new Map(
  definitions.flatMap((definition) =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION
      ? [[definition.name.value, (definition.values ?? []).map(({ name }) => name.value)] as const]
      : [],
  ),
);

/** What is said of the fields of inputs that are called so. */
const saidOf = (fieldName: string) =>
  definitions
    .flatMap((definition) => (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? (definition.fields ?? []) : []))
    .flatMap(({ name, description }) => (name.value === fieldName ? [description?.value] : []));

describe('the schema', () => {
  it.each(
    Object.entries({
      WorkoutFlagCode: FLAG_CODES,
      WorkoutImportFailureCode: FAILURE_CODES,
      FlagSeverity: FLAG_SEVERITIES,
      EnergySource: ENERGY_SOURCES,
      StreamKind: STREAM_KINDS,
      Sport: SPORTS,
      Visibility: VISIBILITIES,
      UploadPurpose: UPLOAD_PURPOSES,
    }),
  )('knows the values of %s that the code has, and no others', (name, values) => {
    expect(enums.get(name)?.toSorted()).toEqual([...values].sort());
  });

  it('promises titles as long as they are taken', () => {
    const promised = new RegExp(`(^|\\D)${MAX_TITLE_LENGTH} characters on one line`);
    const titles = saidOf('title');
    expect(titles.length).toBeGreaterThan(0);
    expect(titles.filter((said) => !promised.test(said ?? ''))).toEqual([]);
  });
});
