import { describe, expect, inject, test } from 'vitest';
import { generateActivity } from '../fixtures/generate.ts';
import { importActivity } from '#client/activities.ts';
import {
  ChangeSquadMemberRoleDocument,
  CompetitionTeamsDocument,
  DeclineSquadInvitationDocument,
  EnterSquadDocument,
  InviteToSquadDocument,
  JoinCompetitionDocument,
  LeaveSquadDocument,
  RemoveSquadMemberDocument,
  SendMessageDocument,
  SquadDocument,
  SquadRoomDocument,
  SquadsDocument,
  SquadTeamsDocument,
  TeamLeaderboardDocument,
} from '#client/__generated__/graphql.ts';
import type { Person } from '#client/people.ts';
import { until } from '#platform/testing/until.ts';
import { newCompetition } from './support/competitions.ts';
import { newPerson } from './support/people.ts';
import { newSquad } from './support/squads.ts';

const gatewayUrl = inject('gatewayUrl');

async function people(count: number): Promise<Person[]> {
  return Promise.all(Array.from({ length: count }, () => newPerson(gatewayUrl, 'squaddie')));
}

const roomOf = (person: Person, id: string): Promise<string> =>
  until('the room', async () => (await person.client.run(SquadRoomDocument, { id })).squad?.room?.id);

describe('a squad', () => {
  test('has roles, takes who is invited, and has a room that its people alone are in', async () => {
    const [ana, ben, cid] = await people(3);
    if (!ana || !ben || !cid) throw new Error('nobody came');
    const id = await newSquad(ana, ben);
    const input = { squadId: id, userId: cid.id };
    expect((await ben.client.run(InviteToSquadDocument, { input })).inviteToSquad.userErrors).toMatchObject([
      { code: 'FORBIDDEN', path: ['squadId'] },
    ]);
    expect((await cid.client.run(SquadDocument, { id })).squad).toBeNull();
    await ana.client.run(InviteToSquadDocument, { input });
    const invited = await cid.client.run(SquadsDocument, { first: 5 });
    expect(invited.viewer?.squadInvitations.edges[0]?.node.squad.id).toBe(id);
    await cid.client.run(DeclineSquadInvitationDocument, { input: { squadId: id } });
    expect((await cid.client.run(SquadDocument, { id })).squad).toBeNull();

    const roomId = await roomOf(ben, id);
    const say = (who: Person, body: string) =>
      who.client.run(SendMessageDocument, { input: { roomId, body, clientMessageId: body } });
    expect((await say(ben, 'hello')).sendMessage.message?.body).toBe('hello');
    expect((await say(cid, 'let me in')).sendMessage.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    await ana.client.run(RemoveSquadMemberDocument, { input: { squadId: id, userId: ben.id } });
    await until('the room to be closed', async () => (await say(ben, 'and now?')).sendMessage.userErrors.length > 0);
  });

  test('goes to who has been in it longest when its only owner leaves, and ends with its last member', async () => {
    const [ana, ben, cid] = await people(3);
    if (!ana || !ben || !cid) throw new Error('nobody came');
    const id = await newSquad(ana, ben, cid);
    await ana.client.run(LeaveSquadDocument, { input: { squadId: id } });
    expect((await ben.client.run(SquadDocument, { id })).squad?.viewerRole).toBe('OWNER');
    const role = { squadId: id, userId: cid.id, role: 'OWNER' as const };
    await ben.client.run(ChangeSquadMemberRoleDocument, { input: role });
    for (const { client } of [ben, cid]) await client.run(LeaveSquadDocument, { input: { squadId: id } });
    expect((await cid.client.run(SquadDocument, { id })).squad).toBeNull();
  });

  test('plays as a team: its people together have a place on the board', async () => {
    const [ana, ben, cid] = await people(3);
    if (!ana || !ben || !cid) throw new Error('nobody came');
    const squadId = await newSquad(ana, ben);
    const { id: competitionId } = await newCompetition(cid, { teams: [{ name: 'The others' }] });
    const entry = { competitionId, squadId, name: 'Rollers', maxMembers: 5 };
    const { enterSquad } = await ana.client.run(EnterSquadDocument, { input: entry });
    const teamId = enterSquad.team?.id ?? '';
    const joining = (who: Person) => who.client.run(JoinCompetitionDocument, { input: { competitionId, teamId } });
    expect((await joining(cid)).joinCompetition.userErrors).toMatchObject([{ code: 'NOT_IN_SQUAD', path: ['teamId'] }]);
    const startedAt = new Date('2026-05-01T06:30:00.000Z');
    for (const [index, who] of [ana, ben].entries()) {
      expect((await joining(who)).joinCompetition.userErrors).toEqual([]);
      await importActivity(who.client, generateActivity({ seed: 90 + index, sport: 'RUNNING', startedAt }));
    }
    const { competition } = await ben.client.run(CompetitionTeamsDocument, { id: competitionId });
    expect(competition).toMatchObject({
      teams: [
        { name: 'The others', squad: null, memberCount: 0 },
        { name: 'Rollers', squad: { id: squadId, name: 'Rollers' }, memberCount: 2 },
      ],
      viewerParticipation: { team: { id: teamId } },
    });
    const total = await until('both scores', async () => {
      const { competition: seen } = await cid.client.run(CompetitionTeamsDocument, { id: competitionId });
      const scores = seen?.teams[1]?.members.edges.map(({ node }) => node.score ?? 0) ?? [];
      return scores.length === 2 && scores.every((score) => score > 0) ? scores : undefined;
    });
    const sum = Math.round(total.reduce((all, score) => all + score, 0) * 100) / 100;
    const place = { rank: 1, score: sum, team: { id: teamId, name: 'Rollers' } };
    await until('the board', async () => {
      const { competition: seen } = await cid.client.run(TeamLeaderboardDocument, { competitionId });
      return JSON.stringify(seen?.leaderboard?.teamEntries) === JSON.stringify([place]);
    });
    const { squad } = await ben.client.run(SquadTeamsDocument, { id: squadId });
    expect(squad?.teams).toMatchObject([{ id: teamId, competition: { id: competitionId, status: 'ACTIVE' } }]);
    await ben.client.run(LeaveSquadDocument, { input: { squadId } });
    await until('the team without him', async () => {
      const { competition: seen } = await cid.client.run(TeamLeaderboardDocument, { competitionId });
      return seen?.leaderboard?.teamEntries[0]?.score === total[0];
    });
  });
});
