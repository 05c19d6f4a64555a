import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { line } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { SPORTS } from '../../domain/sport.ts';
import { MAX_TITLE_LENGTH } from '../../domain/title.ts';
import { VISIBILITIES } from '../../domain/visibility.ts';
import { lookAtOpen } from '../../groups/change.ts';
import { createdEvents } from '../../groups/events.ts';
import { findProfile } from '../../profiles.ts';
import type { KeptGroupSession } from '../../store/groupSessions.ts';
import { startInput } from '../startInput.ts';

/** How many a person may host that are not over. */
const MAX_HOSTED = 20;
const MOST_PARTICIPANTS = 100;
const USUAL_PARTICIPANTS = 50;
/** Nobody plans further ahead. */
const LATEST_START_MS = 366 * 86_400_000;
/** Characters that are not taken for one another. */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const CODE_LENGTH = 8;
/** How often another code is made where one is taken. */
const TRIES = 5;

const inputSchema = z.object({
  sport: z.enum(SPORTS),
  title: line(MAX_TITLE_LENGTH),
  startsAt: startInput().nullish(),
  visibility: z.enum(VISIBILITIES).nullish(),
  maxParticipants: z.int().min(2).max(MOST_PARTICIPANTS).nullish(),
});
type Input = z.infer<typeof inputSchema>;

/** Makes a group session, with who asks as its host. */
export const createGroupSession = defineAction({
  input: inputSchema,
  run: async (context: Context, input) => {
    const { userId } = requirePerson(context.viewer);
    // One after the other in this process: so that many at once are counted, too.
    return context.recordings.oneAtATime(`sessions of ${userId}`, () => create(context, userId, input));
  },
});

async function create(
  { groups, now }: Context,
  hostId: string,
  { sport, title, startsAt = null, visibility, maxParticipants }: Input,
): Promise<Outcome<{ groupSession: KeptGroupSession }>> {
  if (startsAt && startsAt.getTime() > now().getTime() + LATEST_START_MS)
    return refused('INVALID_INPUT', 'This lies more than a year ahead.', 'startsAt');
  if ((await groups.groupSessions.pendingOf(hostId)).length >= MAX_HOSTED)
    return refused('LIMIT_REACHED', `At most ${MAX_HOSTED} group sessions may be open at once: end some first.`);
  const isVisibilityGiven = (visibility ?? null) !== null;
  const profile = await findProfile({ ...groups, waitMs: groups.profileWaitMs }, hostId, isVisibilityGiven);
  const createdAt = now();
  const host = { userId: hostId, status: 'JOINED', joinedAt: createdAt, result: null, workoutId: null } as const;
  const session = {
    _id: uuidv7(),
    hostId,
    creatorId: hostId,
    title,
    sport,
    visibility: visibility ?? profile?.defaultVisibility ?? ('ONLY_ME' as const),
    maxParticipants: maxParticipants ?? USUAL_PARTICIPANTS,
    status: 'OPEN' as const,
    startsAt,
    startedAt: null,
    endedAt: null,
    createdAt,
    participants: [{ ...host, liveId: uuidv7() }],
    isPending: true,
    lookAt: lookAtOpen({ createdAt, startsAt }),
  };
  for (let tries = 0; tries < TRIES; tries += 1) {
    const isInserted = await groups.groupSessions.insert(
      { ...session, joinCode: newCode() },
      createdEvents(session, createdAt),
    );
    failpoint('workouts.group.created');
    if (!isInserted) continue;
    groups.wakeRelay();
    const groupSession = await groups.groupSessions.get(session._id);
    if (groupSession) return done({ groupSession });
  }
  throw new Error('no code for a group session is free');
}

const newCode = (): string =>
  Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length))).join('');
