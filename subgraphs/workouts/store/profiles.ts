import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';
import { VISIBILITIES } from '../domain/visibility.ts';

const profileSchema = z.object({
  /** The person's id. */
  _id: z.string(),
  /** Of the profile at its owner, users. */
  version: z.int(),
  timeZone: z.string(),
  birthDate: z.string().nullable(),
  sex: z.enum(['FEMALE', 'MALE']).nullable(),
  weightKilograms: z.number().nullable(),
  /** What the person weighed on which day, the last day first. */
  bodyWeights: z.array(z.object({ measuredOn: z.string(), kilograms: z.number() })).default([]),
  maxHeartRateBpm: z.number().nullable(),
  defaultVisibility: z.enum(VISIBILITIES),
  mapVisibility: z.enum(VISIBILITIES).default('EVERYONE'),
  heartRateVisibility: z.enum(VISIBILITIES).default('EVERYONE'),
  bodyVisibility: z.enum(VISIBILITIES).default('ONLY_ME'),
  privacyZones: z
    .array(z.object({ latitude: z.number(), longitude: z.number(), radiusMeters: z.number() }))
    .default([]),
});
/** What is known of a person here, as last heard from users. */
export type PersonProfile = z.infer<typeof profileSchema>;

/** The copy of people's profiles. */
export interface ProfileStore {
  get(personId: string): Promise<PersonProfile | undefined>;
  /** Keeps a profile, unless a newer version is known. */
  keep(profile: PersonProfile): Promise<void>;
}

export async function openProfiles(mongo: Mongo): Promise<ProfileStore> {
  const profiles = await openDocuments(mongo, { name: 'profiles', schema: profileSchema, indexes: [] });
  const replaceOlder = async ({ _id, ...rest }: PersonProfile): Promise<boolean> =>
    (await profiles.update({ _id, version: { $lt: rest.version } }, { $set: rest })) !== undefined;
  return {
    get: profiles.get,
    keep: async (profile) => {
      if (await replaceOlder(profile)) return;
      // There is none, or a newer one; or an older one that has come in between.
      if (!(await profiles.insert(profile))) await replaceOlder(profile);
    },
  };
}
