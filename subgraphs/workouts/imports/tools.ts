import type { RecordingTools } from '../recordings/tools.ts';
import type { ImportStore } from '../store/imports.ts';
import type { SourceStore } from '../store/sources.ts';

/** What files are kept with. */
export interface KeepTools extends RecordingTools {
  readonly imports: ImportStore;
  readonly sources: SourceStore;
}
