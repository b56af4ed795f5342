import type { Deal } from '../deals/deal.js';
import { type Customer, type CustomerState, MOST_PAST_CHURNS, type PastChurn } from './customer.js';

type ChurnState = Pick<CustomerState, 'churnedAt' | 'churnReason' | 'churnDetail' | 'pastChurns'>;

/** The fields that describe one churn: an undo restores them together. */
export const CHURN_FIELDS = [
  'churnedAt',
  'churnReason',
  'churnDetail',
  'pastChurns',
] as const satisfies readonly (keyof ChurnState)[];

export const NO_CHURN = { churnedAt: undefined, churnReason: undefined, churnDetail: undefined };

/** The customer after its return at this instant, epoch milliseconds. The time away stays in its history. */
export function afterReturn(
  { churnedAt, churnReason: reason = 'other', pastChurns = [] }: Customer,
  back: Pick<PastChurn, 'returnedAt' | 'dealId'>,
): ChurnState {
  const away = churnedAt === undefined ? [] : [{ churnedAt, reason, ...back }];
  return { ...NO_CHURN, pastChurns: [...pastChurns, ...away].slice(-MOST_PAST_CHURNS) };
}

/** What a won deal changes in a customer that had left: it came back when the deal was closed. Undefined: it had not left by then. */
export function returnByDeal(
  customer: Customer,
  { id: dealId, status, closedAt }: Pick<Deal, 'id' | 'status' | 'closedAt'>,
): ChurnState | undefined {
  const { churnedAt } = customer;
  if (status !== 'won' || closedAt === undefined || churnedAt === undefined || closedAt < churnedAt) return undefined;
  return afterReturn(customer, { returnedAt: closedAt, dealId });
}

/**
 * What the reopening of that deal changes: the customer has churned again, at its earlier date. Undefined: the deal did
 * not end the churn.
 */
export function withoutReturnByDeal({ churnedAt, pastChurns = [] }: Customer, dealId: string): ChurnState | undefined {
  const last = pastChurns.at(-1);
  if (churnedAt !== undefined || last?.dealId !== dealId) return undefined;
  const earlier = pastChurns.slice(0, -1);
  return {
    churnedAt: last.churnedAt,
    churnReason: last.reason,
    churnDetail: undefined,
    pastChurns: earlier.length === 0 ? undefined : earlier,
  };
}
