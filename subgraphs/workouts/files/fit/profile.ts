/** The numbers of the Garmin FIT profile that an activity needs. Field values are raw: see `scale` of each reader. */
export const MESSAGE = {
  fileId: 0,
  sport: 12,
  session: 18,
  lap: 19,
  record: 20,
  event: 21,
  deviceInfo: 23,
  activity: 34,
  length: 101,
  heartRates: 132,
  fieldDescription: 206,
} as const;

export const FILE_ID = { type: 0, manufacturer: 1, product: 2, productName: 8 } as const;

export const RECORD = {
  latitude: 0,
  longitude: 1,
  altitude: 2,
  heartRate: 3,
  cadence: 4,
  distance: 5,
  speed: 6,
  power: 7,
  compressedSpeedDistance: 8,
  temperature: 13,
  cadence256: 52,
  fractionalCadence: 53,
  enhancedSpeed: 73,
  enhancedAltitude: 78,
} as const;

export const SESSION = {
  startTime: 2,
  sport: 5,
  subSport: 6,
  elapsed: 7,
  timer: 8,
  distance: 9,
  calories: 11,
  averageHeartRate: 16,
  maxHeartRate: 17,
  ascent: 22,
  descent: 23,
  poolLength: 44,
} as const;

export const LAP = {
  startTime: 2,
  elapsed: 7,
  timer: 8,
  distance: 9,
  calories: 11,
  averageHeartRate: 15,
  maxHeartRate: 16,
  ascent: 21,
  descent: 22,
  sport: 25,
  subSport: 39,
} as const;
export const LENGTH = { startTime: 2, elapsed: 3, type: 12 } as const;
export const HR = { fraction: 0, bpm: 6, eventTicks: 9, lowTicks: 10 } as const;
export const SPORT = { sport: 0, subSport: 1, name: 3 } as const;
export const EVENT = { event: 0, type: 1 } as const;
export const DEVICE_INFO = { type: 1, sourceType: 25, productName: 27 } as const;
export const ACTIVITY = { localTimestamp: 5 } as const;
export const FIELD_DESCRIPTION = {
  developer: 0,
  number: 1,
  baseType: 2,
  scale: 6,
  offset: 7,
  nativeMessage: 14,
  nativeField: 15,
} as const;

/** length_type idle: a rest at the wall; the other is active, and some watches tell none */
export const IDLE_LENGTH = 0;
export const FILE_TYPE = { activity: 4 } as const;
export const TIMER_EVENT = 0;
export const TIMER_START = 0;
/** stop, stop_all, stop_disable, stop_disable_all */
export const TIMER_STOPS: ReadonlySet<number> = new Set([1, 4, 8, 9]);
/** device_info with source_type local (5) and device_type barometer (4) */
export const LOCAL_SOURCE = 5;
export const BAROMETER = 4;

/** Manufacturers whose devices most files come from, by number. */
export const MANUFACTURERS = new Map<number, string>([
  [1, 'Garmin'],
  [23, 'Suunto'],
  [32, 'Wahoo'],
  [123, 'Polar'],
  [255, 'Development'],
  [260, 'Zwift'],
  [265, 'Strava'],
  [294, 'Coros'],
]);

/** Seconds between 1970 and the FIT epoch, 1989-12-31T00:00:00Z. */
export const FIT_EPOCH_SECONDS = 631_065_600;

/**
 * Below this a FIT date_time is no date but seconds since the device was switched on (FIT profile, type date_time:
 * "if value < 0x10000000 then it is system time").
 */
export const FIRST_UTC_SECOND = 0x10000000;

/** Degrees per semicircle, FIT's unit of angle. */
export const DEGREES_PER_SEMICIRCLE = 180 / 2 ** 31;
