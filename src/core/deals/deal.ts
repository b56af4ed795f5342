import type { LossReason } from '../leads/lifecycle-reasons.js';

/** A deal's own pipeline: it is worked, then won or lost, and may be taken up again. */
export const DEAL_STATUSES = ['open', 'won', 'lost'] as const;
export type DealStatus = (typeof DEAL_STATUSES)[number];

/** What a report about sales can be split by, beside the currency. */
export const SALES_GROUPS = ['source', 'rep', 'product'] as const;

export interface DealProduct {
  name: string;
  /** Whole units, 1 and up. */
  quantity: number;
  /** Money (`core/money.ts`) in the currency of the deal. */
  unitPrice: string;
}

/** A possible, made or missed sale. Instants are epoch milliseconds, money is text (`core/money.ts`). */
export interface Deal {
  id: string;
  /** Grows by one with every change. */
  version: number;
  status: DealStatus;
  name?: string | undefined;
  /** Who buys: the organization, or the person where there is none. Every won deal has one. */
  customerId?: string | undefined;
  /** The person to talk to, where the buyer is an organization. */
  contactId?: string | undefined;
  leadId?: string | undefined;
  ownerId?: string | undefined;
  products: DealProduct[];
  /** Absent: not known yet. Every won deal has one. */
  amount?: string | undefined;
  /** ISO 4217. */
  currency: string;
  /** A date, `yyyy-mm-dd`. */
  expectedCloseOn?: string | undefined;
  /** When it was won or lost; absent while it is open. */
  closedAt?: number | undefined;
  /** Who was beaten (won), or won it instead (lost), or is in the race (open). */
  competitor?: string | undefined;
  lossReason?: LossReason | undefined;
  lossDetail?: string | undefined;
  /** Where the lead came from, or the customer when there is no lead. */
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  /** Where its sales cycle begins: the first touch of the lead it comes from, or when it was opened. */
  cycleStartedAt: number;
  createdAt: number;
  updatedAt: number;
}

/** What of a deal can change and be compared. */
export type DealState = Omit<Deal, 'id' | 'version' | 'sourceId' | 'campaignId' | 'createdAt' | 'updatedAt'>;

export function dealState(deal: Deal): DealState {
  const { id: _, version: __, sourceId: ___, campaignId: ____, createdAt: _____, updatedAt: ______, ...state } = deal;
  return state;
}

export function nextDeal(deal: Deal, changes: Partial<DealState>, now: number): Deal {
  return { ...deal, ...changes, version: deal.version + 1, updatedAt: now };
}
