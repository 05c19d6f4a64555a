import { describe, expect, it, onTestFinished } from 'vitest';
import { wayTo } from '#platform/testing/network.ts';
import { createTestMongo, testService } from '#platform/testing/stores.ts';
import { openMongo, type Mongo } from '../connection.ts';

/** More than the sockets on the way hold. */
const LARGE = 'x'.repeat(15_000_000);

const insert = (mongo: Mongo, text: string) =>
  mongo.run((database) => database.collection('texts').insertOne({ text }));

describe('a connection that is lost', () => {
  it(
    'lets the call fail that was being sent, and the next ones find the server again',
    { timeout: 60_000 },
    async () => {
      const way = await wayTo(createTestMongo());
      way.url.search = 'connectTimeoutMS=2000&heartbeatFrequencyMS=500';
      const mongo = await openMongo(testService(), way.url.href);
      onTestFinished(async () => void (await mongo.run((database) => database.dropDatabase())));
      await insert(mongo, 'before');
      way.hold();
      await expect(insert(mongo, LARGE)).rejects.toThrow('The connection was lost');
      way.release();
      await expect
        .poll(() =>
          insert(mongo, 'after').then(
            () => true,
            () => false,
          ),
        )
        .toBe(true);
    },
  );
});
