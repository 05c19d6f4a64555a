import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { createEvent } from '#platform/events/envelope.ts';
import { writeEvents, writeState } from '#platform/postgres/outbox.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { SquadCreated } from '#events/users.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import { decideFounding, type Squad } from '../../domain/squad.ts';
import { squadNameSubject } from '../../states/squadNameState.ts';
import { findSquadsOf, insertSquad, type SquadHead } from '../../store/squads.ts';
import { applySquadEvents } from './changeSquad.ts';
import { squadName } from '../inputs.ts';

/** Makes a squad, which the viewer owns. */
export const createSquad = defineAction({
  input: z.object({ name: squadName }),
  run: async (context: Context, { name }): Promise<Outcome<{ squad: SquadHead | null }>> => {
    const { userId } = requirePerson(context.viewer);
    return writeAtomically(context, 'users.create-squad', async (tx) => {
      await lockViewer(context, tx);
      const decided = decideFounding(userId, (await findSquadsOf(tx, userId)).length);
      if (!decided.ok) return decided;
      const now = context.now();
      const squad: Squad = { id: uuidv7(), name, version: 1, createdAt: now, members: [], invitedIds: [] };
      await insertSquad(tx, squad);
      const created = { version: 1, squadId: squad.id, ownerId: userId };
      await writeEvents(tx, [createEvent(SquadCreated, squad.id, created, now)]);
      await writeState(tx, squadNameSubject(squad.id));
      return done({ squad: await applySquadEvents(tx, squad, decided.value, now) });
    });
  },
});
