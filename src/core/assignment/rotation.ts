import { EPSILON, type LedgerEntry, newEntry, recordGiven } from './ledger.js';
import { type LimitedShares, type ShareOptions, sharesFor } from './shares.js';

export const TIE_BREAKS = [
  'only_candidate',
  'only_released',
  'earliest_deadline',
  'larger_credit',
  'rep_id',
  'most_free_effort',
  'best_skills',
  'fewest_open_leads',
] as const;

/** What decided between the receiver and the runner-up. Those after `rep_id` come before the rotation, or replace it. */
export type TieBreak = (typeof TIE_BREAKS)[number];

export interface Turn {
  entry: LedgerEntry;
  tieBreak: TieBreak;
  shares: LimitedShares;
}

/**
 * Gives the next lead to one of `eligible` and updates the ledger: each is credited its share w / sum(w), the receiver is
 * debited one lead. Undefined when `eligible` is empty.
 *
 * Rule: among those whose credit with this share is positive (released; if none, among all), the earliest deadline,
 * then the larger credit, then the lower rep id.
 *
 * Guarantee: when all credits start at 0 and set and weights stay, every credit stays within (-1, 1). Take each lead of a
 * member as a unit job that may run from the slot in which its entitlement passes the lead before (credit stays above
 * -1) to the slot in which it reaches the lead itself (credit stays below 1). The fluid schedule, each its share of
 * each slot, does every job within these windows; so no interval of slots must hold more jobs than it has slots, and
 * then earliest-deadline-first serves all of them in time (unit jobs, whole slots). No slot idles: credits with shares
 * sum to 1, so someone is released. (R. Tijdeman 1980, "The chairman assignment problem"; S. Baruah, N. Cohen,
 * C. Plaxton, D. Varvel 1996, "Proportionate progress: a notion of fairness in resource allocation".)
 *
 * When the set changes, members left out keep their credit. No rotation can then promise one lead in every case (credits -0.9,
 * -0.9, 0.9, 0.9 with weights 1, 1, 49, 49 owe two leads in one slot). `sharesFor` reduces the shares that would take a credit
 * beyond one lead, so credits stay within (-1, 1) then, too.
 */
export function giveNext(eligible: readonly LedgerEntry[], options: ShareOptions = {}): Turn | undefined {
  const { equal, accruing = [] } = options;
  let weights = 0;
  for (const entry of eligible) weights += equal ? 1 : entry.weight;
  for (const entry of accruing) weights += equal ? 1 : entry.weight;
  let best: Contender | undefined;
  let second: Contender | undefined;
  // Contender objects are reused: in a pool of a thousand reps, creating one for each is the largest cost.
  let next = emptyContender();
  for (const entry of eligible) {
    fill(next, entry, (equal ? 1 : entry.weight) / weights);
    if (best === undefined || compareContenders(next, best) < 0) {
      const unused: Contender | undefined = second;
      second = best;
      best = next;
      next = unused ?? emptyContender();
    } else if (second === undefined || compareContenders(next, second) < 0) {
      const unused: Contender | undefined = second;
      second = next;
      next = unused ?? emptyContender();
    }
  }
  if (best === undefined) return undefined;
  const { entry: receiver } = best;
  const tieBreak = second === undefined ? 'only_candidate' : tieBreakOf(best, second);
  const shares = sharesFor(receiver, eligible, options);
  recordGiven(shares);
  return { entry: receiver, tieBreak, shares };
}

interface Contender {
  entry: LedgerEntry;
  released: boolean;
  deadline: number;
  /** With the share of this lead. */
  credit: number;
}

const emptyContender = (): Contender => ({ entry: newEntry('', 1), released: false, deadline: 0, credit: 0 });

function fill(next: Contender, entry: LedgerEntry, share: number): void {
  next.entry = entry;
  next.credit = entry.credit + share;
  next.released = next.credit > EPSILON;
  next.deadline = deadlineOf(entry.credit, share);
}

/** The slot (1 is this lead) by which a member must get its next lead, lest its credit reach 1. */
function deadlineOf(credit: number, share: number): number {
  return Math.max(1, Math.ceil((1 - credit - EPSILON) / share));
}

/** Negative when `a` comes before `b`. */
function compareContenders(a: Contender, b: Contender): number {
  if (a.released !== b.released) return a.released ? -1 : 1;
  if (a.released && a.deadline !== b.deadline) return a.deadline - b.deadline;
  const difference = b.credit - a.credit;
  if (Math.abs(difference) > EPSILON) return difference;
  return a.entry.repId < b.entry.repId ? -1 : 1;
}

function tieBreakOf(a: Contender, b: Contender): TieBreak {
  if (a.released !== b.released) return 'only_released';
  if (a.released && a.deadline !== b.deadline) return 'earliest_deadline';
  return Math.abs(a.credit - b.credit) > EPSILON ? 'larger_credit' : 'rep_id';
}
