import type { SubgraphConfig } from '#platform/config.ts';
import type { StorageConfig } from '#platform/storage/open.ts';

/** What the subgraph is started with. */
export type WorkoutsConfig = SubgraphConfig &
  StorageConfig & {
    readonly MONGO_URL: string;
    readonly REDIS_URL: string;
    readonly LIVE_IDLE_MS: number;
    readonly SAMPLE_CALLS_PER_MINUTE: number;
    readonly MAX_UPLOAD_BYTES: number;
    readonly MAX_ARCHIVE_BYTES: number;
    readonly MAX_ARCHIVE_UNPACKED_BYTES: number;
    readonly MAX_ARCHIVE_FILES: number;
    readonly UNUSED_PHOTO_MS: number;
    readonly MAX_WAITING_IMPORTS: number;
    readonly IMPORT_CONCURRENCY: number;
    readonly IMPORT_TIMEOUT_MS: number;
    readonly IMPORT_MEMORY_MB: number;
    readonly IMPORT_LEASE_MS: number;
    readonly PROFILE_WAIT_MS: number;
  };
