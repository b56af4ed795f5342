import type { CustomerState } from '../customers/customer.js';
import type { DealState } from '../deals/deal.js';

/** What a conversion did to one thing: without `before` it made it. */
export interface PartRecord<State> {
  id: string;
  before?: State | undefined;
  after: State;
}

/** All that is needed to take a conversion back, the lead apart: that is with the lead. */
export interface ConversionRecord {
  person?: PartRecord<CustomerState> | undefined;
  organization?: PartRecord<CustomerState> | undefined;
  deal: PartRecord<DealState>;
}

export interface Conversion {
  id: string;
  leadId: string;
  record: ConversionRecord;
  /** Epoch milliseconds. */
  convertedAt: number;
  undoneAt?: number | undefined;
}
