import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { generateActivity } from '../../../fixtures/generate.ts';
import { NumberReader } from '../files/xml/text.ts';
import { analysed, kilometersOf, METER, recordingIn, refusalOf, START } from './recordings.ts';
import { sum } from './numbers.ts';
import { haveSamples, sample } from './samples.ts';

const point = (lat: number, seconds: number, inside = ''): string =>
  `<trkpt lat="${lat}" lon="14.5"><ele>300.5</ele><time>${new Date(START + seconds * 1000).toISOString()}</time>${inside}</trkpt>`;

const gpx = (body: string, attributes = ''): string => `<gpx version="1.1" creator="test" ${attributes}>${body}</gpx>`;
const track = (points: string): string => gpx(`<trk><trkseg>${points}</trkseg></trk>`);

describe('the GPX reader', () => {
  it('reads points, names and sport', () => {
    const recording = recordingIn(
      gpx(
        `<trk><name> Round\n the lake </name><type>trail_running</type><trkseg>${point(46, 0)}${point(46.001, 60)}</trkseg></trk>`,
      ),
    );
    expect(recording).toMatchObject({ name: 'Round the lake', sport: 'TRAIL_RUNNING', creator: 'test', format: 'GPX' });
    expect([...recording.points.time]).toEqual([START, START + 60_000]);
    expect([...recording.points.elevation]).toEqual([300.5, 300.5]);
  });

  it('has the name of the file where no track has one, and never that of its author, a waypoint or a link', () => {
    const named = (before: string, inTrack = '', after = ''): unknown =>
      recordingIn(gpx(`${before}<trk>${inTrack}<trkseg>${point(46, 0)}</trkseg></trk>${after}`)).name;
    const author = '<author><name>Ana</name></author><link href="https://example.org"><text>here</text></link>';
    expect(named(`<metadata>${author}<name>Lunch ride</name></metadata>`)).toBe('Lunch ride');
    expect(named('<metadata><name>Lunch ride</name></metadata>', '<name>Ride</name>')).toBe('Ride');
    expect(named('<name>My ride</name><author>Ana</author>', '<name> </name>')).toBe('My ride');
    expect(named(`<metadata>${author}</metadata><wpt lat="46" lon="14"><name>Hut</name></wpt>`)).toBeNull();
    expect(named('', '', '<rte><name>Plan</name></rte><extensions><x><name>X</name></x></extensions>')).toBeNull();
  });

  it.each([
    [
      'Garmin',
      '<extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>142</gpxtpx:hr><gpxtpx:cad>81</gpxtpx:cad><gpxtpx:atemp>21.5</gpxtpx:atemp></gpxtpx:TrackPointExtension></extensions>',
    ],
    [
      'another prefix',
      '<extensions><ns3:TrackPointExtension><ns3:hr>142</ns3:hr><ns3:cad>81</ns3:cad><ns3:atemp>21.5</ns3:atemp></ns3:TrackPointExtension></extensions>',
    ],
    [
      'no prefix',
      '<extensions><TrackPointExtension><hr>142</hr><cad>81</cad><temp>21.5</temp></TrackPointExtension></extensions>',
    ],
    [
      'Cluetrust',
      '<extensions><gpxdata:hr>142</gpxdata:hr><gpxdata:cadence>81</gpxdata:cadence><gpxdata:temp>21.5</gpxdata:temp></extensions>',
    ],
    [
      'other words',
      '<extensions><heartRate>142</heartRate><Cadence>81</Cadence><temperature>21.5</temperature></extensions>',
    ],
  ])('finds sensors in the extensions of %s', (_, extensions) => {
    const { points } = recordingIn(track(point(46, 0, extensions)));
    expect([points.heartRate[0], points.cadence[0], points.temperature[0]]).toEqual([142, 81, 21.5]);
  });

  it('has the name of a track with times before that of one without, and never that of an empty one', () => {
    const named = (name: string, points: string): string => `<trk><name>${name}</name><trkseg>${points}</trkseg></trk>`;
    const [empty, plan, run] = [
      named('EMPTY ACTIVE LOG', ''),
      named('Plan', '<trkpt lat="46" lon="14"/>'),
      named('Run', point(46, 0)),
    ];
    const nameOf = (...parts: string[]): unknown => recordingIn(gpx(parts.join(''))).name;
    expect([nameOf(empty, plan, run), nameOf(run, plan), nameOf(empty, plan)]).toEqual(['Run', 'Run', 'Plan']);
    const unnamed = `<trk><trkseg>${point(46, 0)}</trkseg></trk>`;
    expect([nameOf('<metadata><name>Lunch</name></metadata>', plan, unnamed), nameOf(empty, unnamed)]).toEqual([
      'Lunch',
      null,
    ]);
  });

  it('keeps what a point has told where the same comes again without a number', () => {
    const extensions =
      '<extensions><g:hr>130</g:hr><g:hr>--</g:hr><hr/><g:cad>80</g:cad><cad>NaN</cad><speed>2.5</speed><speed/></extensions>';
    const { points } = recordingIn(track(point(46, 0, extensions)));
    expect([points.heartRate[0], points.cadence[0], points.speed[0]]).toEqual([130, 80, 2.5]);
  });

  it('has the time and the elevation of the point itself, whatever extensions call so', () => {
    const extensions = '<extensions><z:time>2020-01-01T00:00:00Z</z:time><z:ele>-1</z:ele></extensions>';
    const { points } = recordingIn(track(`${point(46, 0, extensions)}${point(46.001, 60, extensions)}`));
    expect([...points.time, ...points.elevation]).toEqual([START, START + 60_000, 300.5, 300.5]);
  });

  describe('the distance of ClueTrust that devices of Suunto and COROS count', () => {
    const CLUETRUST = 'http://www.cluetrust.com/XML/GPXDATA/1/0';
    const meters = (
      distanceOf: (i: number) => number | string,
      element = 'gpxdata:distance',
      namespace = CLUETRUST,
    ) => {
      const points = Array.from({ length: 200 }, (_, i) =>
        point(46 + i * 9 * METER, i * 3, `<extensions><${element}>${distanceOf(i)}</${element}></extensions>`),
      );
      const prefix = element.split(':')[0] ?? '';
      const file = gpx(`<trk><trkseg>${points.join('')}</trkseg></trk>`, `xmlns:${prefix}="${namespace}"`);
      const { distanceMeters, distanceSource } = analysed(new TextEncoder().encode(file)).figures;
      return [Math.round(distanceMeters ?? NaN), distanceSource];
    };

    it('is a running distance, whatever the prefix, and wherever it begins', () => {
      expect(meters((i) => (i * 9.72).toFixed(2))).toEqual([1934, 'DEVICE']);
      expect(meters((i) => i * 8.1, 'x:distance')).toEqual([1612, 'DEVICE']);
      expect(meters((i) => 5000 + i * 9)).toEqual([1791, 'DEVICE']);
    });

    it.each([
      ['that of each step', () => 9],
      ['kilometres', (i: number) => i * 0.009],
      ['what falls', (i: number) => (i % 100) * 18],
      ['what is negative', (i: number) => -i * 9],
      ['nothing at all', () => 0],
      ['far more than positions moved', (i: number) => i * 13],
    ])('is none where it is %s', (_, distanceOf) => {
      expect(meters(distanceOf)).toEqual([1791, 'GPS']);
    });

    it('is what has no prefix, too, in a file that declares that namespace, as COROS writes it', () => {
      const file = (namespace: string): Uint8Array => {
        const points = Array.from({ length: 200 }, (_, i) =>
          point(46 + i * 9 * METER, i * 3, `<extensions><distance>${(i * 9.72).toFixed(2)}</distance></extensions>`),
        );
        return new TextEncoder().encode(
          gpx(`<trk><trkseg>${points.join('')}</trkseg></trk>`, `xmlns:gpxdata="${namespace}"`),
        );
      };
      expect(analysed(file(CLUETRUST)).figures.distanceSource).toBe('DEVICE');
      expect(analysed(file('urn:other')).figures.distanceSource).toBe('GPS');
    });

    it('is of that namespace alone', () => {
      expect(meters((i) => i * 9.72, 'gpxdata:distance', 'http://opentracksapp.com/xmlschemas/v1')).toEqual([
        1791,
        'GPS',
      ]);
    });
  });

  it('calls tracks of different sports OTHER, and says so', () => {
    const ofType = (type: string, from: number): string =>
      `<trk><type>${type}</type><trkseg>${point(46, from)}${point(46.001, from + 60)}</trkseg></trk>`;
    expect(recordingIn(gpx(ofType('running', 0) + ofType('cycling', 600)))).toMatchObject({
      sport: 'OTHER',
      hasSeveralSports: true,
    });
    expect(recordingIn(gpx(ofType('running', 0) + ofType('Run', 600))).sport).toBe('RUNNING');
  });

  it('tells whether it knows none of the names of sports', () => {
    const isUnknown = (...types: string[]): unknown =>
      recordingIn(gpx(types.map((type) => `<trk><type>${type}</type><trkseg>${point(46, 0)}</trkseg></trk>`).join('')))
        .isSportUnknown;
    expect([isUnknown('Fußweg'), isUnknown('Fußweg', 'other', '')]).toEqual([true, true]);
    expect([isUnknown('kayaking'), isUnknown('Fußweg', 'kayaking'), isUnknown('')]).toEqual([false, false, false]);
  });

  it('tells a track in a drawn world by its type, if all tracks are there', () => {
    const isIndoors = (...types: string[]): unknown =>
      recordingIn(gpx(types.map((type) => `<trk><type>${type}</type><trkseg>${point(46, 0)}</trkseg></trk>`).join('')))
        .isIndoors;
    expect([isIndoors('VirtualRun'), isIndoors('VirtualRide', 'treadmill_running')]).toEqual([true, true]);
    expect([isIndoors('running'), isIndoors('VirtualRide', 'running'), isIndoors('')]).toEqual([false, false, false]);
  });

  it('guesses the sport of a track that says nothing, never of one that names a sport we do not have', () => {
    const sport = (inside: string): unknown =>
      recordingIn(gpx(`<trk>${inside}<trkseg>${point(46, 0)}</trkseg></trk>`)).sport;
    expect(sport('<type>kayaking</type>')).toBe('OTHER');
    expect(sport('<type>Fußweg</type>')).toBe('OTHER');
    expect(sport('<type>unknown</type>')).toBeNull();
    const empty = '<trk><type>golf</type><trkseg/></trk>';
    expect(recordingIn(gpx(`${empty}<trk><type>run</type><trkseg>${point(46, 0)}</trkseg></trk>`)).sport).toBe(
      'RUNNING',
    );
    expect(sport('<link href="https://example.org"><text>here</text><type>text/html</type></link>')).toBeNull();
  });

  describe('an activity that an extension names', () => {
    const sport = (file: string, tracks: readonly string[], after = ''): unknown => {
      const body = tracks.map((inside) => `<trk>${inside}<trkseg>${point(46, 0)}</trkseg></trk>`);
      return recordingIn(gpx(`${file}${body.join('')}${after}`)).sport;
    };
    const extension = (inside: string): string => `<extensions>${inside}</extensions>`;
    const osmAnd = (activity: string): string =>
      `<metadata>${extension(`<osmand:activity>${activity}</osmand:activity>`)}</metadata>`;
    const locus = (activity: string): string => extension(`<locus:activity>${activity}</locus:activity>`);

    it('is the sport of its track, or of the file', () => {
      const trails = extension('<t:TrackExtension><t:activity>cycling</t:activity></t:TrackExtension>');
      expect(sport(osmAnd('off_road_motorcycling_dirt_biking'), [''])).toBe('OTHER');
      expect(sport(osmAnd('mountain_biking'), ['', ''])).toBe('MOUNTAIN_BIKING');
      expect([sport('', [locus('transport_car')]), sport('', [trails])]).toEqual(['OTHER', 'CYCLING']);
      expect(sport('', [''], locus('hiking'))).toBe('HIKING');
      expect(sport(osmAnd('driving'), [locus('hiking')])).toBe('HIKING');
    });

    it('counts only where no type tells a sport', () => {
      expect(sport(osmAnd('driving'), [`<type>running</type>${locus('cycling')}`])).toBe('RUNNING');
      expect(sport(osmAnd('driving'), ['<type>track</type>'])).toBe('OTHER');
    });

    it('is none where it is a number, or of a point, a waypoint or a route', () => {
      expect([sport('', [locus('0')]), sport('', [locus('1')]), sport('', [locus(' ')])]).toEqual([null, null, null]);
      const plans = `<wpt lat="46" lon="14">${locus('hiking')}</wpt><rte>${locus('hiking')}</rte>`;
      expect(sport(plans, [''])).toBeNull();
      expect(recordingIn(track(point(46, 0, extension('<activity>still</activity>')))).sport).toBeNull();
    });
  });

  it('finds power as the road bikers write it', () => {
    expect(recordingIn(track(point(46, 0, '<extensions><power>250</power></extensions>'))).points.power[0]).toBe(250);
  });

  it('reads every track and segment, whatever namespace prefix they have', () => {
    const body = `<g:trk><g:trkseg></g:trkseg></g:trk><g:trk><g:trkseg>${point(46, 0)}</g:trkseg><g:trkseg>${point(46.1, 60)}</g:trkseg></g:trk>`;
    const xml = `<g:gpx xmlns:g="http://www.topografix.com/GPX/1/1">${body.replaceAll('<trkpt', '<g:trkpt').replaceAll('</trkpt', '</g:trkpt')}</g:gpx>`;
    const recording = recordingIn(xml);
    expect(recording.points.length).toBe(2);
    expect(recording.segmentStarts).toEqual([0, 1]);
  });

  it.each([
    ['2026-04-11T06:30:00Z', 0],
    ['2026-04-11T08:30:00+02:00', 0],
    ['2026-04-11T03:00:00-0330', 0],
    ['2026-04-11T06:30:00', 0],
    ['2026-04-11 06:30:00Z', 0],
    ['2026-04-11 06:30:00', 0],
    ['2026-04-11 06:30:00 UTC', 0],
    ['2026-04-11T06:30:00gmt', 0],
    ['2026-04-11 08:30:00 +02', 0],
    ['2026-4-11T6:30:00Z', 0],
    [' 2026-04-11T06:30:00.1239999Z ', 123],
    ['2026-04-11T06:30:00.29999995231628Z', 299],
    ['2026-04-11T06:30Z', 0],
    ['2026-04-11T6:30:0Z', 0],
    ['2026-04-10T24:00:00-06:30', 0],
    ['2026-04-11T20:30:00+14:00', 0],
    ['2026-04-11T24:00:01Z', NaN],
    ['2026-04-11T24:30:00Z', NaN],
    ['2026-04-11T25:00:00Z', NaN],
    ['2026-04-11T06:30:00+14:01', NaN],
    ['2026-04-11T06:30:00+05:60', NaN],
    ['2026-04-11T06:30:00-99:99', NaN],
    ['2026-13-11T06:30:00Z', NaN],
    ['2026-02-30T06:30:00Z', NaN],
    ['2026-04-11 06:30:00 CET', NaN],
    ['2026-04-11 06:30:00 PM', NaN],
    ['11-04-2026 06:30:00', NaN],
    ['11.4.2026 06:30', NaN],
    ['04/11/2026 06:30:00', NaN],
    ['26-04-11 06:30:00', NaN],
    ['yesterday', NaN],
    ['', NaN],
  ])('reads the time %j', (text, offset) => {
    const { points } = recordingIn(track(`<trkpt lat="46" lon="14"><time>${text}</time></trkpt>`));
    expect(points.time[0]).toBe(Number.isNaN(offset) ? NaN : START + offset);
  });

  it.each([
    ['46', 46],
    [' +46.5 ', 46.5],
    ['4.65e1', 46.5],
    ['.5', 0.5],
    ['0x2e', NaN],
    ['0b11', NaN],
    ['1e', NaN],
    ['INF', NaN],
    ['', NaN],
  ])('reads the number %j as XML schema writes it', (text, expected) => {
    expect(new NumberReader().read(text)).toBe(expected);
  });

  it('reads numbers with more digits than anybody can measure, up to a hundred', () => {
    const longitude = `14.${'3'.repeat(90)}`;
    const { points } = recordingIn(track(`<trkpt lat="46.${'1'.repeat(45)}" lon="${longitude}"/>`));
    expect(points.latitude[0]).toBeCloseTo(46.111111, 6);
    expect(points.longitude[0]).toBeCloseTo(14.333333, 6);
    expect(recordingIn(track(`<trkpt lat="46.${'1'.repeat(100)}" lon="14"/>`)).points.latitude[0]).toBeNaN();
  });

  it.each(['undefined', '', 'NaN', 'Infinity', '1e400', '12abc'])('takes lat=%j for no position', (text) => {
    expect(recordingIn(track(`<trkpt lat="${text}" lon="14"/>`)).points.latitude[0]).toBeNaN();
  });

  it('reads a file whose coordinates have decimal commas', () => {
    const inside = '<ele>1300,25</ele><extensions><speed>2,5</speed></extensions>';
    const { points } = recordingIn(track(`<trkpt lat="-46,5" lon="14,25">${inside}</trkpt>`));
    expect([points.latitude[0], points.longitude[0], points.elevation[0], points.speed[0]]).toEqual([
      -46.5, 14.25, 1300.25, 2.5,
    ]);
    const coarse = recordingIn(track('<trkpt lat="46,512" lon="14"><ele>1,300</ele></trkpt>'));
    expect([coarse.points.latitude[0], coarse.points.elevation[0]]).toEqual([46.512, 1.3]);
  });

  it('reads decimal commas beside coordinates with a point, but no number that may be one of thousands', () => {
    const elevations = (...each: string[]): number[] => {
      const points = each.map((ele, i) => `<trkpt lat="${46 + i / 1000}" lon="14.25"><ele>${ele}</ele></trkpt>`);
      return [...recordingIn(track(points.join(''))).points.elevation];
    };
    expect(elevations('0,125', '300,5', '301', '-0,25', '302,375')).toEqual([0.125, 300.5, 301, -0.25, 302.375]);
    expect(elevations('1,300', '12,345', '1,300.5', '1,300,000')).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('takes the marks of a pause for the end of a segment and no point', () => {
    const marks = '<trkpt lat="100" lon="0"><time>2026-04-11T06:31:00Z</time></trkpt><trkpt lat="200.0" lon="0"/>';
    const recording = recordingIn(track(`${point(46, 0)}${point(46.001, 30)}${marks}${point(46.002, 90)}`));
    expect(recording.points.length).toBe(3);
    expect(recording.segmentStarts).toEqual([0, 2]);
  });

  it('refuses plans: waypoints and routes alone', () => {
    expect(refusalOf(gpx('<wpt lat="46" lon="14"/>'))).toBe('NOT_AN_ACTIVITY');
    expect(refusalOf(gpx('<rte><rtept lat="46" lon="14"/><rtept lat="46.1" lon="14"/></rte>'))).toBe('NOT_AN_ACTIVITY');
    expect(refusalOf(gpx('<trk><trkseg/></trk>'))).toBe('NO_USABLE_POINTS');
  });

  it('leaves waypoints and route points out of the track', () => {
    const body = `<wpt lat="1" lon="1"><time>2020-01-01T00:00:00Z</time></wpt><rte><rtept lat="1" lon="1"/></rte><trk><trkseg>${point(46, 0)}</trkseg></trk>`;
    expect(recordingIn(gpx(body)).points.length).toBe(1);
  });

  it.runIf(haveSamples).each(['30', '31', '34', '36', '38'])('reads sample %s as fast-xml-parser does', (number) => {
    const { bytes } = sample(number);
    expect(ownPoints(bytes)).toEqual(referencePoints(bytes));
  });

  it('reads a generated file as fast-xml-parser does', () => {
    const { bytes } = generateActivity({ seed: 9, format: 'GPX', startedAt: START });
    expect(ownPoints(bytes)).toEqual(referencePoints(bytes));
  });
});

const ownPoints = (bytes: Uint8Array): Array<[number, number, number]> => {
  const { points } = recordingIn(bytes);
  return [...points.latitude].map((latitude, i) => [latitude, points.longitude[i] ?? NaN, points.elevation[i] ?? NaN]);
};

const trkpt = z.object({ lat: z.coerce.number(), lon: z.coerce.number(), ele: z.coerce.number().optional() });
const tracks = z.object({
  gpx: z.object({
    trk: z.array(z.object({ trkseg: z.array(z.union([z.string(), z.object({ trkpt: z.array(trkpt) })])) })),
  }),
});

/** The same points through another reader. */
function referencePoints(bytes: Uint8Array): Array<[number, number, number]> {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    isArray: (name) => ['trk', 'trkseg', 'trkpt'].includes(name),
  });
  const parsed = tracks.parse(parser.parse(new TextDecoder().decode(bytes)));
  return parsed.gpx.trk
    .flatMap((each) => each.trkseg)
    .flatMap((segment) => (typeof segment === 'string' ? [] : segment.trkpt))
    .map(({ lat, lon, ele }) => [lat, lon, ele ?? NaN]);
}

