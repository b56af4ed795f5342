import type { LossReason } from '../leads/lifecycle-reasons.js';
import type { Refusal } from '../refusals.js';
import { type Deal, nextDeal } from './deal.js';

export interface Win {
  /** Now when absent; never in the future. */
  closedAt?: number | undefined;
  /** The competitor that lost. */
  competitor?: string | undefined;
}

export interface Loss {
  reason: LossReason;
  detail?: string | undefined;
  /** Who won it instead. */
  competitor?: string | undefined;
  closedAt?: number | undefined;
}

/** Refuses to win a deal that is not open, or has no customer or no amount. */
export function winRefusal(deal: Deal, { closedAt }: Win, now: number): Refusal | undefined {
  if (deal.status !== 'open') return notOpen(deal);
  const late = futureRefusal(closedAt, now);
  if (late) return late;
  if (deal.amount === undefined) {
    const detail = 'A won deal has an amount: send products or an amount first.';
    return { code: 'rule_refused', detail, pointer: '/amount' };
  }
  if (deal.customerId !== undefined) return undefined;
  const detail =
    'The deal has no customer yet: convert its lead with this `dealId`, which creates or finds the customer.';
  return { code: 'conflict', detail };
}

export function loseRefusal(deal: Deal, { closedAt }: Loss, now: number): Refusal | undefined {
  return deal.status === 'open' ? futureRefusal(closedAt, now) : notOpen(deal);
}

export function reopenRefusal({ status }: Deal): Refusal | undefined {
  return status === 'open' ? { code: 'conflict', detail: 'The deal is open already.' } : undefined;
}

export function futureRefusal(closedAt: number | undefined, now: number, pointer = '/closedAt'): Refusal | undefined {
  if (closedAt === undefined || closedAt <= now) return undefined;
  return { code: 'rule_refused', detail: 'It cannot have been closed in the future.', pointer };
}

/** Expects that `winRefusal` returned undefined. */
export function wonDeal(deal: Deal, { closedAt, competitor }: Win, now: number): Deal {
  return nextDeal(deal, { status: 'won', closedAt: closedAt ?? now, competitor: competitor ?? deal.competitor }, now);
}

/** Expects that `loseRefusal` returned undefined. */
export function lostDeal(deal: Deal, { reason, detail, competitor, closedAt }: Loss, now: number): Deal {
  const lost = { lossReason: reason, lossDetail: detail, competitor: competitor ?? deal.competitor };
  return nextDeal(deal, { status: 'lost', closedAt: closedAt ?? now, ...lost }, now);
}

/** The reopened deal, without its closing date and loss reason. The competitor stays. */
export function reopenedDeal(deal: Deal, now: number): Deal {
  return nextDeal(deal, { status: 'open', closedAt: undefined, lossReason: undefined, lossDetail: undefined }, now);
}

function notOpen({ status }: Deal): Refusal {
  return { code: 'conflict', detail: `The deal is ${status}: reopen it first.` };
}
