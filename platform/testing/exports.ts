import { inflateRawSync } from 'node:zlib';
import type { Broker } from '#platform/events/broker.ts';
import { filesGiven, hasGiven } from '#platform/events/exportParts.ts';
import { until } from './until.ts';

/** The files of JSON that a domain gives to an export, by their paths, as soon as it has given all. */
export async function jsonGiven(broker: Broker, exportId: string, domain: string): Promise<Map<string, unknown>> {
  await until('its part', () => hasGiven(broker, exportId, domain).catch(() => false));
  const files = new Map<string, unknown>();
  for await (const { path, contents } of filesGiven(broker, exportId, domain)) {
    if (path.endsWith('.json')) files.set(path, JSON.parse(Buffer.concat(await Array.fromAsync(contents)).toString()));
  }
  return files;
}

/** Texts in a value that nobody can read: JSON within JSON, or packed JSON. */
export function unreadable(value: unknown): string[] {
  if (typeof value === 'string') return isPacked(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(unreadable) : [];
}

function isPacked(text: string): boolean {
  if (/^[[{]/.test(text)) return true;
  try {
    JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString());
    return true;
  } catch {
    return false;
  }
}
