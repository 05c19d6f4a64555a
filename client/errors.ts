import { z } from 'zod';

/** What the server said instead of data. */
export class LaurelError extends Error {
  /** The stable codes of the errors, in order. */
  readonly codes: readonly string[];

  constructor(messages: readonly string[], codes: readonly string[]) {
    super(messages.join('\n'));
    this.name = 'LaurelError';
    this.codes = codes;
  }
}

/** The errors of an answer. */
export const errorsSchema = z.array(
  z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() }),
);

export const errorOf = (errors: z.infer<typeof errorsSchema>): LaurelError =>
  new LaurelError(
    errors.map(({ message }) => message),
    errors.map(({ extensions }) => extensions?.code ?? 'UNKNOWN'),
  );

/** How a socket was closed: by the gateway, or `1006` by what happened to it. */
export const closingSchema = z.object({ code: z.number(), reason: z.string() });

/** With this code the gateway closes a socket whose token does not hold, or no longer. */
export const FORBIDDEN = 4403;
