import { expect, inject, test } from 'vitest';
import { z } from 'zod';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

const answer = z.object({
  data: z.object({
    logWorkout: z.object({
      workout: z.object({
        visibility: z.string(),
        timeZone: z.string(),
        energy: z.object({ kilocalories: z.number() }),
      }),
    }),
  }),
});

/** Changes the profile and logs a workout, both with one request. */
async function changeAndLog(accessToken: string, change: string, hour: number) {
  const startedAt = new Date(Date.UTC(2026, 4, 1, hour)).toISOString();
  const query = `mutation {
    ${change}
    logWorkout(input: { sport: RUNNING, startedAt: "${startedAt}", elapsedSeconds: 1800, distanceMeters: 5000 }) {
      workout { visibility timeZone energy { kilocalories } }
    }
  }`;
  const response = await fetch(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ query }),
  });
  return answer.parse(await response.json()).data.logWorkout.workout;
}

test('a workout goes by what its owner has said a moment before', async () => {
  const { accessToken } = await newPerson(gatewayUrl, 'fickle');
  const energies: number[] = [];
  for (const [hour, visibility] of ['EVERYONE', 'ONLY_ME', 'FRIENDS', 'ONLY_ME', 'EVERYONE', 'ONLY_ME'].entries()) {
    const privacy = `updatePrivacy(input: { workouts: ${visibility} }) { userErrors { code } }`;
    expect(await changeAndLog(accessToken, privacy, hour)).toMatchObject({ visibility });
    const timeZone = hour % 2 === 0 ? 'Pacific/Kiritimati' : 'Pacific/Pago_Pago';
    const profile = `updateProfile(input: { timeZone: "${timeZone}", weightKilograms: ${50 + hour * 10} }) { userErrors { code } }`;
    const logged = await changeAndLog(accessToken, profile, 10 + hour);
    expect(logged).toMatchObject({ visibility, timeZone });
    energies.push(logged.energy.kilocalories);
  }
  for (const [index, energy] of energies.entries())
    expect(energy / (energies[0] ?? 0)).toBeCloseTo((50 + index * 10) / 50, 1);
});
