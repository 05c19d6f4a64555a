const MOST_TRIES = 600;

/** A shorter array that `still` holds for: pieces are left out, large ones first, as long as that helps. */
export async function shrink(bytes: Uint8Array, still: (shorter: Uint8Array) => Promise<boolean>): Promise<Uint8Array> {
  let best = bytes;
  let tries = 0;
  for (let piece = best.length >> 1; piece >= 1 && tries < MOST_TRIES; piece >>= 1) {
    for (let at = 0; at < best.length && tries < MOST_TRIES; tries++) {
      const shorter = Uint8Array.from([...best.subarray(0, at), ...best.subarray(at + piece)]);
      if (shorter.length > 0 && (await still(shorter))) best = shorter;
      else at += piece;
    }
  }
  return best;
}
