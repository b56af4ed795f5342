import { EPSILON, type LedgerEntry } from './ledger.js';

export const TIE_BREAKS = [
  'only_candidate',
  'only_released',
  'earliest_deadline',
  'larger_credit',
  'rep_id',
  'most_free_effort',
  'best_skills',
] as const;

/** What told the receiver from the runner-up; the last two come before the rotation. */
export type TieBreak = (typeof TIE_BREAKS)[number];

export interface Turn {
  entry: LedgerEntry;
  tieBreak: TieBreak;
}

export interface Sharing {
  /** Equal shares, whatever the weights. */
  equal?: boolean;
  /** Members who are away: they get nothing now, and are credited their share all the same. */
  accruing?: readonly LedgerEntry[];
}

/**
 * Gives the next lead to one of `eligible` and books it: each is credited its share w / sum(w), the receiver is
 * debited one lead. Undefined when nobody is eligible.
 *
 * Rule: among those whose credit with this share is positive (released; if none, among all), the earliest deadline,
 * then the larger credit, then the lower rep id.
 *
 * Guarantee: from a level start and while set and weights stay, nobody's credit leaves (-1, 1). Take each lead of a
 * member as a unit job that may run from the slot in which its entitlement passes the lead before (credit stays above
 * -1) to the slot in which it reaches the lead itself (credit stays below 1). The fluid schedule, each its share of
 * each slot, does every job within these windows; so no interval of slots must hold more jobs than it has slots, and
 * then earliest-deadline-first serves all of them in time (unit jobs, whole slots). No slot idles: credits with shares
 * sum to 1, so someone is released. (R. Tijdeman 1980, "The chairman assignment problem"; S. Baruah, N. Cohen,
 * C. Plaxton, D. Varvel 1996, "Proportionate progress: a notion of fairness in resource allocation".)
 *
 * When the set changes, members left out keep their credit, so the ledger stays true. No rotation can then promise one
 * lead in every case (credits -0.9, -0.9, 0.9, 0.9 with weights 1, 1, 49, 49 owe two leads in one slot), but this one
 * stayed below 1.5 under random sets, and a credit beyond 1 is served first.
 */
export function giveNext(eligible: readonly LedgerEntry[], { equal, accruing = [] }: Sharing = {}): Turn | undefined {
  const weightOf = equal ? () => 1 : (entry: LedgerEntry) => entry.weight;
  let weights = 0;
  for (const entry of eligible) weights += weightOf(entry);
  for (const entry of accruing) weights += weightOf(entry);
  let best: Bid | undefined;
  let second: Bid | undefined;
  for (const entry of eligible) {
    const bid = bidOf(entry, weightOf(entry) / weights);
    if (best === undefined || compare(bid, best).wins) {
      second = best;
      best = bid;
    } else if (second === undefined || compare(bid, second).wins) {
      second = bid;
    }
  }
  if (best === undefined) return undefined;
  const tieBreak = second === undefined ? 'only_candidate' : compare(best, second).by;
  for (const entry of eligible) entry.credit += weightOf(entry) / weights;
  for (const entry of accruing) entry.credit += weightOf(entry) / weights;
  best.entry.credit -= 1;
  best.entry.given += 1;
  return { entry: best.entry, tieBreak };
}

interface Bid {
  entry: LedgerEntry;
  released: boolean;
  deadline: number;
  /** With the share of this lead. */
  credit: number;
}

function bidOf(entry: LedgerEntry, share: number): Bid {
  const credit = entry.credit + share;
  return { entry, released: credit > EPSILON, deadline: deadlineOf(entry.credit, share), credit };
}

/** The slot (1 is this lead) by which a member must get its next lead, lest its credit reach 1. */
function deadlineOf(credit: number, share: number): number {
  return Math.max(1, Math.ceil((1 - credit - EPSILON) / share));
}

function compare(a: Bid, b: Bid): { wins: boolean; by: TieBreak } {
  if (a.released !== b.released) return { wins: a.released, by: 'only_released' };
  if (a.released && a.deadline !== b.deadline) return { wins: a.deadline < b.deadline, by: 'earliest_deadline' };
  const difference = a.credit - b.credit;
  if (Math.abs(difference) > EPSILON) return { wins: difference > 0, by: 'larger_credit' };
  return { wins: a.entry.repId < b.entry.repId, by: 'rep_id' };
}
