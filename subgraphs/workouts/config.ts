import { readConfig, setting, subgraphSettings } from '#platform/config.ts';
import { storageSettings } from '#platform/storage/open.ts';

/** The settings of the workouts subgraph. */
export const workoutsSettings = {
  ...subgraphSettings(4002),
  ...storageSettings('.laurel/storage/workouts'),
  MONGO_URL: setting.storeUrl('mongo', 'mongodb://127.0.0.1:4011/laurel_workouts'),
  REDIS_URL: setting.url('redis', 'redis://127.0.0.1:4012'),
  /** So long after its last sign of life a workout that is being recorded closes itself: two hours. */
  LIVE_IDLE_MS: setting.integer(2 * 3_600_000, { min: 100 }),
  /** How often samples of one workout may be sent; a person may send thrice as many. */
  SAMPLE_CALLS_PER_MINUTE: setting.integer(1200, { min: 1 }),
  /** The largest file that is taken, as it comes and unpacked. */
  MAX_UPLOAD_BYTES: setting.integer(25 * 1024 * 1024, { min: 1, max: 1024 ** 3 }),
  /** The largest archive that is taken, and what it may unpack to altogether. */
  MAX_ARCHIVE_BYTES: setting.integer(1024 ** 3, { min: 1, max: 16 * 1024 ** 3 }),
  MAX_ARCHIVE_UNPACKED_BYTES: setting.integer(8 * 1024 ** 3, { min: 1 }),
  /** How many files an archive may hold. */
  MAX_ARCHIVE_FILES: setting.integer(10_000, { min: 1, max: 100_000 }),
  /** How long an uploaded photo waits for the workout that shows it: a day. */
  UNUSED_PHOTO_MS: setting.integer(86_400_000, { min: 100 }),
  /**
   * So long after it was begun nobody is about to change a workout or a photo any more, and no write that was sent then takes
   * effect: what it left is cleared away. Five minutes: a write is sent within the half minute that the gateway waits, is given
   * up little more than a minute later (`platform/mongo/connection.ts`), and may go on in a store that hung.
   */
  LEFTOVER_MS: setting.integer(300_000, { min: 100 }),
  /** How long an upload that nobody imports is kept: a week. */
  UNUSED_UPLOAD_MS: setting.integer(7 * 86_400_000, { min: 100 }),
  /** How many imports of a person may wait at a time, and how many uploads for their import; further ones are refused. */
  MAX_WAITING_IMPORTS: setting.integer(2000, { min: 1 }),
  /** How many files are worked on at a time; each may have a reader thread of its own. */
  IMPORT_CONCURRENCY: setting.integer(2, { min: 1, max: 64 }),
  /** How long a file may be read for. */
  IMPORT_TIMEOUT_MS: setting.integer(10_000, { min: 100 }),
  /** How much memory a reader thread may use. */
  IMPORT_MEMORY_MB: setting.integer(256, { min: 32 }),
  /** So long after a process died somebody else takes its imports over. */
  IMPORT_LEASE_MS: setting.integer(5000, { min: 300 }),
  /** How long an import waits for its person's profile, should it not have come yet. */
  PROFILE_WAIT_MS: setting.integer(3000, { min: 0 }),
};

/** What this process was given. */
export const config = readConfig('workouts', workoutsSettings);

/** What the workouts subgraph reads from the environment. */
export type WorkoutsConfig = typeof config;
