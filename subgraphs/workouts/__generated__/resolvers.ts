import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { GroupSessionModel, GroupParticipantModel, GroupSessionUpdateModel, WorkoutPhotoModel, WorkoutModel, RouteModel, LapModel, ArchiveFileModel, WorkoutImportModel, ArchiveProgressModel, ScheduledWorkoutModel, PlannedOccurrenceModel, WorkoutStatisticsModel, PeriodStatisticsModel, SportStatisticsModel, PersonalRecordModel, ViewerModel, UserModel } from '../models.ts';
import type { Context } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar date without a time zone: `2026-05-01`. */
  Date: { input: string; output: string; }
  /** An instant in UTC, as RFC 3339 with milliseconds: `2026-05-01T06:30:00.000Z`. */
  DateTime: { input: string; output: Date | string; }
  /** Any JSON object, as in `{ "sets": 3 }`. */
  JSONObject: { input: unknown; output: unknown; }
  /** A time zone name of the IANA database: `Europe/Ljubljana`. */
  TimeZone: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** Which workout to give up. */
export type AbandonWorkoutInput = {
  /** Which running workout. */
  readonly workoutId: Scalars['ID']['input'];
};

/** What was given up. */
export type AbandonWorkoutPayload = {
  readonly __typename?: 'AbandonWorkoutPayload';
  /** The id of the workout that is gone; null with `userErrors`. */
  readonly abandonedWorkoutId?: Maybe<Scalars['ID']['output']>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which photo goes on which workout. */
export type AddWorkoutPhotoInput = {
  /** An upload of the viewer's for WORKOUT_PHOTO whose bytes have arrived; it can be on one workout only. */
  readonly uploadId: Scalars['ID']['input'];
  /** A workout of the viewer's, also one that is being recorded: its photos go with it should it be abandoned. */
  readonly workoutId: Scalars['ID']['input'];
};

/** The photo on its workout. */
export type AddWorkoutPhotoPayload = {
  readonly __typename?: 'AddWorkoutPhotoPayload';
  /** The photo; null with `userErrors`. */
  readonly photo?: Maybe<WorkoutPhoto>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The workout with it; null with `userErrors`. */
  readonly workout?: Maybe<Workout>;
};

/** A file of an archive. */
export type ArchiveFile = {
  readonly __typename?: 'ArchiveFile';
  /** Why it failed; null unless FAILED. */
  readonly failure?: Maybe<WorkoutImportFailure>;
  /** Its name in the archive. */
  readonly fileName: Scalars['String']['output'];
  /** What became of it. */
  readonly status: ArchiveFileStatus;
  /** The workout made, or for DUPLICATE the one that was there; null until then. */
  readonly workout?: Maybe<Workout>;
};

/** What becomes of a file of an archive. */
export type ArchiveFileStatus =
  /** The workout is there. */
  | 'COMPLETED'
  /** The viewer has this workout already; `workout` is the one. */
  | 'DUPLICATE'
  /** Cannot be read; `failure` says why. */
  | 'FAILED'
  /** Waits for its turn; in an import that was cancelled it is left out. */
  | 'PENDING';

/** How far the import of an archive has come. */
export type ArchiveProgress = {
  readonly __typename?: 'ArchiveProgress';
  /** How many of them are done with, whatever became of them. */
  readonly doneFiles: Scalars['Int']['output'];
  /** What became of each, in the order of the archive. */
  readonly files: ReadonlyArray<ArchiveFile>;
  /** How many files it holds; folders and what systems leave beside the files do not count. */
  readonly totalFiles: Scalars['Int']['output'];
};


/** How far the import of an archive has come. */
export type ArchiveProgressFilesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  skip?: InputMaybe<Scalars['Int']['input']>;
};

/** The fastest stretch of a given length in a workout. */
export type BestEffort = {
  readonly __typename?: 'BestEffort';
  /** One of the standard distances: 400 m to the marathon. */
  readonly distanceMeters: Scalars['Float']['output'];
  /** Pauses included. */
  readonly elapsedSeconds: Scalars['Float']['output'];
  /** When the stretch begins, from the workout's start. Where privacy zones hide some of the track, from the start of what is seen: one that reaches out of that is moved into it. */
  readonly startOffsetSeconds: Scalars['Float']['output'];
};

/** A box on the map, in degrees. */
export type Bounds = {
  readonly __typename?: 'Bounds';
  /** Easternmost longitude. */
  readonly east: Scalars['Float']['output'];
  /** Highest latitude. */
  readonly north: Scalars['Float']['output'];
  /** Lowest latitude. */
  readonly south: Scalars['Float']['output'];
  /** Westernmost longitude. */
  readonly west: Scalars['Float']['output'];
};

/** Which import to cancel. */
export type CancelImportInput = {
  /** An import of the viewer's. */
  readonly importId: Scalars['ID']['input'];
};

/** The import that was cancelled. */
export type CancelImportPayload = {
  readonly __typename?: 'CancelImportPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The import; null with `userErrors`. Cancelling it again changes nothing. */
  readonly workoutImport?: Maybe<WorkoutImport>;
};

/** Which plan to take back. */
export type CancelScheduledWorkoutInput = {
  /** One of `Viewer.scheduledWorkouts`. */
  readonly scheduledWorkoutId: Scalars['ID']['input'];
};

