// Leaves something of a person in every corner that people's things are kept in, each with a mark to look for.
import { z } from 'zod';
import { generateActivity } from '../../fixtures/generate.ts';
import { createLaurelClient } from '#client/laurel.ts';
import { registerPerson, type Person } from '#client/people.ts';
import { newPerson } from './people.ts';
import { zipOf, type ToZip } from './zips.ts';

const answer = z.object({ data: z.record(z.string(), z.unknown()).nullish(), errors: z.unknown().optional() });
const refusable = z.looseObject({ userErrors: z.array(z.unknown()).max(0) });

/** Runs mutations of the gateway with a token, one after the other. @throws when one is refused. */
export async function mutate(
  gatewayUrl: string,
  token: string,
  mutations: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>[]> {
  const answers: Record<string, unknown>[] = [];
  for (const mutation of mutations) {
    const response = await fetch(`${gatewayUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...more },
      body: JSON.stringify({ query: `mutation { it: ${mutation} }` }),
    });
    const { data, errors } = answer.parse(await response.json());
    const it = refusable.safeParse(data?.['it']);
    if (!it.success) throw new Error(`${mutation} was refused: ${JSON.stringify([data, errors])}`);
    answers.push(it.data);
  }
  return answers;
}

const DAY_MS = 86_400_000;
const PROBLEMS = 'userErrors { code path }';

/** Logs somebody in once more, by a program that says what it is. */
export async function logInBy(
  gatewayUrl: string,
  { accessToken, username }: Person,
  password: string,
  program: string,
) {
  const input = `{ email: "${username}@example.org", password: "${password}" }`;
  await mutate(gatewayUrl, accessToken, [`logIn(input: ${input}) { ${PROBLEMS} }`], { 'user-agent': program });
}

/** All that a person can leave by words: in `mark` is what to look for. @returns the key of a device. */
export async function leaveWords(gatewayUrl: string, { accessToken }: Person, mark: string, somewhere: object) {
  const place = JSON.stringify(somewhere).replaceAll('"', '').slice(1, -1);
  const yesterday = new Date(Date.now() - DAY_MS).toISOString();
  const tomorrow = new Date(Date.now() + DAY_MS).toISOString();
  const [key] = await mutate(gatewayUrl, accessToken, [
    `createApiKey(input: { name: "Watch of ${mark}" }) { key ${PROBLEMS} }`,
    `recordBodyWeight(input: { weightKilograms: 63.4567891, measuredOn: "2026-01-02" }) { ${PROBLEMS} }`,
    `addPrivacyZone(input: { ${place}, radiusMeters: 321, title: "Home of ${mark}" }) { ${PROBLEMS} }`,
    `createSquad(input: { name: "Friends of ${mark}" }) { ${PROBLEMS} }`,
    `createGroupSession(input: { sport: YOGA, title: "Sunrise with ${mark}" }) { ${PROBLEMS} }`,
    `setGoal(input: { metric: DISTANCE, targetValue: 12345.678, targetDate: "2030-01-01" }) { ${PROBLEMS} }`,
    `scheduleWorkout(input: { sport: YOGA, startsAt: "${tomorrow}", targetSeconds: 1234.5 }) { ${PROBLEMS} }`,
    `logWorkout(input: { sport: STRENGTH, startedAt: "${yesterday}", elapsedSeconds: 1800, title: "Lift of ${mark}",
      metrics: { note: "felt by ${mark}" } }) { ${PROBLEMS} }`,
  ]);
  const { key: secret } = z.object({ key: z.string() }).parse(key);
  const sample = `{ sequence: 1, at: "${yesterday}", ${place} }`;
  const batch = `deviceId: "strap of ${mark}", batchId: "of ${mark}", samples: [${sample}], last: false`;
  await mutate(gatewayUrl, secret, [`ingestDeviceData(input: { ${batch} }) { ${PROBLEMS} }`]);
  return secret;
}

/** Leaves a word with nobody: in a competition that no one joins, a room of no other, and one of two whose other has left. */
export async function leaveAlone(gatewayUrl: string, ana: Person, word: string, password: string): Promise<void> {
  const other = await newPerson(gatewayUrl, 'dora');
  const window = `startsAt: "2001-01-01T00:00:00Z", endsAt: "${new Date(Date.now() + DAY_MS).toISOString()}"`;
  await mutate(gatewayUrl, ana.accessToken, [
    `createCompetition(input: { title: "Party of ${word}", description: "Ring at ${word}", metric: DISTANCE, ${window} })
      { ${PROBLEMS} }`,
  ]);
  const rooms = [
    `createRoom(input: { title: "Room of ${word}", memberIds: [] }) { room { id } ${PROBLEMS} }`,
    `openDirectRoom(input: { userId: "${other.id}" }) { room { id } ${PROBLEMS} }`,
  ];
  for (const { room } of z.array(opened).parse(await mutate(gatewayUrl, ana.accessToken, rooms))) {
    const message = `roomId: "${room.id}", body: "Nobody hears ${word}", clientMessageId: "one"`;
    await mutate(gatewayUrl, ana.accessToken, [`sendMessage(input: { ${message} }) { ${PROBLEMS} }`]);
  }
  await mutate(gatewayUrl, other.accessToken, [`deleteAccount(input: { password: "${password}" }) { ${PROBLEMS} }`]);
}

const opened = z.object({ room: z.object({ id: z.string() }) });

/** Several who want one address at one moment: one gets it, and leaves again. What the store says to the others is no trace. */
export async function quarrelAbout(gatewayUrl: string, mark: string, password: string): Promise<void> {
  const wanted = Array.from({ length: 8 }, (_, i) =>
    registerPerson(gatewayUrl, { username: `rival${i}-${mark}`.slice(0, 30), email: `${mark}@example.org`, password }),
  );
  const got = (await Promise.allSettled(wanted)).flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  for (const { accessToken } of got) {
    await mutate(gatewayUrl, accessToken, [`deleteAccount(input: { password: "${password}" }) { ${PROBLEMS} }`]);
  }
}

/** Begins what is still under way when the account is deleted: an import of a file, and one of an archive of many. */
export async function leaveUnderWay(gatewayUrl: string, { accessToken }: Person, mark: string): Promise<void> {
  const client = createLaurelClient(gatewayUrl);
  client.authenticate(accessToken);
  const file = (day: number): Uint8Array => {
    const startedAt = Date.UTC(2026, 1, day, 7);
    return generateActivity({ seed: 500 + day, sport: 'CYCLING', format: 'GPX', startedAt, durationSeconds: 900 })
      .bytes;
  };
  const files = Array.from({ length: 12 }, (_, i): ToZip => [`ride ${i} of ${mark}.gpx`, file(i + 1)]);
  const [single, archive] = [
    await client.upload(`late ride of ${mark}.gpx`, file(20)),
    await client.upload(`all rides of ${mark}.zip`, await zipOf(files), 'WORKOUT_ARCHIVE'),
  ];
  await mutate(
    gatewayUrl,
    accessToken,
    [single, archive].map((uploadId) => `importWorkout(input: { uploadId: "${uploadId}" }) { ${PROBLEMS} }`),
  );
}
