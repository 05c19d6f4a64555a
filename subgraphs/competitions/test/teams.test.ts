import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { WorkoutCompleted } from '#events/workouts.ts';
import { UserDeleted } from '#events/users.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import { askForCompetition, join, newCompetition } from './asking.ts';
import { figures } from './samples.ts';
import { shareCompetitions, useCompetitions } from './support.ts';
import { enter, joinTeam, newSquad, publishedTeamScore, readTeams } from './teamSupport.ts';

const shared = shareCompetitions();

/** A squad with an owner and a member, of which this instance has heard. */
async function squadOfTwo() {
  const [owner, member, squad] = [uuidv7(), uuidv7(), newSquad()];
  await shared().publish(squad.joined(owner, 'OWNER'));
  await shared().publish(squad.joined(member));
  return { owner, member, squad };
}

describe('a team of a squad', () => {
  test('is entered by an owner of the squad, once, and by nobody else', async () => {
    const running = shared();
    const { owner, member, squad } = await squadOfTwo();
    const { id } = await newCompetition(running, uuidv7());
    const input = { competitionId: id, squadId: squad.id };
    expect((await enter(running, owner, input)).userErrors).toEqual([]);
    expect((await enter(running, member, input)).userErrors).toEqual([{ code: 'FORBIDDEN', path: ['squadId'] }]);
    expect((await enter(running, uuidv7(), input)).userErrors).toEqual([{ code: 'NOT_FOUND', path: ['squadId'] }]);
    expect((await enter(running, owner, input)).userErrors).toEqual([{ code: 'ALREADY_JOINED', path: ['squadId'] }]);
    expect(await readTeams(running, id)).toMatchObject([{ name: 'Rollers', memberCount: 0, people: [] }]);
  });

  test('is entered once also when both owners do it at the same moment', async () => {
    const running = shared();
    const { owner, member, squad } = await squadOfTwo();
    await running.publish(squad.roleChanged(member, 'OWNER'));
    const { id } = await newCompetition(running, uuidv7());
    await until('the second owner', async () => {
      const { userErrors } = await enter(running, member, { competitionId: uuidv7(), squadId: squad.id });
      return userErrors.every(({ code }) => code === 'NOT_FOUND');
    });
    const wishes = [owner, member, owner, member].map((who) =>
      until('an answer', async () => {
        const answer = await enter(running, who, { competitionId: id, squadId: squad.id });
        return answer.userErrors[0]?.code === 'FORBIDDEN' ? undefined : answer;
      }),
    );
    const answers = await Promise.all(wishes);
    expect(answers.filter(({ team }) => team !== null)).toHaveLength(1);
    expect(await readTeams(running, id)).toHaveLength(1);
  });

  test('takes the people of the squad alone, and who leaves the squad plays for it no more', async () => {
    const running = shared();
    const { owner, member, squad } = await squadOfTwo();
    const { id } = await newCompetition(running, uuidv7());
    const teamId = (await enter(running, owner, { competitionId: id, squadId: squad.id })).team?.id ?? '';
    const wish = { competitionId: id, teamId };
    expect((await joinTeam(running, uuidv7(), wish)).userErrors).toEqual([{ code: 'NOT_IN_SQUAD', path: ['teamId'] }]);
    expect((await joinTeam(running, member, wish)).participation?.team).toEqual({ id: teamId });
    expect((await joinTeam(running, member, wish)).userErrors).toEqual([{ code: 'ALREADY_JOINED', path: ['teamId'] }]);
    const workout = figures({ ownerId: member, distanceMeters: 5000 });
    await running.publish(createEvent(WorkoutCompleted, workout.workoutId, workout, new Date()));
    await publishedTeamScore(running, id, teamId, 5000);
    await running.publish(squad.left(member));
    await publishedTeamScore(running, id, teamId, null);
    expect(await readTeams(running, id)).toMatchObject([{ memberCount: 0, people: [] }]);
    await running.publish(squad.joined(member));
    const again = await joinTeam(running, member, wish);
    expect(again).toMatchObject({ participation: { score: 5000, team: { id: teamId } }, userErrors: [] });
    await publishedTeamScore(running, id, teamId, 5000);
  });

  test('waits for word that somebody is in the squad', async () => {
    const running = shared();
    const { owner, squad } = await squadOfTwo();
    const late = uuidv7();
    const { id } = await newCompetition(running, uuidv7());
    const teamId = (await enter(running, owner, { competitionId: id, squadId: squad.id })).team?.id ?? '';
    const joining = joinTeam(running, late, { competitionId: id, teamId });
    await running.publish(squad.joined(late));
    expect((await joining).participation?.team).toEqual({ id: teamId });
  });

  test('is seen by its squad, and by nobody else', async () => {
    const running = shared();
    const { owner, member, squad } = await squadOfTwo();
    const { id } = await newCompetition(running, uuidv7());
    const teamId = (await enter(running, owner, { competitionId: id, squadId: squad.id })).team?.id ?? '';
    const query = `query ($of: [_Any!]!) {
      _entities(representations: $of) {
        ... on Squad { teams { id competition { id } } }
        ... on Team { squad { id } }
      }
    }`;
    const of = [
      { __typename: 'Squad', id: squad.id },
      { __typename: 'Team', id: teamId },
    ];
    // Word that the member is in the squad may still be under way.
    await expect
      .poll(() => running.ask(member, query, { of }))
      .toEqual({
        _entities: [{ teams: [{ id: teamId, competition: { id } }] }, { squad: { id: squad.id } }],
      });
    expect(await running.ask(uuidv7(), query, { of })).toEqual({ _entities: [{ teams: [] }, { squad: null }] });
  });

  test('is seen in an INVITE competition by those of its squad who take part or made it', async () => {
    const running = shared();
    const { owner, member, squad } = await squadOfTwo();
    const { id, inviteCode } = await newCompetition(running, owner, { visibility: 'INVITE' });
    const open = await newCompetition(running, owner);
    const input = { squadId: squad.id, name: 'Rollers' };
    const hidden = (await enter(running, owner, { ...input, competitionId: id })).team;
    const seen = (await enter(running, owner, { ...input, competitionId: open.id })).team;
    const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Squad { teams { id } } } }';
    const teamsFor = (who: string) => running.ask(who, query, { of: [{ __typename: 'Squad', id: squad.id }] });
    // Word that the member is in the squad may still be under way.
    await expect.poll(() => teamsFor(member)).toEqual({ _entities: [{ teams: [seen] }] });
    expect(await teamsFor(owner)).toEqual({ _entities: [{ teams: [seen, hidden] }] });
    expect((await join(running, member, id, inviteCode)).userErrors).toEqual([]);
    expect(await teamsFor(member)).toEqual({ _entities: [{ teams: [seen, hidden] }] });
  });
});

