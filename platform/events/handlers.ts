import type { z } from 'zod';
import type { Definition, Envelope } from './envelope.ts';

/** An event as a consumer gets it. */
export interface Received<Data> {
  readonly id: string;
  /** The aggregate's id. */
  readonly subject: string;
  readonly time: string;
  readonly data: Data;
  /** Where the event stands in its stream, also when it is replayed. */
  readonly streamSequence: number;
}

/** What a service does about one kind of event. Right for any order and for repeats. */
export interface Handler {
  readonly definition: Definition;
  /** Which subjects hold such events. */
  readonly subject: string;
  /** Whether it may take so long that other events are not to wait for it. */
  readonly isLong?: boolean;
  handle(envelope: Envelope, streamSequence: number): Promise<void>;
}

/** A handler of a domain's event. */
export function on<Schema extends z.ZodType>(
  definition: Definition & { readonly data: Schema },
  handle: (event: Received<z.infer<Schema>>) => Promise<void>,
): Handler {
  return onSubject(`events.${definition.domain}.${definition.name}.*`, definition, handle);
}

/** A handler that may take long: it works beside the others of its consumer, on one such event after the other. */
export const onLong: typeof on = (definition, handle) => ({ ...on(definition, handle), isLong: true });

/** A handler of the states in a stream of its own. */
export function onSubject<Schema extends z.ZodType>(
  subject: string,
  definition: Definition & { readonly data: Schema },
  handle: (event: Received<z.infer<Schema>>) => Promise<void>,
): Handler {
  return {
    definition,
    subject,
    handle: (envelope, streamSequence) =>
      handle({
        id: envelope.id,
        subject: envelope.subject,
        time: envelope.time,
        data: definition.data.parse(envelope.data),
        streamSequence,
      }),
  };
}
