import { on, onSubject, type Handler } from '#platform/events/handlers.ts';
import { transaction } from '#platform/postgres/connection.ts';
import {
  SquadDissolved,
  SquadMemberJoined,
  SquadMemberLeft,
  SquadMemberRoleChanged,
  SquadName,
} from '#events/users.ts';
import { lockRoomOf, saveTitle } from '../store/rooms.ts';
import type { ConsumerContext } from './arrivals.ts';
import { close, keepInStep, type Owner } from './inStep.ts';

const squad = ({ squadId }: { squadId: string }): Owner => ({ kind: 'SQUAD', id: squadId });

/** A squad has a room of its name, with its members in it as they come and go, in whatever order that is heard. */
export const squads = (context: ConsumerContext): Handler[] => [
  on(SquadMemberJoined, ({ time, data }) => keepInStep(context, squad(data), data, new Date(time))),
  on(SquadMemberRoleChanged, ({ time, data }) => keepInStep(context, squad(data), data, new Date(time))),
  on(SquadMemberLeft, ({ time, data }) => keepInStep(context, squad(data), { ...data, role: null }, new Date(time))),
  on(SquadDissolved, ({ time, data }) => close(context, squad(data), new Date(time))),
];

/** A squad has a name, or another: so has its room. */
export const squadName = (context: ConsumerContext): Handler =>
  onSubject('squads.*', SquadName, ({ time, data }) => rename(context, data, new Date(time)));

const rename = (
  { pool }: ConsumerContext,
  { squadId, name, version }: { squadId: string; name: string; version: number },
  at: Date,
): Promise<void> =>
  transaction(pool, async (tx) => saveTitle(tx, (await lockRoomOf(tx, 'SQUAD', squadId, at)).id, name, version));
