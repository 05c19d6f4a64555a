import { describe, expect, it } from 'vitest';
import { haveSamples, sample } from './samples.ts';
import { workoutsOf } from './asking.ts';
import { somebody, useWorkouts } from './support.ts';
import { importBytes } from './uploading.ts';

const workouts = useWorkouts({ MAX_UPLOAD_BYTES: 25 * 1024 * 1024 });
const importSample = (owner: string, number: string) => importBytes(workouts.url, owner, sample(number).bytes);

const EXPECTED: Readonly<Record<string, string>> = {
  '01': 'COMPLETED',
  '03': 'COMPLETED',
  '05': 'COMPLETED',
  '06': 'COMPLETED',
  '09': 'COMPLETED',
  '10': 'COMPLETED',
  // The same run as 10, in another file.
  '11': 'DUPLICATE',
  '14': 'NOT_AN_ACTIVITY',
  '20': 'COMPLETED',
  '21': 'DUPLICATE',
  '25': 'MALFORMED_FILE',
  '30': 'COMPLETED',
  '31': 'COMPLETED',
  '33': 'COMPLETED',
  '34': 'COMPLETED',
  '36': 'BOGUS_TIMES',
  '38': 'COMPLETED',
  '40': 'NO_USABLE_POINTS',
};

describe.runIf(haveSamples)('real files', { timeout: 60_000 }, () => {
  it('of one person are read or refused as they should be, and two recordings of one run are one workout', async () => {
    const owner = somebody();
    const came: Record<string, string> = {};
    for (const number of Object.keys(EXPECTED).sort()) {
      const { status, failure } = await importSample(owner, number);
      came[number] = failure?.code ?? status;
    }
    expect(came).toEqual(EXPECTED);
    const made = Object.values(EXPECTED).filter((status) => status === 'COMPLETED');
    expect(await workoutsOf(workouts.url, owner)).toHaveLength(made.length);
  });

  it('of one run become one workout, whichever comes first', async () => {
    const owner = somebody();
    const poor = await importSample(owner, '21');
    expect(await importSample(owner, '20')).toMatchObject({ status: 'DUPLICATE', workout: poor.workout });
  });
});
