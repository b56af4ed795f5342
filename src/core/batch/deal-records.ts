import type { Deal } from '../deals/deal.js';
import { RecordSet } from './record-set.js';

/** The deals of a batch. */
export class DealRecords extends RecordSet<Deal> {
  constructor() {
    super(({ leadId, customerId, contactId }) => [leadId, customerId, contactId]);
  }

  ofLead(leadId: string): Deal[] {
    return this.referringTo(leadId, (deal) => deal.leadId === leadId);
  }

  /** Deals with this customer as buyer or contact. */
  ofCustomer(id: string): Deal[] {
    return this.referringTo(id, ({ customerId, contactId }) => customerId === id || contactId === id);
  }
}
