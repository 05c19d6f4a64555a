import { expect, inject, test } from 'vitest';
import {
  CreateGroupSessionDocument,
  EndGroupSessionDocument,
  GroupSessionDocument,
  GroupSessionsDocument,
  GroupSessionUpdatedDocument,
  JoinGroupSessionDocument,
  LeaderboardDocument,
  ReportGroupSessionProgressDocument,
  SendMessageDocument,
  StartGroupSessionDocument,
} from '#client/__generated__/graphql.ts';
import type { Person } from '#client/people.ts';
import { until } from '#platform/testing/until.ts';
import { join, newCompetition } from './support/competitions.ts';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

/** The kinds of what somebody hears of a session, until it is over. */
async function kindsHeardBy({ client }: Person, groupSessionId: string): Promise<string[]> {
  const kinds: string[] = [];
  for await (const { groupSessionUpdated } of client.listen(GroupSessionUpdatedDocument, { groupSessionId }))
    kinds.push(groupSessionUpdated.kind);
  return kinds;
}

test('people run together far from each other: they talk, see who leads, and each has a workout that counts', async () => {
  const [ana, ben] = [await newPerson(gatewayUrl, 'ana'), await newPerson(gatewayUrl, 'ben')];
  const { id: competitionId } = await newCompetition(ana);
  await Promise.all([join(ana, competitionId), join(ben, competitionId)]);

  const { createGroupSession } = await ana.client.run(CreateGroupSessionDocument, {
    input: { sport: 'RUNNING', title: 'Both sides of the Alps' },
  });
  expect(createGroupSession.userErrors).toEqual([]);
  const { id = '', joinCode = null, room: made } = createGroupSession.groupSession ?? {};
  expect(made?.id).toEqual(expect.any(String));
  const { joinGroupSession } = await ben.client.run(JoinGroupSessionDocument, { input: { joinCode } });
  expect(joinGroupSession.groupSession?.participants.map(({ user }) => user?.username)).toEqual([
    ana.username,
    ben.username,
  ]);
  const room = await until('the room', async () => {
    const { groupSession } = await ben.client.run(GroupSessionDocument, { id });
    return groupSession?.room;
  });
  expect(room).toMatchObject({ kind: 'GROUP_SESSION', groupSession: { title: 'Both sides of the Alps' } });
  await ben.client.run(SendMessageDocument, { input: { roomId: room.id, body: 'Ready!', clientMessageId: 'one' } });

  const heard = kindsHeardBy(ben, id);
  const { startGroupSession } = await ana.client.run(StartGroupSessionDocument, { input: { groupSessionId: id } });
  expect(startGroupSession.groupSession?.status).toBe('RUNNING');
  for (let minute = 1; minute <= 6; minute++)
    for (const [person, metersPerMinute] of [
      [ana, 180],
      [ben, 200],
    ] as const) {
      const progress = { sequence: minute, elapsedSeconds: minute * 60, distanceMeters: minute * metersPerMinute };
      const { reportGroupSessionProgress } = await person.client.run(ReportGroupSessionProgressDocument, {
        input: { groupSessionId: id, ...progress },
      });
      expect(reportGroupSessionProgress).toMatchObject({ acceptedSequence: minute, userErrors: [] });
    }

  const { endGroupSession } = await ana.client.run(EndGroupSessionDocument, { input: { groupSessionId: id } });
  expect(endGroupSession.groupSession?.participants).toMatchObject([
    { user: { username: ben.username }, rank: 1, distanceMeters: 1200, elapsedSeconds: 360 },
    { user: { username: ana.username }, rank: 2, distanceMeters: 1080 },
  ]);
  expect(endGroupSession.groupSession?.workouts).toMatchObject([{ owner: { id: ana.id } }]);
  const kinds = await heard;
  expect([kinds[0], kinds.at(-1)]).toEqual(['STATE', 'KEPT']);
  expect(kinds).toEqual(expect.arrayContaining(['PROGRESS', 'ENDED']));
  await until('both on the board', async () => {
    const { competition } = await ana.client.run(LeaderboardDocument, { competitionId, first: 10 });
    const scores = competition?.leaderboard?.entries.edges.map(({ node }) => node.score);
    return scores?.join() === '1200,1080';
  });
  const { viewer } = await ben.client.run(GroupSessionsDocument, { first: 10 });
  expect(viewer?.groupSessions?.edges).toMatchObject([{ node: { id, status: 'ENDED' } }]);
});
