/** What is known of a competition here. */
export interface Rules {
  readonly organizerId: string;
  readonly visibility: 'PUBLIC' | 'LINK' | 'INVITE';
  readonly ranksAscending: boolean;
}

/** A board as it stands, seen by one viewer. */
export interface Board {
  /** The competition's. */
  readonly id: string;
  /** Undefined while the competition was not heard of. */
  readonly rules: Rules | undefined;
  /** With or without a score. */
  readonly participantCount: number;
  /** With a score. */
  readonly entryCount: number;
  readonly final: boolean;
  /** Grows with every change; text of one width. */
  readonly position: string;
  readonly viewerTakesPart: boolean;
}

/** Somebody's place on a board. */
export interface Entry {
  readonly userId: string;
  readonly score: number;
  readonly rank: number;
  /** How many entries the board has. */
  readonly entryCount: number;
}

/** Where an entry stands in a board's order. */
export interface EntryPosition {
  /** The score, oriented so that lower is better. */
  readonly order: number;
  readonly tieBreak: string;
}

/** An entry in the order of its board. */
export interface PlacedEntry extends Entry {
  readonly position: EntryPosition;
}

/** A part of a board's entries, and the board at the same instant. */
export interface Page {
  readonly board: Board;
  readonly entries: readonly PlacedEntry[];
  /** Whether entries stand before the page. */
  readonly hasPrevious: boolean;
}

/** What a viewer may do with a board: `later` when word may be on its way that lets the viewer in. */
export type Admission = 'yes' | 'no' | 'later';

/**
 * Whether somebody may see a board: that of an INVITE competition is for its organizer and participants. Who made a
 * competition or joined it a moment ago may not be known here yet.
 *
 * @param viewerId undefined for somebody who is not logged in
 */
export function admissionTo({ rules, viewerTakesPart }: Board, viewerId: string | undefined): Admission {
  if (!rules) return 'later';
  if (rules.visibility !== 'INVITE' || viewerTakesPart) return 'yes';
  if (viewerId === undefined) return 'no';
  return viewerId === rules.organizerId ? 'yes' : 'later';
}
