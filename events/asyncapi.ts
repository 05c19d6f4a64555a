// Publishes what the domains say as AsyncAPI 3: events/asyncapi.yaml, made of the definitions beside this file.
//   node events/asyncapi.ts           writes it
//   node events/asyncapi.ts --check   fails when what is committed is stale
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { z } from 'zod';

const folder = new URL('./', import.meta.url);
const output = new URL('asyncapi.yaml', folder);
const notDefinitions = ['define.ts', 'asyncapi.ts'];

const definitionSchema = z.object({
  domain: z.string(),
  name: z.string(),
  type: z.string(),
  address: z.string(),
  data: z.instanceof(z.ZodType),
});

/** A definition and what its comment says. */
type Described = z.infer<typeof definitionSchema> & { readonly summary: string };

/** All definitions of a file that exports some, with their comments. */
async function definitionsOf(file: string): Promise<Described[]> {
  const url = new URL(file, folder);
  const exported = z.looseObject({}).parse(await import(url.href));
  const comments = commentsOf(readFileSync(url, 'utf8'));
  return Object.entries(exported).flatMap(([name, value]) => {
    const { data: definition } = definitionSchema.safeParse(value);
    return definition ? [{ ...definition, summary: comments.get(name) ?? '' }] : [];
  });
}

/** The comment before each exported constant, as one line. */
function commentsOf(source: string): Map<string, string> {
  const matches = source.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export const (\w+)/g);
  return new Map(
    [...matches].map(([, comment = '', name = '']) => [name, comment.replaceAll(/\s*\n\s*\* ?/g, ' ').trim()]),
  );
}

/** JSON Schema of a zod schema, without what only repeats a format. */
function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const made = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema: part }) => {
      if (part.format !== undefined) delete part.pattern;
      if (part.maximum === Number.MAX_SAFE_INTEGER) delete part.maximum;
    },
  });
  delete made.$schema;
  return made;
}

const cloudEvent = {
  type: 'object',
  description: 'CloudEvents 1.0 in JSON; `requestid` is the request that caused the event.',
  required: ['specversion', 'id', 'type', 'source', 'subject', 'time', 'datacontenttype', 'data'],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', format: 'uuid', description: 'A UUIDv7; also the Nats-Msg-Id.' },
    type: { type: 'string' },
    source: { type: 'string', description: 'The subgraph that publishes it.' },
    subject: { type: 'string', description: "The aggregate's id." },
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { const: 'application/json' },
    requestid: { type: 'string' },
    data: { type: 'object' },
  },
};

const parametersOf = (address: string): Record<string, object> =>
  Object.fromEntries(
    [...address.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [
      name,
      name === 'subject' ? { description: "The aggregate's id." } : {},
    ]),
  );

const channel = ({ type, address, summary }: Described) => ({
  address,
  description: summary,
  parameters: parametersOf(address),
  messages: { [type]: { $ref: `#/components/messages/${type}` } },
});

const message = ({ name, type, domain, summary, data }: Described) => ({
  name: type,
  title: name,
  summary,
  contentType: 'application/json',
  payload: {
    allOf: [
      { $ref: '#/components/schemas/CloudEvent' },
      {
        type: 'object',
        properties: { type: { const: type }, source: { const: domain }, data: jsonSchema(data) },
      },
    ],
  },
});

/** The document as text. */
async function compose(): Promise<string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !notDefinitions.includes(file));
  const definitions = (await Promise.all(files.map(definitionsOf))).flat().sort((a, b) => (a.type < b.type ? -1 : 1));
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Laurel',
      version: '1.0.0',
      description:
        'What the subgraphs tell each other over NATS JetStream. Every `data` carries its aggregate’s version.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(definitions.map((definition) => [definition.type, channel(definition)])),
    components: {
      messages: Object.fromEntries(definitions.map((definition) => [definition.type, message(definition)])),
      schemas: { CloudEvent: cloudEvent },
    },
  };
  return `# Made of events/*.ts by \`npm run events\`.\n${stringify(document, { lineWidth: 120, aliasDuplicateObjects: false })}`;
}

const text = await compose();
if (!process.argv.includes('--check')) {
  writeFileSync(output, text);
  console.log(`wrote ${fileURLToPath(output)}`);
} else if (readFileSync(output, 'utf8') === text) {
  console.log('events/asyncapi.yaml is up to date');
} else {
  console.error('events/asyncapi.yaml is stale: run "npm run events"');
  process.exitCode = 1;
}
