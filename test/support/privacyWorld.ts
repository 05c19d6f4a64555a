import { generateActivity } from '../../fixtures/generate.ts';
import { importActivity } from '#client/activities.ts';
import {
  AcceptFriendDocument,
  AcceptSquadInvitationDocument,
  BadgesDocument,
  CreateRoomDocument,
  CreateSquadDocument,
  EnterSquadDocument,
  InviteToSquadDocument,
  JoinCompetitionDocument,
  RequestFriendDocument,
  SendMessageDocument,
  SquadRoomDocument,
  UpdatePrivacyDocument,
  UpdateProfileDocument,
  UpdateWorkoutDocument,
  type Visibility,
} from '#client/__generated__/graphql.ts';
import type { Person } from '#client/people.ts';
import { until } from '#platform/testing/until.ts';
import { join, newCompetition } from './competitions.ts';
import { newPerson } from './people.ts';

/** Ana, those who look at her, and the ids by which they come to her. */
export interface World {
  readonly ana: Person;
  readonly viewers: Readonly<Record<'self' | 'friend' | 'stranger' | 'blocked', Person>> & {
    readonly anonymous: undefined;
  };
  readonly ids: Record<string, string>;
}

/** Ana, whose life they all share in some way, before she blocks one of them. */
export async function makeWorld(gatewayUrl: string): Promise<World> {
  const [ana, ben, cid, dan] = await Promise.all(
    ['ana', 'ben', 'cid', 'dan'].map((name) => newPerson(gatewayUrl, name)),
  );
  if (!ana || !ben || !cid || !dan) throw new Error('nobody came');
  const guests = [ben, cid, dan];
  for (const friend of [ben, dan]) {
    await friend.client.run(RequestFriendDocument, { input: { userId: ana.id } });
    await ana.client.run(AcceptFriendDocument, { input: { userId: friend.id } });
  }
  await tellOfHerself(ana);
  const { squadId, competitionId } = await competeTogether(ana, guests);
  const { createRoom } = await ana.client.run(CreateRoomDocument, { input: { memberIds: guests.map(({ id }) => id) } });
  const squadRoom = await until(
    'the room',
    async () => (await ana.client.run(SquadRoomDocument, { id: squadId })).squad?.room,
  );
  for (const roomId of [createRoom.room?.id ?? '', squadRoom.id]) {
    await ana.client.run(SendMessageDocument, { input: { roomId, body: 'a word of mine', clientMessageId: 'a' } });
    await cid.client.run(SendMessageDocument, { input: { roomId, body: 'a word of his', clientMessageId: 'b' } });
  }
  const ids = { person: ana.id, name: ana.username, competition: competitionId, squad: squadId };
  const workouts = await runForEach(ana);
  const badge = await until(
    'a badge',
    async () => (await ana.client.run(BadgesDocument, {})).viewer?.badges?.edges[0]?.node.id,
  );
  const viewers = { self: ana, friend: ben, stranger: cid, blocked: dan, anonymous: undefined };
  return { ana, viewers, ids: { ...ids, ...workouts, badge } };
}

/** What she tells of herself, and who may see it. */
async function tellOfHerself(ana: Person): Promise<void> {
  await ana.client.run(UpdateProfileDocument, {
    input: { birthDate: '1990-02-03', sex: 'FEMALE', weightKilograms: 61.5 },
  });
  const privacy = {
    profile: 'EVERYONE',
    birthDate: 'ONLY_ME',
    sex: 'FRIENDS',
    body: 'EVERYONE',
    heartRate: 'FRIENDS',
    map: 'FRIENDS',
  } as const;
  await ana.client.run(UpdatePrivacyDocument, { input: privacy });
}

/** A squad of all, in a competition of all. */
async function competeTogether(
  ana: Person,
  guests: readonly Person[],
): Promise<Record<'squadId' | 'competitionId', string>> {
  const made = await ana.client.run(CreateSquadDocument, { input: { name: 'All of us' } });
  const squadId = made.createSquad.squad?.id ?? '';
  const { id: competitionId } = await newCompetition(ana);
  const entry = { competitionId, squadId, name: 'All of us' };
  const { enterSquad } = await ana.client.run(EnterSquadDocument, { input: entry });
  for (const guest of guests) {
    await ana.client.run(InviteToSquadDocument, { input: { squadId, userId: guest.id } });
    await guest.client.run(AcceptSquadInvitationDocument, { input: { squadId } });
    await join(guest, competitionId);
  }
  const teamId = enterSquad.team?.id ?? '';
  await ana.client.run(JoinCompetitionDocument, { input: { competitionId, teamId } });
  return { squadId, competitionId };
}

/** A run of each visibility; their ids. */
async function runForEach(ana: Person): Promise<Record<'everyone' | 'friends' | 'onlyMe', string>> {
  const importOne = async (visibility: Visibility, day: number): Promise<string> => {
    const startedAt = new Date(Date.UTC(2026, 3, day, 6));
    const file = generateActivity({ seed: 129 + day, sport: 'RUNNING', startedAt });
    const workoutId = (await importActivity(ana.client, file)).workout?.id ?? '';
    await ana.client.run(UpdateWorkoutDocument, { input: { workoutId, visibility } });
    return workoutId;
  };
  return {
    everyone: await importOne('EVERYONE', 1),
    friends: await importOne('FRIENDS', 2),
    onlyMe: await importOne('ONLY_ME', 3),
  };
}
