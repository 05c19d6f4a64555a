import { randomBytes } from 'node:crypto';
import { registerPerson, type Person } from '#client/people.ts';

/** A new person with a name nobody else has. */
export async function newPerson(gatewayUrl: string, name = 'person'): Promise<Person> {
  const username = `${name}-${randomBytes(5).toString('hex')}`;
  return registerPerson(gatewayUrl, {
    username,
    email: `${username}@example.org`,
    password: 'correct horse battery staple',
  });
}
