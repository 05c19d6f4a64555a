import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Profile } from '#events/users.ts';
import { createState } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import { askForCompetition, join, newCompetition } from './asking.ts';
import { NOBODY, shareCompetitions } from './support.ts';

const COMPETITION = `query ($id: ID!) {
  competition(id: $id) {
    id title description status metric effortDistanceMeters sports startsAt endsAt timeZone gracePeriodSeconds
    visibility inviteCode target organizer { id }
  }
}`;

const shared = shareCompetitions();

describe('making a competition', () => {
  test('keeps what was said and fills the gaps', async () => {
    const running = shared();
    const ana = uuidv7();
    const { id } = await newCompetition(running, ana, { title: '  May  ', sports: ['RUNNING', 'RUNNING'] });
    expect(await running.ask(NOBODY, COMPETITION, { id })).toEqual({
      competition: {
        id,
        title: 'May',
        description: null,
        status: 'ACTIVE',
        metric: 'DISTANCE',
        effortDistanceMeters: null,
        sports: ['RUNNING'],
        startsAt: '2026-05-01T00:00:00.000Z',
        endsAt: '2099-06-01T00:00:00.000Z',
        timeZone: 'UTC',
        gracePeriodSeconds: 86_400,
        visibility: 'PUBLIC',
        inviteCode: null,
        target: null,
        organizer: { id: ana },
      },
    });
  });

  test('takes the days of the organizer, from the newest profile heard of', async () => {
    const running = shared();
    const [ana, ben] = [uuidv7(), uuidv7()];
    const profiles = [
      profile(ana, 2, 'Europe/Ljubljana'),
      profile(ana, 1, 'Asia/Tokyo'),
      profile(ben, 1, 'Europe/Paris'),
    ];
    for (const data of profiles) {
      await running.publish(createState(Profile, `profiles.${data.userId}`, data.userId, data, new Date()));
    }
    await until('the last profile', async () => {
      const { rows } = await running.pool.query('SELECT FROM people WHERE id = $1', [ben]);
      return rows.length > 0;
    });
    const { id } = await newCompetition(running, ana);
    const given = await newCompetition(running, ana, { timeZone: 'America/New_York' });
    const zones = await Promise.all([id, given.id].map((each) => running.ask(ana, COMPETITION, { id: each })));
    expect(zones).toMatchObject([
      { competition: { timeZone: 'Europe/Ljubljana' } },
      { competition: { timeZone: 'America/New_York' } },
    ]);
  });

  test('tells others of it with its rules, once', async () => {
    const running = shared();
    const { id } = await newCompetition(running, uuidv7());
    const subject = `events.competitions.CompetitionCreated.${id}`;
    const message = await until('the event', () =>
      running.broker.manager.streams.getMessage('EVENTS_COMPETITIONS', { last_by_subj: subject }),
    );
    expect(message.json()).toMatchObject({ data: { version: 1, competitionId: id, title: 'May', metric: 'DISTANCE' } });
  });

  describe('is refused, naming the field,', () => {
    test.each<[string, object, string]>([
      ['without a title', { title: '   ' }, 'title'],
      ['with a title of 121 characters', { title: 'x'.repeat(121) }, 'title'],
      ['with a NUL in the title', { title: 'a\0b' }, 'title'],
      ['with a long description', { description: 'x'.repeat(2001) }, 'description'],
      [
        'when it is over before it begins',
        { startsAt: '2098-05-01T00:00:00Z', endsAt: '2098-04-01T00:00:00Z' },
        'endsAt',
      ],
      ['when it is over already', { endsAt: '2026-05-02T00:00:00Z', startsAt: '2026-05-01T00:00:00Z' }, 'endsAt'],
      ['with a start that is no instant', { startsAt: 'yesterday' }, 'startsAt'],
      ['with a start before 1970', { startsAt: '1969-12-31T23:59:59Z' }, 'startsAt'],
      ['with an unknown time zone', { timeZone: 'Mars/Olympus' }, 'timeZone'],
      ['with an offset for a time zone', { timeZone: '+01:00' }, 'timeZone'],
      ['with a target of nothing', { target: 0 }, 'target'],
      ['with a negative minimum', { minimumDistanceMeters: -1 }, 'minimumDistanceMeters'],
      ['with a negative time', { minimumSeconds: -1 }, 'minimumSeconds'],
      ['with a grace of more than a week', { gracePeriodSeconds: 604_801 }, 'gracePeriodSeconds'],
      ['without the distance of a race', { metric: 'FASTEST_EFFORT' }, 'effortDistanceMeters'],
      ['over an odd distance', { metric: 'FASTEST_EFFORT', effortDistanceMeters: 1234 }, 'effortDistanceMeters'],
      ['with a distance to race when it sums', { effortDistanceMeters: 5000 }, 'effortDistanceMeters'],
    ])('%s', async (_what, input, field) => {
      const { competition, userErrors } = await askForCompetition(shared(), uuidv7(), input);
      expect(competition).toBeNull();
      expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: [field] }]);
    });
  });

  test('takes 120 characters of any kind, and the half marathon rounded to a metre', async () => {
    const running = shared();
    const input = { title: '🏃'.repeat(120), metric: 'FASTEST_EFFORT', effortDistanceMeters: 21_097 };
    const { id } = await newCompetition(running, uuidv7(), input);
    expect(await running.ask(NOBODY, COMPETITION, { id })).toMatchObject({
      competition: { effortDistanceMeters: 21_097.5 },
    });
  });

  test('takes somebody who is logged in', async () => {
    const running = shared();
    await expect(askForCompetition(running, NOBODY)).rejects.toThrow('UNAUTHENTICATED');
  });
});

