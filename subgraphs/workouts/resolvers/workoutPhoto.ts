import { callerError } from '#platform/errors.ts';
import type { WorkoutPhotoResolvers } from '../__generated__/resolvers.ts';
import { IMAGE_SIZES, mediaKey } from '../images/variants.ts';

const LARGEST_SIZE = 4096;

export const workoutPhoto: WorkoutPhotoResolvers = {
  id: ({ mediaId }) => mediaId,
  url: ({ mediaId }, { size: wanted }, { publicUrl }) => {
    if (wanted < 1 || wanted > LARGEST_SIZE) {
      throw callerError('BAD_USER_INPUT', `size must be 1 to ${LARGEST_SIZE}.`);
    }
    const sizes = IMAGE_SIZES.WORKOUT_PHOTO;
    const size = sizes.find((each) => each >= wanted) ?? Math.max(...sizes);
    return new URL(`/${mediaKey(mediaId, size)}`, publicUrl).href;
  },
};
