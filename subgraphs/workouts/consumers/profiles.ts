import { onSubject, type Handler } from '#platform/events/handlers.ts';
import type { Notices } from '#platform/events/notices.ts';
import { failpoint } from '#platform/failpoints.ts';
import { Profile } from '#events/users.ts';
import { profileTopic } from '../imports/profiles.ts';
import type { Forgotten } from '../forgetting/forgotten.ts';
import type { ProfileStore } from '../store/profiles.ts';

/** Keeps the copy of people's profiles: the newest version, whatever order they come in. */
export const onProfile = (profiles: ProfileStore, forgotten: Forgotten, notices: Notices): Handler =>
  onSubject('profiles.*', Profile, async ({ data }) => {
    const { userId, version, username: _username, restingHeartRateBpm: _resting, ...kept } = data;
    if (await forgotten.has(userId)) return;
    await profiles.keep({ _id: userId, version, ...kept });
    failpoint('workouts.profile.kept');
    notices.send(profileTopic(userId), { version });
  });
