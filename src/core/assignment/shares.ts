import { CREDIT_LIMIT, EPSILON, type LeadShares, type LedgerEntry } from './ledger.js';

export interface ShareOptions {
  /** Equal shares, whatever the weights. */
  equal?: boolean | undefined;
  /** Absent members: they cannot get this lead, and are credited their share of it. */
  accruing?: readonly LedgerEntry[] | undefined;
  /** Most credit that an absent member may have. */
  catchUp?: number | undefined;
}

/** `areLimited`: some shares are not those of the weights, so a record of the decision has to list them. */
export interface LimitedShares extends LeadShares {
  areLimited: boolean;
}

/**
 * The shares of a lead that `receiver` gets: by weight, as long as every credit stays within its limit. A share that would take a
 * member beyond it is reduced, and the receiver has the rest. While set and weights stay, `giveNext` never needs that. When
 * they change from lead to lead, no rotation can give everyone its leads in time, and this keeps each credit within one lead.
 */
export function sharesFor(
  receiver: LedgerEntry,
  eligible: readonly LedgerEntry[],
  { equal, accruing = [], catchUp }: ShareOptions = {},
): LimitedShares {
  const candidates = accruing.length === 0 ? eligible : [...eligible, ...accruing];
  let weights = 0;
  for (const { weight } of candidates) weights += equal ? 1 : weight;
  let others = 0;
  let own = 0;
  let areLimited = false;
  const shares = candidates.map((entry, place) => {
    const share = (equal ? 1 : entry.weight) / weights;
    if (entry === receiver) {
      own = place;
      return share;
    }
    const limit = place < eligible.length ? CREDIT_LIMIT : (catchUp ?? CREDIT_LIMIT);
    const room = Math.max(0, limit - entry.credit);
    if (share <= room + EPSILON) {
      others += share;
      return share;
    }
    areLimited = true;
    others += room;
    return room;
  });
  // What the others are credited, the receiver is ahead.
  const ahead = Math.max(0, receiver.credit + CREDIT_LIMIT);
  if (others > ahead + EPSILON) {
    areLimited = true;
    for (let place = 0; place < shares.length; place++) shares[place] = (shares[place] ?? 0) * (ahead / others);
    others = ahead;
  }
  if (areLimited) shares[own] = 1 - others;
  return { candidates, shares, receiver, areLimited };
}
