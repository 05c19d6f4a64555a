import { describe, expect, it } from 'vitest';
import { timeZoneAt } from '../files/timeZone.ts';
import { figuresOf, METER, recordingOf } from './recordings.ts';

describe('the time zone at a position', () => {
  it.each([
    ['Pago Pago', -14.2756, -170.702, 'Pacific/Pago_Pago'],
    ['Apia', -13.83, -171.76, 'Pacific/Apia'],
    ['Tornio', 65.848, 24.147, 'Europe/Helsinki'],
    ['Haparanda', 65.835, 24.137, 'Europe/Stockholm'],
    ['Ivangorod', 59.3766, 28.2206, 'Europe/Moscow'],
    ['Narva', 59.377, 28.19, 'Europe/Tallinn'],
    ['Valença', 42.0275, -8.6445, 'Europe/Lisbon'],
    ['Tui', 42.046, -8.645, 'Europe/Madrid'],
    ['Kykotsmovi', 35.861, -110.615, 'America/Phoenix'],
    ['Tabatinga', -4.2406, -69.938, 'America/Manaus'],
    ['Leticia', -4.215, -69.94, 'America/Bogota'],
    ['Torkham', 34.126, 71.09, 'Asia/Kabul'],
    ['Little Diomede', 65.7583, -168.952, 'America/Nome'],
  ])('is that of its side of the border: %s', (_place, latitude, longitude, timeZone) => {
    expect(timeZoneAt({ latitude, longitude })).toBe(timeZone);
  });

  it('is known at sea, at the poles and at the ends of the world', () => {
    expect(timeZoneAt({ latitude: 10, longitude: -40 })).toBe('Etc/GMT+3');
    for (const latitude of [-90, 90]) expect(timeZoneAt({ latitude, longitude: 0 })).not.toBeNull();
    for (const longitude of [-180, 180]) expect(timeZoneAt({ latitude: -30, longitude })).toMatch(/^Etc\/GMT[+-]12$/);
  });

  it('makes the date of a workout that of where it was', () => {
    const run = Array.from({ length: 600 }, (_, time) => ({
      time,
      latitude: -14.2756 + time * 3 * METER,
      longitude: -170.702,
    }));
    const { startedAt, timeZone, localDate } = figuresOf(recordingOf([run]), { timeZoneAt });
    expect([startedAt, timeZone, localDate]).toEqual([Date.UTC(2026, 3, 11, 6, 30), 'Pacific/Pago_Pago', '2026-04-10']);
  });
});
