/**
 * The leads that one member of a pool was given, and its `credit`: entitled minus given (positive: owed, negative: ahead).
 * The ledger stores the difference and not a growing sum, so it stays exact to about 1e-12 however long the pool runs. The
 * credits of a pool sum to 0.
 */
export interface LedgerEntry {
  repId: string;
  /** Share relative to the other members, an integer from 1. */
  weight: number;
  /** Leads given by rotation, ever. */
  given: number;
  credit: number;
}

/** Smaller differences of credit than this are rounding. */
export const EPSILON = 1e-9;

/** The leads a member is entitled to so far: the sum of its shares of each lead it was eligible for. */
export function entitledOf({ given, credit }: Pick<LedgerEntry, 'given' | 'credit'>): number {
  return given + credit;
}

/** A new member starts with credit 0, so it gets neither a flood of leads nor none. */
export function newEntry(repId: string, weight: number): LedgerEntry {
  return { repId, weight, given: 0, credit: 0 };
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
 * Records a lead that a member got outside the rotation: by a manual assignment or a claim. It counts as if the rotation had
 * given it, so the others are owed their shares.
 */
export function recordTaken(entries: readonly LedgerEntry[], repId: string): void {
  share(entries, 1);
  for (const entry of entries) {
    if (entry.repId !== repId) continue;
    entry.credit -= 1;
    entry.given += 1;
  }
}

/** Records that a member lost a lead: it is owed one again, and all members bear the cost. False for a rep who is no member. */
export function recordReturned(entries: readonly LedgerEntry[], repId: string): boolean {
  const entry = entries.find((one) => one.repId === repId);
  if (entry === undefined || entry.given === 0) return false;
  share(entries, -1);
  entry.credit += 1;
  entry.given -= 1;
  return true;
}

function share(entries: readonly LedgerEntry[], leads: number): void {
  const weights = entries.reduce((sum, { weight }) => sum + weight, 0);
  for (const entry of entries) entry.credit += (leads * entry.weight) / weights;
}
