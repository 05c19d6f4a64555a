import { describe, expect, test } from 'vitest';
import {
  calendarDay,
  clientId,
  line,
  moment,
  newParagraphs,
  paragraphs,
  parseId,
  timeZone,
} from '#platform/server/input.ts';

const takes = (schema: ReturnType<typeof line | typeof paragraphs | typeof moment | typeof timeZone>, value: unknown) =>
  schema.safeParse(value).success;

describe('input', () => {
  test('of one line is trimmed, counts characters, and has no control characters', () => {
    expect(line(5).parse('  ana ')).toBe('ana');
    expect(['', ' ', 'sixsix', 'a\nb', 'a\0b', '\ud83c', null].map((text) => takes(line(5), text))).toEqual(
      Array.from({ length: 7 }, () => false),
    );
    expect(takes(line(5), '🏃🏃🏃🏃🏃')).toBe(true);
  });

  test('of one line is seen, and does not turn what it is shown in', () => {
    const wrong = ['\u200b', '\u2800\u2800', '\u0301', '\u3164', '\u2060\ufe0f', '\u202eana', 'ana\u2066'];
    expect(wrong.filter((text) => takes(line(9), text))).toEqual([]);
    const right = ['e\u0301', '👩\u200d🚒', 'می\u200cروم', 'שלום', '\ue000'];
    expect(right.filter((text) => !takes(line(9), text))).toEqual([]);
  });

  test('of an id that a client makes is one line of 1 to 100 characters, and says what is wrong with it', () => {
    const reasonOf = (id: string) => clientId().safeParse(id).error?.issues[0]?.message;
    for (const id of ['', '   ', '\u200b', '\u3164']) expect(reasonOf(id)).toBe('This must not be empty.');
    for (const id of ['a\0b', 'a\tb', 'a\u2028b', '\u202ea', '\ud83ca'])
      expect(reasonOf(id)).toBe('Control characters are not allowed.');
    expect(reasonOf('x'.repeat(101))).toBe('At most 100 characters are allowed.');
    expect(clientId().parse('🏃'.repeat(100))).toBe('🏃'.repeat(100));
  });

  test('is told an example as one of what is wanted', () => {
    const messages = [moment(), timeZone()].map((schema) => schema.safeParse('mars').error?.issues[0]?.message);
    expect(messages).toEqual([
      'This is not an instant such as 2026-05-01T06:30:00Z.',
      'This is not a time zone such as Europe/Ljubljana.',
    ]);
  });

  test('of many lines may be left out, and has none that stores cannot keep', () => {
    expect([paragraphs(9).parse(' a\nb\t'), paragraphs(9).parse(' '), paragraphs(9).parse(null)]).toEqual([
      'a\nb',
      null,
      null,
    ]);
    expect(['a', ' ', null, undefined].map((text) => newParagraphs(9).parse(text))).toEqual([
      'a',
      null,
      null,
      undefined,
    ]);
    expect(['a\0b', 'ten letters', '\ud83c'].map((text) => takes(paragraphs(9), text))).toEqual([false, false, false]);
  });

  test('of an instant takes RFC 3339 with any offset, from 1970 to 9999', () => {
    expect(moment().parse('2026-05-01T06:30:00+02:00')).toEqual(new Date('2026-05-01T04:30:00Z'));
    const wrong = ['2026-05-01', '2026-02-30T00:00:00Z', '1969-12-31T23:59:59Z', '9999-12-31T23:59:59-10:00', 7, {}];
    expect(wrong.map((text) => takes(moment(), text))).toEqual(wrong.map(() => false));
  });

  test('of an instant is told one reason, also where it has other bounds', () => {
    const since2000 = moment().refine((at) => at.getUTCFullYear() >= 2000, 'This lies before 2000.');
    const reasons = (text: string) => since2000.safeParse(text).error?.issues.map(({ message }) => message);
    expect(reasons('1800-01-01T00:00:00Z')).toEqual(['This lies before 1970.']);
    expect(reasons('1999-12-31T23:59:59Z')).toEqual(['This lies before 2000.']);
  });

  test('of a calendar day takes those that there are, from the year 1 to 9999', () => {
    for (const day of ['0001-01-01', '2024-02-29', '9999-12-31']) expect(calendarDay().parse(day)).toBe(day);
    for (const none of ['0000-12-31', '2026-02-29', '10000-01-01', '-0001-01-01', '2026-5-1', ''])
      expect([none, calendarDay().safeParse(none).success]).toEqual([none, false]);
  });

  test('of a time zone takes names, not offsets', () => {
    const zones = [
      'Europe/Ljubljana',
      'Asia/Kolkata',
      'Asia/Calcutta',
      'Europe/Kyiv',
      'US/Pacific',
      'America/Port-au-Prince',
    ];
    for (const name of zones) {
      expect([name.toLowerCase(), name.toUpperCase(), name].map((text) => timeZone().parse(text))).toEqual([
        name,
        name,
        name,
      ]);
    }
    expect(['Europe/Ljubljana', 'UTC', '+01:00', 'Mars/Olympus', ''].map((name) => takes(timeZone(), name))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('of an id is spelled as stores keep it', () => {
    expect(parseId('019A0000-0000-7000-8000-00000000000A')).toBe('019a0000-0000-7000-8000-00000000000a');
    expect(['', 'x', '019a0000'].map(parseId)).toEqual([undefined, undefined, undefined]);
  });
});