describe('who may see a competition', () => {
  test('everybody sees a public one and, knowing the id, a linked one', async () => {
    const running = shared();
    for (const visibility of ['PUBLIC', 'LINK']) {
      const { id } = await newCompetition(running, uuidv7(), { visibility });
      expect(await running.ask(NOBODY, COMPETITION, { id })).toMatchObject({ competition: { id, visibility } });
      expect(await running.ask(NOBODY, COMPETITION, { id: id.toUpperCase() })).toMatchObject({ competition: { id } });
    }
  });

  test('only its organizer and participants see one by invitation, as an entity too', async () => {
    const running = shared();
    const [ana, ben, eve] = [uuidv7(), uuidv7(), uuidv7()];
    const { id, inviteCode } = await newCompetition(running, ana, { visibility: 'INVITE' });
    const { participation } = await join(running, ben, id, inviteCode);
    const representations = [
      { __typename: 'Competition', id },
      { __typename: 'Participation', id: participation?.id },
    ];
    const seen = async (viewer: string): Promise<boolean[]> => {
      const direct = await running.ask(viewer, COMPETITION, { id });
      const { _entities: entities } = await running.ask(
        viewer,
        'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }',
        { representations },
      );
      return [direct['competition'], ...z.array(z.unknown()).parse(entities)].map((found) => found !== null);
    };
    expect(await Promise.all([ana, ben, eve, NOBODY].map(seen))).toEqual([
      [true, true, true],
      [true, true, true],
      [false, false, false],
      [false, false, false],
    ]);
  });

  test('the organizer alone sees the invite code', async () => {
    const running = shared();
    const [ana, ben] = [uuidv7(), uuidv7()];
    const { id, inviteCode } = await newCompetition(running, ana, { visibility: 'INVITE' });
    await join(running, ben, id, inviteCode);
    expect(inviteCode).toMatch(/^[\w-]{22}$/);
    expect(await running.ask(ana, COMPETITION, { id })).toMatchObject({ competition: { inviteCode } });
    expect(await running.ask(ben, COMPETITION, { id })).toMatchObject({ competition: { inviteCode: null } });
  });

  test('an unknown or malformed id is nothing', async () => {
    const running = shared();
    for (const id of [uuidv7(), 'x', '', "'; DROP TABLE competitions"]) {
      expect(await running.ask(NOBODY, COMPETITION, { id })).toEqual({ competition: null });
    }
  });
});

const profile = (userId: string, version: number, timeZone: string): (typeof Profile)['data']['_output'] => ({
  version,
  userId,
  username: 'ana',
  timeZone,
  birthDate: null,
  sex: null,
  weightKilograms: null,
  bodyWeights: [],
  restingHeartRateBpm: null,
  maxHeartRateBpm: null,
  defaultVisibility: 'ONLY_ME',
  mapVisibility: 'EVERYONE',
  heartRateVisibility: 'EVERYONE',
  bodyVisibility: 'ONLY_ME',
  privacyZones: [],
});
