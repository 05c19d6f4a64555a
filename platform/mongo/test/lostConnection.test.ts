import { describe, expect, it, onTestFinished } from 'vitest';
import { withDeadline } from '#platform/deadline.ts';
import { wayTo } from '#platform/testing/network.ts';
import { masked } from '#platform/server/masking.ts';
import { createTestMongo, testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
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

  it('is told as away, while the server hangs, before the gateway gives up', { timeout: 60_000 }, async () => {
    const way = await wayTo(createTestMongo());
    const mongo = await openMongo(testService(), way.url.href);
    await insert(mongo, 'before');
    way.hold();
    const askedAt = performance.now();
    const failure: unknown = await withDeadline(15_000, () => insert(mongo, 'late')).catch((error: unknown) => error);
    expect(masked(failure).extensions.code).toBe('STORE_UNAVAILABLE');
    expect(performance.now() - askedAt).toBeLessThan(15_000);
    way.release();
  });

  it('is used no more for who was told that it failed while the server hung', { timeout: 60_000 }, async () => {
    const way = await wayTo(createTestMongo());
    const mongo = await openMongo(testService(), way.url.href);
    await insert(mongo, 'before');
    way.hold();
    const twice = withDeadline(500, async () => {
      await insert(mongo, 'sent before');
      await insert(mongo, 'never');
    });
    const failed = expect(twice).rejects.toThrow('Nobody waits');
    const overAt = performance.now() + 500;
    await until('their time to be over', () => performance.now() > overAt);
    way.release();
    await failed;
    const texts = await mongo.run((database) => database.collection('texts').find().toArray());
    expect(texts.map(({ text }): unknown => text)).toEqual(['before', 'sent before']);
  });

  it('is told as away to all who ask while there is no server', { timeout: 60_000 }, async () => {
    const way = await wayTo(createTestMongo());
    const mongo = await openMongo(testService(), way.url.href);
    await insert(mongo, 'before');
    way.cut();
    const told = new Set<string>();
    for (let round = 0; round < 2; round++) {
      const asked = await Promise.allSettled(Array.from({ length: 8 }, () => insert(mongo, 'nobody hears')));
      for (const each of asked) told.add(each.status === 'rejected' ? masked(each.reason).extensions.code : 'done');
    }
    expect([...told]).toEqual(['STORE_UNAVAILABLE']);
  });
});
