/**
 * What applying the rules anew to a lead results in. `kept`: its owner fits, or no other rep could take it; `waiting`: it had no
 * owner, and no rep could take it; `locked`: assigned by hand, or leased; `closed`: it is not open, or gone.
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

/** What asking the rules anew about many leads comes to. */
export interface RerunSums extends Record<Exclude<RerunOutcome, 'closed'>, number> {
  reps: { repId: string; loses: number; gains: number }[];
  /** The first ones. */
  moves: RerunMove[];
}

/** Moves told one by one; the others only count. */
export const MOVES_TOLD = 50;

export const NOTHING_RERUN: RerunSums = { moved: 0, kept: 0, waiting: 0, locked: 0, reps: [], moves: [] };

/** The sums with more outcomes; those before stay as they are. */
export function withOutcomes(
  sums: RerunSums,
  outcomes: readonly { outcome: RerunOutcome; move?: RerunMove | undefined }[],
): RerunSums {
  const { moved, kept, waiting, locked } = sums;
  const counts = { moved, kept, waiting, locked, closed: 0 };
  const reps = new Map(sums.reps.map((line) => [line.repId, { ...line }]));
  const lineOf = (repId: string) => {
    const line = reps.get(repId) ?? { repId, loses: 0, gains: 0 };
    reps.set(repId, line);
    return line;
  };
  const moves = [...sums.moves];
  for (const { outcome, move } of outcomes) {
    counts[outcome] += 1;
    if (move === undefined) continue;
    if (move.fromRepId !== undefined) lineOf(move.fromRepId).loses += 1;
    lineOf(move.toRepId).gains += 1;
    if (moves.length < MOVES_TOLD) moves.push(move);
  }
  const { closed: _, ...told } = counts;
  return { ...told, reps: [...reps.values()], moves };
}
