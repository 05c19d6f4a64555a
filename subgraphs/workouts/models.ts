// What resolvers of a GraphQL type get, where it is not the type itself; codegen finds these by their names.
import type { PersonalRecord } from './domain/diary/records.ts';
import type { Statistics } from './domain/diary/statistics.ts';
import type { Lap } from './domain/formulas/laps.ts';
import type { Route } from './domain/formulas/route.ts';
import type { GroupHappening } from './groups/follow.ts';
import type { Standing } from './groups/standings.ts';
import type { ArchiveFile } from './domain/archiveProgress.ts';
import type { ListedImport, WorkoutImport } from './store/importDocument.ts';
import type { KeptGroupSession } from './store/groupSessions.ts';
import type { Matched } from './domain/training/matching.ts';
import type { Schedule } from './store/schedules.ts';
import type { ShownWorkout } from './live/shown.ts';
import type { Photo, Workout } from './store/workoutDocument.ts';
import type { PlannedOccurrence } from './training/occurrences.ts';

export type GroupSessionModel = KeptGroupSession;
export type GroupParticipantModel = Standing;
export type GroupSessionUpdateModel = GroupHappening & { readonly groupSession: KeptGroupSession };
export type WorkoutPhotoModel = Photo;
export type WorkoutModel = ShownWorkout;
export type RouteModel = Route & { readonly of: WorkoutModel };
export type LapModel = Lap & { readonly of: WorkoutModel };
export type ArchiveFileModel = ArchiveFile;
/** Without `archive` where it comes of a list: who wants to know its files has them read. */
export type WorkoutImportModel = ListedImport & Partial<Pick<WorkoutImport, 'archive'>>;
export type ArchiveProgressModel = NonNullable<ListedImport['counts']> & { readonly of: WorkoutImportModel };
export type ScheduledWorkoutModel = Schedule;
export type PlannedOccurrenceModel = Matched<PlannedOccurrence, Workout>;
export type WorkoutStatisticsModel = Statistics;
export type PeriodStatisticsModel = Statistics['periods'][number];
export type SportStatisticsModel = Statistics['bySport'][number];
export type PersonalRecordModel = PersonalRecord;
export interface ViewerModel {
  readonly id: string;
}
export interface UserModel {
  readonly id: string;
}
