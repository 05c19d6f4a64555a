import { z } from 'zod';
import { change, many, one, type Queryable } from '#platform/postgres/connection.ts';
import { VISIBILITIES, type Privacy } from '../domain/privacy.ts';
import type { PrivacyZone } from '../domain/privacyZone.ts';

const visibility = z.enum(VISIBILITIES);
const row = z
  .object({
    id: z.string(),
    default_visibility: visibility,
    map_visibility: visibility,
    heart_rate_visibility: visibility,
    profile_visibility: visibility,
    birth_date_visibility: visibility,
    sex_visibility: visibility,
    body_visibility: visibility,
  })
  .transform((found) => ({
    accountId: found.id,
    privacy: {
      workouts: found.default_visibility,
      map: found.map_visibility,
      heartRate: found.heart_rate_visibility,
      profile: found.profile_visibility,
      birthDate: found.birth_date_visibility,
      sex: found.sex_visibility,
      body: found.body_visibility,
    } satisfies Privacy,
  }));

/** Whose privacy. */
export type PrivacyOf = z.infer<typeof row>;

/** The privacy of people by their ids; unknown ones are left out. */
export const findPrivacies = (db: Queryable, ids: readonly string[]): Promise<PrivacyOf[]> =>
  many(
    db,
    row,
    `SELECT id, default_visibility, map_visibility, heart_rate_visibility, profile_visibility, birth_date_visibility,
       sex_visibility, body_visibility FROM accounts WHERE id = ANY($1)`,
    [ids],
  );

/** Writes who sees what of a person, and counts their profile's version on. */
export async function savePrivacy(db: Queryable, accountId: string, privacy: Privacy): Promise<void> {
  await change(
    db,
    `UPDATE accounts SET default_visibility = $2, map_visibility = $3, heart_rate_visibility = $4,
       profile_visibility = $5, birth_date_visibility = $6, sex_visibility = $7, body_visibility = $8,
       version = version + 1
     WHERE id = $1`,
    [
      ...[accountId, privacy.workouts, privacy.map, privacy.heartRate],
      ...[privacy.profile, privacy.birthDate, privacy.sex, privacy.body],
    ],
  );
}

const zoneRow = z
  .object({
    id: z.string(),
    account_id: z.string(),
    title: z.string().nullable(),
    latitude: z.number(),
    longitude: z.number(),
    radius_meters: z.number(),
    hidden_latitude: z.number(),
    hidden_longitude: z.number(),
    hidden_radius_meters: z.number(),
  })
  .transform((found): PrivacyZone => ({
    id: found.id,
    accountId: found.account_id,
    title: found.title,
    latitude: found.latitude,
    longitude: found.longitude,
    radiusMeters: found.radius_meters,
    hidden: {
      latitude: found.hidden_latitude,
      longitude: found.hidden_longitude,
      radiusMeters: found.hidden_radius_meters,
    },
  }));

/** A person's privacy zones, the first made first. */
export const findZones = (db: Queryable, accountId: string): Promise<PrivacyZone[]> =>
  many(db, zoneRow, 'SELECT * FROM privacy_zones WHERE account_id = $1 ORDER BY id', [accountId]);

/** How many privacy zones a person has. */
export const countZones = async (db: Queryable, accountId: string): Promise<number> =>
  (
    await one(db, z.object({ count: z.coerce.number() }), 'SELECT count(*) FROM privacy_zones WHERE account_id = $1', [
      accountId,
    ])
  ).count;

/** Adds a zone, and counts its person's profile's version on. */
export async function insertZone(db: Queryable, { hidden, ...zone }: PrivacyZone): Promise<void> {
  await change(
    db,
    `INSERT INTO privacy_zones (id, account_id, title, latitude, longitude, radius_meters, hidden_latitude,
       hidden_longitude, hidden_radius_meters)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[zone.id, zone.accountId, zone.title, zone.latitude, zone.longitude, zone.radiusMeters],
      ...[hidden.latitude, hidden.longitude, hidden.radiusMeters],
    ],
  );
  await countVersion(db, zone.accountId);
}

/** Removes a zone of a person, and counts their profile's version on. Answers whether there was one. */
export async function deleteZone(db: Queryable, accountId: string, id: string): Promise<boolean> {
  const found = await change(db, 'DELETE FROM privacy_zones WHERE id = $1 AND account_id = $2', [id, accountId]);
  if (found === 0) return false;
  await countVersion(db, accountId);
  return true;
}

const countVersion = (db: Queryable, accountId: string): Promise<number> =>
  change(db, 'UPDATE accounts SET version = version + 1 WHERE id = $1', [accountId]);
