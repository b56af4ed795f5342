import type { Batch } from '../../batch/batch.js';
import { sectionsWithoutCustomer } from '../../conversion/detachment.js';
import type { EventCause } from '../../events/events.js';

/** Removes the references of leads to a customer that is deleted. The leads must be loaded. */
export function forgetCustomer(batch: Batch, customerId: string, cause: EventCause): void {
  const { leads } = batch;
  for (const { id } of new Set([...leads.ofCustomer(customerId), ...leads.ofOrganization(customerId)])) {
    const lead = leads.get(id);
    const sections = sectionsWithoutCustomer(lead.lifecycle ?? {}, customerId);
    batch.record(lead, { type: 'lead.customer_deleted', cause, sections, before: { customerId } });
  }
}
