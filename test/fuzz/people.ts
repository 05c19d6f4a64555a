import { randomBytes } from 'node:crypto';
import {
  AcceptFriendDocument,
  BlockUserDocument,
  CreateApiKeyDocument,
  RequestFriendDocument,
} from '#client/__generated__/graphql.ts';
import { newPerson } from '../support/people.ts';

/** Somebody who sends requests: a person, a device with a key, nobody, somebody with a token that is none. */
export type Sender = { name: string; token: string | undefined };

const newToken = async (gatewayUrl: string, name: string): Promise<Sender> => ({
  name,
  token: (await newPerson(gatewayUrl, name)).accessToken,
});

/** Two friends, somebody one of them blocked, a device of one, nobody, and a wrong token. People come first. */
export async function senders(
  gatewayUrl: string,
): Promise<{ people: [Sender, ...Sender[]]; others: [Sender, ...Sender[]] }> {
  const [ana, bor, cene] = await Promise.all(['ana', 'bor', 'cene'].map((name) => newPerson(gatewayUrl, name)));
  if (!ana || !bor || !cene) throw new Error('three were asked for');
  await ana.client.run(RequestFriendDocument, { input: { userId: bor.id } });
  await bor.client.run(AcceptFriendDocument, { input: { userId: ana.id } });
  await ana.client.run(BlockUserDocument, { input: { userId: cene.id } });
  const { createApiKey } = await ana.client.run(CreateApiKeyDocument, { input: { name: 'Watch' } });
  const named = (name: string, token: string | undefined): Sender => ({ name, token });
  return {
    people: [named('ana', ana.accessToken), named('bor', bor.accessToken), named('cene', cene.accessToken)],
    others: [
      named('a device', createApiKey.key ?? ''),
      named('nobody', undefined),
      named('a wrong token', `${ana.accessToken.slice(0, -4)}${randomBytes(2).toString('hex')}`),
    ],
  };
}

/** Somebody whose account or session the next request may end. */
export const somebodyElse = (gatewayUrl: string): Promise<Sender> => newToken(gatewayUrl, 'passing');
