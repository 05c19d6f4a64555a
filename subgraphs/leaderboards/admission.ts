import { settledSoon, type Notices } from '#platform/events/notices.ts';
import { admissionTo, type Board } from './domain/board.ts';
import { topicOf } from './live/topics.ts';

/** Lets viewers in. */
export interface Admission {
  /**
   * A board that the viewer may see, or a refusal. Word that somebody made or joined a competition may be on its way:
   * this waits for it, for a bounded time. A refused board without rules was never heard of.
   */
  (competitionId: string, viewerId: string | undefined): Promise<{ readonly admitted: boolean; readonly board: Board }>;
}

export interface AdmissionOptions {
  readonly notices: Notices;
  readonly readBoard: (competitionId: string, viewerId: string | undefined) => Promise<Board>;
  /** How long to wait for word that may let the viewer in. */
  readonly waitMs: number;
}

/** Makes the guard of all boards. */
export const createAdmission =
  ({ notices, readBoard, waitMs }: AdmissionOptions): Admission =>
  async (competitionId, viewerId) => {
    const board = await readBoard(competitionId, viewerId);
    const answer = admissionTo(board, viewerId);
    if (answer !== 'later') return { admitted: answer === 'yes', board };

    const changes = notices.listen(topicOf(competitionId));
    const timer = setTimeout(() => void changes.return?.(), waitMs);
    let newest = board;
    const look = async (): Promise<boolean> => {
      newest = await readBoard(competitionId, viewerId);
      return admissionTo(newest, viewerId) === 'yes';
    };
    try {
      await settledSoon(notices);
      if (await look()) return { admitted: true, board: newest };
      for await (const _ of changes) if (await look()) return { admitted: true, board: newest };
      return { admitted: false, board: newest };
    } finally {
      clearTimeout(timer);
      await changes.return?.();
    }
  };
