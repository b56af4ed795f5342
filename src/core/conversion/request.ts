import type { Customer } from '../customers/customer.js';
import type { CustomerKey } from '../customers/keys.js';
import type { Deal } from '../deals/deal.js';
import type { DealTerms } from '../deals/terms.js';
import type { Lead } from '../leads/lead.js';

/** A deal that is made with the conversion. */
export interface NewDeal extends DealTerms {
  name?: string | undefined;
  currency: string;
  expectedCloseOn?: string | undefined;
}

/** How a lead shall be converted. */
export interface ConversionRequest {
  /** An existing customer that it is, or belongs to; found by keys when absent. */
  customerId?: string | undefined;
  /** An open deal that it is about; exactly one of this and `deal`. */
  dealId?: string | undefined;
  deal?: NewDeal | undefined;
  /** False: the deal is still open. */
  won: boolean;
  /** When it was won; now when absent. */
  closedAt?: number | undefined;
  /** Who was beaten. */
  competitor?: string | undefined;
  /** Whether existing customers take what the lead says also where they say otherwise. */
  overwrite: boolean;
}

/** What there is already, as far as the request and the lead are about it. */
export interface ConversionFacts {
  lead: Lead;
  /** The customer of `customerId`. */
  given?: Customer | undefined;
  /** Customers that own keys of the lead, and the organizations of those that are persons. */
  found: readonly { key: CustomerKey; customer: Customer }[];
  organizations: readonly Customer[];
  /** The deal of `dealId`. */
  deal?: Deal | undefined;
}

export interface Making {
  now: number;
  newId: () => string;
}
