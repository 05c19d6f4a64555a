import { neighbourhoodOf, recognise, type Neighbour, type Recognition } from '../domain/recognise.ts';
import { workoutsAround } from '../recordings/neighbours.ts';
import type { Candidate } from './candidate.ts';
import type { KeepTools } from './tools.ts';

/** A neighbour, and what it came from. */
export type Other = Neighbour & { readonly sourceKey: string };

export async function neighboursOf(
  tools: KeepTools,
  ownerId: string,
  candidates: readonly Candidate[],
): Promise<Other[]> {
  const around = await workoutsAround(
    tools,
    ownerId,
    candidates.map(({ read }) => read.figures),
  );
  return around.map(({ workout: { sourceKey }, neighbour }) => ({ sourceKey, ...neighbour }));
}

export function asNeighbour({ read: { figures }, namedSport }: Candidate, id: string): Neighbour[] {
  const { startedAt, endedAt } = figures;
  if (startedAt === null || endedAt === null) return [];
  return [{ ...figures, id, namedSport, source: 'FILE', startedAt, endedAt, hasOwnTimes: true }];
}

export function recogniseAmong(
  { read: { figures }, target: { sport }, sourceKey, isForeign }: Candidate,
  others: readonly Other[],
): Recognition {
  const { startedAt, endedAt } = figures;
  const around = startedAt !== null && endedAt !== null ? neighbourhoodOf({ startedAt, endedAt }) : undefined;
  // Of its own source: made by an earlier try of this import after all, or by somebody else's; the insert will say so.
  const near = others.filter(
    (other) =>
      around !== undefined &&
      other.sourceKey !== sourceKey &&
      other.endedAt >= around.from &&
      other.startedAt <= around.to,
  );
  return recognise(figures, { source: 'FILE', sport }, near, isForeign);
}