describe('a team', () => {
  test('is made with the competition, for whoever comes first, and is full at some time', async () => {
    const running = shared();
    const { id } = await newCompetition(running, uuidv7(), {
      teams: [{ name: 'Red', maxMembers: 2 }, { name: 'Blue' }],
    });
    const [red, blue] = await readTeams(running, id);
    const people = Array.from({ length: 6 }, () => uuidv7());
    const answers = await Promise.all(
      people.map((who) => joinTeam(running, who, { competitionId: id, teamId: red?.id })),
    );
    expect(answers.filter(({ participation }) => participation !== null)).toHaveLength(2);
    expect(
      new Set(answers.flatMap(({ userErrors }) => userErrors.map(({ code, path }) => `${code} ${path?.join()}`))),
    ).toEqual(new Set(['TEAM_FULL teamId']));
    const late = people.find((_who, index) => answers[index]?.participation === null) ?? '';
    expect((await join(running, late, id)).userErrors).toEqual([]);
    expect((await joinTeam(running, late, { competitionId: id, teamId: blue?.id })).participation?.team?.id).toBe(
      blue?.id,
    );
    expect(await readTeams(running, id)).toMatchObject([{ memberCount: 2 }, { memberCount: 1, people: [late] }]);
  });

  test.each([
    [{ name: ' ' }, { name: 'B' }, ['teams', '0', 'name']],
    [{ name: 'A\u0000' }, { name: 'B' }, ['teams', '0', 'name']],
    [{ name: 'Red' }, { name: 'rED' }, ['teams', '1', 'name']],
    [{ name: 'A', maxMembers: 0 }, { name: 'B' }, ['teams', '0', 'maxMembers']],
  ])('is refused where it makes no sense (%o, %o)', async (one, two, path) => {
    const { userErrors } = await askForCompetition(shared(), uuidv7(), { teams: [one, two] });
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path }]);
  });

  test('of a squad is made with the competition by owners of the squad', async () => {
    const { owner, member, squad } = await squadOfTwo();
    const teams = [{ name: 'Red' }, { name: 'Rollers', squadId: squad.id.toUpperCase() }];
    const path = ['teams', '1', 'squadId'];
    expect((await askForCompetition(shared(), owner, { teams })).userErrors).toEqual([]);
    expect((await askForCompetition(shared(), member, { teams })).userErrors).toEqual([{ code: 'FORBIDDEN', path }]);
    const unknown = [{ name: 'Red' }, { name: 'Blue', squadId: 'x\u0000' }];
    expect((await askForCompetition(shared(), owner, { teams: unknown })).userErrors).toEqual([
      { code: 'NOT_FOUND', path },
    ]);
    const twice = [...teams, { name: 'Again', squadId: squad.id }];
    expect((await askForCompetition(shared(), owner, { teams: twice })).userErrors).toEqual([
      { code: 'INVALID_INPUT', path: ['teams', '2', 'squadId'] },
    ]);
  });

  test.each([uuidv7(), 'x', '\u0000'])('that is none is not found (%o)', async (teamId) => {
    const { id } = await newCompetition(shared(), uuidv7());
    expect((await joinTeam(shared(), uuidv7(), { competitionId: id, teamId })).userErrors).toEqual([
      { code: 'NOT_FOUND', path: ['teamId'] },
    ]);
  });

  test('of an INVITE competition is seen by those who are in it, and entered by the code', async () => {
    const running = shared();
    const { owner, squad } = await squadOfTwo();
    const organizer = uuidv7();
    const { id, inviteCode } = await newCompetition(running, organizer, { visibility: 'INVITE' });
    const input = { competitionId: id, squadId: squad.id };
    expect((await enter(running, owner, input)).userErrors).toEqual([
      { code: 'INVALID_INVITE_CODE', path: ['inviteCode'] },
    ]);
    const teamId = (await enter(running, owner, { ...input, inviteCode })).team?.id ?? '';
    const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Team { name } } }';
    const of = [{ __typename: 'Team', id: teamId }];
    expect(await running.ask(uuidv7(), query, { of })).toEqual({ _entities: [null] });
    expect(await running.ask(organizer, query, { of })).toEqual({ _entities: [{ name: 'Rollers' }] });
  });

  test('loses who deletes their account', async () => {
    const running = shared();
    const { id } = await newCompetition(running, uuidv7(), { teams: [{ name: 'Red' }] });
    const [red] = await readTeams(running, id);
    const [ana, ben] = [uuidv7(), uuidv7()];
    for (const who of [ana, ben]) {
      await joinTeam(running, who, { competitionId: id, teamId: red?.id });
      const workout = figures({ ownerId: who, distanceMeters: 1000.01 });
      await running.publish(createEvent(WorkoutCompleted, workout.workoutId, workout, new Date()));
    }
    await publishedTeamScore(running, id, red?.id ?? '', 2000.02);
    await running.publish(createEvent(UserDeleted, ana, { version: 1, userId: ana }, new Date()));
    await publishedTeamScore(running, id, red?.id ?? '', 1000.01);
  });
});

