import { z } from 'zod';

/** How requests to one subgraph are made. Times are milliseconds. */
export interface Policy {
  /** How long one request may take, each try anew. */
  readonly timeoutMs: number;
  /** How often a query is asked again when nothing answered it, or a proxy in between did (502, 503, 504). */
  readonly retries: number;
  /** When the subgraph is no longer asked; undefined for never. */
  readonly breaker: BreakerPolicy | undefined;
  /** Which of several addresses is asked next. */
  readonly balance: 'least-outstanding' | 'round-robin';
}

/** When a breaker opens, and for how long. */
export interface BreakerPolicy {
  /** The part of requests that must fail, of all within the window. */
  readonly failureRate: number;
  /** With fewer requests than this in the window it stays closed. */
  readonly minRequests: number;
  readonly windowMs: number;
  /** After that one request is let through to see. */
  readonly openMs: number;
}

const breaker = z
  .strictObject({
    failureRate: z.number().gt(0).max(1).default(0.5),
    minRequests: z.int().min(1).default(20),
    windowMs: z.int().min(100).default(10_000),
    openMs: z.int().min(10).default(1_000),
  })
  .prefault({});

const policy = z.strictObject({
  timeoutMs: z.int().min(1).max(2_147_483_647).optional(),
  retries: z.int().min(0).max(10).optional(),
  breaker: z.literal(false).or(breaker).optional(),
  balance: z.enum(['least-outstanding', 'round-robin']).optional(),
});

/** What was set, by subgraph; `*` is for all. */
export type PolicySettings = Readonly<Record<string, z.infer<typeof policy>>>;

const settings = z.record(z.string(), policy);

/** Reads `{"*":{"retries":2},"chat":{"timeoutMs":500,"breaker":false}}`. */
export const policySettings = z
  .string()
  .default('{}')
  .transform((text, context): PolicySettings => {
    const parsed = settings.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    context.addIssue({
      code: 'custom',
      message: `not a map from subgraph to policy such as {"*":{"retries":2}}: ${where === '' ? '' : `${where}: `}${issue?.message ?? ''}`,
    });
    return z.NEVER;
  });

/** A subgraph's policy: its own settings, then those for all, then what is usual. */
export function policyFor(subgraph: string, given: PolicySettings, timeoutMs: number): Policy {
  const set = { ...given['*'], ...given[subgraph] };
  return {
    timeoutMs: set.timeoutMs ?? timeoutMs,
    retries: set.retries ?? 1,
    breaker: set.breaker === false ? undefined : (set.breaker ?? breaker.parse(undefined)),
    balance: set.balance ?? 'least-outstanding',
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
