import { namedSport } from '../domain/namedSport.ts';
import type { Sport } from '../domain/sport.ts';
import type { AnalysedFile } from '../files/analyseFile.ts';
import type { FirstOwner } from '../store/contents.ts';
import type { WorkoutImport } from '../store/importDocument.ts';
import type { PersonProfile } from '../store/profiles.ts';
import { fileSource } from '../store/workouts.ts';

/** What an import is to be called by, and what its owner asked for. */
export type ImportTarget = Pick<WorkoutImport, '_id' | 'ownerId' | 'newWorkoutId' | 'sport' | 'title' | 'visibility'>;

/** The import itself: a file of an archive goes by a name in it. */
export const importIdOf = ({ _id }: ImportTarget): string => _id.split('/', 1)[0] ?? _id;

/** A file to be imported. */
export interface FileToImport {
  readonly bytes: Uint8Array;
  /** Of the file as it came: the bytes are handed over to a reader. */
  readonly byteLength: number;
  /** As its owner calls it. */
  readonly fileName: string;
  /** Where it lies; null for one that came in an archive, and is kept once it is known to be new. */
  readonly storageKey: string | null;
}

/** A file, and what it is imported as. */
export interface Content {
  readonly target: ImportTarget;
  readonly file: FileToImport;
}

/** A file that was read. */
export interface ReadContent extends Content {
  readonly profile: PersonProfile | undefined;
  readonly read: AnalysedFile;
  readonly sha256: string;
}

/** A file that was read, on its way to become a workout; it is noted who was the first with it. */
export class Candidate implements ReadContent {
  readonly target: ImportTarget;
  readonly file: FileToImport;
  readonly profile: PersonProfile | undefined;
  readonly read: AnalysedFile;
  readonly sha256: string;
  readonly first: FirstOwner;

  constructor({ target, file, profile, read, sha256 }: ReadContent, first: FirstOwner) {
    this.target = target;
    this.file = file;
    this.profile = profile;
    this.read = read;
    this.sha256 = sha256;
    this.first = first;
  }

  /** The same file, read in another way. */
  readAnew(read: AnalysedFile): Candidate {
    const { target, file, profile, sha256, first } = this;
    return new Candidate({ target, file, profile, read, sha256 }, first);
  }

  /** The sport that its owner or itself names; null where nobody does. */
  get namedSport(): Sport | null {
    return namedSport(this.read.figures, this.target.sport);
  }

  /** Whether somebody else had the file before. */
  get isForeign(): boolean {
    return this.first.ownerId !== this.target.ownerId;
  }

  /** Whether it stands with the content what the workout is to be called by. */
  get isNoted(): boolean {
    return !this.isForeign && this.first.workoutId === this.target.newWorkoutId;
  }

  get sourceKey(): string {
    return fileSource(this.target.ownerId, this.sha256);
  }
}
