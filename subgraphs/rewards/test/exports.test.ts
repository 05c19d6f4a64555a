import { v7 as uuidv7 } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import { DataExportRequested } from '#events/users.ts';
import { openBroker } from '#platform/events/broker.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { createService } from '#platform/lifecycle.ts';
import { jsonGiven } from '#platform/testing/exports.ts';
import { openTestStream } from '#platform/testing/streams.ts';
import { until } from '#platform/testing/until.ts';
import { completed, figures, startTestRewards } from './support.ts';

test('Who takes their data along reads in tokens what they have, and what came and went, but not how much others earned', async () => {
  const rewards = await startTestRewards();
  const { service, close } = createService('test', 'silent');
  afterAll(close);
  const broker = await openBroker(service, rewards.nats.url);
  const stream = await openTestStream(rewards.nats.url);
  const [userId, exportId] = [uuidv7(), uuidv7()];
  await stream.publish(completed(figures({ ownerId: userId })));
  await until('tokens', async () => {
    const { rows } = await rewards.pool.query('SELECT FROM accounts WHERE owner_id = $1 AND balance > 0', [userId]);
    return rows.length > 0;
  });
  await stream.publish(createEvent(DataExportRequested, exportId, { version: 1, exportId, userId }, new Date()));
  const given = await jsonGiven(broker, exportId, 'rewards');
  const tokens = expect.stringMatching(/^[1-9]\d?\.\d{6}$/);
  expect(given.get('rewards/account.json')).toMatchObject([{ owner_id: userId, balance_tokens: tokens }]);
  expect(given.get('rewards/transactions.json')).toEqual([
    {
      ...{ kind: 'GRANT', amount_tokens: tokens, owner_id: userId, id: expect.any(String) },
      ...{ earned_on: expect.any(String), caused_by: expect.any(String), created_at: expect.any(String) },
    },
  ]);
});
