import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchOccurrences } from '../domain/training/matching.ts';
import { occurrences, readRule, takesPlace } from '../domain/training/recurrence.ts';

const LJUBLJANA = 'Europe/Ljubljana';
const plan = (startsAt: string, recurrenceRule: string | null, timeZone = LJUBLJANA) => ({
  startsAt: new Date(startsAt),
  timeZone,
  recurrenceRule,
});
const from = (instant: string, limit: number) => ({ from: new Date(instant), limit });
const iso = (dates: readonly Date[]): string[] => dates.map((date) => date.toISOString());

describe('a recurrence rule', () => {
  it('keeps the time on the clock when summer time ends', () => {
    const found = occurrences(plan('2026-10-23T05:00:00Z', 'FREQ=DAILY'), from('2026-10-24T00:00:00Z', 3));
    expect(iso(found)).toEqual(['2026-10-24T05:00:00.000Z', '2026-10-25T06:00:00.000Z', '2026-10-26T06:00:00.000Z']);
  });

  it('keeps the time on the clock when summer time begins, and leaves out a time that does not exist', () => {
    const found = occurrences(plan('2026-03-22T01:30:00Z', 'FREQ=WEEKLY'), from('2026-03-01T00:00:00Z', 3));
    expect(iso(found)).toEqual(['2026-03-22T01:30:00.000Z', '2026-04-05T00:30:00.000Z', '2026-04-12T00:30:00.000Z']);
  });

  it('takes the first of two equal times on the clock', () => {
    const found = occurrences(plan('2026-10-24T00:30:00Z', 'FREQ=DAILY'), from('2026-10-25T00:00:00Z', 2));
    expect(iso(found)).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']);
  });

  it('begins when it was said to, also at the second of two equal times on the clock', () => {
    const found = occurrences(plan('2026-10-25T01:30:00Z', 'FREQ=DAILY'), from('2026-10-24T00:00:00Z', 2));
    expect(iso(found)).toEqual(['2026-10-25T01:30:00.000Z', '2026-10-26T01:30:00.000Z']);
  });

  it('is followed from its start on, however far ahead that lies', () => {
    const now = from('2026-01-01T00:00:00Z', 2);
    const found = ['2190-07-01T05:00:00.000Z', '2190-07-02T05:00:00.000Z'];
    expect(iso(occurrences(plan('2190-07-01T05:00:00Z', 'FREQ=DAILY'), now))).toEqual(found);
    expect(iso(occurrences(plan('2190-07-01T05:00:00Z', null), now))).toEqual(found.slice(0, 1));
  });

  it('does not count a time that does not exist, nor a day', () => {
    const gap = occurrences(plan('2026-03-28T01:30:00Z', 'FREQ=DAILY;COUNT=2'), from('2026-03-01T00:00:00Z', 9));
    expect(iso(gap)).toEqual(['2026-03-28T01:30:00.000Z', '2026-03-30T00:30:00.000Z']);
    const samoa = plan('2011-12-28T20:00:00Z', 'FREQ=DAILY;COUNT=3', 'Pacific/Apia');
    const days = ['2011-12-28T20:00:00.000Z', '2011-12-29T20:00:00.000Z', '2011-12-30T20:00:00.000Z'];
    expect(iso(occurrences(samoa, from('2011-01-01T00:00:00Z', 9)))).toEqual(days);
    const lordHowe = plan('2027-10-01T15:45:00Z', 'FREQ=DAILY', 'Australia/Lord_Howe');
    const half = ['2027-10-01T15:45:00.000Z', '2027-10-03T15:15:00.000Z'];
    expect(iso(occurrences(lordHowe, from('2027-01-01T00:00:00Z', 2)))).toEqual(half);
  });

  it.each([
    ['FREQ=WEEKLY;BYDAY=TU,TH', ['2026-01-06', '2026-01-08', '2026-01-13']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', ['2026-01-06', '2026-01-20', '2026-02-03']],
    ['FREQ=MONTHLY;BYDAY=-1SU', ['2026-01-25', '2026-02-22', '2026-03-29']],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', ['2026-01-30', '2026-02-27', '2026-03-31']],
    ['FREQ=MONTHLY;BYMONTHDAY=31', ['2026-01-31', '2026-03-31', '2026-05-31']],
    ['FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1', ['2026-06-01', '2027-06-01', '2028-06-01']],
    ['FREQ=MONTHLY;BYDAY=+2TU', ['2026-01-13', '2026-02-10', '2026-03-10']],
    ['FREQ=MONTHLY;BYDAY=5MO', ['2026-03-30', '2026-06-29', '2026-08-31']],
    ['FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=-2,1', ['2026-01-27', '2026-02-03', '2026-02-24']],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', ['2026-01-31', '2026-02-28', '2026-03-31']],
    ['FREQ=YEARLY;BYDAY=-1SU', ['2026-12-27', '2027-12-26', '2028-12-31']],
    ['FREQ=YEARLY;BYWEEKNO=53', ['2026-12-29', '2032-12-28', '2037-12-29']],
    ['FREQ=YEARLY;BYYEARDAY=366', ['2028-12-31', '2032-12-31', '2036-12-31']],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', ['2028-02-29', '2032-02-29', '2036-02-29']],
    ['FREQ=YEARLY;BYDAY=53MO', ['2029-12-31', '2035-12-31', '2040-12-31']],
    ['FREQ=YEARLY;BYDAY=-53SU,20MO', ['2026-05-18', '2027-05-17', '2028-01-02']],
    ['FREQ=YEARLY;BYDAY=2SU,WE', ['2026-01-07', '2026-01-11', '2026-01-14']],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', ['2026-02-13', '2026-03-13', '2026-11-13']],
    ['FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13', ['2026-01-10', '2026-02-07', '2026-03-07']],
    ['FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8', ['2026-11-03', '2030-11-05', '2034-11-07']],
    ['FREQ=YEARLY;BYYEARDAY=1,100,-1;BYDAY=TH,FR', ['2026-04-10', '2026-12-31', '2027-01-01']],
    ['FREQ=YEARLY;BYWEEKNO=-1;WKST=MO', ['2026-12-29', '2027-12-28', '2028-12-26']],
    ['FREQ=DAILY;BYDAY=MO;BYMONTH=2;BYMONTHDAY=29', ['2044-02-29']],
    ['FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU', ['2026-01-06', '2026-01-18', '2026-01-20']],
    ['FREQ=WEEKLY;BYDAY=MO;COUNT=2', ['2026-01-12', '2026-01-19']],
    ['FREQ=YEARLY;INTERVAL=20;COUNT=2', ['2026-01-06', '2046-01-06']],
    ['FREQ=DAILY;UNTIL=20260107T165959Z', ['2026-01-06']],
    ['FREQ=DAILY;COUNT=2', ['2026-01-06', '2026-01-07']],
    ['FREQ=DAILY;UNTIL=20260108', ['2026-01-06', '2026-01-07', '2026-01-08']],
    ['FREQ=DAILY;UNTIL=20260107T170000Z', ['2026-01-06', '2026-01-07']],
    ['rrule:freq=daily;until=20260107T175959', ['2026-01-06']],
  ])('%s is followed', (text, dates) => {
    const start = { startsAt: new Date('2026-01-06T17:00:00Z'), timeZone: LJUBLJANA };
    const read = readRule(text);
    const found =
      'rule' in read ? occurrences({ ...start, recurrenceRule: read.rule }, from('2026-01-01T00:00:00Z', 3)) : [];
    expect(iso(found).map((instant) => instant.slice(0, 10))).toEqual(dates);
  });

  it.each([
    '',
    'BYDAY=MO',
    'FREQ=SECONDLY',
    'FREQ=HOURLY',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;COUNT=1001',
    'FREQ=DAILY;INTERVAL=9999',
    'FREQ=YEARLY;INTERVAL=21',
    'FREQ=DAILY;BYDAY=2MO',
    'FREQ=WEEKLY;BYDAY=-1MO',
    'FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO',
    'FREQ=WEEKLY;BYMONTHDAY=5',
    'FREQ=MONTHLY;BYWEEKNO=3',
    'FREQ=MONTHLY;BYYEARDAY=30',
    'FREQ=DAILY;BYSETPOS=1',
    'FREQ=MONTHLY;BYDAY=99MO',
    'FREQ=YEARLY;BYDAY=54MO',
    'FREQ=MINUTELY',
    'FREQ=DAILY;BYHOUR=3',
    'FREQ=DAILY;EXDATE=20260108',
    'FREQ=DAILY;COUNT=2;UNTIL=20300101',
    'FREQ=DAILY;FREQ=DAILY',
    'FREQ=DAILY;UNTIL=20261399',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=DAILY;BYMONTHDAY=32',
    'FREQ=DAILY;BYSETPOS=0',
    'FREQ=DAILY;__proto__=1',
    'FREQ=WEEKLY\r\nDTSTART:20200101T000000Z',
  ])('"%s" is refused', (text) => {
    expect(readRule(text)).toEqual({ problem: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it.each(['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=366', 'FREQ=DAILY;UNTIL=20200101'])(
    '%s never takes place',
    (rule) => {
      expect(readRule(rule)).toEqual({ rule });
      expect(takesPlace(plan('2026-01-06T17:00:00Z', rule))).toBe(false);
    },
  );

  it('answers any text soon, and never throws', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'FREQ=DAILY',
        'FREQ=YEARLY',
        'BYMONTH=2',
        'BYMONTHDAY=30',
        'BYDAY=5MO',
        'BYSETPOS=366',
        'BYWEEKNO=53',
      ),
      fc.constantFrom('INTERVAL=9999', 'COUNT=1000', 'BYYEARDAY=366', 'WKST=SU', 'UNTIL=99991231', 'BYDAY=-53SU'),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(part, { maxLength: 6 }), (parts) => {
        const begun = performance.now();
        const read = readRule(parts.join(';'));
        if ('rule' in read) expect(takesPlace(plan('1970-01-01T00:00:00Z', read.rule))).toBeTypeOf('boolean');
        else expect(read.problem).not.toBe('');
        expect(performance.now() - begun).toBeLessThan(10_000);
      }),
      { numRuns: 100 },
    );
  });
});

describe('what was planned', () => {
  const at = (startsAt: string) => ({ startsAt: new Date(startsAt), sport: 'RUNNING', timeZone: LJUBLJANA }) as const;
  const did = (startedAt: string, sport: 'RUNNING' | 'TRAIL_RUNNING' | 'CYCLING' = 'RUNNING') => ({
    startedAt: new Date(startedAt),
    sport,
  });
  const now = new Date('2026-05-10T12:00:00Z');
  const statuses = (planned: ReturnType<typeof at>[], workouts: ReturnType<typeof did>[]) =>
    matchOccurrences(planned, workouts, now).map(({ status }) => status);

  it('is done by a workout of the same family on that local day, and missed once the day is over', () => {
    const planned = [at('2026-05-08T16:00:00Z'), at('2026-05-09T16:00:00Z'), at('2026-05-10T16:00:00Z')];
    // 22:30 UTC on the 7th is half past midnight on the 8th.
    expect(statuses(planned, [did('2026-05-07T22:30:00Z', 'TRAIL_RUNNING')])).toEqual(['DONE', 'MISSED', 'UPCOMING']);
  });

  it('is not done by another sport', () => {
    expect(statuses([at('2026-05-08T16:00:00Z')], [did('2026-05-08T16:00:00Z', 'CYCLING')])).toEqual(['MISSED']);
  });

  it('gives each workout to one occurrence, the nearest', () => {
    const planned = [at('2026-05-08T05:00:00Z'), at('2026-05-08T16:00:00Z')];
    expect(statuses(planned, [did('2026-05-08T15:00:00Z')])).toEqual(['MISSED', 'DONE']);
    expect(statuses(planned, [did('2026-05-08T15:00:00Z'), did('2026-05-08T17:00:00Z')])).toEqual(['DONE', 'DONE']);
  });
});
