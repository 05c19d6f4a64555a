import type { Fetch, Group } from './form.ts';

/**
 * Puts fetches into groups that may travel together: the entity fetches of one stage to one subgraph. A fetch that
 * nothing waits for joins the last group of its subgraph, as a passenger. What asks root fields travels alone.
 */
export function groupFetches(fetches: readonly Fetch[]): Group[] {
  const stages = stagesOf(fetches);
  const stage = (fetch: Fetch): number => stages.get(fetch.index) ?? 0;
  const awaited = new Set(fetches.flatMap(({ dependsOn }) => [...dependsOn]));
  const lastStage = new Map<string, number>();
  for (const fetch of fetches.filter(isEntityFetch)) {
    lastStage.set(fetch.subgraph, Math.max(stage(fetch), lastStage.get(fetch.subgraph) ?? 0));
  }
  const groups = new Map<string, { subgraph: string; members: Fetch[]; passengers: Fetch[] }>();
  const groupAt = (key: string, subgraph: string): { members: Fetch[]; passengers: Fetch[] } => {
    const group = groups.get(key) ?? { subgraph, members: [], passengers: [] };
    groups.set(key, group);
    return group;
  };
  for (const fetch of fetches) {
    if (!isEntityFetch(fetch)) {
      groupAt(`alone ${fetch.index}`, fetch.subgraph).members.push(fetch);
      continue;
    }
    const last = lastStage.get(fetch.subgraph) ?? 0;
    const rides = !awaited.has(fetch.index) && last > stage(fetch);
    const group = groupAt(`${rides ? last : stage(fetch)} ${fetch.subgraph}`, fetch.subgraph);
    (rides ? group.passengers : group.members).push(fetch);
  }
  return [...groups.values()].map((group, index) => ({ index, ...group }));
}

const isEntityFetch = (fetch: Fetch): boolean => fetch.requires !== undefined;

/** How many answers each fetch has to wait for, one after another. */
function stagesOf(fetches: readonly Fetch[]): ReadonlyMap<number, number> {
  const stages = new Map<number, number>();
  for (const { index, dependsOn } of fetches) {
    const before = [...dependsOn].map((other) => stages.get(other) ?? 0);
    stages.set(index, before.length === 0 ? 0 : Math.max(...before) + 1);
  }
  return stages;
}
