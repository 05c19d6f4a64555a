import { z } from 'zod';

/** What is known of an event or state: where it comes from, what it is called, which version, and the shape of its data. */
export interface EventDefinition<Data extends z.ZodType = z.ZodType> {
  /** The producing subgraph. */
  readonly domain: string;
  /** In the past tense: `WorkoutCompleted`. */
  readonly name: string;
  /** The CloudEvents type: `<domain>.<Name>.v<N>`. */
  readonly type: string;
  /** The data, always with the aggregate's `version`. */
  readonly data: Data;
  /** The broker's subject, its variable parts in braces. */
  readonly address: string;
}

/** The data an event of this definition carries. */
export type EventData<Definition extends EventDefinition> = z.infer<Definition['data']>;

/** Every event carries its aggregate's version: an older one never overwrites a newer one. */
const aggregateVersion = z.int().positive();

/** Defines version `version` of an event of `domain`. */
export function defineEvent<Shape extends z.ZodRawShape>(domain: string, name: string, version: number, shape: Shape) {
  return {
    domain,
    name,
    type: `${domain}.${name}.v${version}`,
    address: `events.${domain}.${name}.{subject}`,
    data: z.object({ version: aggregateVersion, ...shape }),
  };
}

/**
 * Defines version `version` of a state of `domain`: of each aggregate the newest alone is kept, at an address of its
 * own such as `profiles.{userId}`.
 */
export const defineState = <Shape extends z.ZodRawShape>(
  domain: string,
  name: string,
  version: number,
  address: string,
  shape: Shape,
) => ({ ...defineEvent(domain, name, version, shape), address });

/** An id as all domains make them: UUIDv7. */
export const id = z.uuid();
/** An instant: RFC 3339 in UTC. */
export const instant = z.iso.datetime();
/** A calendar date: `2026-05-01`. */
export const date = z.iso.date();
