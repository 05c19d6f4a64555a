import { expect, it, onTestFinished } from 'vitest';
import { createService } from '#platform/lifecycle.ts';
import { wayTo } from '#platform/testing/network.ts';
import { createTestMongo, startTestNats } from '#platform/testing/stores.ts';
import { startWorkouts } from '../app.ts';
import { somebody, testConfig } from './support.ts';
import { addressOf, openUpload } from './uploading.ts';

it('bytes that come while the store is away are refused with when to come again', async () => {
  const way = await wayTo(createTestMongo());
  const nats = await startTestNats();
  const { service, close } = createService('workouts', 'silent');
  onTestFinished(async () => {
    way.cut();
    await close();
    await nats.dispose();
  });
  const url = await startWorkouts(service, await testConfig(nats.value.url, { MONGO_URL: way.url.href }));
  const upload = await openUpload(url, somebody(), 5);
  way.cut();
  const refused = await fetch(addressOf(url, upload), { method: 'PUT', body: 'bytes' });
  expect({
    status: refused.status,
    after: refused.headers.get('retry-after'),
    body: await refused.json(),
  }).toMatchObject({
    status: 503,
    after: '3',
    body: { error: { code: 'STORE_UNAVAILABLE' } },
  });
});
