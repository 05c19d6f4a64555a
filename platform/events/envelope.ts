import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { currentRequestId } from '#platform/telemetry/log.ts';

/** What the platform must know of an event's definition; events/ holds them. */
export interface Definition<Data = unknown> {
  readonly domain: string;
  readonly name: string;
  readonly type: string;
  readonly data: z.ZodType<Data>;
}

/** An event as it travels: CloudEvents 1.0 in JSON, with our request id as an extension. */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  type: z.string(),
  source: z.string(),
  /** The aggregate's id. */
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  requestid: z.string().optional(),
  data: z.unknown(),
});

/** An event as it travels. */
export type Envelope = z.infer<typeof envelopeSchema>;

/** An event ready to be published: its envelope and the broker's subject. */
export interface Message {
  readonly subject: string;
  readonly envelope: Envelope;
}

/** The broker's subject of an event about one aggregate. */
export const eventSubject = ({ domain, name }: Definition, aggregateId: string): string =>
  `events.${domain}.${name}.${aggregateId}`;

/** Makes an event of a definition about one aggregate. @throws when the data does not fit the definition. */
export function createEvent<Data>(definition: Definition<Data>, aggregateId: string, data: Data, now: Date): Message {
  return {
    subject: eventSubject(definition, aggregateId),
    envelope: wrap(definition, aggregateId, data, now),
  };
}

/** Makes the message that holds an aggregate's state in a stream that keeps one message a subject. */
export function createState<Data>(
  definition: Definition<Data>,
  subject: string,
  aggregateId: string,
  data: Data,
  now: Date,
): Message {
  return { subject, envelope: wrap(definition, aggregateId, data, now) };
}

function wrap<Data>(definition: Definition<Data>, aggregateId: string, data: Data, now: Date): Envelope {
  const requestId = currentRequestId();
  return {
    specversion: '1.0',
    id: uuidv7(),
    type: definition.type,
    source: definition.domain,
    subject: aggregateId,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    ...(requestId === undefined ? {} : { requestid: requestId }),
    data: definition.data.parse(data),
  };
}
