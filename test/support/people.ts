import { randomBytes } from 'node:crypto';
import { registerPerson, type Person } from '#client/people.ts';

/** The password of everybody here. */
export const password = 'correct horse battery staple';

/** A new person with a name nobody else has. */
export async function newPerson(gatewayUrl: string, name = 'person'): Promise<Person> {
  const username = `${name}-${randomBytes(5).toString('hex')}`;
  return registerPerson(gatewayUrl, {
    username,
    email: `${username}@example.org`,
    password,
  });
}
