import { notWhole, type ObjectStorage } from '#platform/storage/storage.ts';
import type { Track } from '../domain/track.ts';
import { decodeTrack } from '../domain/trackCodec.ts';
import { trackKeyOf } from './objectKeys.ts';

/** What was recorded at each point of a workout, in the object storage: never in the document that is listed. */
export interface TrackStore {
  /** Keeps the track an import came to, encoded. Answers its key. */
  put(importId: string, encoded: Uint8Array): Promise<string>;
  /** Undefined when there is no track of this key, or none any more. @throws StorageError when it cannot be decoded, such as one that is cut off */
  get(key: string): Promise<Track | undefined>;
}

/** The key of a track that has no points, of a workout that has none yet. */
export const NO_TRACK = '';

const nothing = new Float64Array(0);
const EMPTY_TRACK: Track = {
  offset: nothing,
  latitude: nothing,
  longitude: nothing,
  elevation: nothing,
  distance: nothing,
  speed: nothing,
  heartRate: nothing,
  cadence: nothing,
  power: nothing,
  temperature: nothing,
  length: 0,
  segmentStarts: [],
  startedAt: null,
};

export const openTracks = (storage: ObjectStorage): TrackStore => ({
  put: async (importId, encoded) => {
    const key = trackKeyOf(importId);
    await storage.put(key, encoded);
    return key;
  },
  get: async (key) => {
    if (key === NO_TRACK) return EMPTY_TRACK;
    const encoded = await storage.get(key);
    try {
      return encoded && decodeTrack(encoded);
    } catch (error) {
      throw notWhole(key, 'no track', error);
    }
  },
});
