import { SubrequestError } from '../../execution/subgraphs/transport.ts';
import { respond, type Behaviour } from './bedClient.ts';
import { choicesFrom } from './choices.ts';

/** Subgraphs that answer as they should, mostly, and in many wrong ways. */
export function misbehaving(tape: readonly number[], onBelievable: () => void): Behaviour {
  const choices = choicesFrom(tape);
  return (request, answer) => {
    const choice = choices.below(20);
    const damage = damages[choice];
    if (!damage) return undefined;
    if (choice >= damages.length - BELIEVABLE) onBelievable();
    return damage(request.subgraph, answer, choices.below(200));
  };
}

type Damage = (subgraph: string, answer: () => Promise<string>, number: number) => ReturnType<Behaviour>;

const damages: readonly (Damage | undefined)[] = [
  undefined,
  undefined,
  undefined,
  undefined,
  async () => respond('{"data":null}'),
  async () => respond('{"data":null,"errors":[{"message":"no"}]}'),
  async () => respond('{"errors":[{"message":"no","path":["_entities",0]}]}', 400),
  async () => respond('<html>Bad gateway</html>', 502),
  async () => respond('[]'),
  async () => respond(''),
  async (subgraph) => {
    throw new SubrequestError('SUBREQUEST_TIMEOUT', `Subgraph "${subgraph}" did not answer in time.`);
  },
  async (_, answer) => respond((await answer()).slice(0, -1)),
  async (_, answer, number) => respond((await answer()).slice(0, number)),
  async () => respond('{"data":{"_entities":[]}}'),
  async () => respond('{"data":{"_entities":null}}'),
  async (_, answer) => respond((await answer()).replace(/"__typename":"[A-Za-z]+"/, '"__typename":"Nobody"')),
  async (_, answer) => respond(Buffer.from(await answer(), 'utf16le')),
  async (_, answer) => respond((await answer()).replaceAll(/\[\{/g, '[null,{')),
  async (_, answer) => respond((await answer()).replace(/\{[^{}]*\}/, 'null')),
];

/** With so many of the last ones a subgraph lies in a way that nobody can see; the answer must only be an answer. */
const BELIEVABLE = 2;