const trackpoint = (seconds: number, inside = ''): string =>
  `<Trackpoint><Time>${new Date(START + seconds * 1000).toISOString()}</Time>${inside}</Trackpoint>`;

const lap = (seconds: number, body: string): string =>
  `<Lap StartTime="${new Date(START + seconds * 1000).toISOString()}"><TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>200</DistanceMeters><Calories>10</Calories>
   <AverageHeartRateBpm><Value>140</Value></AverageHeartRateBpm><MaximumHeartRateBpm><Value>155</Value></MaximumHeartRateBpm>${body}</Lap>`;

const tcx = (laps: string, sport = 'Running'): string =>
  `<?xml version="1.0"?><TrainingCenterDatabase><Activities><Activity Sport="${sport}"><Id>x</Id>${laps}<Creator><Name>Watch</Name></Creator></Activity></Activities></TrainingCenterDatabase>`;

describe('the TCX reader', () => {
  it('takes a cadence of 255 for none, as that of FIT', () => {
    const { points } = recordingIn(
      tcx(lap(0, `<Track>${trackpoint(0, '<Cadence>255</Cadence>')}${trackpoint(1, '<Cadence>85</Cadence>')}</Track>`)),
    );
    expect([...points.cadence]).toEqual([NaN, 85]);
  });

  it('reads points with sensors, laps and totals', () => {
    const inside = `<Position><LatitudeDegrees>46.1</LatitudeDegrees><LongitudeDegrees>14.2</LongitudeDegrees></Position><AltitudeMeters>300</AltitudeMeters>
      <DistanceMeters>5.5</DistanceMeters><HeartRateBpm><Value>141</Value></HeartRateBpm><Cadence>80</Cadence>
      <Extensions><ns3:TPX><ns3:Speed>2.5</ns3:Speed><ns3:Watts>210</ns3:Watts></ns3:TPX></Extensions>`;
    const recording = recordingIn(
      tcx(lap(0, `<Track>${trackpoint(0, inside)}</Track>`) + lap(60, `<Track>${trackpoint(60)}</Track>`)),
    );
    const { points } = recording;
    expect([
      points.latitude[0],
      points.longitude[0],
      points.elevation[0],
      points.distance[0],
      points.heartRate[0],
    ]).toEqual([46.1, 14.2, 300, 5.5, 141]);
    expect([points.cadence[0], points.speed[0], points.power[0]]).toEqual([80, 2.5, 210]);
    expect(recording.laps).toHaveLength(2);
    expect(recording.totals).toMatchObject({
      timerSeconds: 120,
      distanceMeters: 400,
      kilocalories: 20,
      averageHeartRateBpm: 140,
      maxHeartRateBpm: 155,
    });
    expect(recording).toMatchObject({ sport: 'RUNNING', creator: 'Watch' });
  });

  it('keeps what a point or a lap has told where the same comes again without a number, or in an extension', () => {
    const inside = `<AltitudeMeters>300</AltitudeMeters><HeartRateBpm><Value>130</Value></HeartRateBpm><Cadence>80</Cadence>
      <Extensions><z:Time>2020-01-01T00:00:00Z</z:Time><z:AltitudeMeters>-1</z:AltitudeMeters><TPX><RunCadence/></TPX></Extensions>`;
    const { points, laps } = recordingIn(
      tcx(lap(0, `<Track>${trackpoint(0, inside)}</Track><Extensions><z:DistanceMeters/></Extensions>`)),
    );
    expect([points.time[0], points.elevation[0], points.heartRate[0], points.cadence[0]]).toEqual([
      START,
      300,
      130,
      80,
    ]);
    expect(laps[0]?.distanceMeters).toBe(200);
  });

  it('reads decimal commas as the GPX reader does', () => {
    const point = trackpoint(0, '<AltitudeMeters>300,5</AltitudeMeters><DistanceMeters>1,25</DistanceMeters>');
    const { points } = recordingIn(tcx(lap(0, `<Track>${point}</Track>`)));
    expect([points.elevation[0], points.distance[0]]).toEqual([300.5, 1.25]);
  });

  it('reads times as the GPX reader does', () => {
    const times = ['2026-4-11T6:30:00Z', '2026-04-11 06:30:00 UTC', '04/11/2026 06:30:00'];
    const points = times.map((text) => `<Trackpoint><Time>${text}</Time></Trackpoint>`).join('');
    const laps = `<Lap StartTime="2026-04-11 06:30:00 UTC"><Track>${points}</Track></Lap>`;
    const recording = recordingIn(tcx(laps));
    expect(recording.laps[0]?.startedAt).toBe(START);
    expect([...recording.points.time]).toEqual([START, START, NaN]);
  });

  it('tells how long a lap took with its pauses: until the next one, or its last point', () => {
    const timed = (from: number, timer: number, ...seconds: number[]): string =>
      lap(from, `<Track>${seconds.map((each) => trackpoint(each)).join('')}</Track>`).replace('>60<', `>${timer}<`);
    const told = (...laps: string[]): unknown[] =>
      recordingIn(tcx(laps.join(''))).laps.map(({ elapsedSeconds, timerSeconds }) => [elapsedSeconds, timerSeconds]);
    expect(told(timed(0, 100.25, 0, 99), timed(100, 60, 100, 160))).toEqual([
      [100.25, 100.25],
      [60, 60],
    ]);
    expect(told(timed(0, 100, 0, 50, 450, 495), timed(500, 60.5, 500, 530, 700))).toEqual([
      [500, 100],
      [200, 60.5],
    ]);
    const { elapsedSeconds } = analysed(
      new TextEncoder().encode(tcx(timed(0, 100, 0, 50, 450, 500) + timed(500, 60, 500, 530, 700))),
    ).figures;
    expect(elapsedSeconds).toBe(700);
  });

  it('begins a segment with a second track of a lap, not with a lap', () => {
    const recording = recordingIn(
      tcx(
        lap(0, `<Track>${trackpoint(0)}</Track><Track>${trackpoint(30)}</Track>`) +
          lap(60, `<Track>${trackpoint(60)}</Track>`),
      ),
    );
    expect(recording.segmentStarts).toEqual([0, 1]);
  });

  it('takes the transitions of a multisport session for laps', () => {
    const atMeters = (seconds: number, meters: number): string =>
      trackpoint(seconds, `<DistanceMeters>${meters}</DistanceMeters>`);
    const part = (from: number): string =>
      lap(from, `<Track>${[0, 20, 40, 60].map((each) => atMeters(from + each, (each * 10) / 3)).join('')}</Track>`);
    const activity = (sport: string, from: number): string => `<Activity Sport="${sport}">${part(from)}</Activity>`;
    const transition = part(60).replaceAll('Lap', 'Transition');
    const file = `<TrainingCenterDatabase><Activities><MultiSportSession><FirstSport>${activity('Biking', 0)}</FirstSport>
      <NextSport>${transition}${activity('Running', 120)}</NextSport></MultiSportSession></Activities></TrainingCenterDatabase>`;
    const recording = recordingIn(file);
    expect(recording).toMatchObject({
      sport: 'OTHER',
      laps: [0, 60, 120].map((from) => ({ startedAt: START + from * 1000, elapsedSeconds: 60, distanceMeters: 200 })),
      totals: { timerSeconds: 180, distanceMeters: 600, kilocalories: 30 },
    });
    expect(recording.points.distance.at(-1)).toBe(600);
    expect(sum(kilometersOf(recording).map((split) => split.distanceMeters))).toBe(600);
  });

  it('adds up distances that begin anew in each lap', () => {
    const at = (meters: number): string => `<DistanceMeters>${meters}</DistanceMeters>`;
    const one = (from: number): string => `<Track>${trackpoint(from, at(0))}${trackpoint(from + 60, at(200))}</Track>`;
    expect([...recordingIn(tcx(lap(0, one(0)) + lap(100, one(100)))).points.distance]).toEqual([0, 200, 200, 400]);
  });

  it('adds up laps also where one value of a distance that goes on leaps up', () => {
    const at = (seconds: number, meters: number): string =>
      trackpoint(seconds, `<DistanceMeters>${meters}</DistanceMeters>`);
    const first = lap(0, at(0, 0) + at(30, 100) + at(31, 20_000) + at(60, 200));
    const { distance } = recordingIn(tcx(first + lap(100, at(100, 200) + at(160, 400)))).points;
    expect([...distance]).toEqual([0, 100, NaN, 200, 200, 400]);
  });

  it('adds up any laps, equal or a short one before a long one, whether the distance begins anew in each or goes on', () => {
    const anyLaps = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(anyLaps, fc.boolean(), fc.boolean(), fc.boolean(), (lengths, beginsAnew, saysLength, drifts) => {
        let covered = 0;
        const laps = lengths.map((length, i) => {
          const meters = length * 10;
          const from = beginsAnew ? 0 : Math.max(0, covered - (drifts ? 0.2 : 0));
          const points = [0, 0.5, 1].map((share) =>
            trackpoint(100 * (i + share * 0.9), `<DistanceMeters>${from + share * meters}</DistanceMeters>`),
          );
          covered += meters;
          const total = saysLength ? `<DistanceMeters>${meters}</DistanceMeters>` : '';
          return `<Lap>${total}<Track>${points.join('')}</Track></Lap>`;
        });
        const { distance } = recordingIn(tcx(laps.join(''))).points;
        expect(Math.abs((distance.at(-1) ?? NaN) - covered)).toBeLessThan(1);
      }),
    );
  });

  it('has the same figures in whatever order the activities stand', () => {
    const activity = (from: number, seconds: number): string => {
      const points = Array.from({ length: seconds / 10 + 1 }, (_, i) => {
        const latitude = 46 + (from / 36_000 + i * 30) * METER;
        const position = `<Position><LatitudeDegrees>${latitude}</LatitudeDegrees><LongitudeDegrees>14.5</LongitudeDegrees></Position>`;
        return trackpoint(from + i * 10, `${position}<DistanceMeters>${i * 30}</DistanceMeters>`);
      });
      const time = new Date(START + from * 1000).toISOString();
      const totals = `<TotalTimeSeconds>${seconds}</TotalTimeSeconds><DistanceMeters>${seconds * 3}</DistanceMeters>`;
      return `<Activity Sport="Running"><Lap StartTime="${time}">${totals}<Track>${points.join('')}</Track></Lap></Activity>`;
    };
    const [first, second, third] = [activity(0, 800), activity(3600, 1000), activity(7200, 800)];
    const figures = (...activities: string[]): unknown => {
      const file = `<TrainingCenterDatabase><Activities>${activities.join('')}</Activities></TrainingCenterDatabase>`;
      return analysed(new TextEncoder().encode(file)).figures;
    };
    const inOrder = figures(first, second, third);
    expect(inOrder).toMatchObject({ distanceMeters: 7800, movingSeconds: 2600, laps: [{}, {}, {}] });
    expect(figures(third, second, first)).toEqual(inOrder);
    expect(figures(second, first, third)).toEqual(inOrder);
  });

  describe('a file of several activities', () => {
    const hour = 3600;
    const activity = (from: number): string =>
      `<Activity Sport="Running">${lap(from, `<Track>${trackpoint(from)}${trackpoint(from + 60)}</Track>`)}</Activity>`;
    const inFile = (body: string): string =>
      `<TrainingCenterDatabase><Activities>${body}</Activities></TrainingCenterDatabase>`;
    const refused = (...starts: number[]): unknown => refusalOf(inFile(starts.map(activity).join('')));

    it('is one workout where no more than four hours lie between the end of one and the start of the next', () => {
      expect([refused(0, 4 * hour + 60), refused(4 * hour + 60, 0), refused(0, 3 * hour, 6 * hour)]).toEqual([
        null,
        null,
        null,
      ]);
    });

    it('is a history that is refused where more than four hours lie between, in whatever order', () => {
      const several = 'SEVERAL_ACTIVITIES';
      expect([refused(0, 4 * hour + 61), refused(10 * hour, 0), refused(0, 3 * hour, 300 * hour)]).toEqual([
        several,
        several,
        several,
      ]);
      const lapAlone = (from: number): string => `<Activity Sport="Biking">${lap(from, '')}</Activity>`;
      expect(refusalOf(inFile(lapAlone(0) + lapAlone(10 * hour)))).toBe(several);
      const runs = [0, 10 * hour].map((from) => activity(from).replaceAll('Activity', 'Run')).join('');
      expect(
        refusalOf(`<TrainingCenterDatabase><History><Running>${runs}</Running></History></TrainingCenterDatabase>`),
      ).toBe(several);
    });

    it('is one workout, however far apart, where they are of one multisport session', () => {
      const parts = `<FirstSport>${activity(0)}</FirstSport><NextSport>${activity(5 * hour)}</NextSport>`;
      const session = `<MultiSportSession>${parts}</MultiSportSession>`;
      expect(refusalOf(inFile(session))).toBeNull();
      expect(refusalOf(inFile(session + activity(12 * hour)))).toBe('SEVERAL_ACTIVITIES');
    });

    it('is not refused for an activity in which nothing was done', () => {
      const empty = `<Activity Sport="Running"><Lap StartTime="1989-12-31T00:00:00Z"><TotalTimeSeconds>0</TotalTimeSeconds></Lap></Activity>`;
      expect(refusalOf(inFile(empty + activity(0)))).toBeNull();
    });
  });

  it('has no lap of 0 s and 0 m, as is begun where a recording ends', () => {
    const run = lap(0, `<Track>${trackpoint(0)}${trackpoint(60)}</Track>`);
    const zero = (body: string): string => lap(60, body).replace('>60<', '>0<').replace('>200<', '>0<');
    const { laps } = recordingIn(tcx(run));
    expect(recordingIn(tcx(run + zero(''))).laps).toEqual(laps);
    expect(recordingIn(tcx(run + zero(`<Track>${trackpoint(60)}</Track>`))).laps).toEqual(laps);
    expect(recordingIn(tcx(run + zero(`<Track>${trackpoint(60)}${trackpoint(90)}</Track>`))).laps).toHaveLength(2);
  });

  it('calls activities of different sports OTHER, and says so', () => {
    const activity = (sport: string, from: number): string =>
      `<Activity Sport="${sport}">${lap(from, `<Track>${trackpoint(from)}</Track>`)}</Activity>`;
    const file = (...sports: string[]): string =>
      `<TrainingCenterDatabase><Activities>${sports.map((sport, i) => activity(sport, i * 600)).join('')}</Activities></TrainingCenterDatabase>`;
    expect(recordingIn(file('Running', 'Biking'))).toMatchObject({ sport: 'OTHER', hasSeveralSports: true });
    expect(recordingIn(file('Running', 'Running'))).toMatchObject({ sport: 'RUNNING', hasSeveralSports: false });
  });

  it('tells an activity in a drawn world by its sport', () => {
    expect(recordingIn(tcx(lap(0, ''), 'VirtualRun'))).toMatchObject({ sport: 'RUNNING', isIndoors: true });
    expect(recordingIn(tcx(lap(0, ''), 'Running'))).toMatchObject({ sport: 'RUNNING', isIndoors: false });
  });

  it('reads the history of version 1', () => {
    const time = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
    const at = (seconds: number): string =>
      `<Trackpoint><Time>${time(seconds)}</Time><Position><LatitudeDegrees>46</LatitudeDegrees><LongitudeDegrees>14.5</LongitudeDegrees></Position><DistanceMeters>${seconds * 3}</DistanceMeters><HeartRateBpm>${140 + seconds}</HeartRateBpm></Trackpoint>`;
    const recording = recordingIn(
      `<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v1"><History><Running/><Biking><Run><Lap StartTime="${time(0)}"><TotalTimeSeconds>10</TotalTimeSeconds><DistanceMeters>30</DistanceMeters><Calories>5</Calories><AverageHeartRateBpm>145</AverageHeartRateBpm><Track>${at(0)}${at(10)}</Track></Lap></Run></Biking></History></TrainingCenterDatabase>`,
    );
    expect(recording.sport).toBe('CYCLING');
    expect([...recording.points.heartRate]).toEqual([140, 150]);
    expect([...recording.points.distance]).toEqual([0, 30]);
    expect(recording.totals).toMatchObject({ timerSeconds: 10, kilocalories: 5, averageHeartRateBpm: 145 });
  });

  it('takes the sport "Other" at its word: a swim or a paddle is no walk', () => {
    expect(recordingIn(tcx(lap(0, ''), 'Other'))).toMatchObject({ sport: 'OTHER', isSportUnknown: true });
    expect(recordingIn(tcx(lap(0, ''), 'Kayaking'))).toMatchObject({ sport: 'OTHER', isSportUnknown: false });
    expect(recordingIn(tcx(lap(0, ''), '')).sport).toBeNull();
    expect(recordingIn(tcx(lap(0, ''), 'Biking')).sport).toBe('CYCLING');
  });

  it('keeps a workout that has lap totals only', () => {
    const recording = recordingIn(tcx(lap(0, '')));
    expect(recording.points.length).toBe(0);
    expect(refusalOf(tcx(lap(0, '')))).toBeNull();
  });

  it('takes no course for a part of the activity beside it, wherever it stands', () => {
    const run = tcx(lap(0, `<Track>${trackpoint(0)}${trackpoint(60)}</Track>`));
    const course = `<Courses><Course><Name>C</Name>${lap(7200, '')}<Track>${trackpoint(7200)}${trackpoint(7260)}</Track><Creator><Name>Site</Name></Creator></Course></Courses>`;
    const alone = recordingIn(run);
    expect(recordingIn(run.replace('</Activities>', `</Activities>${course}`))).toEqual(alone);
    expect(recordingIn(run.replace('<Activities>', `${course}<Activities>`))).toEqual(alone);
  });

  it('refuses courses', () => {
    expect(
      refusalOf('<TrainingCenterDatabase><Courses><Course><Lap/><Track/></Course></Courses></TrainingCenterDatabase>'),
    ).toBe('NOT_AN_ACTIVITY');
  });
});

