import { isPortFree } from '#platform/freePorts.ts';
import { portSettings, type Ports } from './config.ts';

export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** @throws PortTaken naming every port that something already listens on, with its setting */
export async function requireFreePorts(names: readonly (keyof Ports)[], ports: Ports): Promise<void> {
  const free = await Promise.all(names.map((name) => isPortFree(ports[name])));
  const taken = names
    .filter((_, index) => free[index] === false)
    .map((name) => `port ${ports[name]} (${name}) is taken: free it or set ${portSettings[name].setting} to another`);
  if (taken.length > 0) throw new PortTaken(taken.join('; '));
}
