import { FIT_EPOCH_SECONDS } from './profile.ts';

/** FIT seconds in ms since 1970. */
export const toMs = (fitSeconds: number): number => (fitSeconds + FIT_EPOCH_SECONDS) * 1000;

export const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** A raw value in its unit; null when unknown. */
export const scaled = (value: number, scale: number): number | null => orNull(value / scale);

/** The instant of a FIT date_time, ms since 1970; null when unknown. */
export const instant = (fitSeconds: number): number | null => orNull(toMs(fitSeconds));
