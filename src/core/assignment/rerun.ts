/**
 * The outcome of applying the rules again to a lead. `kept`: the rules allow its owner, or no other rep could take it;
 * `waiting`: it had no owner, and no rep could take it; `locked`: assigned by a person, or leased; `closed`: not open, or
 * removed.
 */
export type RerunOutcome = 'moved' | 'kept' | 'waiting' | 'locked' | 'closed';

/** A lead that goes from one rep, or from the queue, to another. */
export interface RerunMove {
  leadId: string;
  /** Absent: it waited in the queue. */
  fromRepId?: string | undefined;
  toRepId: string;
  teamId?: string | undefined;
}

/** The outcomes of applying the rules again to many leads. */
export interface RerunTotals extends Record<Exclude<RerunOutcome, 'closed'>, number> {
  reps: { repId: string; loses: number; gains: number }[];
  /** The first `MAX_MOVES_LISTED`. */
  moves: RerunMove[];
}

/** Most moves that are listed one by one; the others are only counted. */
export const MAX_MOVES_LISTED = 50;

export const EMPTY_RERUN: RerunTotals = { moved: 0, kept: 0, waiting: 0, locked: 0, reps: [], moves: [] };

/** New totals with the outcomes added; the given totals are not changed. */
export function withOutcomes(
  totals: RerunTotals,
  outcomes: readonly { outcome: RerunOutcome; move?: RerunMove | undefined }[],
): RerunTotals {
  const { moved, kept, waiting, locked } = totals;
  const counts = { moved, kept, waiting, locked, closed: 0 };
  const reps = new Map(totals.reps.map((line) => [line.repId, { ...line }]));
  const lineOf = (repId: string) => {
    const line = reps.get(repId) ?? { repId, loses: 0, gains: 0 };
    reps.set(repId, line);
    return line;
  };
  const moves = [...totals.moves];
  for (const { outcome, move } of outcomes) {
    counts[outcome] += 1;
    if (move === undefined) continue;
    if (move.fromRepId !== undefined) lineOf(move.fromRepId).loses += 1;
    lineOf(move.toRepId).gains += 1;
    if (moves.length < MAX_MOVES_LISTED) moves.push(move);
  }
  const { closed: _, ...withoutClosed } = counts;
  return { ...withoutClosed, reps: [...reps.values()], moves };
}
