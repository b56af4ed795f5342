import type { LossReason } from '../leads/lifecycle-reasons.js';

/** The states of a deal: open, then won or lost; it may be reopened. */
export const DEAL_STATUSES = ['open', 'won', 'lost'] as const;
export type DealStatus = (typeof DEAL_STATUSES)[number];

/** The groupings of the sales report, besides the currency. */
export const SALES_GROUPS = ['source', 'rep', 'product'] as const;

export interface DealProduct {
  name: string;
  /** Whole units, 1 and up. */
  quantity: number;
  /** Money (`core/money.ts`) in the currency of the deal. */
  unitPrice: string;
}

/** A sales opportunity: open, won or lost. Instants are epoch milliseconds, money is text (`core/money.ts`). */
export interface Deal {
  id: string;
  /** Grows by one with every change. */
  version: number;
  status: DealStatus;
  name?: string | undefined;
  /** The buyer: the organization, or the person when there is no organization. Every won deal has one. */
  customerId?: string | undefined;
  /** The contact person, when the buyer is an organization. */
  contactId?: string | undefined;
  leadId?: string | undefined;
  ownerId?: string | undefined;
  products: DealProduct[];
  /** Absent while not known. Every won deal has one. */
  amount?: string | undefined;
  /** ISO 4217. */
  currency: string;
  /** A date, `yyyy-mm-dd`. */
  expectedCloseOn?: string | undefined;
  /** When it was won or lost; absent while it is open. */
  closedAt?: number | undefined;
  /** The competitor that lost (won deal), won (lost deal), or also bids (open deal). */
  competitor?: string | undefined;
  lossReason?: LossReason | undefined;
  lossDetail?: string | undefined;
  /** The source of the lead, or of the customer when there is no lead. */
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  /** When its sales cycle began: at the first touch of its lead, else when the deal was opened. */
  cycleStartedAt: number;
  createdAt: number;
  updatedAt: number;
}

/** The fields of a deal that can change and be compared. */
export type DealState = Omit<Deal, 'id' | 'version' | 'sourceId' | 'campaignId' | 'createdAt' | 'updatedAt'>;

export function dealState(deal: Deal): DealState {
  const { id: _, version: __, sourceId: ___, campaignId: ____, createdAt: _____, updatedAt: ______, ...state } = deal;
  return state;
}

export function nextDeal(deal: Deal, changes: Partial<DealState>, now: number): Deal {
  return { ...deal, ...changes, version: deal.version + 1, updatedAt: now };
}
