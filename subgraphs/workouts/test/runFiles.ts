import type { run } from './liveSupport.ts';

/** A run, as `run` makes it. */
export type Run = ReturnType<typeof run>;

/** A run without heart rates. */
export const plain = ({ samples, ...rest }: Run) => ({
  ...rest,
  samples: samples.map(({ heartRateBpm: _left, ...sample }) => sample),
});

/** A run as a file, without heart rates. */
export const gpx = ({ samples }: Run): Uint8Array =>
  Buffer.from(
    `<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><type>running</type><trkseg>${samples
      .map((each) => `<trkpt lat="${each.latitude}" lon="${each.longitude}"><time>${each.at}</time></trkpt>`)
      .join('')}</trkseg></trk></gpx>`,
  );

/** The same with heart rates. */
export const richGpx = (what: Run): Uint8Array =>
  Buffer.from(
    Buffer.from(gpx(what))
      .toString()
      .replaceAll(
        '</time>',
        '</time><extensions><t:TrackPointExtension xmlns:t="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"><t:hr>140</t:hr></t:TrackPointExtension></extensions>',
      ),
  );