describe('final standings', () => {
  test('hold the teams as they are then, and nobody leaves them later', async () => {
    let now = new Date('2026-05-02T00:00:00Z');
    const running = await useCompetitions(undefined, () => now);
    const [owner, member, squad] = [uuidv7(), uuidv7(), newSquad()];
    await running.publish(squad.joined(owner, 'OWNER'));
    await running.publish(squad.joined(member));
    const rules = { endsAt: '2026-05-03T00:00:00Z', gracePeriodSeconds: 0, teams: [{ name: 'Nobody' }] };
    const { id } = await newCompetition(running, owner, rules);
    const teamId = (await enter(running, owner, { competitionId: id, squadId: squad.id })).team?.id ?? '';
    for (const who of [owner, member]) {
      expect((await joinTeam(running, who, { competitionId: id, teamId })).userErrors).toEqual([]);
      const workout = figures({ ownerId: who, distanceMeters: who === owner ? 3000 : 4000 });
      await running.publish(createEvent(WorkoutCompleted, workout.workoutId, workout, new Date()));
    }
    await publishedTeamScore(running, id, teamId, 7000);
    await running.publish(squad.left(member));
    await publishedTeamScore(running, id, teamId, 3000);
    now = new Date('2026-05-03T00:00:01Z');
    const subject = `events.competitions.CompetitionFinalized.${id}`;
    const message = await until('the end', () =>
      running.broker.manager.streams.getMessage('EVENTS_COMPETITIONS', { last_by_subj: subject }),
    );
    expect(message.json()).toMatchObject({
      data: {
        teams: [
          { teamId, rank: 1, score: 3000, activityCount: 1 },
          { rank: null, score: null },
        ],
      },
    });
    await running.publish(squad.left(owner, 'OWNER'));
    await running.publish(squad.joined(member));
    await until('word of the member', async () => {
      const { userErrors } = await joinTeam(running, member, { competitionId: id, teamId });
      return userErrors.some(({ code }) => code === 'COMPETITION_CLOSED');
    });
    const kept = await readTeams(running, id);
    expect(kept.find((team) => team.id === teamId)).toMatchObject({ memberCount: 1, people: [owner] });
  });
});
