import type { Customer } from '../customers/customer.js';
import type { CustomerKey } from '../customers/keys.js';
import type { Deal } from '../deals/deal.js';
import type { DealTerms } from '../deals/terms.js';
import type { Lead } from '../leads/lead.js';

/** A deal that the conversion creates. */
export interface NewDeal extends DealTerms {
  name?: string | undefined;
  currency: string;
  expectedCloseOn?: string | undefined;
}

/** How to convert a lead. */
export interface ConversionRequest {
  /** The existing customer that the lead is, or belongs to; matched by keys when absent. */
  customerId?: string | undefined;
  /** An existing open deal; exactly one of `dealId` and `deal`. */
  dealId?: string | undefined;
  deal?: NewDeal | undefined;
  /** False: the deal is still open. */
  won: boolean;
  /** When it was won; now when absent. */
  closedAt?: number | undefined;
  /** The competitor that lost. */
  competitor?: string | undefined;
  /** Whether values of the lead replace differing values of existing customers. */
  overwrite: boolean;
}

/** The existing records that the request and the lead refer to. */
export interface ConversionFacts {
  lead: Lead;
  /** The customer of `customerId`. */
  given?: Customer | undefined;
  /** Customers that own keys of the lead, and the organizations of the persons among them. */
  found: readonly { key: CustomerKey; customer: Customer }[];
  organizations: readonly Customer[];
  /** The deal of `dealId`. */
  deal?: Deal | undefined;
}

export interface Making {
  now: number;
  newId: () => string;
}