describe('XML', () => {
  const encoded: Array<[string, Uint8Array]> = [
    [
      'UTF-8 with a byte order mark',
      Uint8Array.from([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(track(point(46, 0)))]),
    ],
    ['UTF-16 little endian', Uint8Array.from(Buffer.from(`\uFEFF${track(point(46, 0))}`, 'utf16le'))],
    ['UTF-16 without a mark', Uint8Array.from(Buffer.from(track(point(46, 0)), 'utf16le'))],
    ['UTF-16 big endian', Uint8Array.from(Buffer.from(`\uFEFF${track(point(46, 0))}`, 'utf16le').swap16())],
    ['Windows line ends', new TextEncoder().encode(track(point(46, 0)).replaceAll('>', '>\r\n'))],
    [
      'a declaration that lies about UTF-16',
      new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-16"?>${track(point(46, 0))}`),
    ],
    [
      'an encoding nobody knows',
      new TextEncoder().encode(`<?xml version="1.0" encoding="klingon"?>${track(point(46, 0))}`),
    ],
    ['blank lines before and zeros behind', new TextEncoder().encode(`\n\n${track(point(46, 0))}\n\0\0`)],
  ];

  it.each(encoded)('is read in %s', (_, bytes) => {
    expect(recordingIn(bytes).points.latitude[0]).toBe(46);
  });

  it('is read in the single-byte encoding it declares', () => {
    const xml = `<?xml version="1.0" encoding="ISO-8859-1"?>${gpx(`<trk><name>Škofja Loka – Žiri été</name><trkseg>${point(46, 0)}</trkseg></trk>`)}`;
    expect(recordingIn(Uint8Array.from(Buffer.from(xml, 'latin1'))).name).toContain('été');
  });

  it('has five entities and characters by number; all others stay as they are written', () => {
    const name = (text: string): string | null =>
      recordingIn(gpx(`<trk><name>${text}</name><trkseg>${point(46, 0)}</trkseg></trk>`)).name;
    expect(name('Tom &amp; Jerry &lt;3 &#233;&#xE9;')).toBe('Tom & Jerry <3 éé');
    expect(name('&nbsp;&bomb; & co')).toBe('&nbsp;&bomb; & co');
    expect(name('<![CDATA[a < b]]> c')).toBe('a < b c');
  });

  it.each([
    ['an end tag of another element', '<gpx><trk></gpx></trk>'],
    ['an element left open', '<gpx><trk>'],
    ['an attribute without quotes', '<gpx version=1></gpx>'],
    ['an attribute without a value', '<gpx version></gpx>'],
    ['a second root', '<gpx><trk/></gpx><gpx/>'],
    ['text behind the root', '<gpx><trk/></gpx>!'],
    ['a comment left open', '<gpx><!-- </gpx>'],
    ['a DTD inside', '<gpx><!DOCTYPE x></gpx>'],
  ])('is malformed with %s', (_, xml) => {
    expect(refusalOf(xml)).toBe('MALFORMED_FILE');
  });

  it('skips comments, instructions and DTDs', () => {
    const dtd = `<!DOCTYPE gpx [<!-- ]> --><?that it's ]> ?><!ENTITY a "]>"><!ENTITY b SYSTEM "http://127.0.0.1:9/x">]>`;
    const xml = `<?xml version="1.0"?><?style x?><!-- <gpx> -->${dtd}${gpx(`<!-- <trk> --><trk><trkseg>${point(46, 0)}</trkseg></trk>`)}`;
    expect(recordingIn(xml).points.length).toBe(1);
  });

  it.each(['<html><body/></html>', '<kml/>', 'hello', '{"a":1}', '<', '\u0000\u0001\u0002'])(
    'that is none of ours is of unknown format: %j',
    (text) => {
      expect(refusalOf(text)).toBe('UNKNOWN_FORMAT');
    },
  );
});
