/**
 * The leads that one member of a pool was given, and its `credit`: entitled minus given (positive: owed, negative: ahead).
 * The ledger stores the difference and not a growing sum, so it stays exact to about 1e-12 however long the pool runs. The
 * credits of a pool sum to 0, and each stays within one lead. Only catching up for an absence exceeds that.
 */
export interface LedgerEntry {
  repId: string;
  /** Share relative to the other members, an integer from 1. */
  weight: number;
  /** Leads given and not taken back. */
  given: number;
  credit: number;
  /** Entitlement that the member has to pass to others because it did not work on leads in time, in leads. */
  missed: number;
}

/** Smaller differences of credit than this are rounding. */
export const EPSILON = 1e-9;

/** No decision moves a credit out of [-CREDIT_LIMIT, CREDIT_LIMIT], so every member stays less than one lead off. */
export const CREDIT_LIMIT = 1 - 1e-6;

/** The leads a member is entitled to so far: the sum of its shares of each lead it was eligible for and that was not taken back. */
export function entitledOf({ given, credit }: Pick<LedgerEntry, 'given' | 'credit'>): number {
  return given + credit;
}

/** A new member starts with credit 0, so it gets neither a flood of leads nor none. */
export function newEntry(repId: string, weight: number): LedgerEntry {
  return { repId, weight, given: 0, credit: 0, missed: 0 };
}

/**
 * Brings the credits of the remaining members back to sum 0 after a member left. Credit of the former member reduces, in
 * proportion, the debts of members who are ahead; its debt reduces the credits of the others. Each credit only moves
 * towards zero, so every member stays within its bounds.
 */
export function rebase(entries: readonly LedgerEntry[]): void {
  const excess = entries.reduce((sum, { credit }) => sum + credit, 0);
  if (Math.abs(excess) <= EPSILON) return;
  const side = entries.filter(({ credit }) => Math.sign(credit) === Math.sign(excess));
  const whole = side.reduce((sum, { credit }) => sum + credit, 0);
  for (const entry of side) entry.credit -= entry.credit * (excess / whole);
}

/**
 * Moves credits that an older version left beyond their limits to the limits, and settles the difference among the others. `limit`: the
 * most that a member may be owed.
 */
export function limitCredits(entries: readonly LedgerEntry[], limit: number): void {
  let isChanged = false;
  for (const entry of entries) {
    const limited = Math.min(limit, Math.max(-limit, entry.credit));
    if (Math.abs(limited - entry.credit) <= 2 * EPSILON) continue;
    entry.credit = limited;
    isChanged = true;
  }
  if (isChanged) rebase(entries);
}

/** The shares of one lead, by the place of the candidate, and who gets it. They sum to 1. */
export interface LeadShares {
  candidates: readonly LedgerEntry[];
  shares: readonly number[];
  receiver: LedgerEntry;
}

/** Credits each candidate its share of a lead that the receiver gets, and debits the receiver one lead. */
export function recordGiven({ candidates, shares, receiver }: LeadShares): void {
  candidates.forEach((entry, place) => {
    entry.credit += shares[place] ?? 0;
  });
  receiver.credit -= 1;
  receiver.given += 1;
}

/**
 * Reverses a decision whose lead was taken back: `shares` are those that the decision gave. The receiver loses the lead and each
 * candidate its share, so the ledger is as if the lead had not been given. Members who were not candidates are not touched.
 *
 * Two exceptions. The share of a candidate who has left the team is borne by the others. When the reversal would bring a candidate
 * out of its limits, all candidates are moved by the same smaller part of it: many leads that are taken from one member at once do
 * not come back to it in a row. A receiver who has left, or whose entry is new, was settled when it left: nothing changes.
 *
 * Returns the credit that the receiver has got.
 */
export function recordReturned({ candidates, shares, receiver }: LeadShares): number {
  if (receiver.given === 0) return 0;
  receiver.given -= 1;
  const whole = shares.reduce((sum, share) => sum + share, 0);
  if (whole <= EPSILON) return 0;
  const others = candidates.map((entry, place) => (entry === receiver ? 0 : (shares[place] ?? 0) / whole));
  const total = others.reduce((sum, share) => sum + share, 0);
  if (total <= EPSILON) return 0;
  let part = Math.min(1, (CREDIT_LIMIT - receiver.credit) / total);
  candidates.forEach(({ credit }, place) => {
    const share = others[place] ?? 0;
    if (share > 0) part = Math.min(part, (credit + CREDIT_LIMIT) / share);
  });
  if (part <= 0) return 0;
  candidates.forEach((entry, place) => {
    entry.credit -= part * (others[place] ?? 0);
  });
  receiver.credit += part * total;
  return part * total;
}
