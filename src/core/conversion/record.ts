import type { CustomerState } from '../customers/customer.js';
import type { DealState } from '../deals/deal.js';
import type { ConsentChannel, ConsentStatement } from '../leads/consent.js';

/** What a conversion did to one record; without `before` it created it. */
export interface PartRecord<State> {
  id: string;
  before?: State | undefined;
  after: State;
}

/** Everything that the undo of a conversion needs, except the state of the lead, which is stored with the lead. */
export interface ConversionRecord {
  person?: PartRecord<CustomerState> | undefined;
  organization?: PartRecord<CustomerState> | undefined;
  deal: PartRecord<DealState>;
  /** Leads that it linked to its customers. */
  linked?: readonly LinkedLead[] | undefined;
  /** Consents that leads got from its customers by it. */
  shared?: readonly SharedConsent[] | undefined;
}

/** A lead that was linked to a customer. */
export interface LinkedLead {
  leadId: string;
  customerId: string;
}

/** The consents of a lead before and after it got those of a customer. */
export interface SharedConsent extends LinkedLead {
  before: Consents;
  after: Consents;
  /** Submissions of the lead by then: a later one may have stated a consent that counted for nothing beside the shared one. */
  touchCount: number;
}

/** Statements about consent by channel; a channel without one is absent. */
export type Consents = Partial<Record<ConsentChannel, ConsentStatement>>;

export interface Conversion {
  id: string;
  leadId: string;
  record: ConversionRecord;
  /** Epoch milliseconds. */
  convertedAt: number;
  undoneAt?: number | undefined;
}
