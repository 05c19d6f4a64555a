/** Names that speak for the house, or for nobody. */
const RESERVED = new Set(
  `admin administrator deleted hostmaster laurel moderator noreply null official postmaster root security staff superuser
  support system undefined webmaster`.split(/\s+/),
);

/** Whether a username is kept from people: it is such a word, however its letters and signs are set. */
export const isReserved = (username: string): boolean => RESERVED.has(username.toLowerCase().replace(/[_.-]/g, ''));
