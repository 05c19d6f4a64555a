import type { Account } from './domain/account.ts';
import type { AchievedGoal, GoalInWindow } from './domain/goal.ts';
import type { Privacy } from './domain/privacy.ts';
import type { PrivacyZone } from './domain/privacyZone.ts';
import type { DataExport } from './store/dataExports.ts';
import type { Session } from './domain/session.ts';
import type { ApiKey } from './store/apiKeys.ts';
import type { PublicPerson } from './store/accounts.ts';
import type { SquadMember } from './domain/squad.ts';
import type { BodyWeight } from './store/bodyWeights.ts';
import type { PairOf } from './store/pairs.ts';
import type { SquadHead, SquadPlace } from './store/squads.ts';

/** The public half of an account. */
export type UserModel = PublicPerson;
/** The whole account, for the person alone. */
export type ViewerModel = Account;
/** An export as it is stored. */
export type DataExportModel = DataExport;
/** A session as it is stored. */
export type AuthSessionModel = Session;
/** A key of a person's devices, without the key itself. */
export type ApiKeyModel = ApiKey;
/** A pair who are friends or of whom one asked, as one of them sees it. */
export type FriendshipModel = PairOf;
/** A pair whatever it is now. */
export type FriendshipUpdateModel = PairOf;
/** A goal in the window that is spoken of. */
export type GoalModel = GoalInWindow;
/** A goal in the window that was achieved. */
export type GoalAchievementModel = AchievedGoal;
/** One of the windows of a goal. */
export type GoalWindowModel = GoalInWindow;
/** A squad the viewer is in or invited to. */
export type SquadModel = SquadHead;
export type SquadMemberModel = SquadMember;
export type SquadInvitationModel = SquadPlace & { readonly squad: SquadHead };
/** Who sees what of a person. */
export type PrivacyModel = Privacy;
/** A privacy zone, for its person alone. */
export type PrivacyZoneModel = PrivacyZone;
/** What a person weighed on a day. */
export type BodyWeightModel = BodyWeight;
