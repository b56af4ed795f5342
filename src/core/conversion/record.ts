import type { CustomerState } from '../customers/customer.js';
import type { DealState } from '../deals/deal.js';

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
}

export interface Conversion {
  id: string;
  leadId: string;
  record: ConversionRecord;
  /** Epoch milliseconds. */
  convertedAt: number;
  undoneAt?: number | undefined;
}
