import type { Context } from '../context.ts';
import type { Account } from '../domain/account.ts';
import { isHidden } from '../loaders.ts';
import { sees, type Relation } from '../domain/privacy.ts';

/** What somebody may see of a person's profile; null where they may not, or where nothing was told. */
export type PersonProfile = Readonly<
  Pick<Account, 'timeZone'> &
    Pick<Account, 'birthDate' | 'sex' | 'weightKilograms' | 'heightCentimeters'> &
    Pick<Account, 'restingHeartRateBpm' | 'maxHeartRateBpm'>
>;

/** A person's profile as the viewer may see it; null when they see none of it, as who is blocked. */
export async function personProfile(context: Context, personId: string): Promise<PersonProfile | null> {
  if (await isHidden(context.pairs, personId)) return null;
  const [account, found, relation] = await Promise.all([
    context.accounts.load(personId),
    context.privacies.load(personId),
    relationTo(context, personId),
  ]);
  if (!account || !found || !sees(relation, found.privacy.profile)) return null;
  const { timeZone, birthDate, sex, ...body } = account;
  const showsBody = sees(relation, found.privacy.body);
  return {
    timeZone,
    birthDate: sees(relation, found.privacy.birthDate) ? birthDate : null,
    sex: sees(relation, found.privacy.sex) ? sex : null,
    weightKilograms: showsBody ? body.weightKilograms : null,
    heightCentimeters: showsBody ? body.heightCentimeters : null,
    restingHeartRateBpm: showsBody ? body.restingHeartRateBpm : null,
    maxHeartRateBpm: showsBody ? body.maxHeartRateBpm : null,
  };
}

async function relationTo({ viewer, pairs }: Context, personId: string): Promise<Relation> {
  if (viewer.kind !== 'person') return 'OTHER';
  if (viewer.userId === personId) return 'SELF';
  return (await pairs.load(personId))?.pair.friendsSince ? 'FRIEND' : 'OTHER';
}
