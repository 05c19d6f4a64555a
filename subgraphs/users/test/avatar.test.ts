import { describe, expect, test } from 'vitest';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { AvatarDropped } from '#events/users.ts';
import { UploadStored } from '#events/workouts.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { openTestStream } from '#platform/testing/streams.ts';
import { until } from '#platform/testing/until.ts';
import { anonymous, type Viewer } from '#platform/viewer.ts';
import { newPerson, startTestUsers } from './support.ts';

const users = await startTestUsers();
const stream = await openTestStream(users.nats.url);

/** Word that a picture of somebody has come. */
function arrival(ownerId: string, uploadId = uuidv7()): { mediaId: string; message: Message } {
  const mediaId = uuidv4();
  const data = { version: 1, uploadId, ownerId, purpose: 'AVATAR' as const, byteLength: 9, mediaId };
  return { mediaId, message: createEvent(UploadStored, uploadId, data, new Date()) };
}

async function avatarOf(userId: string, size = 256, viewer: Viewer = anonymous): Promise<string | null> {
  const query = 'query ($id: ID!, $size: Int!) { user(id: $id) { avatarUrl(size: $size) } }';
  const { data } = await users.ask(viewer, query, { id: userId, size });
  return z.object({ user: z.object({ avatarUrl: z.string().nullable() }) }).parse(data).user.avatarUrl;
}

const shown = (userId: string, mediaId: string): Promise<boolean> =>
  until('the picture to be shown', async () => (await avatarOf(userId))?.includes(mediaId) ?? false);
const dropped = async (mediaId: string) =>
  AvatarDropped.data.parse((await stream.next(`events.users.AvatarDropped.${mediaId}`)).data);

describe('a picture of a person', () => {
  test('is shown to everyone as soon as it has come, in the size that fits', async () => {
    const { viewer } = await newPerson(users);
    expect(await avatarOf(viewer.userId)).toBeNull();
    const { mediaId, message } = arrival(viewer.userId);
    await stream.publish(message);
    await shown(viewer.userId, mediaId);
    const address = (size: number) => `http://localhost:4000/media/${mediaId}/${size}.webp`;
    for (const [wanted, size] of [
      [1, 64],
      [64, 64],
      [65, 128],
      [512, 512],
      [4096, 512],
    ] as const) {
      expect(await avatarOf(viewer.userId, wanted)).toBe(address(size));
    }
  });

  test('is replaced by a newer one, and never by an older one that is heard of later', async () => {
    const { viewer } = await newPerson(users);
    const older = arrival(viewer.userId);
    const [first, second] = [arrival(viewer.userId), arrival(viewer.userId)];
    await stream.publish(first.message);
    await shown(viewer.userId, first.mediaId);
    await stream.publish(second.message);
    await shown(viewer.userId, second.mediaId);
    expect(await dropped(first.mediaId)).toMatchObject({ userId: viewer.userId });
    await stream.publish(older.message);
    await dropped(older.mediaId);
    await shown(viewer.userId, second.mediaId);
  });

  test('can be taken away', async () => {
    const { viewer } = await newPerson(users);
    const { mediaId, message } = arrival(viewer.userId);
    await stream.publish(message);
    await shown(viewer.userId, mediaId);
    const remove = 'mutation { removeAvatar { viewer { user { avatarUrl } } userErrors { code } } }';
    const gone = { removeAvatar: { viewer: { user: { avatarUrl: null } }, userErrors: [] } };
    expect((await users.ask(viewer, remove)).data).toEqual(gone);
    expect((await users.ask(viewer, remove)).data).toEqual(gone);
    await dropped(mediaId);
    expect(await stream.count(`events.users.AvatarDropped.${mediaId}`)).toBe(1);
  });

  test('of nobody is dropped', async () => {
    const { mediaId, message } = arrival(uuidv7());
    await stream.publish(message);
    await dropped(mediaId);
  });

  test.each([0, -1, 4097])('is not to be had in the size %d', async (size) => {
    const { viewer } = await newPerson(users);
    const query = 'query ($id: ID!, $size: Int!) { user(id: $id) { avatarUrl(size: $size) } }';
    const { errors } = await users.ask(anonymous, query, { id: viewer.userId, size });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});
