/** The numbers from 0 on, so many. */
export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
