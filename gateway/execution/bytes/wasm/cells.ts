/** Addresses at the begin of the memory, by which routines are told what they may use; one runs at a time. */

/** Where the next record goes, and where there is no more room for records. */
export const TOP = 16;
export const TOP_LIMIT = 20;
/** Where there is no more room for an answer, with what is always left behind it. */
export const ANSWER_LIMIT = 24;
/** The first address that is lent. Records, texts and all else lie behind it: no address is 0. */
export const FIRST_ADDRESS = 1024;
