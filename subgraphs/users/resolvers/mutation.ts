import { mutation } from '#platform/server/mutation.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { changeEmail } from '../actions/changeEmail.ts';
import { changePassword } from '../actions/changePassword.ts';
import { confirmEmail } from '../actions/confirmEmail.ts';
import { deleteAccount } from '../actions/deleteAccount.ts';
import { logIn } from '../actions/logIn.ts';
import { logOut } from '../actions/logOut.ts';
import { logOutEverywhere } from '../actions/logOutEverywhere.ts';
import { refreshSession } from '../actions/refreshSession.ts';
import { register } from '../actions/register.ts';
import { requestEmailConfirmation } from '../actions/requestEmailConfirmation.ts';
import { requestPasswordReset } from '../actions/requestPasswordReset.ts';
import { resetPassword } from '../actions/resetPassword.ts';
import { updateProfile } from '../actions/updateProfile.ts';

export const Mutation: MutationResolvers = {
  register: mutation(register, { session: null, user: null }),
  logIn: mutation(logIn, { session: null, user: null }),
  refreshSession: mutation(refreshSession, { session: null }),
  logOut: mutation(logOut, {}),
  logOutEverywhere: mutation(logOutEverywhere, {}),
  changePassword: mutation(changePassword, {}),
  changeEmail: mutation(changeEmail, {}),
  confirmEmail: mutation(confirmEmail, {}),
  requestEmailConfirmation: (root, _args, context) =>
    mutation(requestEmailConfirmation, {})(root, { input: {} }, context),
  requestPasswordReset: mutation(requestPasswordReset, {}),
  resetPassword: mutation(resetPassword, {}),
  deleteAccount: mutation(deleteAccount, {}),
  updateProfile: mutation(updateProfile, { viewer: null }),
};
