import { mutation } from '#platform/server/mutation.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { changeEmail } from '../actions/changeEmail.ts';
import { changePassword } from '../actions/changePassword.ts';
import { confirmEmail } from '../actions/confirmEmail.ts';
import { deleteAccount } from '../actions/deleteAccount.ts';
import { acceptFriend } from '../actions/acceptFriend.ts';
import { addPrivacyZone } from '../actions/addPrivacyZone.ts';
import { blockUser } from '../actions/blockUser.ts';
import { declineFriend } from '../actions/declineFriend.ts';
import { abandonGoal } from '../actions/abandonGoal.ts';
import { logIn } from '../actions/logIn.ts';
import { logOut } from '../actions/logOut.ts';
import { recordBodyWeight } from '../actions/recordBodyWeight.ts';
import { refreshSession } from '../actions/refreshSession.ts';
import { register } from '../actions/register.ts';
import { removePrivacyZone } from '../actions/removePrivacyZone.ts';
import { logOutEverywhere } from '../actions/logOutEverywhere.ts';
import { requestDataExport } from '../actions/requestDataExport.ts';
import { requestEmailConfirmation } from '../actions/requestEmailConfirmation.ts';
import { requestPasswordReset } from '../actions/requestPasswordReset.ts';
import { resetPassword } from '../actions/resetPassword.ts';
import { removeAvatar } from '../actions/removeAvatar.ts';
import { removeFriend } from '../actions/removeFriend.ts';
import { requestFriend } from '../actions/requestFriend.ts';
import { unblockUser } from '../actions/unblockUser.ts';
import { setGoal } from '../actions/setGoal.ts';
import { updatePrivacy } from '../actions/updatePrivacy.ts';
import { updateProfile } from '../actions/updateProfile.ts';
import { createApiKey } from '../actions/createApiKey.ts';
import { revokeApiKey } from '../actions/revokeApiKey.ts';
import { acceptSquadInvitation } from '../actions/acceptSquadInvitation.ts';
import { changeSquadMemberRole } from '../actions/changeSquadMemberRole.ts';
import { createSquad } from '../actions/createSquad.ts';
import { declineSquadInvitation } from '../actions/declineSquadInvitation.ts';
import { inviteToSquad } from '../actions/inviteToSquad.ts';
import { leaveSquad } from '../actions/leaveSquad.ts';
import { removeSquadMember } from '../actions/removeSquadMember.ts';
import { renameSquad } from '../actions/renameSquad.ts';

export const Mutation: MutationResolvers = {
  register: mutation(register, { session: null, user: null }),
  logIn: mutation(logIn, { session: null, user: null }),
  refreshSession: mutation(refreshSession, { session: null }),
  logOut: mutation(logOut, {}),
  logOutEverywhere: mutation(logOutEverywhere, {}),
  changePassword: mutation(changePassword, {}),
  changeEmail: mutation(changeEmail, {}),
  confirmEmail: mutation(confirmEmail, {}),
  requestEmailConfirmation: mutation(requestEmailConfirmation, {}),
  requestDataExport: mutation(requestDataExport, { dataExport: null }),
  requestPasswordReset: mutation(requestPasswordReset, {}),
  resetPassword: mutation(resetPassword, {}),
  deleteAccount: mutation(deleteAccount, {}),
  updateProfile: mutation(updateProfile, { viewer: null }),
  requestFriend: mutation(requestFriend, { friendship: null }),
  acceptFriend: mutation(acceptFriend, { friendship: null }),
  declineFriend: mutation(declineFriend, {}),
  removeFriend: mutation(removeFriend, {}),
  blockUser: mutation(blockUser, {}),
  unblockUser: mutation(unblockUser, {}),
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
  updatePrivacy: mutation(updatePrivacy, { viewer: null }),
  addPrivacyZone: mutation(addPrivacyZone, { privacyZone: null }),
  removePrivacyZone: mutation(removePrivacyZone, { removedPrivacyZoneId: null }),
  setGoal: mutation(setGoal, { goal: null }),
  abandonGoal: mutation(abandonGoal, { goal: null }),
  createApiKey: mutation(createApiKey, { apiKey: null, key: null }),
  revokeApiKey: mutation(revokeApiKey, { revokedApiKeyId: null }),
};
