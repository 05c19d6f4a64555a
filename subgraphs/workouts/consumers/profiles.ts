import { onSubject, type Handler } from '#platform/events/handlers.ts';
import type { Notices } from '#platform/events/notices.ts';
import { failpoint } from '#platform/failpoints.ts';
import { Profile } from '#events/users.ts';
import { personProfileOf, profileTopic } from '../profiles.ts';
import type { Forgotten } from '../forgetting/forgotten.ts';
import type { ProfileStore } from '../store/profiles.ts';

/** Keeps the copy of people's profiles: the newest version, whatever order they come in. */
export const onProfile = (profiles: ProfileStore, forgotten: Forgotten, notices: Notices): Handler =>
  onSubject('profiles.*', Profile, async ({ data }) => {
    if (await forgotten.has(data.userId)) return;
    const profile = personProfileOf(data);
    await profiles.keep(profile);
    failpoint('workouts.profile.kept');
    notices.send(profileTopic(profile._id), { version: profile.version });
  });
