/**
 * What one member of a pool was given against what it was entitled to, in leads. The difference is kept as `credit`
 * (positive: owed, negative: ahead) and not as a growing sum, so that it stays exact to about 1e-12 however long the
 * pool runs. The credits of a pool sum to 0.
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

/** The leads a member should have had by now: the sum of its shares of each lead it was eligible for. */
export function entitledOf({ given, credit }: Pick<LedgerEntry, 'given' | 'credit'>): number {
  return given + credit;
}

/** A member that joins starts at the pool's level: nothing owed, nothing ahead, so neither flooded nor starved. */
export function newEntry(repId: string, weight: number): LedgerEntry {
  return { repId, weight, given: 0, credit: 0 };
}

/**
 * Brings the credits of those who stay back to sum 0 after a member left: what the leaver was owed is taken, in
 * proportion, from the debts of those who are ahead; what it was ahead, from what the others are owed. Each credit
 * only nears zero, so nobody leaves the bounds it was in.
 */
export function rebase(entries: readonly LedgerEntry[]): void {
  const excess = entries.reduce((sum, { credit }) => sum + credit, 0);
  if (Math.abs(excess) <= EPSILON) return;
  const side = entries.filter(({ credit }) => Math.sign(credit) === Math.sign(excess));
  const whole = side.reduce((sum, { credit }) => sum + credit, 0);
  for (const entry of side) entry.credit -= entry.credit * (excess / whole);
}

/**
 * A member took a lead otherwise than by its turn: by hand, or by a claim. It counts as if the rotation had given it, so
 * that the others are owed their shares.
 */
export function bookGrab(entries: readonly LedgerEntry[], repId: string): void {
  share(entries, 1);
  for (const entry of entries) {
    if (entry.repId !== repId) continue;
    entry.credit -= 1;
    entry.given += 1;
  }
}

/** A lead comes back from a member: it is owed one again, at the expense of all. False when it is no member. */
export function bookReturn(entries: readonly LedgerEntry[], repId: string): boolean {
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
