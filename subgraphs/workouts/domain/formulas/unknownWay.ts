/** A pause in which somebody came further than this leaves unknown how: by a lift, perhaps. */
export const UNKNOWN_METERS = 200;

/** A tracker that is heard of seldom tells shorter gaps all along a slow way. */
const LONG_STOP_SECONDS = 1800;

/** Whether a gap between two positions lasts so long that the way in it may be unknown. */
export const isLongStop = (seconds: number): boolean => seconds >= LONG_STOP_SECONDS;

/** Whether somebody came elsewhere in a long stop all the same, slower than somebody at rest. */
export const isUnknownWay = (meters: number, seconds: number, stillSpeed: number): boolean =>
  meters > UNKNOWN_METERS && meters < stillSpeed * seconds;
