import { failpoint } from '#platform/failpoints.ts';
import type { ReadFile } from '../recordings/figures.ts';
import { archivedKeyOf, trackKeyOf } from '../store/objectKeys.ts';
import type { Candidate, Content } from './candidate.ts';
import type { KeepTools } from './tools.ts';

/** Where a file lies once it is kept. */
export const fileKeyOf = ({ target, file }: Content): string => file.storageKey ?? archivedKeyOf(target._id);

/** What is stored for a file on its way to become a workout, beside the file of an upload: that is there until the import is over. */
export const storedKeysOf = ({ target, file }: Content): string[] => [
  trackKeyOf(target._id),
  ...(file.storageKey === null ? [fileKeyOf({ target, file })] : []),
];

export async function storeTrack(tools: KeepTools, { target, file, read }: Candidate): Promise<ReadFile> {
  const fileKey = fileKeyOf({ target, file });
  if (file.storageKey === null) await tools.storage.put(fileKey, file.bytes);
  const trackKey = await tools.tracks.put(target._id, read.track);
  failpoint('workouts.import.streams-stored');
  const { fileName, byteLength: fileByteLength } = file;
  return { figures: read.figures, source: 'FILE', fileKey, fileName, fileByteLength, trackKey };
}
