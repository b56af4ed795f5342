import type { Deal } from '../deals/deal.js';
import { RecordSet } from './record-set.js';

/** The deals of a batch. */
export class DealRecords extends RecordSet<Deal> {
  ofLead(leadId: string): Deal[] {
    return this.filter((deal) => deal.leadId === leadId);
  }

  /** Deals that the customer buys, or is the contact of. */
  ofCustomer(id: string): Deal[] {
    return this.filter(({ customerId, contactId }) => customerId === id || contactId === id);
  }
}
