import type { Mongo } from '#platform/mongo/connection.ts';

/** All documents there are may have to be changed. */
const UPGRADE_MS = 3_600_000;

type Database = Parameters<Parameters<Mongo['run']>[0]>[0];

/** Changes documents from before to what they are now, unless that was done; one that is broken off is done again. */
export async function upgradeOnce(
  mongo: Mongo,
  name: string,
  upgrade: (database: Database) => Promise<unknown>,
): Promise<void> {
  await mongo.run(async (database) => {
    const done = database.collection<{ _id: string }>('upgrades');
    if (await done.findOne({ _id: name })) return;
    await upgrade(database);
    await done.updateOne({ _id: name }, { $set: { doneAt: new Date() } }, { upsert: true });
  }, UPGRADE_MS);
}
