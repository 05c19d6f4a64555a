import { parseId } from '#platform/server/input.ts';
import type { Context } from '../context.ts';
import type { OwnedKind, Room } from '../domain/room.ts';

/** Resolves the room of what has one by itself, as far as the viewer is in it. */
export const roomOf =
  (kind: OwnedKind) =>
  async ({ id: given }: { readonly id: string }, _args: object, { loaders }: Context): Promise<Room | null> => {
    const id = parseId(given);
    const found = id === undefined ? null : await loaders.roomsOf[kind].load(id);
    return found?.room ?? null;
  };
