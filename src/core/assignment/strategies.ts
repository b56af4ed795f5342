import type { LedgerEntry } from './ledger.js';
import { skillScore } from './matching.js';
import type { Strategy } from './policy.js';
import type { RepFacts, Skill } from './reps.js';
import type { TieBreak } from './rotation.js';

/** The members that the strategy prefers, and its criterion. All members when the strategy leaves the choice to the rotation. */
export function contendersOf(
  strategy: Strategy,
  eligible: readonly LedgerEntry[],
  reps: { get(repId: string): RepFacts | undefined },
  skills: readonly Skill[],
): { contenders: readonly LedgerEntry[]; decidedBy?: TieBreak } {
  if (strategy === 'least_loaded') {
    return { contenders: most(eligible, (entry) => freeEffort(reps.get(entry.repId))), decidedBy: 'most_free_effort' };
  }
  if (strategy === 'best_match') {
    const score = (entry: LedgerEntry) => skillScore(reps.get(entry.repId)?.profile, skills);
    return { contenders: most(eligible, score), decidedBy: 'best_skills' };
  }
  return { contenders: eligible };
}

/** Above every possible limit: a rep without a limit has more free effort than one with a limit. */
const UNLIMITED = 1e9;

function freeEffort(rep: RepFacts | undefined): number {
  return (rep?.effortCapacity ?? UNLIMITED) - (rep?.openEffort ?? 0);
}

function most(entries: readonly LedgerEntry[], valueFor: (entry: LedgerEntry) => number): LedgerEntry[] {
  let highest = Number.NEGATIVE_INFINITY;
  let found: LedgerEntry[] = [];
  for (const entry of entries) {
    const value = valueFor(entry);
    if (value > highest) {
      highest = value;
      found = [entry];
    } else if (value === highest) found.push(entry);
  }
  return found;
}