/** The plan is gone. */
export type CancelScheduledWorkoutPayload = {
  readonly __typename?: 'CancelScheduledWorkoutPayload';
  /** Which plan it was; null with `userErrors`. */
  readonly cancelledScheduledWorkoutId?: Maybe<Scalars['ID']['output']>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A group session to be made. */
export type CreateGroupSessionInput = {
  /** So many may take part at once: 2 to 100, 50 when left out. */
  readonly maxParticipants?: InputMaybe<Scalars['Int']['input']>;
  /** What kind of activity it is. */
  readonly sport: Sport;
  /** When it is planned for: from 2000 to a year ahead. It begins when its host says so. */
  readonly startsAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** What it is called: 1 to 120 characters on one line. Workouts that come of it are called so, too. */
  readonly title: Scalars['String']['input'];
  /** Who sees it, and may take part without a code; the host's usual visibility when left out. */
  readonly visibility?: InputMaybe<Visibility>;
};

/** The group session that was made. */
export type CreateGroupSessionPayload = {
  readonly __typename?: 'CreateGroupSessionPayload';
  /** The group session; null with `userErrors`. */
  readonly groupSession?: Maybe<GroupSession>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What is going to be uploaded. */
export type CreateUploadInput = {
  /**
   * The exact number of bytes that will come: 0 or more; as many as the service is set to take, by default 25 MiB, and 1 GiB of a
   * WORKOUT_ARCHIVE, at most. The import of an empty file fails with EMPTY_FILE. Pictures (JPEG, PNG, WebP, GIF) have 15 MiB and 64
   * million pixels at most; the answer to their bytes says so when they cannot be read, as when there are none.
   */
  readonly byteLength: Scalars['Int']['input'];
  /** The file's name on the person's device, 1 to 255 characters, without a path. */
  readonly fileName: Scalars['String']['input'];
  /** What the file is for. */
  readonly purpose: UploadPurpose;
};

/** The opened upload. */
export type CreateUploadPayload = {
  readonly __typename?: 'CreateUploadPayload';
  /** Where to send the bytes; null with `userErrors`. */
  readonly upload?: Maybe<Upload>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which workout to delete. */
export type DeleteWorkoutInput = {
  /** Which workout. */
  readonly workoutId: Scalars['ID']['input'];
};

/** What was deleted. */
export type DeleteWorkoutPayload = {
  readonly __typename?: 'DeleteWorkoutPayload';
  /** The id of the workout that is gone, also where `workoutId` was that of another recording of it; null with `userErrors`. */
  readonly deletedWorkoutId?: Maybe<Scalars['ID']['output']>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Ways to know how far a workout went, best first. */
export type DistanceSource =
  /** The device's own distance. */
  | 'DEVICE'
  /** The sum over positions. */
  | 'GPS'
  /** Told by the owner. */
  | 'MANUAL';

/** Units a workout can be cut by. */
export type DistanceUnit =
  /** 1000 metres. */
  | 'KILOMETER'
  /** 1609.344 metres. */
  | 'MILE';

/** Ways to know what was climbed and descended, best first. */
export type ElevationSource =
  /** Smoothed heights of a barometer; less than 3 m in a row count for nothing. */
  | 'BAROMETER_HYSTERESIS_3M'
  /** The device's own totals; where it told one of them alone, the other one is of smoothed heights. */
  | 'DEVICE'
  /** Smoothed heights of a receiver of positions; less than 10 m in a row count for nothing. */
  | 'GPS_HYSTERESIS_10M'
  /** Told by the owner. */
  | 'MANUAL';

/** Which group session to end. */
export type EndGroupSessionInput = {
  /** One that the viewer hosts. */
  readonly groupSessionId: Scalars['ID']['input'];
};

/** The group session that is over. */
export type EndGroupSessionPayload = {
  readonly __typename?: 'EndGroupSessionPayload';
  /** The group session; null with `userErrors`. Its workouts are there, but where making them takes more than some seconds: then they follow. */
  readonly groupSession?: Maybe<GroupSession>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Energy spent in a workout. */
export type Energy = {
  readonly __typename?: 'Energy';
  /** In kilocalories, never below 0. */
  readonly kilocalories: Scalars['Float']['output'];
  /** How the figure came to be. */
  readonly source: EnergySource;
};

/** Ways to know the energy of a workout, best first. */
export type EnergySource =
  /** The device's own total. */
  | 'DEVICE'
  /** Keytel's formula on heart rate and the owner's body data. */
  | 'HEART_RATE'
  /** Told by the owner. */
  | 'MANUAL'
  /** The Compendium's metabolic equivalent at the average speed. */
  | 'MET_BY_SPEED'
  /** The Compendium's metabolic equivalent of the sport. */
  | 'MET_GENERIC'
  /** Mechanical work measured by a power meter. */
  | 'POWER';

/** Which workout to end. */
export type FinishWorkoutInput = {
  /** When it ended: not before its last sample, at most a week after its start, and at most 5 minutes ahead of our clock; with its last sample when left out, or now when there is none. RATE_LIMITED while it takes long to find out which sample is the last. */
  readonly endedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Which running workout. */
  readonly workoutId: Scalars['ID']['input'];
};

/** What the workout has become: itself, or the one there was of the same activity at the same time. */
export type FinishWorkoutPayload = {
  readonly __typename?: 'FinishWorkoutPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The workout; null with `userErrors`. */
  readonly workout?: Maybe<Workout>;
};

/** How much a plausibility flag weighs. */
export type FlagSeverity =
  /** Not believed: neither scores nor earns. */
  | 'HARD'
  /** Told for information; no effect. */
  | 'INFO'
  /** Doubtful: shown, scores, but earns less. */
  | 'SOFT';

/** Somebody in a group session, with what they have come to: nothing once they delete the workout that it became. */
export type GroupParticipant = {
  readonly __typename?: 'GroupParticipant';
  /** How far they have come; null where they do not tell. */
  readonly distanceMeters?: Maybe<Scalars['Float']['output']>;
  /** For how long they have been at it; null before they told of anything. */
  readonly elapsedSeconds?: Maybe<Scalars['Float']['output']>;
  /** What they do, in their words; null where they do not tell. */
  readonly exercise?: Maybe<Scalars['String']['output']>;
  /**
   * Their last heart rate in beats per minute; null without any, and when they keep it back: who takes part is told it by
   * `Privacy.heartRate`, others only if they are whom new workouts are shown to as well (`Privacy.workouts`).
   */
  readonly heartRateBpm?: Maybe<Scalars['Int']['output']>;
  /**
   * Their place among those whom the viewer sees, by distance where any of these tells of one, else by all repetitions, else by time; equals
   * share a place, and those after are left out (1, 2, 2, 4). Null for who has told of nothing, or left before the end.
   */
  readonly rank?: Maybe<Scalars['Int']['output']>;
  /** How often they have done that in this set; null where they do not tell. */
  readonly repetitions?: Maybe<Scalars['Int']['output']>;
  /** Whether they take part. */
  readonly status: GroupParticipantStatus;
  /** Who it is; null while people cannot be looked up. */
  readonly user?: Maybe<User>;
};

/** Whether somebody takes part in a group session. */
export type GroupParticipantStatus =
  /** Takes part, or did when it was over. */
  | 'JOINED'
  /** Has left. */
  | 'LEFT';

/**
 * Several people who do one thing at one time, wherever each is: what they come to shows live, and each one's is kept as a workout when
 * it is over.
 */
export type GroupSession = {
  readonly __typename?: 'GroupSession';
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it was ended or given up; null before. */
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who runs it; null when nobody is left. */
  readonly host?: Maybe<User>;
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /** With it others take part who do not see it; null for who does not take part. */
  readonly joinCode?: Maybe<Scalars['String']['output']>;
  /** So many may take part at once. */
  readonly maxParticipants: Scalars['Int']['output'];
  /** Who takes part, or has, by rank, then in the order they came. Who blocked the viewer is left out. */
  readonly participants: ReadonlyArray<GroupParticipant>;
  /** What kind of activity it is. */
  readonly sport: Sport;
  /** When it began; null before. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it is planned for; null where nobody said. */
  readonly startsAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where it stands. */
  readonly status: GroupSessionStatus;
  /** What its host calls it. */
  readonly title: Scalars['String']['output'];
  /** Who of those with an account sees it, and may take part without a code. Who takes part sees it in any case. */
  readonly visibility: Visibility;
  /** What it was kept as, in the order of `participants`: the workouts that the viewer may see. Empty before it is over. */
  readonly workouts: ReadonlyArray<Workout>;
};

/** A page of group sessions. */
export type GroupSessionConnection = {
  readonly __typename?: 'GroupSessionConnection';
  /** The group sessions of the page with their cursors. */
  readonly edges: ReadonlyArray<GroupSessionEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** A group session in a list. */
export type GroupSessionEdge = {
  readonly __typename?: 'GroupSessionEdge';
  /** Where it stands in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The group session. */
  readonly node: GroupSession;
};

/** Where a group session stands. */
export type GroupSessionStatus =
  /** It was given up before it began. */
  | 'CANCELLED'
  /** It is over. */
  | 'ENDED'
  /** People come in; it has not begun. */
  | 'OPEN'
  /** It runs: progress is taken. */
  | 'RUNNING';

/** Something that happened in a group session. */
export type GroupSessionUpdate = {
  readonly __typename?: 'GroupSessionUpdate';
  /** How it stands now. */
  readonly groupSession: GroupSession;
  /** What it was. */
  readonly kind: GroupSessionUpdateKind;
  /** Who it was about; null where it is about nobody in particular, or somebody who has just blocked the viewer. */
  readonly user?: Maybe<User>;
};

/** What happens in group sessions. */
export type GroupSessionUpdateKind =
  /** It is over; its workouts are being made. */
  | 'ENDED'
  /** Somebody else is the host now. */
  | 'HOST_CHANGED'
  /** Somebody came in. */
  | 'JOINED'
  /** Its workouts are there. The last that is told. */
  | 'KEPT'
  /** Somebody left. */
  | 'LEFT'
  /** Somebody came further. */
  | 'PROGRESS'
  /** It began. */
  | 'STARTED'
  /** Nothing new: how it stands. Comes first, when something may have been missed, and soon after a participant blocked the viewer, or no longer does. */
  | 'STATE';

/** Heart rate over a workout. */
export type HeartRate = {
  readonly __typename?: 'HeartRate';
  /** Mean of all readings, each counting alike; where there are none, the mean that the device told. In beats per minute. */
  readonly averageBpm: Scalars['Float']['output'];
  /** Highest value recorded, in beats per minute. */
  readonly maxBpm: Scalars['Int']['output'];
  /** The maximum heart rate that the zones are shares of, in beats per minute; null for whoever may not see them. */
  readonly zoneMaximumBpm?: Maybe<Scalars['Float']['output']>;
  /** How that maximum came to be; null for whoever may not see the zones. */
  readonly zoneMaximumSource?: Maybe<MaximumHeartRateSource>;
  /**
   * Time spent in each of five zones of the maximum heart rate, lowest first. Where the maximum is what the owner told, or comes of
   * their age, the zones would tell it: the list is empty for whoever may not see body data, birth date and sex of the owner.
   */
  readonly zones: ReadonlyArray<HeartRateZone>;
};

/** Time spent in one zone of heart rate. */
export type HeartRateZone = {
  readonly __typename?: 'HeartRateZone';
  /** Time spent in it. */
  readonly seconds: Scalars['Float']['output'];
  /** 1 to 5: below 60, 70, 80, 90 and above 90 % of the maximum heart rate. */
  readonly zone: Scalars['Int']['output'];
};

/** Which upload to import, and how. */
export type ImportWorkoutInput = {
  /** Replaces the sport the file says. Of a DUPLICATE it counts where this recording takes the place of the one there was; where that is kept, `workout` stays of its sport, and `updateWorkout` changes it. */
  readonly sport?: InputMaybe<Sport>;
  /** 1 to 120 characters on one line; the file's name for it, or one made from sport and time of day, when left out. Of no meaning to an archive, whose workouts have a title each. Of a DUPLICATE, `workout` is called so unless its owner gave it a title before. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** An upload of the viewer's whose bytes have arrived. Importing it again answers with the first import. */
  readonly uploadId: Scalars['ID']['input'];
  /** The viewer's default when left out. Of a DUPLICATE, `workout` is shown to fewer people if this says so, whichever recording is kept, and never to more; left out, it is shown as before. */
  readonly visibility?: InputMaybe<Visibility>;
};

/** The import under way. */
export type ImportWorkoutPayload = {
  readonly __typename?: 'ImportWorkoutPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The import; null with `userErrors`. */
  readonly workoutImport?: Maybe<WorkoutImport>;
};

/** What a device has measured. */
export type IngestDeviceDataInput = {
  /** The device's name for this batch, the same in all its calls: 1 to 200 characters on one line. */
  readonly batchId: Scalars['String']['input'];
  /** The device's name for itself: 1 to 200 characters on one line. */
  readonly deviceId: Scalars['String']['input'];
  /** Whether the batch is complete with them. */
  readonly last: Scalars['Boolean']['input'];
  /** At least one in the call that begins a batch, at most 1000 in any, and 129 600 in a batch; at most 100 batches may be open at once. */
  readonly samples: ReadonlyArray<SampleInput>;
  /** What kind of activity it was: what is said first of the batch counts, in whichever call; guessed when no call says it. */
  readonly sport?: InputMaybe<Sport>;
};

/** What was kept. */
export type IngestDeviceDataPayload = {
  readonly __typename?: 'IngestDeviceDataPayload';
  /** How many of the samples are kept, now or before: all that were sent; null with `userErrors`. */
  readonly acceptedSamples?: Maybe<Scalars['Int']['output']>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The workout that the batch has become, null until it is closed; as PAUSED where its figures take more than some seconds. What comes for it later is refused with WORKOUT_NOT_RUNNING. An API key, which reads only what everybody may, is told its `id`, its `status` and its `owner`, the person of the key, as everybody sees them; everything else is as of a workout that nothing is known of. */
  readonly workout?: Maybe<Workout>;
};

/** Which group session to take part in: by its id, its code, or both. With both, NOT_FOUND of `groupSessionId` where the code is that of another. */
export type JoinGroupSessionInput = {
  /** One that the viewer sees. */
  readonly groupSessionId?: InputMaybe<Scalars['ID']['input']>;
  /** The code of one, in capitals or not, with or without spaces and hyphens. */
  readonly joinCode?: InputMaybe<Scalars['String']['input']>;
};

/** The group session that the viewer takes part in now. */
export type JoinGroupSessionPayload = {
  readonly __typename?: 'JoinGroupSessionPayload';
  /** The group session; null with `userErrors`. */
  readonly groupSession?: Maybe<GroupSession>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A lap as the device marked it. */
export type Lap = {
  readonly __typename?: 'Lap';
  /** As the device counted it, else the mean by time; null without readings, or when the owner keeps them back. */
  readonly averageHeartRateBpm?: Maybe<Scalars['Float']['output']>;
  /** Null when the device did not say and there is no position. */
  readonly distanceMeters?: Maybe<Scalars['Float']['output']>;
  /** From its start to its end, pauses included. */
  readonly elapsedSeconds: Scalars['Float']['output'];
  /** From 1. */
  readonly index: Scalars['Int']['output'];
  /** Highest reading; null without any, when the lap does not say when it began, or when the owner keeps them back. */
  readonly maxHeartRateBpm?: Maybe<Scalars['Int']['output']>;
};

/** Which group session to leave. */
export type LeaveGroupSessionInput = {
  /** One that the viewer takes part in, or has left. */
  readonly groupSessionId: Scalars['ID']['input'];
};

/** The group session that the viewer has left. */
export type LeaveGroupSessionPayload = {
  readonly __typename?: 'LeaveGroupSessionPayload';
  /** The group session; null with `userErrors`, and for who had left it before and does not see it. */
  readonly groupSession?: Maybe<GroupSession>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A workout as its owner tells it. */
export type LogWorkoutInput = {
  /** Made by the client, 1 to 100 characters on one line, unique for the viewer: makes a retry harmless. The same again answers with the workout there is of it, whatever else is told now, as long as it is valid. */
  readonly clientWorkoutId?: InputMaybe<Scalars['String']['input']>;
  /** Any number of lines, up to 2000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** 0 to 10 000 000; unknown when left out. */
  readonly distanceMeters?: InputMaybe<Scalars['Float']['input']>;
  /** From start to end: 1 second to 7 days. */
  readonly elapsedSeconds: Scalars['Int']['input'];
  /** 0 to 100 000; estimated when left out. Stays when a recording that measures none takes the place of what was told. */
  readonly kilocalories?: InputMaybe<Scalars['Float']['input']>;
  /**
   * Free figures, such as `{ "sets": [{ "repetitions": 8, "weightKilograms": 60 }] }`: at most 200 values, not counting the lists
   * and objects that hold them, five levels deep; names of 64 characters, texts of 500.
   */
  readonly metrics?: InputMaybe<Scalars['JSONObject']['input']>;
  /** What kind of activity. */
  readonly sport: Sport;
  /** When it began, 2000 to 2199. */
  readonly startedAt: Scalars['DateTime']['input'];
  /** 1 to 120 characters on one line; one made from sport and time of day when left out. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** The viewer's default when left out. */
  readonly visibility?: InputMaybe<Visibility>;
};

/** The workout that was told. */
export type LogWorkoutPayload = {
  readonly __typename?: 'LogWorkoutPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The workout; null with `userErrors`. */
  readonly workout?: Maybe<Workout>;
};

/** Ways to know somebody's maximum heart rate, best first. */
export type MaximumHeartRateSource =
  /** Tanaka's formula on the owner's age. */
  | 'AGE'
  /** That of somebody aged 35, or the highest value recorded, if that is higher. */
  | 'ASSUMED'
  /** Told by the owner. */
  | 'PROFILE';

/** Ways to know how long somebody moved, best first. */
export type MovingTimeSource =
  /** The device's timer, or the pauses that a recording tells. */
  | 'DEVICE_TIMER'
  /** All of the time, less what lies between segments. */
  | 'ELAPSED'
  /** Told by the owner. */
  | 'MANUAL'
  /** The stretches of the way that are faster than standing still. */
  | 'SPEED';

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Gives a running workout up: nothing is kept of it. */
  readonly abandonWorkout: AbandonWorkoutPayload;
  /** Puts an uploaded photo on a workout of the viewer's, finished or running; done again, it changes nothing. At most 20 a workout. WORKOUT_NOT_RUNNING in the moment in which it is being finished. */
  readonly addWorkoutPhoto: AddWorkoutPhotoPayload;
  /** Cancels an import that waits, or what is left of an archive, be it opened or not; what was imported of it stays. */
  readonly cancelImport: CancelImportPayload;
  /** Takes a plan back, with all its repetitions, those that lie in the past included. */
  readonly cancelScheduledWorkout: CancelScheduledWorkoutPayload;
  /** Makes a group session, with the viewer as its host: several people who do one thing at one time, wherever each is. At most 20 of a person's may be open. */
  readonly createGroupSession: CreateGroupSessionPayload;
  /**
   * Opens an upload: the answer says where to send the bytes by plain HTTP. An activity file that is not imported within a week, by default, is deleted.
   * LIMIT_REACHED while as many of a person's uploads as may, by default 2000, wait for their bytes or their import.
   */
  readonly createUpload: CreateUploadPayload;
  /**
   * Deletes a workout of the viewer's, with its recording and photos, and what they told of it in a group session; of the same activity
   * nothing else is kept. Scores and statistics follow. INVALID_INPUT for one that is being recorded, which `abandonWorkout` gives up; WORKOUT_NOT_RUNNING in the moment in which it is
   * being finished.
   */
  readonly deleteWorkout: DeleteWorkoutPayload;
  /**
   * Ends a group session, and keeps what everybody did as workouts of theirs; for its host. One that does not run yet is cancelled.
   * Asked again, it answers the same. A session of which nothing is heard for long ends by itself.
   */
  readonly endGroupSession: EndGroupSessionPayload;
  /**
   * Ends a running workout: its figures are computed as those of a file. Asked again, it answers the same. Where that takes more
   * than some seconds it answers the workout as PAUSED, and `liveWorkoutUpdated` tells when it is complete. Where the activity was
   * there already it answers that workout, with another id, and its photos are put there as far as they find a place. Those that find none
   * are shown nowhere; they go within a day, or with the workout, unless `addWorkoutPhoto` puts them on it when others made room.
   */
  readonly finishWorkout: FinishWorkoutPayload;
  /**
   * Turns an uploaded activity file into a workout, or a zip archive of such files into workouts. Answers at once; follow `workoutImportUpdated` or ask `workoutImport`; `Viewer.workoutImports` lists them.
   * UPLOAD_EXPIRED for an upload that was opened more than a week ago, by default, and was not imported.
   */
  readonly importWorkout: ImportWorkoutPayload;
  /** Keeps what a device or its bridge sends, with an API key (see `createApiKey`) or as the person; it becomes a workout when the batch is closed. For anybody else an error with `extensions.code` UNAUTHENTICATED. */
  readonly ingestDeviceData: IngestDeviceDataPayload;
  /** Takes part in a group session that the viewer sees, or whose code they have; also while it runs. Who had left begins anew. */
  readonly joinGroupSession: JoinGroupSessionPayload;
  /**
   * Leaves a group session, also one that is over; what the viewer has done in it by then is kept as a workout. A host hands over to
   * who came next; where nobody is left, it is over. Asked again, it answers the same, except that who does not see the session any more
   * is told nothing of it.
   */
  readonly leaveGroupSession: LeaveGroupSessionPayload;
  /** Keeps a workout that was not recorded. One that overlaps with another is flagged. */
  readonly logWorkout: LogWorkoutPayload;
  /** Pauses a running workout; nothing happens when it is paused already. What was recorded since then may leave the distance of a long workout some seconds later. */
  readonly pauseWorkout: PauseWorkoutPayload;
  /**
   * Keeps samples of a running workout: they are on disk when this answers. Repeats, gaps and any order do no harm; what comes later than
   * samples that were recorded after it may count in the distance of a long workout some seconds later, as `liveWorkoutUpdated` tells. Some 20 calls a second
   * are taken of a workout: RATE_LIMITED beyond.
   */
  readonly recordSamples: RecordSamplesPayload;
  /** Takes a photo off a workout of the viewer's, and deletes it. */
  readonly removeWorkoutPhoto: RemoveWorkoutPhotoPayload;
  /** Gives the viewer's training calendar another secret address; the one before stops working. */
  readonly renewTrainingCalendar: RenewTrainingCalendarPayload;
  /**
   * Keeps how far the viewer has come in a group session that runs: it is on disk when this answers. Repeats, gaps and any order do no
   * harm. Some 20 calls a second are taken: RATE_LIMITED beyond. WORKOUT_NOT_RUNNING for who has ended their own running workout of it, or
   * was silent for so long that it ended.
   */
  readonly reportGroupSessionProgress: ReportGroupSessionProgressPayload;
  /** Goes on with a paused workout; nothing happens when it runs already. */
  readonly resumeWorkout: ResumeWorkoutPayload;
  /** Plans a workout, once or again and again. At most 100 plans a person. */
  readonly scheduleWorkout: ScheduleWorkoutPayload;
  /** Begins a group session; for its host. Nothing happens when it runs already. One that nobody begins is given up a day after it was to begin. */
  readonly startGroupSession: StartGroupSessionPayload;
  /**
   * Begins a workout that is recorded as it happens. At most 10 may run at once; a forgotten one closes itself. Where it fails with
   * STORE_UNAVAILABLE, or nothing answers, one may have begun all the same: asked again with the same `clientWorkoutId` it answers that
   * one, and `Viewer.workoutsInProgress` tells of all.
   */
  readonly startWorkout: StartWorkoutPayload;
  /**
   * Changes what the input names of a plan, and leaves the rest. It holds from now on: times that lie before the change stay as they were
   * planned then, in `Viewer.trainingCalendar` and its address, too. As long as a plan has not taken place yet, it is said anew as a whole. A
   * `title` alone is what the plan is called since its last other change. COUNT counts from `startsAt`, what lies before the change
   * included. Of more than 50 changes with times between them the oldest times are forgotten.
   */
  readonly updateScheduledWorkout: UpdateScheduledWorkoutPayload;
  /** Changes a workout of the viewer's. Its figures are computed anew where the change touches them. Of one that is being recorded, sport, title and visibility can be changed. WORKOUT_NOT_RUNNING in the moment in which it is being finished. */
  readonly updateWorkout: UpdateWorkoutPayload;
};


export type MutationAbandonWorkoutArgs = {
  input: AbandonWorkoutInput;
};


export type MutationAddWorkoutPhotoArgs = {
  input: AddWorkoutPhotoInput;
};


export type MutationCancelImportArgs = {
  input: CancelImportInput;
};


export type MutationCancelScheduledWorkoutArgs = {
  input: CancelScheduledWorkoutInput;
};


export type MutationCreateGroupSessionArgs = {
  input: CreateGroupSessionInput;
};


export type MutationCreateUploadArgs = {
  input: CreateUploadInput;
};


export type MutationDeleteWorkoutArgs = {
  input: DeleteWorkoutInput;
};


export type MutationEndGroupSessionArgs = {
  input: EndGroupSessionInput;
};


export type MutationFinishWorkoutArgs = {
  input: FinishWorkoutInput;
};


export type MutationImportWorkoutArgs = {
  input: ImportWorkoutInput;
};


export type MutationIngestDeviceDataArgs = {
  input: IngestDeviceDataInput;
};


export type MutationJoinGroupSessionArgs = {
  input: JoinGroupSessionInput;
};


export type MutationLeaveGroupSessionArgs = {
  input: LeaveGroupSessionInput;
};


export type MutationLogWorkoutArgs = {
  input: LogWorkoutInput;
};


export type MutationPauseWorkoutArgs = {
  input: PauseWorkoutInput;
};


export type MutationRecordSamplesArgs = {
  input: RecordSamplesInput;
};


export type MutationRemoveWorkoutPhotoArgs = {
  input: RemoveWorkoutPhotoInput;
};


export type MutationRenewTrainingCalendarArgs = {
  input: RenewTrainingCalendarInput;
};


export type MutationReportGroupSessionProgressArgs = {
  input: ReportGroupSessionProgressInput;
};


export type MutationResumeWorkoutArgs = {
  input: ResumeWorkoutInput;
};


export type MutationScheduleWorkoutArgs = {
  input: ScheduleWorkoutInput;
};


export type MutationStartGroupSessionArgs = {
  input: StartGroupSessionInput;
};


export type MutationStartWorkoutArgs = {
  input: StartWorkoutInput;
};


export type MutationUpdateScheduledWorkoutArgs = {
  input: UpdateScheduledWorkoutInput;
};


export type MutationUpdateWorkoutArgs = {
  input: UpdateWorkoutInput;
};

/** A file a workout was made of. */
export type OriginalFile = {
  readonly __typename?: 'OriginalFile';
  /** Its length in bytes. */
  readonly byteLength: Scalars['Int']['output'];
  /** Until when the address is good. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** As its owner called it. */
  readonly fileName: Scalars['String']['output'];
  /** Gives the bytes by a plain GET, to whoever has it, until it expires. */
  readonly url: Scalars['String']['output'];
};

/** Where a page lies in its list (Relay's connection specification). */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** The cursor of the last edge of the page; null for an empty page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether there is more after `endCursor`. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether there is more before `startCursor`. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first edge of the page; null for an empty page. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** Which workout to pause. */
export type PauseWorkoutInput = {
  /** Since when: not before its start, nor before it was last resumed, and at most 5 minutes ahead of our clock; now when left out. Paused and resumed a workout can be 1000 times in all. */
  readonly at?: InputMaybe<Scalars['DateTime']['input']>;
  /** Which running workout. */
  readonly workoutId: Scalars['ID']['input'];
};

/** The paused workout. */
export type PauseWorkoutPayload = {
  readonly __typename?: 'PauseWorkoutPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The workout; null with `userErrors`. */
  readonly workout?: Maybe<Workout>;
};

/** What somebody did in one period. */
export type PeriodStatistics = {
  readonly __typename?: 'PeriodStatistics';
  /** Per workout; null without workouts. */
  readonly averageDistanceMeters?: Maybe<Scalars['Float']['output']>;
  /** Per workout, pauses included; null without workouts. */
  readonly averageElapsedSeconds?: Maybe<Scalars['Float']['output']>;
  /** Per workout; null without workouts. */
  readonly averageElevationGainMeters?: Maybe<Scalars['Float']['output']>;
  /** Per workout; null without workouts. */
  readonly averageKilocalories?: Maybe<Scalars['Float']['output']>;
  /** Per workout, without pauses; null without workouts. */
  readonly averageMovingSeconds?: Maybe<Scalars['Float']['output']>;
  /** The same by sport; sports without a workout are left out. */
  readonly bySport: ReadonlyArray<SportStatistics>;
  /** The period's first date, which may lie before the range; weeks begin on Monday. */
  readonly startDate: Scalars['Date']['output'];
  /** In metres. */
  readonly totalDistanceMeters: Scalars['Float']['output'];
  /** Pauses included, in seconds. */
  readonly totalElapsedSeconds: Scalars['Float']['output'];
  /** Climbed, in metres. */
  readonly totalElevationGainMeters: Scalars['Float']['output'];
  /** In kilocalories. */
  readonly totalKilocalories: Scalars['Float']['output'];
  /** Without pauses, in seconds. */
  readonly totalMovingSeconds: Scalars['Float']['output'];
  /** How many workouts. */
  readonly totalWorkouts: Scalars['Int']['output'];
};

/** A personal record. */
export type PersonalRecord = {
  readonly __typename?: 'PersonalRecord';
  /** What it is a record of. */
  readonly kind: RecordKind;
  /** The sport it counts for. */
  readonly sport: Sport;
  /** Seconds for the fastest and the longest time, metres for distance and climb, kilocalories for energy. */
  readonly value: Scalars['Float']['output'];
  /** The workout that set it: of equals, the earlier; null when it is gone since. */
  readonly workout?: Maybe<Workout>;
};

/** One time a plan takes place, as it was planned then: see `updateScheduledWorkout`. */
export type PlannedOccurrence = {
  readonly __typename?: 'PlannedOccurrence';
  /** The plan, as it is now. */
  readonly scheduledWorkout: ScheduledWorkout;
  /** What kind of activity was planned. */
  readonly sport: Sport;
  /** When. */
  readonly startsAt: Scalars['DateTime']['output'];
  /** What became of it. */
  readonly status: PlannedOccurrenceStatus;
  /** How far, in metres; null when not said. */
  readonly targetDistanceMeters?: Maybe<Scalars['Float']['output']>;
  /** How long, in seconds; null when not said. */
  readonly targetSeconds?: Maybe<Scalars['Float']['output']>;
  /** The zone by whose clock it has its day. */
  readonly timeZone: Scalars['TimeZone']['output'];
  /** What it was called. */
  readonly title: Scalars['String']['output'];
  /** The workout that was it; null unless DONE. */
  readonly workout?: Maybe<Workout>;
};

/** What became of a planned workout. */
export type PlannedOccurrenceStatus =
  /** There is a workout of the same family of sports on that local day. */
  | 'DONE'
  /** Its local day is over without such a workout. */
  | 'MISSED'
  /** Its day is not over, and no workout matches yet. */
  | 'UPCOMING';

export type Query = {
  readonly __typename?: 'Query';
  /** A group session by id; null when there is none, or when the viewer may not see it: they take part in it, or its `visibility` shows it to them. */
  readonly groupSession?: Maybe<GroupSession>;
  /** One of the viewer's plans by id; null when there is none. */
  readonly scheduledWorkout?: Maybe<ScheduledWorkout>;
  /** A workout by id; null when there is none, or when the caller may not see it. */
  readonly workout?: Maybe<Workout>;
  /** An import of the viewer's by id; null when there is none. */
  readonly workoutImport?: Maybe<WorkoutImport>;
};


export type QueryGroupSessionArgs = {
  id: Scalars['ID']['input'];
};


export type QueryScheduledWorkoutArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWorkoutArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWorkoutImportArgs = {
  id: Scalars['ID']['input'];
};

/** What there are personal records of. */
export type RecordKind =
  /** Fastest kilometre. */
  | 'FASTEST_1_KILOMETER'
  /** Fastest mile. */
  | 'FASTEST_1_MILE'
  /** Fastest two miles. */
  | 'FASTEST_2_MILES'
  /** Fastest 5 kilometres. */
  | 'FASTEST_5_KILOMETERS'
  /** Fastest 10 kilometres. */
  | 'FASTEST_10_KILOMETERS'
  /** Fastest 10 miles. */
  | 'FASTEST_10_MILES'
  /** Fastest 15 kilometres. */
  | 'FASTEST_15_KILOMETERS'
  /** Fastest 20 kilometres. */
  | 'FASTEST_20_KILOMETERS'
  /** Fastest 30 kilometres. */
  | 'FASTEST_30_KILOMETERS'
  /** Fastest 400 metres. */
  | 'FASTEST_400_METERS'
  /** Fastest half marathon. */
  | 'FASTEST_HALF_MARATHON'
  /** Fastest half mile. */
  | 'FASTEST_HALF_MILE'
  /** Fastest marathon. */
  | 'FASTEST_MARATHON'
  /** Longest distance. */
  | 'LONGEST_DISTANCE'
  /** Longest time, pauses included. */
  | 'LONGEST_TIME'
  /** Most climb. */
  | 'MOST_ELEVATION_GAIN'
  /** Most energy spent. */
  | 'MOST_ENERGY';

/** What was measured since the last call, and what may have got lost. */
export type RecordSamplesInput = {
  /** At most 1000 in a call, and 129 600 in a workout. */
  readonly samples: ReadonlyArray<SampleInput>;
  /** Which running workout. */
  readonly workoutId: Scalars['ID']['input'];
};

/** What is kept by now. */
export type RecordSamplesPayload = {
  readonly __typename?: 'RecordSamplesPayload';
  /** The highest sequence number that is kept, whether or not all below it have come; null when there is none, or with `userErrors`. Without these, all that was sent is kept. */
  readonly acceptedSequence?: Maybe<Scalars['Int']['output']>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The workout as it stands; null with `userErrors`. */
  readonly workout?: Maybe<Workout>;
};

/** Which photo to take off. */
export type RemoveWorkoutPhotoInput = {
  /** One of its photos. */
  readonly photoId: Scalars['ID']['input'];
  /** A workout of the viewer's. */
  readonly workoutId: Scalars['ID']['input'];
};

/** What was taken off. */
export type RemoveWorkoutPhotoPayload = {
  readonly __typename?: 'RemoveWorkoutPhotoPayload';
  /** The id of the photo that is gone; null with `userErrors`. */
  readonly removedPhotoId?: Maybe<Scalars['ID']['output']>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The workout without it; null with `userErrors`. */
  readonly workout?: Maybe<Workout>;
};

/** Another secret address. */
export type RenewTrainingCalendarInput = {
  /** Must be true: calendars that know the address before lose sight of the plans. */
  readonly confirm: Scalars['Boolean']['input'];
};

/** The calendar at its new address. */
export type RenewTrainingCalendarPayload = {
  readonly __typename?: 'RenewTrainingCalendarPayload';
  /** As `Viewer.trainingCalendarUrl`; null with `userErrors`. */
  readonly trainingCalendarUrl?: Maybe<Scalars['String']['output']>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** How far the viewer has come in a group session. */
export type ReportGroupSessionProgressInput = {
  /** Since the viewer began: 0 to 10 000 000. */
  readonly distanceMeters?: InputMaybe<Scalars['Float']['input']>;
  /** Since the viewer began: 0 to 36 hours. The workout it becomes begins with the session, or when the viewer joined one that ran; earlier where this says so at first. */
  readonly elapsedSeconds: Scalars['Float']['input'];
  /** What the viewer does, on one line: up to 100 characters. */
  readonly exercise?: InputMaybe<Scalars['String']['input']>;
  /** One that runs, and that the viewer takes part in. */
  readonly groupSessionId: Scalars['ID']['input'];
  /** 0 to 300 beats per minute; what lies outside of 30 to 230 is not believed. */
  readonly heartRateBpm?: InputMaybe<Scalars['Int']['input']>;
  /** How often they have done it in this set: 0 to 100 000. With another exercise, or fewer than before, the next set begins. */
  readonly repetitions?: InputMaybe<Scalars['Int']['input']>;
  /** Counts the viewer's reports: 0 to 2 000 000 000. What has come with the same number before counts, and not this. */
  readonly sequence: Scalars['Int']['input'];
};

/** The report is kept. */
export type ReportGroupSessionProgressPayload = {
  readonly __typename?: 'ReportGroupSessionProgressPayload';
  /** The highest number that has come; null with `userErrors`. */
  readonly acceptedSequence?: Maybe<Scalars['Int']['output']>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which workout to go on with. */
export type ResumeWorkoutInput = {
  /** Since when: not before it was paused, and at most 5 minutes ahead of our clock; now when left out. */
  readonly at?: InputMaybe<Scalars['DateTime']['input']>;
  /** Which paused workout. */
  readonly workoutId: Scalars['ID']['input'];
};

/** The workout that goes on. */
export type ResumeWorkoutPayload = {
  readonly __typename?: 'ResumeWorkoutPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The workout; null with `userErrors`. */
  readonly workout?: Maybe<Workout>;
};

/** Where a workout went. */
export type Route = {
  readonly __typename?: 'Route';
  /** The smallest box around all recorded positions. */
  readonly bounds: Bounds;
  /** Points left after simplifying. */
  readonly pointCount: Scalars['Int']['output'];
  /** Google's encoded polyline, precision 5; several segments are joined. Longitudes go on beyond ±180 over the date line, so that no line goes round the world. */
  readonly polyline: Scalars['String']['output'];
  /**
   * Where it was when, by the clock of `streams`, so that a place on a chart can be shown on the map: the recorded positions that have a
   * time, thinned out evenly to at most `maxPoints`. Empty without times.
   */
  readonly timedPoints: ReadonlyArray<RoutePoint>;
};


/** Where a workout went. */
export type RouteTimedPointsArgs = {
  maxPoints?: Scalars['Int']['input'];
};

/** A place of a route at a time. */
export type RoutePoint = {
  readonly __typename?: 'RoutePoint';
  /** Metres since the start, as those of the stream DISTANCE; null without a distance. */
  readonly distanceMeters?: Maybe<Scalars['Float']['output']>;
  /** In degrees. */
  readonly latitude: Scalars['Float']['output'];
  /** In degrees. */
  readonly longitude: Scalars['Float']['output'];
  /** Seconds since the workout's start, rising, as those of `streams`. */
  readonly offsetSeconds: Scalars['Float']['output'];
};

/** One moment of a workout, as a device measured it. */
export type SampleInput = {
  /** When, 2000 to 2199: at most 65 minutes ahead of our clock, and within 36 hours of all other samples of the workout. */
  readonly at: Scalars['DateTime']['input'];
  /** Steps or revolutions per minute, 0 to 500. */
  readonly cadence?: InputMaybe<Scalars['Float']['input']>;
  /** Since the start, as the device counts it, 0 to 10 000 000; where the first that it tells is more than 100 metres, since that sample. A count that begins anew goes on from where it ended. */
  readonly distanceMeters?: InputMaybe<Scalars['Float']['input']>;
  /** Above sea level, -500 to 15 000. */
  readonly elevationMeters?: InputMaybe<Scalars['Float']['input']>;
  /** Beats per minute, 0 to 300. */
  readonly heartRateBpm?: InputMaybe<Scalars['Float']['input']>;
  /** In degrees, -90 to 90; with `longitude`. */
  readonly latitude?: InputMaybe<Scalars['Float']['input']>;
  /** In degrees, -180 to 180; with `latitude`. */
  readonly longitude?: InputMaybe<Scalars['Float']['input']>;
  /** 0 to 5000. */
  readonly powerWatts?: InputMaybe<Scalars['Float']['input']>;
  /** Counts the samples of a workout, 0 to 2 000 000 000: a number that has come is not taken again. */
  readonly sequence: Scalars['Int']['input'];
};

/** What to plan. */
export type ScheduleWorkoutInput = {
  /**
   * RFC 5545 without times of day, as `FREQ=WEEKLY;BYDAY=TU,TH`: FREQ from DAILY to YEARLY, INTERVAL (at most 20 years), COUNT (at most
   * 1000) or UNTIL, not both, BYDAY, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYMONTH, BYSETPOS, WKST; 400 characters at most. Once only when
   * left out or empty.
   */
  readonly recurrenceRule?: InputMaybe<Scalars['String']['input']>;
  /** What kind of activity. */
  readonly sport: Sport;
  /** When it takes place once; where it repeats, the time of day at which it does, and the day from which the rule counts: 1970 to 2199. */
  readonly startsAt: Scalars['DateTime']['input'];
  /** More than 0, at most 1 000 000. */
  readonly targetDistanceMeters?: InputMaybe<Scalars['Float']['input']>;
  /** More than 0, at most 604 800 (a week). */
  readonly targetSeconds?: InputMaybe<Scalars['Float']['input']>;
  /** The zone by whose clock it repeats; the viewer's own when left out. */
  readonly timeZone?: InputMaybe<Scalars['TimeZone']['input']>;
  /** At most 120 characters on one line; sport and time of day when left out. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

/** The plan. */
export type ScheduleWorkoutPayload = {
  readonly __typename?: 'ScheduleWorkoutPayload';
  /** The new plan; null with `userErrors`. */
  readonly scheduledWorkout?: Maybe<ScheduledWorkout>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A workout that is planned, once or again and again. */
export type ScheduledWorkout = {
  readonly __typename?: 'ScheduledWorkout';
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /** The next times it takes place, from now on, within some 20 years of now or of a later start; fewer where there are no more. */
  readonly nextOccurrences: ReadonlyArray<Scalars['DateTime']['output']>;
  /** How it repeats (RFC 5545); null when it takes place once. */
  readonly recurrenceRule?: Maybe<Scalars['String']['output']>;
  /** What kind of activity is planned. */
  readonly sport: Sport;
  /** When it takes place once; where it repeats, the time of day at which it does, and the day from which the rule counts: the first of `nextOccurrences` may lie later. */
  readonly startsAt: Scalars['DateTime']['output'];
  /** How far, in metres; null when not said. */
  readonly targetDistanceMeters?: Maybe<Scalars['Float']['output']>;
  /** How long, in seconds; null when not said. */
  readonly targetSeconds?: Maybe<Scalars['Float']['output']>;
  /** By the clock of this zone it repeats, also when the clocks change. */
  readonly timeZone: Scalars['TimeZone']['output'];
  /** What it is called; sport and time of day where nobody said. */
  readonly title: Scalars['String']['output'];
};


/** A workout that is planned, once or again and again. */
export type ScheduledWorkoutNextOccurrencesArgs = {
  first?: Scalars['Int']['input'];
};

/** A page of plans. */
export type ScheduledWorkoutConnection = {
  readonly __typename?: 'ScheduledWorkoutConnection';
  /** The plans of the page with their cursors. */
  readonly edges: ReadonlyArray<ScheduledWorkoutEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** A plan in a list. */
export type ScheduledWorkoutEdge = {
  readonly __typename?: 'ScheduledWorkoutEdge';
  /** Stays right while plans come and go. */
  readonly cursor: Scalars['String']['output'];
  /** The plan. */
  readonly node: ScheduledWorkout;
};

/** One unit of distance of a workout. */
export type Split = {
  readonly __typename?: 'Split';
  /** Mean by time; null without readings, or when the owner keeps them back. */
  readonly averageHeartRateBpm?: Maybe<Scalars['Float']['output']>;
  /** A whole unit, except for the last one. */
  readonly distanceMeters: Scalars['Float']['output'];
  /** Pauses included. */
  readonly elapsedSeconds: Scalars['Float']['output'];
  /** From 1. */
  readonly index: Scalars['Int']['output'];
};

/** What kind of activity a workout is. */
export type Sport =
  /** Road cycling, and cycling of no special kind. */
  | 'CYCLING'
  /** Hiking. */
  | 'HIKING'
  /** Cycling on a trainer or an ergometer. */
  | 'INDOOR_CYCLING'
  /** Mountain biking. */
  | 'MOUNTAIN_BIKING'
  /** Swimming in open water. */
  | 'OPEN_WATER_SWIMMING'
  /** Anything else. */
  | 'OTHER'
  /** Rowing, on water or on a machine. */
  | 'ROWING'
  /** Running on roads or a track. */
  | 'RUNNING'
  /** Skiing of any kind. */
  | 'SKIING'
  /** Strength training. */
  | 'STRENGTH'
  /** Swimming in a pool. */
  | 'SWIMMING'
  /** Running on trails. */
  | 'TRAIL_RUNNING'
  /** Walking. */
  | 'WALKING'
  /** Yoga. */
  | 'YOGA';

/** What somebody did of one sport. */
export type SportStatistics = {
  readonly __typename?: 'SportStatistics';
  /** Per workout; null without workouts. */
  readonly averageDistanceMeters?: Maybe<Scalars['Float']['output']>;
  /** Per workout, pauses included; null without workouts. */
  readonly averageElapsedSeconds?: Maybe<Scalars['Float']['output']>;
  /** Per workout; null without workouts. */
  readonly averageElevationGainMeters?: Maybe<Scalars['Float']['output']>;
  /** Per workout; null without workouts. */
  readonly averageKilocalories?: Maybe<Scalars['Float']['output']>;
  /** Per workout, without pauses; null without workouts. */
  readonly averageMovingSeconds?: Maybe<Scalars['Float']['output']>;
  /** The sport. */
  readonly sport: Sport;
  /** In metres. */
  readonly totalDistanceMeters: Scalars['Float']['output'];
  /** Pauses included, in seconds. */
  readonly totalElapsedSeconds: Scalars['Float']['output'];
  /** Climbed, in metres. */
  readonly totalElevationGainMeters: Scalars['Float']['output'];
  /** In kilocalories. */
  readonly totalKilocalories: Scalars['Float']['output'];
  /** Without pauses, in seconds. */
  readonly totalMovingSeconds: Scalars['Float']['output'];
  /** How many workouts. */
  readonly totalWorkouts: Scalars['Int']['output'];
};

/** Which group session to begin. */
export type StartGroupSessionInput = {
  /** One that the viewer hosts. */
  readonly groupSessionId: Scalars['ID']['input'];
};

/** The group session that runs now. */
export type StartGroupSessionPayload = {
  readonly __typename?: 'StartGroupSessionPayload';
  /** The group session; null with `userErrors`. */
  readonly groupSession?: Maybe<GroupSession>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What is begun. */
export type StartWorkoutInput = {
  /** Made by the client, 1 to 100 characters on one line, unique for the viewer: makes a retry harmless. The same again answers with the workout that has begun, or has become of it, whatever else is told now, as long as it is valid; WORKOUT_NOT_RUNNING where nothing was kept. */
  readonly clientWorkoutId?: InputMaybe<Scalars['String']['input']>;
  /** What kind of activity it is. */
  readonly sport: Sport;
  /** When it began, 2000 or later, and at most 5 minutes ahead of our clock; now when left out. With its first sample where that lies before this, or more than an hour later. */
  readonly startedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** 1 to 120 characters on one line; one made from sport and time of day when left out. Where the activity turns out to be a workout already, that is called so unless its owner gave it a title before. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** Who may see it, also while it runs; the viewer's default when left out. Where the activity turns out to be a workout already, that is shown to fewer people if this says so, whichever recording is kept, and never to more. */
  readonly visibility?: InputMaybe<Visibility>;
};

/** The workout that has begun. */
export type StartWorkoutPayload = {
  readonly __typename?: 'StartWorkoutPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The workout; null with `userErrors`. */
  readonly workout?: Maybe<Workout>;
};

/** What statistics can be grouped by: periods of the workouts' local dates. */
export type StatisticsPeriod =
  /** A calendar day. */
  | 'DAY'
  /** A calendar month. */
  | 'MONTH'
  /** A week from Monday to Sunday. */
  | 'WEEK'
  /** A calendar year. */
  | 'YEAR';

/** One kind of recorded values over time. */
export type Stream = {
  readonly __typename?: 'Stream';
  /** What the values are. */
  readonly kind: StreamKind;
  /** Seconds since the workout's start, rising. */
  readonly offsetsSeconds: ReadonlyArray<Scalars['Float']['output']>;
  /** As many as there are offsets, in the unit of the kind. */
  readonly values: ReadonlyArray<Scalars['Float']['output']>;
};

/** What a recording can hold over time. */
export type StreamKind =
  /** Per minute: steps of both feet on foot, else revolutions or strokes. */
  | 'CADENCE'
  /** Metres since the start. */
  | 'DISTANCE'
  /** Metres above sea level. */
  | 'ELEVATION'
  /** Beats per minute. */
  | 'HEART_RATE'
  /** Watts. */
  | 'POWER'
  /** Metres per second. */
  | 'SPEED'
  /** Degrees Celsius. */
  | 'TEMPERATURE';

export type Subscription = {
  readonly __typename?: 'Subscription';
  /**
   * How a group session stands, at once, and then each thing that happens in it, but for what those do who blocked the viewer, until it is
   * over and its workouts are kept; for whoever may see it. Progress comes twice a second at most: the newest. Who reconnects is told how it stands.
   */
  readonly groupSessionUpdated: GroupSessionUpdate;
  /**
   * A running workout as it stands, at once and as it moves on, until it is over; for whoever may see it. The last event is what it has
   * become: where the activity was there already that is this other workout, with another id.
   */
  readonly liveWorkoutUpdated: Workout;
  /** The import as it stands, at once and after each step, until it is done; of an archive that was cancelled, until `archive` tells all that was imported of it. */
  readonly workoutImportUpdated: WorkoutImport;
};


export type SubscriptionGroupSessionUpdatedArgs = {
  groupSessionId: Scalars['ID']['input'];
};


export type SubscriptionLiveWorkoutUpdatedArgs = {
  workoutId: Scalars['ID']['input'];
};


export type SubscriptionWorkoutImportUpdatedArgs = {
  id: Scalars['ID']['input'];
};

/** What to change of a plan. Left out: stays. Null: is taken away, where a plan can do without. */
export type UpdateScheduledWorkoutInput = {
  /** As in `ScheduleWorkoutInput`; null or an empty one makes it take place once. */
  readonly recurrenceRule?: InputMaybe<Scalars['String']['input']>;
  /** Which plan. */
  readonly scheduledWorkoutId: Scalars['ID']['input'];
  /** What kind of activity. */
  readonly sport?: InputMaybe<Sport>;
  /** When it takes place once; where it repeats, the time of day at which it does, and the day from which the rule counts: 1970 to 2199. */
  readonly startsAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** More than 0, at most 1 000 000. */
  readonly targetDistanceMeters?: InputMaybe<Scalars['Float']['input']>;
  /** More than 0, at most 604 800 (a week). */
  readonly targetSeconds?: InputMaybe<Scalars['Float']['input']>;
  /** The zone by whose clock it repeats. */
  readonly timeZone?: InputMaybe<Scalars['TimeZone']['input']>;
  /** At most 120 characters on one line; null brings sport and time of day back. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

/** The changed plan. */
export type UpdateScheduledWorkoutPayload = {
  readonly __typename?: 'UpdateScheduledWorkoutPayload';
  /** The plan after the change; null with `userErrors`. */
  readonly scheduledWorkout?: Maybe<ScheduledWorkout>;
  /** What went wrong; empty on success. Nothing was changed otherwise. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What to change of a workout. Left out: stays. Null: is taken away, where a workout can do without. */
export type UpdateWorkoutInput = {
  /** Any number of lines, up to 2000 characters, in place of what there is; null takes it away. It stays whichever recording the workout is given. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** 0 to 10 000 000; null takes it away. Only of a workout told by hand (source MANUAL). */
  readonly distanceMeters?: InputMaybe<Scalars['Float']['input']>;
  /** How long it took, 1 second to 7 days; only of a workout told by hand, or where the recording had no usable times: then together with `startedAt`. */
  readonly elapsedSeconds?: InputMaybe<Scalars['Float']['input']>;
  /** 0 to 100 000; null has it estimated. Only of a workout told by hand (source MANUAL). */
  readonly kilocalories?: InputMaybe<Scalars['Float']['input']>;
  /** Free figures, by the rules of `logWorkout`, in place of those there are; null takes them away. */
  readonly metrics?: InputMaybe<Scalars['JSONObject']['input']>;
  /** What kind of activity it was, whatever the recording says. */
  readonly sport?: InputMaybe<Sport>;
  /** When it began, 2000 to 2199; only of a workout told by hand, or where the recording had no usable times: then together with `elapsedSeconds`. */
  readonly startedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** 1 to 120 characters on one line; null brings sport and time of day back. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** Who may see it. */
  readonly visibility?: InputMaybe<Visibility>;
  /** Which workout. */
  readonly workoutId: Scalars['ID']['input'];
};

/** The workout as it is now. */
export type UpdateWorkoutPayload = {
  readonly __typename?: 'UpdateWorkoutPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The workout; null with `userErrors`. */
  readonly workout?: Maybe<Workout>;
};

/** Where to send the bytes of a file, by plain HTTP. */
export type Upload = {
  readonly __typename?: 'Upload';
  /** Until when the bytes are taken. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Headers to send along. */
  readonly headers: ReadonlyArray<UploadHeader>;
  /** Goes into `importWorkout` or `addWorkoutPhoto`; pictures of other kinds need nothing further. */
  readonly id: Scalars['ID']['output'];
  /** The HTTP method. */
  readonly method: Scalars['String']['output'];
  /** The address, good for this upload alone. */
  readonly url: Scalars['String']['output'];
};

/** An HTTP header to send with an upload. */
export type UploadHeader = {
  readonly __typename?: 'UploadHeader';
  /** The header's name. */
  readonly name: Scalars['String']['output'];
  /** The header's value. */
  readonly value: Scalars['String']['output'];
};

/** What an uploaded file is for. */
export type UploadPurpose =
  /** A picture of the person: `User.avatarUrl`, as soon as its bytes have come, in place of the one before. */
  | 'AVATAR'
  /** A picture for a message. Messages do not take pictures yet: until they do, nothing shows it, and it is cleared away after a day. */
  | 'CHAT_IMAGE'
  /** A zip archive of activity files that is larger than one file may be; smaller ones also go as WORKOUT_FILE. */
  | 'WORKOUT_ARCHIVE'
  /** An activity file, to be imported as a workout; no other upload can be. */
  | 'WORKOUT_FILE'
  /** A picture taken on a workout, for `addWorkoutPhoto` within a day; at most 100 may wait for that, with those of CHAT_IMAGE. */
  | 'WORKOUT_PHOTO';

export type User = {
  readonly __typename?: 'User';
  readonly id: Scalars['ID']['output'];
  /** The person's workouts that the one who asks may see; one without a start stands where it arrived. */
  readonly workouts?: Maybe<WorkoutConnection>;
};


export type UserWorkoutsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<WorkoutFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: WorkoutOrder;
};

/** Something the caller did that can be mended: shown to the person, or handled by `code`. */
export type UserError = {
  readonly __typename?: 'UserError';
  /** Stable: programs may depend on it. */
  readonly code: UserErrorCode;
  /** A sentence in English for the person in front of the screen. */
  readonly message: Scalars['String']['output'];
  /** Where in the input the problem lies, as field names from the input object down; null when it concerns the whole request. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** After how many seconds it makes sense to try again; with `RATE_LIMITED`, where it is known. */
  readonly retryAfterSeconds?: Maybe<Scalars['Int']['output']>;
};

/** Every code a `userErrors` list can hold, but for UNAUTHENTICATED. */
export type UserErrorCode =
  /** The caller, or whom the input names, takes part already. */
  | 'ALREADY_JOINED'
  /** The competition is over or was cancelled. */
  | 'COMPETITION_CLOSED'
  /** The e-mail address belongs to another account. */
  | 'EMAIL_TAKEN'
  /** The file is larger than allowed. */
  | 'FILE_TOO_LARGE'
  /** The caller may not do this. */
  | 'FORBIDDEN'
  /** The goal was achieved or missed already. */
  | 'GOAL_CLOSED'
  /** The group session is over, or does not run. */
  | 'GROUP_SESSION_CLOSED'
  /** As many take part in the group session as may. */
  | 'GROUP_SESSION_FULL'
  /** The import is done, or cannot be stopped any more. */
  | 'IMPORT_CLOSED'
  /** Unknown e-mail address or wrong password. */
  | 'INVALID_CREDENTIALS'
  /** A value of the input is not allowed; `path` names it. */
  | 'INVALID_INPUT'
  /** The invite code is missing or wrong. */
  | 'INVALID_INVITE_CODE'
  /** The refresh token is unknown, expired or revoked. */
  | 'INVALID_REFRESH_TOKEN'
  /** The token of a mailed link is unknown, expired or used. */
  | 'INVALID_TOKEN'
  /** There are as many of these as are allowed. */
  | 'LIMIT_REACHED'
  /** The message was deleted. */
  | 'MESSAGE_DELETED'
  /** What the input refers to does not exist, or the caller may not know that it does. */
  | 'NOT_FOUND'
  /** The team is of a squad that the caller is not in. */
  | 'NOT_IN_SQUAD'
  /** Too many attempts; try again after `retryAfterSeconds`. */
  | 'RATE_LIMITED'
  /** A refresh token was used twice: the whole session is revoked. */
  | 'REFRESH_TOKEN_REUSED'
  /** The squad has as many members or invitations as it can. */
  | 'SQUAD_FULL'
  /** As many play for the team as may. */
  | 'TEAM_FULL'
  /**
   * Never in `userErrors`, but the `extensions.code` of an error: the request's token is wrong or too old, or its session is over. Where a field
   * wants a login and the request has no token, the field's error has the code `UNAUTHORIZED_FIELD_OR_TYPE`. After either one logs in; where
   * there is a refresh token, `refreshSession` comes first.
   */
  | 'UNAUTHENTICATED'
  /** The upload was not taken up in time. */
  | 'UPLOAD_EXPIRED'
  /** The upload has not received its bytes yet. */
  | 'UPLOAD_INCOMPLETE'
  /** The username belongs to somebody else, or is kept from people. */
  | 'USERNAME_TAKEN'
  /** The workout is not being recorded, or not any more. */
  | 'WORKOUT_NOT_RUNNING';

export type Viewer = {
  readonly __typename?: 'Viewer';
  /** The group sessions that the viewer takes part in, also those that are over, the newest first. */
  readonly groupSessions?: Maybe<GroupSessionConnection>;
  readonly id: Scalars['ID']['output'];
  /** The viewer's plans, in the order they were made. */
  readonly scheduledWorkouts?: Maybe<ScheduledWorkoutConnection>;
  /** What is planned for some days, in order of time, with what became of it: at most 1000 times; BAD_USER_INPUT for more. */
  readonly trainingCalendar?: Maybe<ReadonlyArray<PlannedOccurrence>>;
  /** The secret address of the viewer's plans as iCalendar: whoever has it can read them. See `renewTrainingCalendar`. */
  readonly trainingCalendarUrl?: Maybe<Scalars['String']['output']>;
  /** The viewer's imports, the one that was asked for last first. */
  readonly workoutImports?: Maybe<WorkoutImportConnection>;
  /** What the viewer did on the local dates of a range. */
  readonly workoutStatistics?: Maybe<WorkoutStatistics>;
  /** The viewer's workouts. */
  readonly workouts?: Maybe<WorkoutConnection>;
  /** The viewer's workouts that are being recorded. */
  readonly workoutsInProgress?: Maybe<ReadonlyArray<Workout>>;
};


export type ViewerGroupSessionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


export type ViewerScheduledWorkoutsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


export type ViewerTrainingCalendarArgs = {
  from: Scalars['Date']['input'];
  to: Scalars['Date']['input'];
};


export type ViewerWorkoutImportsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  statuses?: InputMaybe<ReadonlyArray<WorkoutImportStatus>>;
};


export type ViewerWorkoutStatisticsArgs = {
  from: Scalars['Date']['input'];
  groupBy: StatisticsPeriod;
  sports?: InputMaybe<ReadonlyArray<Sport>>;
  to: Scalars['Date']['input'];
};


export type ViewerWorkoutsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<WorkoutFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: WorkoutOrder;
};

/** Who may see something. */
export type Visibility =
  /** Everyone, also without an account. */
  | 'EVERYONE'
  /** The owner and the owner's friends. */
  | 'FRIENDS'
  /** The owner alone. */
  | 'ONLY_ME';

/** One session of exercise. */
export type Workout = {
  readonly __typename?: 'Workout';
  /** Mean of all readings above 0: steps of both feet on foot, else revolutions or strokes; null without any. */
  readonly averageCadencePerMinute?: Maybe<Scalars['Float']['output']>;
  /** Moving time over distance, of the part that has times where only a part of the way has; null without either. */
  readonly averagePaceSecondsPerKilometer?: Maybe<Scalars['Float']['output']>;
  /** Mean of all readings of power, those of 0 among them; null without any. */
  readonly averagePowerWatts?: Maybe<Scalars['Float']['output']>;
  /** Distance over moving time, of the part that has times where only a part of the way has; null without either. */
  readonly averageSpeedMetersPerSecond?: Maybe<Scalars['Float']['output']>;
  /** The fastest time over each standard distance the workout is long enough for. */
  readonly bestEfforts: ReadonlyArray<BestEffort>;
  /** What the owner writes of it, of any number of lines; null without any. Seen by whoever sees the workout. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** What the device measured, else the sum over positions, else what the owner told by hand; null when there is none of them. */
  readonly distanceMeters?: Maybe<Scalars['Float']['output']>;
  /** How `distanceMeters` came to be; null without it, and while it is recorded. */
  readonly distanceSource?: Maybe<DistanceSource>;
  /** From start to end, pauses included; null without usable times. */
  readonly elapsedSeconds?: Maybe<Scalars['Float']['output']>;
  /** Climbed in all; null without elevation data, and where nobody climbs as much in the time. */
  readonly elevationGainMeters?: Maybe<Scalars['Float']['output']>;
  /** Descended in all; null without elevation data, and where nobody descends as much in the time. */
  readonly elevationLossMeters?: Maybe<Scalars['Float']['output']>;
  /** How the metres climbed and descended came to be; null without them. */
  readonly elevationSource?: Maybe<ElevationSource>;
  /**
   * Energy spent; null when nothing allows an estimate. Computed from heart rates or the owner's body data (sources `HEART_RATE`,
   * `MET_BY_SPEED`, `MET_GENERIC`) it would tell them: it is null, too, for whoever may not see weight, birth date and sex of the
   * owner, and for heart rates these.
   */
  readonly energy?: Maybe<Energy>;
  /** What is doubtful about the recording. What speaks of another workout (`OVERLAP`, `IMPLAUSIBLE_TRAVEL`) the owner alone sees. */
  readonly flags: ReadonlyArray<WorkoutFlag>;
  /**
   * The files it was made of before a recording that tells more took their place, as they came, oldest first: the last ten. Empty
   * for all but the owner.
   */
  readonly formerFiles: ReadonlyArray<OriginalFile>;
  /** Heart rate; null when none was recorded, or when the owner keeps it back. */
  readonly heartRate?: Maybe<HeartRate>;
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /** Laps as the device marked them. */
  readonly laps: ReadonlyArray<Lap>;
  /** The highest reading of power; null without any. */
  readonly maxPowerWatts?: Maybe<Scalars['Float']['output']>;
  /** The highest speed of the stream SPEED that somebody can reach in the sport; null without one. */
  readonly maxSpeedMetersPerSecond?: Maybe<Scalars['Float']['output']>;
  /** Figures of any kind that the owner told: sets, repetitions, weight; null without any. */
  readonly metrics?: Maybe<Scalars['JSONObject']['output']>;
  /** Without pauses; null without usable times, and while it is recorded. */
  readonly movingSeconds?: Maybe<Scalars['Float']['output']>;
  /** How `movingSeconds` came to be; null without them, and while it is recorded. */
  readonly movingTimeSource?: Maybe<MovingTimeSource>;
  /** The file it was made of, as it came; null for all but the owner, and without a file. */
  readonly originalFile?: Maybe<OriginalFile>;
  /** Whose workout it is; null while people cannot be looked up. */
  readonly owner?: Maybe<User>;
  /** Photos that its owner took, in the order they were added; seen by whoever sees the workout. */
  readonly photos: ReadonlyArray<WorkoutPhoto>;
  /**
   * Where it went; null without positions, or when the owner keeps it back. Others than the owner do not see its head and tail in
   * the owner's privacy zones, nor those of parts before or behind a pause, a rest or a jump, nor what lies around them and leads no
   * further: what leads through one on its way, from 100 m away at least and without falling a minute behind its pace, is seen.
   * Totals such as `distanceMeters` count the whole.
   */
  readonly route?: Maybe<Route>;
  /** How it came to us. */
  readonly source: WorkoutSource;
  /** The workout cut at each whole unit of distance, as far as its way has times; the last one keeps its length. Where privacy zones hide some of it, what is seen is cut. */
  readonly splits: ReadonlyArray<Split>;
  /** What kind of activity it was. */
  readonly sport: Sport;
  /** When it began; null when the recording had no usable times (flag `MISSING_TIMES`). */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where the workout stands. */
  readonly status: WorkoutStatus;
  /**
   * What was recorded over time, thinned out to at most `maxPoints` values a kind. Kinds that were not recorded, or that the
   * owner keeps back, are left out. Where privacy zones hide some of it, seconds count from where it is seen, and metres are those seen.
   */
  readonly streams: ReadonlyArray<Stream>;
  /** The time zone at its start: of the position where there is one, else of the owner. */
  readonly timeZone: Scalars['TimeZone']['output'];
  /** What the owner or the file calls it, or a name made from sport and time of day, which goes with these. */
  readonly title: Scalars['String']['output'];
  /** Who may see it. */
  readonly visibility: Visibility;
};


/** One session of exercise. */
export type WorkoutRouteArgs = {
  toleranceMeters?: Scalars['Float']['input'];
};


/** One session of exercise. */
export type WorkoutSplitsArgs = {
  unit?: DistanceUnit;
};


/** One session of exercise. */
export type WorkoutStreamsArgs = {
  kinds: ReadonlyArray<StreamKind>;
  maxPoints?: Scalars['Int']['input'];
};

/** A page of workouts. */
export type WorkoutConnection = {
  readonly __typename?: 'WorkoutConnection';
  /** The workouts of the page with their cursors. */
  readonly edges: ReadonlyArray<WorkoutEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** A workout in a list. */
export type WorkoutEdge = {
  readonly __typename?: 'WorkoutEdge';
  /** Stays right while workouts come and go. */
  readonly cursor: Scalars['String']['output'];
  /** The workout. */
  readonly node: Workout;
};

/** Which workouts to list; parts left out do not restrict. */
export type WorkoutFilter = {
  /** Started at or after this. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** At most this long. */
  readonly maxDistanceMeters?: InputMaybe<Scalars['Float']['input']>;
  /** At least this long. */
  readonly minDistanceMeters?: InputMaybe<Scalars['Float']['input']>;
  /** Of one of these sports; of any when left out or empty. */
  readonly sports?: InputMaybe<ReadonlyArray<Sport>>;
  /** Started before this. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Something doubtful about a recording. */
export type WorkoutFlag = {
  readonly __typename?: 'WorkoutFlag';
  /** What is doubtful. */
  readonly code: WorkoutFlagCode;
  /** A sentence for the owner. */
  readonly message: Scalars['String']['output'];
  /** What follows from it. */
  readonly severity: FlagSeverity;
};

/** What can be doubtful about a recording. */
export type WorkoutFlagCode =
  /** The file's checksum is wrong; what could be read is kept. */
  | 'BAD_CHECKSUM'
  /** The device's clock was wrong. */
  | 'CLOCK_WRONG'
  /** The same file was imported by another person first, who had not deleted the workout of it when this one was imported; the flag stays, whatever becomes of that. Once it is deleted, whoever imports the file next is the first. */
  | 'FOREIGN_FILE'
  /** Gains speed faster than people do. */
  | 'IMPLAUSIBLE_ACCELERATION'
  /** Faster than people are, for a moment. */
  | 'IMPLAUSIBLE_BURST'
  /** Lasts more than 36 hours. */
  | 'IMPLAUSIBLE_DURATION'
  /** Faster than people are, over a distance. */
  | 'IMPLAUSIBLE_SPEED'
  /** Starts in the future or before the year 2000. */
  | 'IMPLAUSIBLE_START'
  /** The person cannot have travelled here since the last workout; seen by the owner alone. */
  | 'IMPLAUSIBLE_TRAVEL'
  /** Too few points have a time; give start and duration by hand. */
  | 'MISSING_TIMES'
  /** Moves on foot without a step. */
  | 'NO_STEPS'
  /** Overlaps with another workout of the same person; seen by the owner alone. */
  | 'OVERLAP'
  /** The file holds several sports, as a triathlon does: they are kept as one workout of the sport OTHER, unless its owner says another. */
  | 'SEVERAL_SPORTS'
  /** A position jumps too far. */
  | 'TELEPORT'
  /** The file ends too early; what could be read is kept. */
  | 'TRUNCATED';

/** An import of an activity file. */
export type WorkoutImport = {
  readonly __typename?: 'WorkoutImport';
  /** How far an archive has come; null for a file by itself, and until the archive was opened. */
  readonly archive?: Maybe<ArchiveProgress>;
  /** When it was asked for. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Why it failed; null unless FAILED. */
  readonly failure?: Maybe<WorkoutImportFailure>;
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /** Whether the recording told more than another one of the same activity, and took its place in `workout`. */
  readonly recordingReplaced: Scalars['Boolean']['output'];
  /** Where the import stands. */
  readonly status: WorkoutImportStatus;
  /** The workout made, or for DUPLICATE the one that was there; null until then. */
  readonly workout?: Maybe<Workout>;
};

/** A page of imports. */
export type WorkoutImportConnection = {
  readonly __typename?: 'WorkoutImportConnection';
  /** The imports of the page with their cursors. */
  readonly edges: ReadonlyArray<WorkoutImportEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** An import in a list. */
export type WorkoutImportEdge = {
  readonly __typename?: 'WorkoutImportEdge';
  /** Where it stands in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The import. */
  readonly node: WorkoutImport;
};

/** Why an import failed. */
export type WorkoutImportFailure = {
  readonly __typename?: 'WorkoutImportFailure';
  /** Stable: programs may depend on it. */
  readonly code: WorkoutImportFailureCode;
  /** A sentence for the owner. */
  readonly message: Scalars['String']['output'];
};

/** Reasons why a file cannot become a workout. */
export type WorkoutImportFailureCode =
  /** The archive holds more files than allowed, unpacks to more, or makes several files of the same bytes. */
  | 'ARCHIVE_TOO_LARGE'
  /** The times are all equal, only fall, or lie before the year 2000. */
  | 'BOGUS_TIMES'
  /** There is no file in the archive. */
  | 'EMPTY_ARCHIVE'
  /** The file has no bytes. */
  | 'EMPTY_FILE'
  /** The file is locked with a password. The whole archive fails of it where the lock is one of strong encryption. */
  | 'ENCRYPTED_FILE'
  /** The file, or what it unpacks to, is larger than allowed. */
  | 'FILE_TOO_LARGE'
  /** The file breaks the rules of its format. */
  | 'MALFORMED_FILE'
  /** An archive in an archive is not opened. */
  | 'NESTED_ARCHIVE'
  /** A FIT file of another kind: settings, a course, a weight scale. */
  | 'NOT_AN_ACTIVITY'
  /** No point has a usable position, and nothing else was recorded; or there is a single point, and nothing tells how long it took. */
  | 'NO_USABLE_POINTS'
  /** Reading the file took too much memory. */
  | 'OUT_OF_MEMORY'
  /** Our reader broke down on the file, however often it tried; the file is kept. */
  | 'READER_FAILED'
  /**
   * A TCX file with activities that lie more than four hours apart, and are not of one multisport session. Each is to be
   * exported to a file of its own.
   */
  | 'SEVERAL_ACTIVITIES'
  /** Reading the file took too long. */
  | 'TIMED_OUT'
  /** Neither FIT, TCX nor GPX, plain or gzipped. */
  | 'UNKNOWN_FORMAT'
  /** The file's name is a path out of the archive. */
  | 'UNSAFE_FILE_NAME'
  /** The file's checksum in the archive is wrong. */
  | 'WRONG_CHECKSUM';

/** Where an import stands. */
export type WorkoutImportStatus =
  /** Was cancelled; what was imported of an archive before stays, and `archive` tells of it a moment later. */
  | 'CANCELLED'
  /** The workout is there; of an archive, every file is done with: `archive` says how. */
  | 'COMPLETED'
  /** The viewer has this workout already; `workout` is the one. */
  | 'DUPLICATE'
  /** Cannot be read; `failure` says why. */
  | 'FAILED'
  /** Waits for its turn. */
  | 'PENDING'
  /** Is being read. */
  | 'PROCESSING';

/** Orders of a list of workouts. Of equals the newer comes first; unknown figures come last. */
export type WorkoutOrder =
  /** By distance, falling. */
  | 'LONGEST_DISTANCE_FIRST'
  /** By elapsed time, falling. */
  | 'LONGEST_TIME_FIRST'
  /** By start, the latest first; a workout without a start stands where it arrived. */
  | 'NEWEST_FIRST'
  /** By start, the earliest first; a workout without a start stands where it arrived. */
  | 'OLDEST_FIRST'
  /** By distance, rising. */
  | 'SHORTEST_DISTANCE_FIRST'
  /** By elapsed time, rising. */
  | 'SHORTEST_TIME_FIRST';

/** A photo of a workout: upright, and without what its file told beside the picture, such as the place where it was taken. */
export type WorkoutPhoto = {
  readonly __typename?: 'WorkoutPhoto';
  /** When it was put on the workout. */
  readonly addedAt: Scalars['DateTime']['output'];
  /** Of the largest size, in pixels. */
  readonly height: Scalars['Int']['output'];
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /**
   * Gives the picture as WebP by a plain GET: the smallest kept size (320, 1024, 2048) whose longer side has so many pixels. The
   * address cannot be guessed, and is good for whoever was told it until the photo is deleted.
   */
  readonly url: Scalars['String']['output'];
  /** Of the largest size, in pixels. */
  readonly width: Scalars['Int']['output'];
};


/** A photo of a workout: upright, and without what its file told beside the picture, such as the place where it was taken. */
export type WorkoutPhotoUrlArgs = {
  size?: Scalars['Int']['input'];
};

/** How a workout came to us. */
export type WorkoutSource =
  /** Sent by a device or its bridge. */
  | 'DEVICE'
  /** An uploaded activity file. */
  | 'FILE'
  /** Recorded live through Laurel. */
  | 'LIVE'
  /** Entered by hand. */
  | 'MANUAL';

/** What somebody did on a range of local dates. What a workout does not know adds nothing; workouts without times do not count. */
export type WorkoutStatistics = {
  readonly __typename?: 'WorkoutStatistics';
  /** Per workout; null without workouts. */
  readonly averageDistanceMeters?: Maybe<Scalars['Float']['output']>;
  /** Per workout, pauses included; null without workouts. */
  readonly averageElapsedSeconds?: Maybe<Scalars['Float']['output']>;
  /** Per workout; null without workouts. */
  readonly averageElevationGainMeters?: Maybe<Scalars['Float']['output']>;
  /** Per workout; null without workouts. */
  readonly averageKilocalories?: Maybe<Scalars['Float']['output']>;
  /** Per workout, without pauses; null without workouts. */
  readonly averageMovingSeconds?: Maybe<Scalars['Float']['output']>;
  /** The same by sport; sports without a workout are left out. */
  readonly bySport: ReadonlyArray<SportStatistics>;
  /** The same by period, oldest first; periods without a workout are left out. */
  readonly periods: ReadonlyArray<PeriodStatistics>;
  /** The best of each kind and sport in the range. Workouts with a HARD flag set none. */
  readonly records: ReadonlyArray<PersonalRecord>;
  /** In metres. */
  readonly totalDistanceMeters: Scalars['Float']['output'];
  /** Pauses included, in seconds. */
  readonly totalElapsedSeconds: Scalars['Float']['output'];
  /** Climbed, in metres. */
  readonly totalElevationGainMeters: Scalars['Float']['output'];
  /** In kilocalories. */
  readonly totalKilocalories: Scalars['Float']['output'];
  /** Without pauses, in seconds. */
  readonly totalMovingSeconds: Scalars['Float']['output'];
  /** How many workouts. */
  readonly totalWorkouts: Scalars['Int']['output'];
};

/** Where a workout stands. */
export type WorkoutStatus =
  /** Complete: its figures count. */
  | 'COMPLETED'
  /** The recording had no usable times: it has a route, but scores nothing until times are given by hand. */
  | 'NEEDS_TIMES'
  /** Is being recorded, and paused; or ended, and about to be complete. */
  | 'PAUSED'
  /** Is being recorded: distance and times move on, other figures come when it is finished. Not in lists yet. */
  | 'RECORDING';



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  GroupSession: GroupSession;
  User: User;
  Viewer: Viewer;
  Workout: Workout;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  GroupSession:
    ( { __typename: 'GroupSession' }
    & GraphQLRecursivePick<FederationTypes['GroupSession'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
  Viewer:
    ( { __typename: 'Viewer' }
    & GraphQLRecursivePick<FederationTypes['Viewer'], {"id":true}> );
  Workout:
    ( { __typename: 'Workout' }
    & GraphQLRecursivePick<FederationTypes['Workout'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AbandonWorkoutInput: AbandonWorkoutInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AbandonWorkoutPayload: ResolverTypeWrapper<AbandonWorkoutPayload>;
  AddWorkoutPhotoInput: AddWorkoutPhotoInput;
  AddWorkoutPhotoPayload: ResolverTypeWrapper<Omit<AddWorkoutPhotoPayload, 'photo' | 'workout'> & { photo?: Maybe<ResolversTypes['WorkoutPhoto']>, workout?: Maybe<ResolversTypes['Workout']> }>;
  ArchiveFile: ResolverTypeWrapper<ArchiveFileModel>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ArchiveFileStatus: ArchiveFileStatus;
  ArchiveProgress: ResolverTypeWrapper<ArchiveProgressModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  BestEffort: ResolverTypeWrapper<BestEffort>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Bounds: ResolverTypeWrapper<Bounds>;
  CancelImportInput: CancelImportInput;
  CancelImportPayload: ResolverTypeWrapper<Omit<CancelImportPayload, 'workoutImport'> & { workoutImport?: Maybe<ResolversTypes['WorkoutImport']> }>;
  CancelScheduledWorkoutInput: CancelScheduledWorkoutInput;
  CancelScheduledWorkoutPayload: ResolverTypeWrapper<CancelScheduledWorkoutPayload>;
  CreateGroupSessionInput: CreateGroupSessionInput;
  CreateGroupSessionPayload: ResolverTypeWrapper<Omit<CreateGroupSessionPayload, 'groupSession'> & { groupSession?: Maybe<ResolversTypes['GroupSession']> }>;
  CreateUploadInput: CreateUploadInput;
  CreateUploadPayload: ResolverTypeWrapper<CreateUploadPayload>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteWorkoutInput: DeleteWorkoutInput;
  DeleteWorkoutPayload: ResolverTypeWrapper<DeleteWorkoutPayload>;
  DistanceSource: DistanceSource;
  DistanceUnit: DistanceUnit;
  ElevationSource: ElevationSource;
  EndGroupSessionInput: EndGroupSessionInput;
  EndGroupSessionPayload: ResolverTypeWrapper<Omit<EndGroupSessionPayload, 'groupSession'> & { groupSession?: Maybe<ResolversTypes['GroupSession']> }>;
  Energy: ResolverTypeWrapper<Energy>;
  EnergySource: EnergySource;
  FinishWorkoutInput: FinishWorkoutInput;
  FinishWorkoutPayload: ResolverTypeWrapper<Omit<FinishWorkoutPayload, 'workout'> & { workout?: Maybe<ResolversTypes['Workout']> }>;
  FlagSeverity: FlagSeverity;
  GroupParticipant: ResolverTypeWrapper<GroupParticipantModel>;
  GroupParticipantStatus: GroupParticipantStatus;
  GroupSession: ResolverTypeWrapper<GroupSessionModel>;
  GroupSessionConnection: ResolverTypeWrapper<Omit<GroupSessionConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['GroupSessionEdge']> }>;
  GroupSessionEdge: ResolverTypeWrapper<Omit<GroupSessionEdge, 'node'> & { node: ResolversTypes['GroupSession'] }>;
  GroupSessionStatus: GroupSessionStatus;
  GroupSessionUpdate: ResolverTypeWrapper<GroupSessionUpdateModel>;
  GroupSessionUpdateKind: GroupSessionUpdateKind;
  HeartRate: ResolverTypeWrapper<HeartRate>;
  HeartRateZone: ResolverTypeWrapper<HeartRateZone>;
  ImportWorkoutInput: ImportWorkoutInput;
  ImportWorkoutPayload: ResolverTypeWrapper<Omit<ImportWorkoutPayload, 'workoutImport'> & { workoutImport?: Maybe<ResolversTypes['WorkoutImport']> }>;
  IngestDeviceDataInput: IngestDeviceDataInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  IngestDeviceDataPayload: ResolverTypeWrapper<Omit<IngestDeviceDataPayload, 'workout'> & { workout?: Maybe<ResolversTypes['Workout']> }>;
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  JoinGroupSessionInput: JoinGroupSessionInput;
  JoinGroupSessionPayload: ResolverTypeWrapper<Omit<JoinGroupSessionPayload, 'groupSession'> & { groupSession?: Maybe<ResolversTypes['GroupSession']> }>;
  Lap: ResolverTypeWrapper<LapModel>;
  LeaveGroupSessionInput: LeaveGroupSessionInput;
  LeaveGroupSessionPayload: ResolverTypeWrapper<Omit<LeaveGroupSessionPayload, 'groupSession'> & { groupSession?: Maybe<ResolversTypes['GroupSession']> }>;
  LogWorkoutInput: LogWorkoutInput;
  LogWorkoutPayload: ResolverTypeWrapper<Omit<LogWorkoutPayload, 'workout'> & { workout?: Maybe<ResolversTypes['Workout']> }>;
  MaximumHeartRateSource: MaximumHeartRateSource;
  MovingTimeSource: MovingTimeSource;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OriginalFile: ResolverTypeWrapper<OriginalFile>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PauseWorkoutInput: PauseWorkoutInput;
  PauseWorkoutPayload: ResolverTypeWrapper<Omit<PauseWorkoutPayload, 'workout'> & { workout?: Maybe<ResolversTypes['Workout']> }>;
  PeriodStatistics: ResolverTypeWrapper<PeriodStatisticsModel>;
  PersonalRecord: ResolverTypeWrapper<PersonalRecordModel>;
  PlannedOccurrence: ResolverTypeWrapper<PlannedOccurrenceModel>;
  PlannedOccurrenceStatus: PlannedOccurrenceStatus;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecordKind: RecordKind;
  RecordSamplesInput: RecordSamplesInput;
  RecordSamplesPayload: ResolverTypeWrapper<Omit<RecordSamplesPayload, 'workout'> & { workout?: Maybe<ResolversTypes['Workout']> }>;
  RemoveWorkoutPhotoInput: RemoveWorkoutPhotoInput;
  RemoveWorkoutPhotoPayload: ResolverTypeWrapper<Omit<RemoveWorkoutPhotoPayload, 'workout'> & { workout?: Maybe<ResolversTypes['Workout']> }>;
  RenewTrainingCalendarInput: RenewTrainingCalendarInput;
  RenewTrainingCalendarPayload: ResolverTypeWrapper<RenewTrainingCalendarPayload>;
  ReportGroupSessionProgressInput: ReportGroupSessionProgressInput;
  ReportGroupSessionProgressPayload: ResolverTypeWrapper<ReportGroupSessionProgressPayload>;
  ResumeWorkoutInput: ResumeWorkoutInput;
  ResumeWorkoutPayload: ResolverTypeWrapper<Omit<ResumeWorkoutPayload, 'workout'> & { workout?: Maybe<ResolversTypes['Workout']> }>;
  Route: ResolverTypeWrapper<RouteModel>;
  RoutePoint: ResolverTypeWrapper<RoutePoint>;
  SampleInput: SampleInput;
  ScheduleWorkoutInput: ScheduleWorkoutInput;
  ScheduleWorkoutPayload: ResolverTypeWrapper<Omit<ScheduleWorkoutPayload, 'scheduledWorkout'> & { scheduledWorkout?: Maybe<ResolversTypes['ScheduledWorkout']> }>;
  ScheduledWorkout: ResolverTypeWrapper<ScheduledWorkoutModel>;
  ScheduledWorkoutConnection: ResolverTypeWrapper<Omit<ScheduledWorkoutConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ScheduledWorkoutEdge']> }>;
  ScheduledWorkoutEdge: ResolverTypeWrapper<Omit<ScheduledWorkoutEdge, 'node'> & { node: ResolversTypes['ScheduledWorkout'] }>;
  Split: ResolverTypeWrapper<Split>;
  Sport: Sport;
  SportStatistics: ResolverTypeWrapper<SportStatisticsModel>;
  StartGroupSessionInput: StartGroupSessionInput;
  StartGroupSessionPayload: ResolverTypeWrapper<Omit<StartGroupSessionPayload, 'groupSession'> & { groupSession?: Maybe<ResolversTypes['GroupSession']> }>;
  StartWorkoutInput: StartWorkoutInput;
  StartWorkoutPayload: ResolverTypeWrapper<Omit<StartWorkoutPayload, 'workout'> & { workout?: Maybe<ResolversTypes['Workout']> }>;
  StatisticsPeriod: StatisticsPeriod;
  Stream: ResolverTypeWrapper<Stream>;
  StreamKind: StreamKind;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
  UpdateScheduledWorkoutInput: UpdateScheduledWorkoutInput;
  UpdateScheduledWorkoutPayload: ResolverTypeWrapper<Omit<UpdateScheduledWorkoutPayload, 'scheduledWorkout'> & { scheduledWorkout?: Maybe<ResolversTypes['ScheduledWorkout']> }>;
  UpdateWorkoutInput: UpdateWorkoutInput;
  UpdateWorkoutPayload: ResolverTypeWrapper<Omit<UpdateWorkoutPayload, 'workout'> & { workout?: Maybe<ResolversTypes['Workout']> }>;
  Upload: ResolverTypeWrapper<Upload>;
  UploadHeader: ResolverTypeWrapper<UploadHeader>;
  UploadPurpose: UploadPurpose;
  User: ResolverTypeWrapper<UserModel>;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
  Viewer: ResolverTypeWrapper<ViewerModel>;
  Visibility: Visibility;
  Workout: ResolverTypeWrapper<WorkoutModel>;
  WorkoutConnection: ResolverTypeWrapper<Omit<WorkoutConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['WorkoutEdge']> }>;
  WorkoutEdge: ResolverTypeWrapper<Omit<WorkoutEdge, 'node'> & { node: ResolversTypes['Workout'] }>;
  WorkoutFilter: WorkoutFilter;
  WorkoutFlag: ResolverTypeWrapper<WorkoutFlag>;
  WorkoutFlagCode: WorkoutFlagCode;
  WorkoutImport: ResolverTypeWrapper<WorkoutImportModel>;
  WorkoutImportConnection: ResolverTypeWrapper<Omit<WorkoutImportConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['WorkoutImportEdge']> }>;
  WorkoutImportEdge: ResolverTypeWrapper<Omit<WorkoutImportEdge, 'node'> & { node: ResolversTypes['WorkoutImport'] }>;
  WorkoutImportFailure: ResolverTypeWrapper<WorkoutImportFailure>;
  WorkoutImportFailureCode: WorkoutImportFailureCode;
  WorkoutImportStatus: WorkoutImportStatus;
  WorkoutOrder: WorkoutOrder;
  WorkoutPhoto: ResolverTypeWrapper<WorkoutPhotoModel>;
  WorkoutSource: WorkoutSource;
  WorkoutStatistics: ResolverTypeWrapper<WorkoutStatisticsModel>;
  WorkoutStatus: WorkoutStatus;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AbandonWorkoutInput: AbandonWorkoutInput;
  ID: Scalars['ID']['output'];
  AbandonWorkoutPayload: AbandonWorkoutPayload;
  AddWorkoutPhotoInput: AddWorkoutPhotoInput;
  AddWorkoutPhotoPayload: Omit<AddWorkoutPhotoPayload, 'photo' | 'workout'> & { photo?: Maybe<ResolversParentTypes['WorkoutPhoto']>, workout?: Maybe<ResolversParentTypes['Workout']> };
  ArchiveFile: ArchiveFileModel;
  String: Scalars['String']['output'];
  ArchiveProgress: ArchiveProgressModel;
  Int: Scalars['Int']['output'];
  BestEffort: BestEffort;
  Float: Scalars['Float']['output'];
  Bounds: Bounds;
  CancelImportInput: CancelImportInput;
  CancelImportPayload: Omit<CancelImportPayload, 'workoutImport'> & { workoutImport?: Maybe<ResolversParentTypes['WorkoutImport']> };
  CancelScheduledWorkoutInput: CancelScheduledWorkoutInput;
  CancelScheduledWorkoutPayload: CancelScheduledWorkoutPayload;
  CreateGroupSessionInput: CreateGroupSessionInput;
  CreateGroupSessionPayload: Omit<CreateGroupSessionPayload, 'groupSession'> & { groupSession?: Maybe<ResolversParentTypes['GroupSession']> };
  CreateUploadInput: CreateUploadInput;
  CreateUploadPayload: CreateUploadPayload;
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  DeleteWorkoutInput: DeleteWorkoutInput;
  DeleteWorkoutPayload: DeleteWorkoutPayload;
  EndGroupSessionInput: EndGroupSessionInput;
  EndGroupSessionPayload: Omit<EndGroupSessionPayload, 'groupSession'> & { groupSession?: Maybe<ResolversParentTypes['GroupSession']> };
  Energy: Energy;
  FinishWorkoutInput: FinishWorkoutInput;
  FinishWorkoutPayload: Omit<FinishWorkoutPayload, 'workout'> & { workout?: Maybe<ResolversParentTypes['Workout']> };
  GroupParticipant: GroupParticipantModel;
  GroupSession: GroupSessionModel;
  GroupSessionConnection: Omit<GroupSessionConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['GroupSessionEdge']> };
  GroupSessionEdge: Omit<GroupSessionEdge, 'node'> & { node: ResolversParentTypes['GroupSession'] };
  GroupSessionUpdate: GroupSessionUpdateModel;
  HeartRate: HeartRate;
  HeartRateZone: HeartRateZone;
  ImportWorkoutInput: ImportWorkoutInput;
  ImportWorkoutPayload: Omit<ImportWorkoutPayload, 'workoutImport'> & { workoutImport?: Maybe<ResolversParentTypes['WorkoutImport']> };
  IngestDeviceDataInput: IngestDeviceDataInput;
  Boolean: Scalars['Boolean']['output'];
  IngestDeviceDataPayload: Omit<IngestDeviceDataPayload, 'workout'> & { workout?: Maybe<ResolversParentTypes['Workout']> };
  JSONObject: Scalars['JSONObject']['output'];
  JoinGroupSessionInput: JoinGroupSessionInput;
  JoinGroupSessionPayload: Omit<JoinGroupSessionPayload, 'groupSession'> & { groupSession?: Maybe<ResolversParentTypes['GroupSession']> };
  Lap: LapModel;
  LeaveGroupSessionInput: LeaveGroupSessionInput;
  LeaveGroupSessionPayload: Omit<LeaveGroupSessionPayload, 'groupSession'> & { groupSession?: Maybe<ResolversParentTypes['GroupSession']> };
  LogWorkoutInput: LogWorkoutInput;
  LogWorkoutPayload: Omit<LogWorkoutPayload, 'workout'> & { workout?: Maybe<ResolversParentTypes['Workout']> };
  Mutation: Record<PropertyKey, never>;
  OriginalFile: OriginalFile;
  PageInfo: PageInfo;
  PauseWorkoutInput: PauseWorkoutInput;
  PauseWorkoutPayload: Omit<PauseWorkoutPayload, 'workout'> & { workout?: Maybe<ResolversParentTypes['Workout']> };
  PeriodStatistics: PeriodStatisticsModel;
  PersonalRecord: PersonalRecordModel;
  PlannedOccurrence: PlannedOccurrenceModel;
  Query: Record<PropertyKey, never>;
  RecordSamplesInput: RecordSamplesInput;
  RecordSamplesPayload: Omit<RecordSamplesPayload, 'workout'> & { workout?: Maybe<ResolversParentTypes['Workout']> };
  RemoveWorkoutPhotoInput: RemoveWorkoutPhotoInput;
  RemoveWorkoutPhotoPayload: Omit<RemoveWorkoutPhotoPayload, 'workout'> & { workout?: Maybe<ResolversParentTypes['Workout']> };
  RenewTrainingCalendarInput: RenewTrainingCalendarInput;
  RenewTrainingCalendarPayload: RenewTrainingCalendarPayload;
  ReportGroupSessionProgressInput: ReportGroupSessionProgressInput;
  ReportGroupSessionProgressPayload: ReportGroupSessionProgressPayload;
  ResumeWorkoutInput: ResumeWorkoutInput;
  ResumeWorkoutPayload: Omit<ResumeWorkoutPayload, 'workout'> & { workout?: Maybe<ResolversParentTypes['Workout']> };
  Route: RouteModel;
  RoutePoint: RoutePoint;
  SampleInput: SampleInput;
  ScheduleWorkoutInput: ScheduleWorkoutInput;
  ScheduleWorkoutPayload: Omit<ScheduleWorkoutPayload, 'scheduledWorkout'> & { scheduledWorkout?: Maybe<ResolversParentTypes['ScheduledWorkout']> };
  ScheduledWorkout: ScheduledWorkoutModel;
  ScheduledWorkoutConnection: Omit<ScheduledWorkoutConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ScheduledWorkoutEdge']> };
  ScheduledWorkoutEdge: Omit<ScheduledWorkoutEdge, 'node'> & { node: ResolversParentTypes['ScheduledWorkout'] };
  Split: Split;
  SportStatistics: SportStatisticsModel;
  StartGroupSessionInput: StartGroupSessionInput;
  StartGroupSessionPayload: Omit<StartGroupSessionPayload, 'groupSession'> & { groupSession?: Maybe<ResolversParentTypes['GroupSession']> };
  StartWorkoutInput: StartWorkoutInput;
  StartWorkoutPayload: Omit<StartWorkoutPayload, 'workout'> & { workout?: Maybe<ResolversParentTypes['Workout']> };
  Stream: Stream;
  Subscription: Record<PropertyKey, never>;
  TimeZone: Scalars['TimeZone']['output'];
  UpdateScheduledWorkoutInput: UpdateScheduledWorkoutInput;
  UpdateScheduledWorkoutPayload: Omit<UpdateScheduledWorkoutPayload, 'scheduledWorkout'> & { scheduledWorkout?: Maybe<ResolversParentTypes['ScheduledWorkout']> };
  UpdateWorkoutInput: UpdateWorkoutInput;
  UpdateWorkoutPayload: Omit<UpdateWorkoutPayload, 'workout'> & { workout?: Maybe<ResolversParentTypes['Workout']> };
  Upload: Upload;
  UploadHeader: UploadHeader;
  User: UserModel;
  UserError: UserError;
  Viewer: ViewerModel;
  Workout: WorkoutModel;
  WorkoutConnection: Omit<WorkoutConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['WorkoutEdge']> };
  WorkoutEdge: Omit<WorkoutEdge, 'node'> & { node: ResolversParentTypes['Workout'] };
  WorkoutFilter: WorkoutFilter;
  WorkoutFlag: WorkoutFlag;
  WorkoutImport: WorkoutImportModel;
  WorkoutImportConnection: Omit<WorkoutImportConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['WorkoutImportEdge']> };
  WorkoutImportEdge: Omit<WorkoutImportEdge, 'node'> & { node: ResolversParentTypes['WorkoutImport'] };
  WorkoutImportFailure: WorkoutImportFailure;
  WorkoutPhoto: WorkoutPhotoModel;
  WorkoutStatistics: WorkoutStatisticsModel;
};

export type AbandonWorkoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AbandonWorkoutPayload'] = ResolversParentTypes['AbandonWorkoutPayload']> = {
  abandonedWorkoutId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AddWorkoutPhotoPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddWorkoutPhotoPayload'] = ResolversParentTypes['AddWorkoutPhotoPayload']> = {
  photo?: Resolver<Maybe<ResolversTypes['WorkoutPhoto']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type ArchiveFileResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ArchiveFile'] = ResolversParentTypes['ArchiveFile']> = {
  failure?: Resolver<Maybe<ResolversTypes['WorkoutImportFailure']>, ParentType, ContextType>;
  fileName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ArchiveFileStatus'], ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type ArchiveProgressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ArchiveProgress'] = ResolversParentTypes['ArchiveProgress']> = {
  doneFiles?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  files?: Resolver<ReadonlyArray<ResolversTypes['ArchiveFile']>, ParentType, ContextType, RequireFields<ArchiveProgressFilesArgs, 'skip'>>;
  totalFiles?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type BestEffortResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BestEffort'] = ResolversParentTypes['BestEffort']> = {
  distanceMeters?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  elapsedSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  startOffsetSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type BoundsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Bounds'] = ResolversParentTypes['Bounds']> = {
  east?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  north?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  south?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  west?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CancelImportPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelImportPayload'] = ResolversParentTypes['CancelImportPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  workoutImport?: Resolver<Maybe<ResolversTypes['WorkoutImport']>, ParentType, ContextType>;
};

export type CancelScheduledWorkoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelScheduledWorkoutPayload'] = ResolversParentTypes['CancelScheduledWorkoutPayload']> = {
  cancelledScheduledWorkoutId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateGroupSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateGroupSessionPayload'] = ResolversParentTypes['CreateGroupSessionPayload']> = {
  groupSession?: Resolver<Maybe<ResolversTypes['GroupSession']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateUploadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateUploadPayload'] = ResolversParentTypes['CreateUploadPayload']> = {
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteWorkoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteWorkoutPayload'] = ResolversParentTypes['DeleteWorkoutPayload']> = {
  deletedWorkoutId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type EndGroupSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EndGroupSessionPayload'] = ResolversParentTypes['EndGroupSessionPayload']> = {
  groupSession?: Resolver<Maybe<ResolversTypes['GroupSession']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type EnergyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Energy'] = ResolversParentTypes['Energy']> = {
  kilocalories?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['EnergySource'], ParentType, ContextType>;
};

export type FinishWorkoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FinishWorkoutPayload'] = ResolversParentTypes['FinishWorkoutPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type GroupParticipantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GroupParticipant'] = ResolversParentTypes['GroupParticipant']> = {
  distanceMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  elapsedSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  exercise?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  heartRateBpm?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  rank?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  repetitions?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['GroupParticipantStatus'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type GroupSessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GroupSession'] = ResolversParentTypes['GroupSession'], FederationReferenceType extends FederationReferenceTypes['GroupSession'] = FederationReferenceTypes['GroupSession']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['GroupSession']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  host?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  joinCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  maxParticipants?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  participants?: Resolver<ReadonlyArray<ResolversTypes['GroupParticipant']>, ParentType, ContextType>;
  sport?: Resolver<ResolversTypes['Sport'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  startsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['GroupSessionStatus'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  visibility?: Resolver<ResolversTypes['Visibility'], ParentType, ContextType>;
  workouts?: Resolver<ReadonlyArray<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type GroupSessionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GroupSessionConnection'] = ResolversParentTypes['GroupSessionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['GroupSessionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type GroupSessionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GroupSessionEdge'] = ResolversParentTypes['GroupSessionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['GroupSession'], ParentType, ContextType>;
};

export type GroupSessionUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GroupSessionUpdate'] = ResolversParentTypes['GroupSessionUpdate']> = {
  groupSession?: Resolver<ResolversTypes['GroupSession'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['GroupSessionUpdateKind'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type HeartRateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HeartRate'] = ResolversParentTypes['HeartRate']> = {
  averageBpm?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  maxBpm?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  zoneMaximumBpm?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  zoneMaximumSource?: Resolver<Maybe<ResolversTypes['MaximumHeartRateSource']>, ParentType, ContextType>;
  zones?: Resolver<ReadonlyArray<ResolversTypes['HeartRateZone']>, ParentType, ContextType>;
};

export type HeartRateZoneResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HeartRateZone'] = ResolversParentTypes['HeartRateZone']> = {
  seconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  zone?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ImportWorkoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportWorkoutPayload'] = ResolversParentTypes['ImportWorkoutPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  workoutImport?: Resolver<Maybe<ResolversTypes['WorkoutImport']>, ParentType, ContextType>;
};

export type IngestDeviceDataPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IngestDeviceDataPayload'] = ResolversParentTypes['IngestDeviceDataPayload']> = {
  acceptedSamples?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

export type JoinGroupSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['JoinGroupSessionPayload'] = ResolversParentTypes['JoinGroupSessionPayload']> = {
  groupSession?: Resolver<Maybe<ResolversTypes['GroupSession']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type LapResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Lap'] = ResolversParentTypes['Lap']> = {
  averageHeartRateBpm?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  distanceMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  elapsedSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxHeartRateBpm?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type LeaveGroupSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaveGroupSessionPayload'] = ResolversParentTypes['LeaveGroupSessionPayload']> = {
  groupSession?: Resolver<Maybe<ResolversTypes['GroupSession']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type LogWorkoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LogWorkoutPayload'] = ResolversParentTypes['LogWorkoutPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  abandonWorkout?: Resolver<ResolversTypes['AbandonWorkoutPayload'], ParentType, ContextType, RequireFields<MutationAbandonWorkoutArgs, 'input'>>;
  addWorkoutPhoto?: Resolver<ResolversTypes['AddWorkoutPhotoPayload'], ParentType, ContextType, RequireFields<MutationAddWorkoutPhotoArgs, 'input'>>;
  cancelImport?: Resolver<ResolversTypes['CancelImportPayload'], ParentType, ContextType, RequireFields<MutationCancelImportArgs, 'input'>>;
  cancelScheduledWorkout?: Resolver<ResolversTypes['CancelScheduledWorkoutPayload'], ParentType, ContextType, RequireFields<MutationCancelScheduledWorkoutArgs, 'input'>>;
  createGroupSession?: Resolver<ResolversTypes['CreateGroupSessionPayload'], ParentType, ContextType, RequireFields<MutationCreateGroupSessionArgs, 'input'>>;
  createUpload?: Resolver<ResolversTypes['CreateUploadPayload'], ParentType, ContextType, RequireFields<MutationCreateUploadArgs, 'input'>>;
  deleteWorkout?: Resolver<ResolversTypes['DeleteWorkoutPayload'], ParentType, ContextType, RequireFields<MutationDeleteWorkoutArgs, 'input'>>;
  endGroupSession?: Resolver<ResolversTypes['EndGroupSessionPayload'], ParentType, ContextType, RequireFields<MutationEndGroupSessionArgs, 'input'>>;
  finishWorkout?: Resolver<ResolversTypes['FinishWorkoutPayload'], ParentType, ContextType, RequireFields<MutationFinishWorkoutArgs, 'input'>>;
  importWorkout?: Resolver<ResolversTypes['ImportWorkoutPayload'], ParentType, ContextType, RequireFields<MutationImportWorkoutArgs, 'input'>>;
  ingestDeviceData?: Resolver<ResolversTypes['IngestDeviceDataPayload'], ParentType, ContextType, RequireFields<MutationIngestDeviceDataArgs, 'input'>>;
  joinGroupSession?: Resolver<ResolversTypes['JoinGroupSessionPayload'], ParentType, ContextType, RequireFields<MutationJoinGroupSessionArgs, 'input'>>;
  leaveGroupSession?: Resolver<ResolversTypes['LeaveGroupSessionPayload'], ParentType, ContextType, RequireFields<MutationLeaveGroupSessionArgs, 'input'>>;
  logWorkout?: Resolver<ResolversTypes['LogWorkoutPayload'], ParentType, ContextType, RequireFields<MutationLogWorkoutArgs, 'input'>>;
  pauseWorkout?: Resolver<ResolversTypes['PauseWorkoutPayload'], ParentType, ContextType, RequireFields<MutationPauseWorkoutArgs, 'input'>>;
  recordSamples?: Resolver<ResolversTypes['RecordSamplesPayload'], ParentType, ContextType, RequireFields<MutationRecordSamplesArgs, 'input'>>;
  removeWorkoutPhoto?: Resolver<ResolversTypes['RemoveWorkoutPhotoPayload'], ParentType, ContextType, RequireFields<MutationRemoveWorkoutPhotoArgs, 'input'>>;
  renewTrainingCalendar?: Resolver<ResolversTypes['RenewTrainingCalendarPayload'], ParentType, ContextType, RequireFields<MutationRenewTrainingCalendarArgs, 'input'>>;
  reportGroupSessionProgress?: Resolver<ResolversTypes['ReportGroupSessionProgressPayload'], ParentType, ContextType, RequireFields<MutationReportGroupSessionProgressArgs, 'input'>>;
  resumeWorkout?: Resolver<ResolversTypes['ResumeWorkoutPayload'], ParentType, ContextType, RequireFields<MutationResumeWorkoutArgs, 'input'>>;
  scheduleWorkout?: Resolver<ResolversTypes['ScheduleWorkoutPayload'], ParentType, ContextType, RequireFields<MutationScheduleWorkoutArgs, 'input'>>;
  startGroupSession?: Resolver<ResolversTypes['StartGroupSessionPayload'], ParentType, ContextType, RequireFields<MutationStartGroupSessionArgs, 'input'>>;
  startWorkout?: Resolver<ResolversTypes['StartWorkoutPayload'], ParentType, ContextType, RequireFields<MutationStartWorkoutArgs, 'input'>>;
  updateScheduledWorkout?: Resolver<ResolversTypes['UpdateScheduledWorkoutPayload'], ParentType, ContextType, RequireFields<MutationUpdateScheduledWorkoutArgs, 'input'>>;
  updateWorkout?: Resolver<ResolversTypes['UpdateWorkoutPayload'], ParentType, ContextType, RequireFields<MutationUpdateWorkoutArgs, 'input'>>;
};

export type OriginalFileResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OriginalFile'] = ResolversParentTypes['OriginalFile']> = {
  byteLength?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  fileName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PauseWorkoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PauseWorkoutPayload'] = ResolversParentTypes['PauseWorkoutPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type PeriodStatisticsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PeriodStatistics'] = ResolversParentTypes['PeriodStatistics']> = {
  averageDistanceMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageElapsedSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageElevationGainMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageKilocalories?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageMovingSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  bySport?: Resolver<ReadonlyArray<ResolversTypes['SportStatistics']>, ParentType, ContextType>;
  startDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  totalDistanceMeters?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalElapsedSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalElevationGainMeters?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalKilocalories?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalMovingSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalWorkouts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PersonalRecordResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PersonalRecord'] = ResolversParentTypes['PersonalRecord']> = {
  kind?: Resolver<ResolversTypes['RecordKind'], ParentType, ContextType>;
  sport?: Resolver<ResolversTypes['Sport'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type PlannedOccurrenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlannedOccurrence'] = ResolversParentTypes['PlannedOccurrence']> = {
  scheduledWorkout?: Resolver<ResolversTypes['ScheduledWorkout'], ParentType, ContextType>;
  sport?: Resolver<ResolversTypes['Sport'], ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PlannedOccurrenceStatus'], ParentType, ContextType>;
  targetDistanceMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  targetSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['TimeZone'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  groupSession?: Resolver<Maybe<ResolversTypes['GroupSession']>, ParentType, ContextType, RequireFields<QueryGroupSessionArgs, 'id'>>;
  scheduledWorkout?: Resolver<Maybe<ResolversTypes['ScheduledWorkout']>, ParentType, ContextType, RequireFields<QueryScheduledWorkoutArgs, 'id'>>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType, RequireFields<QueryWorkoutArgs, 'id'>>;
  workoutImport?: Resolver<Maybe<ResolversTypes['WorkoutImport']>, ParentType, ContextType, RequireFields<QueryWorkoutImportArgs, 'id'>>;
};

export type RecordSamplesPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecordSamplesPayload'] = ResolversParentTypes['RecordSamplesPayload']> = {
  acceptedSequence?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type RemoveWorkoutPhotoPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveWorkoutPhotoPayload'] = ResolversParentTypes['RemoveWorkoutPhotoPayload']> = {
  removedPhotoId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type RenewTrainingCalendarPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenewTrainingCalendarPayload'] = ResolversParentTypes['RenewTrainingCalendarPayload']> = {
  trainingCalendarUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ReportGroupSessionProgressPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReportGroupSessionProgressPayload'] = ResolversParentTypes['ReportGroupSessionProgressPayload']> = {
  acceptedSequence?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ResumeWorkoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResumeWorkoutPayload'] = ResolversParentTypes['ResumeWorkoutPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type RouteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Route'] = ResolversParentTypes['Route']> = {
  bounds?: Resolver<ResolversTypes['Bounds'], ParentType, ContextType>;
  pointCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  polyline?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  timedPoints?: Resolver<ReadonlyArray<ResolversTypes['RoutePoint']>, ParentType, ContextType, RequireFields<RouteTimedPointsArgs, 'maxPoints'>>;
};

export type RoutePointResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RoutePoint'] = ResolversParentTypes['RoutePoint']> = {
  distanceMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  latitude?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  longitude?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  offsetSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ScheduleWorkoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduleWorkoutPayload'] = ResolversParentTypes['ScheduleWorkoutPayload']> = {
  scheduledWorkout?: Resolver<Maybe<ResolversTypes['ScheduledWorkout']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ScheduledWorkoutResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduledWorkout'] = ResolversParentTypes['ScheduledWorkout']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nextOccurrences?: Resolver<ReadonlyArray<ResolversTypes['DateTime']>, ParentType, ContextType, RequireFields<ScheduledWorkoutNextOccurrencesArgs, 'first'>>;
  recurrenceRule?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sport?: Resolver<ResolversTypes['Sport'], ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  targetDistanceMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  targetSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['TimeZone'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ScheduledWorkoutConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduledWorkoutConnection'] = ResolversParentTypes['ScheduledWorkoutConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ScheduledWorkoutEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ScheduledWorkoutEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduledWorkoutEdge'] = ResolversParentTypes['ScheduledWorkoutEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ScheduledWorkout'], ParentType, ContextType>;
};

export type SplitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Split'] = ResolversParentTypes['Split']> = {
  averageHeartRateBpm?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  distanceMeters?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  elapsedSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SportStatisticsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SportStatistics'] = ResolversParentTypes['SportStatistics']> = {
  averageDistanceMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageElapsedSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageElevationGainMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageKilocalories?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageMovingSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  sport?: Resolver<ResolversTypes['Sport'], ParentType, ContextType>;
  totalDistanceMeters?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalElapsedSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalElevationGainMeters?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalKilocalories?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalMovingSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalWorkouts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StartGroupSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StartGroupSessionPayload'] = ResolversParentTypes['StartGroupSessionPayload']> = {
  groupSession?: Resolver<Maybe<ResolversTypes['GroupSession']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type StartWorkoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StartWorkoutPayload'] = ResolversParentTypes['StartWorkoutPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type StreamResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Stream'] = ResolversParentTypes['Stream']> = {
  kind?: Resolver<ResolversTypes['StreamKind'], ParentType, ContextType>;
  offsetsSeconds?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  groupSessionUpdated?: SubscriptionResolver<ResolversTypes['GroupSessionUpdate'], "groupSessionUpdated", ParentType, ContextType, RequireFields<SubscriptionGroupSessionUpdatedArgs, 'groupSessionId'>>;
  liveWorkoutUpdated?: SubscriptionResolver<ResolversTypes['Workout'], "liveWorkoutUpdated", ParentType, ContextType, RequireFields<SubscriptionLiveWorkoutUpdatedArgs, 'workoutId'>>;
  workoutImportUpdated?: SubscriptionResolver<ResolversTypes['WorkoutImport'], "workoutImportUpdated", ParentType, ContextType, RequireFields<SubscriptionWorkoutImportUpdatedArgs, 'id'>>;
};

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
}

export type UpdateScheduledWorkoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateScheduledWorkoutPayload'] = ResolversParentTypes['UpdateScheduledWorkoutPayload']> = {
  scheduledWorkout?: Resolver<Maybe<ResolversTypes['ScheduledWorkout']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type UpdateWorkoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateWorkoutPayload'] = ResolversParentTypes['UpdateWorkoutPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type UploadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Upload'] = ResolversParentTypes['Upload']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  headers?: Resolver<ReadonlyArray<ResolversTypes['UploadHeader']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  method?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UploadHeaderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UploadHeader'] = ResolversParentTypes['UploadHeader']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  workouts?: Resolver<Maybe<ResolversTypes['WorkoutConnection']>, ParentType, ContextType, RequireFields<UserWorkoutsArgs, 'first' | 'orderBy'>>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  retryAfterSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer'], FederationReferenceType extends FederationReferenceTypes['Viewer'] = FederationReferenceTypes['Viewer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Viewer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  groupSessions?: Resolver<Maybe<ResolversTypes['GroupSessionConnection']>, ParentType, ContextType, RequireFields<ViewerGroupSessionsArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  scheduledWorkouts?: Resolver<Maybe<ResolversTypes['ScheduledWorkoutConnection']>, ParentType, ContextType, RequireFields<ViewerScheduledWorkoutsArgs, 'first'>>;
  trainingCalendar?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PlannedOccurrence']>>, ParentType, ContextType, RequireFields<ViewerTrainingCalendarArgs, 'from' | 'to'>>;
  trainingCalendarUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  workoutImports?: Resolver<Maybe<ResolversTypes['WorkoutImportConnection']>, ParentType, ContextType, RequireFields<ViewerWorkoutImportsArgs, 'first'>>;
  workoutStatistics?: Resolver<Maybe<ResolversTypes['WorkoutStatistics']>, ParentType, ContextType, RequireFields<ViewerWorkoutStatisticsArgs, 'from' | 'groupBy' | 'to'>>;
  workouts?: Resolver<Maybe<ResolversTypes['WorkoutConnection']>, ParentType, ContextType, RequireFields<ViewerWorkoutsArgs, 'first' | 'orderBy'>>;
  workoutsInProgress?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Workout']>>, ParentType, ContextType>;
};

export type WorkoutResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Workout'] = ResolversParentTypes['Workout'], FederationReferenceType extends FederationReferenceTypes['Workout'] = FederationReferenceTypes['Workout']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Workout']> | FederationReferenceType, FederationReferenceType, ContextType>;
  averageCadencePerMinute?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averagePaceSecondsPerKilometer?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averagePowerWatts?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageSpeedMetersPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  bestEfforts?: Resolver<ReadonlyArray<ResolversTypes['BestEffort']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  distanceMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  distanceSource?: Resolver<Maybe<ResolversTypes['DistanceSource']>, ParentType, ContextType>;
  elapsedSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  elevationGainMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  elevationLossMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  elevationSource?: Resolver<Maybe<ResolversTypes['ElevationSource']>, ParentType, ContextType>;
  energy?: Resolver<Maybe<ResolversTypes['Energy']>, ParentType, ContextType>;
  flags?: Resolver<ReadonlyArray<ResolversTypes['WorkoutFlag']>, ParentType, ContextType>;
  formerFiles?: Resolver<ReadonlyArray<ResolversTypes['OriginalFile']>, ParentType, ContextType>;
  heartRate?: Resolver<Maybe<ResolversTypes['HeartRate']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  laps?: Resolver<ReadonlyArray<ResolversTypes['Lap']>, ParentType, ContextType>;
  maxPowerWatts?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  maxSpeedMetersPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  metrics?: Resolver<Maybe<ResolversTypes['JSONObject']>, ParentType, ContextType>;
  movingSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  movingTimeSource?: Resolver<Maybe<ResolversTypes['MovingTimeSource']>, ParentType, ContextType>;
  originalFile?: Resolver<Maybe<ResolversTypes['OriginalFile']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  photos?: Resolver<ReadonlyArray<ResolversTypes['WorkoutPhoto']>, ParentType, ContextType>;
  route?: Resolver<Maybe<ResolversTypes['Route']>, ParentType, ContextType, RequireFields<WorkoutRouteArgs, 'toleranceMeters'>>;
  source?: Resolver<ResolversTypes['WorkoutSource'], ParentType, ContextType>;
  splits?: Resolver<ReadonlyArray<ResolversTypes['Split']>, ParentType, ContextType, RequireFields<WorkoutSplitsArgs, 'unit'>>;
  sport?: Resolver<ResolversTypes['Sport'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WorkoutStatus'], ParentType, ContextType>;
  streams?: Resolver<ReadonlyArray<ResolversTypes['Stream']>, ParentType, ContextType, RequireFields<WorkoutStreamsArgs, 'kinds' | 'maxPoints'>>;
  timeZone?: Resolver<ResolversTypes['TimeZone'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  visibility?: Resolver<ResolversTypes['Visibility'], ParentType, ContextType>;
};

export type WorkoutConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkoutConnection'] = ResolversParentTypes['WorkoutConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['WorkoutEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WorkoutEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkoutEdge'] = ResolversParentTypes['WorkoutEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Workout'], ParentType, ContextType>;
};

export type WorkoutFlagResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkoutFlag'] = ResolversParentTypes['WorkoutFlag']> = {
  code?: Resolver<ResolversTypes['WorkoutFlagCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['FlagSeverity'], ParentType, ContextType>;
};

export type WorkoutImportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkoutImport'] = ResolversParentTypes['WorkoutImport']> = {
  archive?: Resolver<Maybe<ResolversTypes['ArchiveProgress']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['WorkoutImportFailure']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recordingReplaced?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WorkoutImportStatus'], ParentType, ContextType>;
  workout?: Resolver<Maybe<ResolversTypes['Workout']>, ParentType, ContextType>;
};

export type WorkoutImportConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkoutImportConnection'] = ResolversParentTypes['WorkoutImportConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['WorkoutImportEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WorkoutImportEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkoutImportEdge'] = ResolversParentTypes['WorkoutImportEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WorkoutImport'], ParentType, ContextType>;
};

export type WorkoutImportFailureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkoutImportFailure'] = ResolversParentTypes['WorkoutImportFailure']> = {
  code?: Resolver<ResolversTypes['WorkoutImportFailureCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WorkoutPhotoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkoutPhoto'] = ResolversParentTypes['WorkoutPhoto']> = {
  addedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  height?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<WorkoutPhotoUrlArgs, 'size'>>;
  width?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WorkoutStatisticsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkoutStatistics'] = ResolversParentTypes['WorkoutStatistics']> = {
  averageDistanceMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageElapsedSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageElevationGainMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageKilocalories?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageMovingSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  bySport?: Resolver<ReadonlyArray<ResolversTypes['SportStatistics']>, ParentType, ContextType>;
  periods?: Resolver<ReadonlyArray<ResolversTypes['PeriodStatistics']>, ParentType, ContextType>;
  records?: Resolver<ReadonlyArray<ResolversTypes['PersonalRecord']>, ParentType, ContextType>;
  totalDistanceMeters?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalElapsedSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalElevationGainMeters?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalKilocalories?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalMovingSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalWorkouts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AbandonWorkoutPayload?: AbandonWorkoutPayloadResolvers<ContextType>;
  AddWorkoutPhotoPayload?: AddWorkoutPhotoPayloadResolvers<ContextType>;
  ArchiveFile?: ArchiveFileResolvers<ContextType>;
  ArchiveProgress?: ArchiveProgressResolvers<ContextType>;
  BestEffort?: BestEffortResolvers<ContextType>;
  Bounds?: BoundsResolvers<ContextType>;
  CancelImportPayload?: CancelImportPayloadResolvers<ContextType>;
  CancelScheduledWorkoutPayload?: CancelScheduledWorkoutPayloadResolvers<ContextType>;
  CreateGroupSessionPayload?: CreateGroupSessionPayloadResolvers<ContextType>;
  CreateUploadPayload?: CreateUploadPayloadResolvers<ContextType>;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DeleteWorkoutPayload?: DeleteWorkoutPayloadResolvers<ContextType>;
  EndGroupSessionPayload?: EndGroupSessionPayloadResolvers<ContextType>;
  Energy?: EnergyResolvers<ContextType>;
  FinishWorkoutPayload?: FinishWorkoutPayloadResolvers<ContextType>;
  GroupParticipant?: GroupParticipantResolvers<ContextType>;
  GroupSession?: GroupSessionResolvers<ContextType>;
  GroupSessionConnection?: GroupSessionConnectionResolvers<ContextType>;
  GroupSessionEdge?: GroupSessionEdgeResolvers<ContextType>;
  GroupSessionUpdate?: GroupSessionUpdateResolvers<ContextType>;
  HeartRate?: HeartRateResolvers<ContextType>;
  HeartRateZone?: HeartRateZoneResolvers<ContextType>;
  ImportWorkoutPayload?: ImportWorkoutPayloadResolvers<ContextType>;
  IngestDeviceDataPayload?: IngestDeviceDataPayloadResolvers<ContextType>;
  JSONObject?: GraphQLScalarType;
  JoinGroupSessionPayload?: JoinGroupSessionPayloadResolvers<ContextType>;
  Lap?: LapResolvers<ContextType>;
  LeaveGroupSessionPayload?: LeaveGroupSessionPayloadResolvers<ContextType>;
  LogWorkoutPayload?: LogWorkoutPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OriginalFile?: OriginalFileResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PauseWorkoutPayload?: PauseWorkoutPayloadResolvers<ContextType>;
  PeriodStatistics?: PeriodStatisticsResolvers<ContextType>;
  PersonalRecord?: PersonalRecordResolvers<ContextType>;
  PlannedOccurrence?: PlannedOccurrenceResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecordSamplesPayload?: RecordSamplesPayloadResolvers<ContextType>;
  RemoveWorkoutPhotoPayload?: RemoveWorkoutPhotoPayloadResolvers<ContextType>;
  RenewTrainingCalendarPayload?: RenewTrainingCalendarPayloadResolvers<ContextType>;
  ReportGroupSessionProgressPayload?: ReportGroupSessionProgressPayloadResolvers<ContextType>;
  ResumeWorkoutPayload?: ResumeWorkoutPayloadResolvers<ContextType>;
  Route?: RouteResolvers<ContextType>;
  RoutePoint?: RoutePointResolvers<ContextType>;
  ScheduleWorkoutPayload?: ScheduleWorkoutPayloadResolvers<ContextType>;
  ScheduledWorkout?: ScheduledWorkoutResolvers<ContextType>;
  ScheduledWorkoutConnection?: ScheduledWorkoutConnectionResolvers<ContextType>;
  ScheduledWorkoutEdge?: ScheduledWorkoutEdgeResolvers<ContextType>;
  Split?: SplitResolvers<ContextType>;
  SportStatistics?: SportStatisticsResolvers<ContextType>;
  StartGroupSessionPayload?: StartGroupSessionPayloadResolvers<ContextType>;
  StartWorkoutPayload?: StartWorkoutPayloadResolvers<ContextType>;
  Stream?: StreamResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TimeZone?: GraphQLScalarType;
  UpdateScheduledWorkoutPayload?: UpdateScheduledWorkoutPayloadResolvers<ContextType>;
  UpdateWorkoutPayload?: UpdateWorkoutPayloadResolvers<ContextType>;
  Upload?: UploadResolvers<ContextType>;
  UploadHeader?: UploadHeaderResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  Workout?: WorkoutResolvers<ContextType>;
  WorkoutConnection?: WorkoutConnectionResolvers<ContextType>;
  WorkoutEdge?: WorkoutEdgeResolvers<ContextType>;
  WorkoutFlag?: WorkoutFlagResolvers<ContextType>;
  WorkoutImport?: WorkoutImportResolvers<ContextType>;
  WorkoutImportConnection?: WorkoutImportConnectionResolvers<ContextType>;
  WorkoutImportEdge?: WorkoutImportEdgeResolvers<ContextType>;
  WorkoutImportFailure?: WorkoutImportFailureResolvers<ContextType>;
  WorkoutPhoto?: WorkoutPhotoResolvers<ContextType>;
  WorkoutStatistics?: WorkoutStatisticsResolvers<ContextType>;
};

