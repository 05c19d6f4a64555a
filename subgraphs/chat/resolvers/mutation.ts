import { mutation } from '#platform/server/mutation.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { createRoom, openDirectRoom } from '../actions/openRoom.ts';
import { deleteMessage } from '../actions/deleteMessage.ts';
import { editMessage } from '../actions/editMessage.ts';
import { leaveRoom } from '../actions/leaveRoom.ts';
import { markRoomRead } from '../actions/markRoomRead.ts';
import { sendMessage } from '../actions/sendMessage.ts';
import { setTyping } from '../actions/setTyping.ts';

export const Mutation: MutationResolvers = {
  openDirectRoom: mutation(openDirectRoom, { room: null }),
  createRoom: mutation(createRoom, { room: null }),
  leaveRoom: mutation(leaveRoom, {}),
  sendMessage: mutation(sendMessage, { message: null }),
  editMessage: mutation(editMessage, { message: null }),
  deleteMessage: mutation(deleteMessage, { message: null }),
  markRoomRead: mutation(markRoomRead, { room: null }),
  setTyping: mutation(setTyping, {}),
};
