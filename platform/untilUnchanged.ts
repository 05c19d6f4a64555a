/** Others are seldom that busy with the same thing. */
const MOST_TRIES = 20;

/**
 * Looks at something and changes it, again for as long as others have changed it in between: until the attempt answers something.
 *
 * @param what it is, for the error
 * @throws when it changes all the time
 */
export async function untilUnchanged<Result>(
  what: string,
  attempt: () => Promise<Result | undefined>,
  tries = MOST_TRIES,
): Promise<Result> {
  for (let left = tries; left > 0; left -= 1) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw new Error(`${what} changes all the time`);
}
