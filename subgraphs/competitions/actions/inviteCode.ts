import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Competition } from '../domain/competition.ts';

/** 128 random bits. */
export const newInviteCode = (): string => randomBytes(16).toString('base64url');

/** Whether a code given is a competition's; takes the same time wherever the two differ. */
export function knowsCode({ inviteCode }: Competition, given: string): boolean {
  if (inviteCode === null) return false;
  const [hash, other] = [inviteCode, given].map((text) => createHash('sha256').update(text).digest());
  return hash !== undefined && other !== undefined && timingSafeEqual(hash, other);
}
