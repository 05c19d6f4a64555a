import { RegisterDocument } from './__generated__/graphql.ts';
import { createLaurelClient, explain, type LaurelClient } from './laurel.ts';

/** Somebody with an account, and their client. */
export interface Person {
  readonly id: string;
  readonly username: string;
  /** For what their client does not do. */
  readonly accessToken: string;
  readonly client: LaurelClient;
}

/** Makes an account and a client that is logged in to it. @throws when the account is refused. */
export async function registerPerson(
  url: string,
  account: { readonly username: string; readonly email: string; readonly password: string },
): Promise<Person> {
  const client = createLaurelClient(url);
  const { register } = await client.run(RegisterDocument, { input: account });
  if (!register.session || !register.user) throw new Error(explain(register.userErrors));
  client.authenticate(register.session);
  const { accessToken } = register.session;
  return { id: register.user.id, username: register.user.username, accessToken, client };
}
