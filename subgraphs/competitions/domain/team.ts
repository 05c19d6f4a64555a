import { done, refused, type Outcome, type Problem } from '#platform/problems.ts';
import type { Competition, Metric } from './competition.ts';
import { statusAt } from './lifecycle.ts';
import { SMALL_UNITS } from './scoring.ts';

/** What somebody decides who makes a team. */
export interface TeamTerms {
  readonly name: string;
  /** The squad whose members alone may play for it; null for a team of whoever comes first. */
  readonly squadId: string | null;
  /** How many may play for it; null: as many as want to. */
  readonly maxMembers: number | null;
}

/** People who are scored together in a competition. */
export interface Team extends TeamTerms {
  readonly id: string;
  readonly competitionId: string;
  /** Who made it; null where that was not kept yet. */
  readonly makerId: string | null;
  readonly version: number;
  readonly createdAt: Date;
}

/** Somebody's place in a squad. */
export interface SquadPlace {
  /** The version of the squad at which they came. */
  readonly joinedVersion: number;
  readonly role: 'OWNER' | 'MEMBER';
}

/** So many teams may take part in a competition. */
export const MAX_TEAMS = 100;

/** What a team's or a person's place on a board follows from. */
export interface Standing {
  /** In the metric's unit; null without a counting workout. */
  readonly score: number | null;
  /** The end of the workout that brought the score there; null without a score. */
  readonly reachedAt: Date | null;
  readonly activityCount: number;
}

/**
 * The score of a team from those who play for it, in any order: the sum of their scores, reached when the last of them
 * reached theirs; of FASTEST_EFFORT the best of their times. Sums are of whole small units, as a person's are.
 */
export function teamScoreOf(metric: Metric, members: readonly Standing[]): Standing {
  const activityCount = members.reduce((sum, member) => sum + member.activityCount, 0);
  const scored = members.flatMap(({ score, reachedAt }) =>
    score === null || !reachedAt ? [] : [{ score, reachedAt }],
  );
  const [first] = scored;
  if (!first) return { score: null, reachedAt: null, activityCount };
  if (metric === 'FASTEST_EFFORT') {
    const best = scored.reduce((a, b) =>
      b.score < a.score || (b.score === a.score && b.reachedAt < a.reachedAt) ? b : a,
    );
    return { ...best, activityCount };
  }
  const units = SMALL_UNITS[metric];
  const sum = scored.reduce((total, { score }) => total + Math.round(score * units), 0);
  const last = scored.reduce((latest, { reachedAt }) => (reachedAt > latest ? reachedAt : latest), first.reachedAt);
  return { score: sum / units, reachedAt: last, activityCount };
}

/** Which of these teams stand against each other, or against those that are there. `path` leads to the list. */
export function teamProblems(teams: readonly TeamTerms[], ...path: string[]): Problem[] {
  const names = teams.map(({ name }) => name.toLowerCase());
  const squads = teams.map(({ squadId }) => squadId);
  return teams.flatMap(({ squadId }, index): Problem[] => {
    const at = (field: string, message: string): Problem[] => [
      { code: 'INVALID_INPUT', message, path: [...path, String(index), field] },
    ];
    if (names.indexOf(names[index] ?? '') < index) return at('name', 'Another team has this name.');
    return squadId !== null && squads.indexOf(squadId) < index ? at('squadId', 'This squad has a team already.') : [];
  });
}

/** What those hear who are not in a squad: nobody can tell whether there is one. */
export const noSuchSquad = (...path: string[]): Outcome<never> =>
  refused('NOT_FOUND', 'There is no such squad.', ...path);

/** Whether somebody may enter a squad: its owners may. */
export function decideEntry(place: SquadPlace | undefined, ...path: string[]): Outcome<SquadPlace> {
  if (!place) return noSuchSquad(...path);
  return place.role === 'OWNER' ? done(place) : refused('FORBIDDEN', 'Only owners of the squad may do this.', ...path);
}

/** What somebody who enters a squad meets. */
export interface Entering {
  readonly userId: string;
  readonly place: SquadPlace | undefined;
  readonly participates: boolean;
  readonly knowsCode: boolean;
  /** The teams that are there. */
  readonly teams: readonly Team[];
  readonly id: string;
  readonly now: Date;
}

/** Makes a squad a team of a competition that is not over. */
export function decideSquadEntry(competition: Competition, terms: TeamTerms, entering: Entering): Outcome<Team> {
  const { userId, participates, knowsCode, teams, id, now } = entering;
  const mayEnter = participates || knowsCode || userId === competition.organizerId;
  if (competition.visibility === 'INVITE' && !mayEnter) {
    return refused('INVALID_INVITE_CODE', 'This competition is by invitation, and this is not its code.', 'inviteCode');
  }
  const allowed = decideEntry(entering.place, 'squadId');
  if (!allowed.ok) return allowed;
  const status = statusAt(competition, now);
  if (status !== 'UPCOMING' && status !== 'ACTIVE') {
    return refused('COMPETITION_CLOSED', 'This competition is over.', 'competitionId');
  }
  if (teams.some(({ squadId }) => squadId === terms.squadId)) {
    return refused('ALREADY_JOINED', 'This squad takes part already.', 'squadId');
  }
  if (teams.some(({ name }) => name.toLowerCase() === terms.name.toLowerCase())) {
    return refused('INVALID_INPUT', 'Another team has this name.', 'name');
  }
  if (teams.length >= MAX_TEAMS) {
    return refused('LIMIT_REACHED', `At most ${MAX_TEAMS} teams take part in a competition.`, 'competitionId');
  }
  return done({ ...terms, id, competitionId: competition.id, makerId: userId, version: 1, createdAt: now });
}

/** The seat that somebody wants. */
export interface SeatWish {
  /** Undefined when there is no such team in the competition. */
  readonly team: Team | undefined;
  /** How many play for it. */
  readonly memberCount: number;
  /** Their place in the team's squad. */
  readonly place: SquadPlace | undefined;
}

/** Where somebody sits. */
export interface Seat {
  readonly teamId: string;
  /** Of a squad's team: the version of the squad at which they came into it. */
  readonly version: number | null;
}

/** Gives somebody a seat in a team, or says why not. */
export function decideSeat({ team, memberCount, place }: SeatWish): Outcome<Seat> {
  if (!team) return refused('NOT_FOUND', 'There is no such team in this competition.', 'teamId');
  if (team.squadId !== null && !place)
    return refused('NOT_IN_SQUAD', 'This team is of a squad you are not in.', 'teamId');
  if (team.maxMembers !== null && memberCount >= team.maxMembers) {
    return refused('TEAM_FULL', `At most ${team.maxMembers} may play for this team.`, 'teamId');
  }
  return done({ teamId: team.id, version: team.squadId === null ? null : (place?.joinedVersion ?? null) });
}
