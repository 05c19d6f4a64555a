/**
 * Where a workout stands in its owner's list, as text that sorts as the list does: by start, then by id. A workout without
 * a start stands where it arrived.
 */
export const listPositionOf = (startedAt: Date | null, arrivedAt: Date, id: string): string =>
  `${(startedAt ?? arrivedAt).toISOString()} ${id}`;
