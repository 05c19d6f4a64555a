import { mutation } from '#platform/server/mutation.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { changeEmail } from '../actions/account/changeEmail.ts';
import { changePassword } from '../actions/account/changePassword.ts';
import { confirmEmail } from '../actions/account/confirmEmail.ts';
import { deleteAccount } from '../actions/account/deleteAccount.ts';
import { acceptFriend } from '../actions/friends/acceptFriend.ts';
import { addPrivacyZone } from '../actions/profile/addPrivacyZone.ts';
import { blockUser } from '../actions/friends/blockUser.ts';
import { declineFriend } from '../actions/friends/declineFriend.ts';
import { abandonGoal } from '../actions/goals/abandonGoal.ts';
import { logIn } from '../actions/sessions/logIn.ts';
import { logOut } from '../actions/sessions/logOut.ts';
import { recordBodyWeight } from '../actions/profile/recordBodyWeight.ts';
import { removeBodyWeight } from '../actions/profile/removeBodyWeight.ts';
import { refreshSession } from '../actions/sessions/refreshSession.ts';
import { register } from '../actions/account/register.ts';
import { removePrivacyZone } from '../actions/profile/removePrivacyZone.ts';
import { logOutEverywhere } from '../actions/sessions/logOutEverywhere.ts';
import { requestDataExport } from '../actions/account/requestDataExport.ts';
import { requestEmailConfirmation } from '../actions/account/requestEmailConfirmation.ts';
import { requestPasswordReset } from '../actions/account/requestPasswordReset.ts';
import { resetPassword } from '../actions/account/resetPassword.ts';
import { removeAvatar } from '../actions/profile/removeAvatar.ts';
import { removeFriend } from '../actions/friends/removeFriend.ts';
import { requestFriend } from '../actions/friends/requestFriend.ts';
import { unblockUser } from '../actions/friends/unblockUser.ts';
import { setGoal } from '../actions/goals/setGoal.ts';
import { updatePrivacy } from '../actions/profile/updatePrivacy.ts';
import { updateProfile } from '../actions/profile/updateProfile.ts';
import { createApiKey } from '../actions/sessions/createApiKey.ts';
import { revokeApiKey } from '../actions/sessions/revokeApiKey.ts';
import { acceptSquadInvitation } from '../actions/squads/acceptSquadInvitation.ts';
import { changeSquadMemberRole } from '../actions/squads/changeSquadMemberRole.ts';
import { createSquad } from '../actions/squads/createSquad.ts';
import { declineSquadInvitation } from '../actions/squads/declineSquadInvitation.ts';
import { inviteToSquad } from '../actions/squads/inviteToSquad.ts';
import { leaveSquad } from '../actions/squads/leaveSquad.ts';
import { removeSquadMember } from '../actions/squads/removeSquadMember.ts';
import { renameSquad } from '../actions/squads/renameSquad.ts';

export const Mutation: MutationResolvers = {
  register: mutation(register, { session: null, user: null }),
  logIn: mutation(logIn, { session: null, user: null }),
  refreshSession: mutation(refreshSession, { session: null }),
  logOut: mutation(logOut, {}),
  logOutEverywhere: mutation(logOutEverywhere, {}),
  changePassword: mutation(changePassword, {}),
  changeEmail: mutation(changeEmail, { viewer: null }),
  confirmEmail: mutation(confirmEmail, { viewer: null }),
  requestEmailConfirmation: mutation(requestEmailConfirmation, {}),
  requestDataExport: mutation(requestDataExport, { dataExport: null }),
  requestPasswordReset: mutation(requestPasswordReset, {}),
  resetPassword: mutation(resetPassword, {}),
  deleteAccount: mutation(deleteAccount, {}),
  updateProfile: mutation(updateProfile, { viewer: null }),
  requestFriend: mutation(requestFriend, { friendship: null }),
  acceptFriend: mutation(acceptFriend, { friendship: null }),
  declineFriend: mutation(declineFriend, { user: null, removedFriendshipId: null }),
  removeFriend: mutation(removeFriend, { user: null, removedFriendshipId: null }),
  blockUser: mutation(blockUser, { user: null, removedFriendshipId: null }),
  unblockUser: mutation(unblockUser, { user: null }),
  removeAvatar: mutation(removeAvatar, { viewer: null }),
  acceptSquadInvitation: mutation(acceptSquadInvitation, { squad: null }),
  changeSquadMemberRole: mutation(changeSquadMemberRole, { squad: null }),
  createSquad: mutation(createSquad, { squad: null }),
  declineSquadInvitation: mutation(declineSquadInvitation, { squad: null }),
  inviteToSquad: mutation(inviteToSquad, { squad: null }),
  leaveSquad: mutation(leaveSquad, { squad: null }),
  removeSquadMember: mutation(removeSquadMember, { squad: null }),
  renameSquad: mutation(renameSquad, { squad: null }),
  recordBodyWeight: mutation(recordBodyWeight, { viewer: null }),
  removeBodyWeight: mutation(removeBodyWeight, { viewer: null }),
  updatePrivacy: mutation(updatePrivacy, { viewer: null }),
  addPrivacyZone: mutation(addPrivacyZone, { privacyZone: null }),
  removePrivacyZone: mutation(removePrivacyZone, { removedPrivacyZoneId: null }),
  setGoal: mutation(setGoal, { goal: null }),
  abandonGoal: mutation(abandonGoal, { goal: null }),
  createApiKey: mutation(createApiKey, { apiKey: null, key: null }),
  revokeApiKey: mutation(revokeApiKey, { revokedApiKeyId: null }),
};
