import { FitBaseType, type FitEncoder, type FitEncoderField } from 'fit-file-parser/encoder';
import { describe, expect, it } from 'vitest';
import type { Recording } from '../domain/recording.ts';
import { fitTime, field, uint8, uint32, encoder, record } from './fitFiles.ts';
import { analysed, METER, recordingIn, START } from './recordings.ts';

describe('the FIT reader, of the time that the timer stood,', () => {
  const event = (seconds: number, type: number): FitEncoderField[] => [
    uint32(253, fitTime(seconds)),
    uint8(0, 0),
    uint8(1, type),
  ];
  const [START_TIMER, STOP_TIMER] = [0, 4];
  const withEvents = (file: FitEncoder, ...events: Array<readonly [seconds: number, type: number]>): FitEncoder => {
    for (const [seconds, type] of events) file.writeMessage(21, event(seconds, type), 2);
    return file;
  };
  const at = (...seconds: number[]): FitEncoder => {
    const file = encoder();
    for (const each of seconds) file.writeMessage(20, record(each, uint8(3, 100)), 1);
    return file;
  };
  const offsets = (recording: Recording): number[] => [...recording.points.time].map((time) => (time - START) / 1000);
  const STOPPED = [
    [0, START_TIMER],
    [300, STOP_TIMER],
    [600, START_TIMER],
    [900, STOP_TIMER],
  ] as const;

  it('begins a segment after each pause, though all events come last', () => {
    const file = withEvents(at(0, 10, 20, 100, 110), [0, 0], [20, 4], [100, 0], [110, 4]);
    expect(recordingIn(file.close()).segmentStarts).toEqual([0, 3]);
  });

  it('begins it at a record a second before the timer goes on, and ends the one before a second after it stopped', () => {
    const recording = recordingIn(withEvents(at(0, 299, 301, 599, 600, 900), ...STOPPED).close());
    expect(offsets(recording)).toEqual([0, 299, 301, 599, 600, 900]);
    expect(recording.segmentStarts).toEqual([0, 3]);
  });

  it('leaves out records that go on, whether the first start is told or lost', () => {
    const file = (): FitEncoder => at(0, 299, 300, 301, 302, 400, 598, 599, 600, 601, 900, 901);
    for (const events of [STOPPED, STOPPED.slice(1)]) {
      const recording = recordingIn(withEvents(file(), ...events).close());
      expect(offsets(recording)).toEqual([0, 299, 300, 600, 601, 900, 901]);
      expect(recording.segmentStarts).toEqual([0, 3]);
    }
  });

  /** A session or lap from second `from` on. */
  const told = (from: number, elapsed: number, timer: number, ...more: FitEncoderField[]): FitEncoderField[] => [
    uint32(2, fitTime(from)),
    uint32(7, elapsed * 1000),
    uint32(8, timer * 1000),
    ...more,
  ];

  it('leaves out records before the first start, unless a session or a lap began before it', () => {
    const after = [600, 900, 901, 902];
    const file = (): FitEncoder => withEvents(at(0, 300, 598, 599, ...after), [600, START_TIMER], [902, STOP_TIMER]);
    const read = (bytes: Uint8Array): number[] => offsets(recordingIn(bytes));
    expect(read(file().close())).toEqual(after);
    expect(
      read(
        file()
          .writeMessage(18, told(601, 300, 300), 3)
          .close(),
      ),
    ).toEqual(after);
    for (const number of [18, 19])
      expect(
        read(
          file()
            .writeMessage(number, told(300, 602, 602), 3)
            .close(),
        ),
      ).toEqual([300, 598, 599, ...after]);
    // another of chained files tells nothing of this one
    expect(read(Uint8Array.from([...at(0, 1).close(), ...file().close()]))).toEqual([0, 1, ...after]);
  });

  it('keeps records before the first start that stand behind it in the file, or are most of it', () => {
    const read = (file: FitEncoder): number[] => offsets(recordingIn(file.close()));
    const seconds = [0, 1, 300, 301, 302];
    const fast = withEvents(encoder(), [300, START_TIMER]);
    for (const each of seconds) fast.writeMessage(20, record(each, uint8(3, 100)), 1);
    expect(read(fast)).toEqual(seconds);
    expect(read(withEvents(at(...seconds), [302, START_TIMER]))).toEqual(seconds);
    expect(read(withEvents(at(...seconds), [302, START_TIMER], [302, STOP_TIMER]))).toEqual(seconds);
  });

  describe('by events of which some are wrong', () => {
    const seconds = Array.from({ length: 181 }, (_, i) => i * 10);
    const read = (events: Array<readonly [number, number]>, session: FitEncoderField[] | null): Recording => {
      const file = withEvents(at(...seconds), [0, START_TIMER], ...events, [1800, STOP_TIMER]);
      if (session) file.writeMessage(18, session, 3);
      return recordingIn(file.close());
    };
    /** How many records are left out, and the seconds at which segments begin. */
    const cuts = (...args: Parameters<typeof read>): { out: number; starts: number[] } => {
      const recording = read(...args);
      const rows = offsets(recording);
      return { out: seconds.length - rows.length, starts: recording.segmentStarts.map((row) => rows[row] ?? NaN) };
    };
    const lostStart = [
      [600, STOP_TIMER],
      [1200, STOP_TIMER],
      [1260, START_TIMER],
    ] as const;

    it('leaves out what a session says that the timer stood, from the first or the last of several stops', () => {
      expect(cuts([...lostStart], told(0, 1800, 1740))).toEqual({ out: 5, starts: [0, 1260] });
      expect(cuts([...lostStart], told(0, 1800, 1140))).toEqual({ out: 65, starts: [0, 1260] });
      expect(cuts([...lostStart], told(0, 1800, 1800))).toEqual({ out: 0, starts: [0, 1260] });
    });

    it('leaves out nothing where the session says that the timer ran, and begins a segment all the same', () => {
      const events = [
        [10, STOP_TIMER],
        [1790, START_TIMER],
      ] as const;
      expect(cuts([...events], told(0, 1800, 1800))).toEqual({ out: 0, starts: [0, 1790] });
    });

    it('believes of a file that says nothing of its timer only single stops, unless most would go', () => {
      expect(cuts([...lostStart], null)).toEqual({ out: 0, starts: [0, 1260] });
      expect(
        cuts(
          [
            [600, STOP_TIMER],
            [700, START_TIMER],
          ],
          null,
        ),
      ).toEqual({ out: 9, starts: [0, 700] });
      expect(
        cuts(
          [
            [600, STOP_TIMER],
            [1700, START_TIMER],
          ],
          null,
        ),
      ).toEqual({ out: 0, starts: [0, 1700] });
    });

    it('makes no pause of a start and a stop of one second, whichever stands first', () => {
      const events = [
        [600, START_TIMER],
        [600, STOP_TIMER],
        [1200, START_TIMER],
        [1200, STOP_TIMER],
      ] as const;
      for (const session of [told(0, 1800, 1800), null])
        expect(cuts([...events], session)).toEqual({ out: 0, starts: [0] });
    });
  });

  it('ends what no stop ends, as where a file is cut off, before the other files of its chain', () => {
    const cut = withEvents(at(0, 100, 200), [0, START_TIMER]).close();
    const whole = withEvents(at(7200, 7300), [7200, START_TIMER], [7300, STOP_TIMER]).close();
    const moving = (...files: Uint8Array[]): unknown =>
      analysed(Uint8Array.from(files.flatMap((each) => [...each]))).figures.movingSeconds;
    expect([moving(cut, whole), moving(whole, cut)]).toEqual([300, 300]);
  });

  it('takes what the running distance rose in a pause off what follows, where the session says so', () => {
    const distances = (meters: number | null): number[] => {
      const file = encoder();
      for (const each of [0, 100, 200, 300, 400, 500, 600, 700, 800, 900])
        file.writeMessage(20, record(each, uint32(5, each * 300)), 1);
      withEvents(file, ...STOPPED);
      file.writeMessage(18, told(0, 900, 600, ...(meters === null ? [] : [uint32(9, meters * 100)])), 3);
      return [...recordingIn(file.close()).points.distance];
    };
    expect(distances(1800)).toEqual([0, 300, 600, 900, 900, 1200, 1500, 1800]);
    const asRecorded = [0, 300, 600, 900, 1800, 2100, 2400, 2700];
    for (const meters of [2700, 1500, null]) expect(distances(meters)).toEqual(asRecorded);
  });

  it('believes the points where a start comes after all of them, or none after the stop', () => {
    const seconds = [0, 300, 301, 302, 303];
    const read = (...events: Array<readonly [number, number]>): number[] =>
      offsets(recordingIn(withEvents(at(...seconds), ...events).close()));
    expect(read([0, START_TIMER], [300, STOP_TIMER])).toEqual(seconds);
    expect(read([0, START_TIMER], [300, STOP_TIMER], [900, START_TIMER])).toEqual(seconds);
    expect(read([900, START_TIMER])).toEqual(seconds);
  });

  it('counts no metre, be it by bus', () => {
    const file = encoder();
    const semicircles = field(FitBaseType.Sint32, 4);
    for (let i = 0; i <= 900; i++) {
      const meters = i < 300 ? i * 3 : i < 600 ? 900 + (i - 300) * 20 : 6900 + (i - 600) * 3;
      const latitude = semicircles(0, Math.round((47 + meters * METER) * (2 ** 31 / 180)));
      file.writeMessage(20, record(i, latitude, semicircles(1, 0)), 1);
    }
    const { figures } = analysed(withEvents(file, ...STOPPED).close());
    expect(figures).toMatchObject({ elapsedSeconds: 900, movingSeconds: 600, flags: [] });
    expect(figures.distanceMeters).toBeCloseTo(1800, 0);
  });
});
