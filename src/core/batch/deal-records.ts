import type { Deal } from '../deals/deal.js';
import { RecordSet } from './record-set.js';

/** The deals of a batch. */
export class DealRecords extends RecordSet<Deal> {
  ofLead(leadId: string): Deal[] {
    return this.filter((deal) => deal.leadId === leadId);
  }

  /** Deals with this customer as buyer or contact. */
  ofCustomer(id: string): Deal[] {
    return this.filter(({ customerId, contactId }) => customerId === id || contactId === id);
  }
}
