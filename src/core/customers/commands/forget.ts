import { withinCapacity } from '../../assignment/commands/ownership.js';
import type { Batch } from '../../batch/batch.js';
import { isClosedByLink } from '../../batch/current-class.js';
import { sectionsWithoutCustomer } from '../../conversion/detachment.js';
import type { EventCause } from '../../events/events.js';
import type { Lead } from '../../leads/lead.js';
import { ownCustomerIdOf } from '../../leads/lifecycle.js';

/** Removes the references of leads to a customer that is deleted. A lead that was closed for it is open again. The leads must be loaded. */
export function forgetCustomer(batch: Batch, customerId: string, cause: EventCause): void {
  const { leads } = batch;
  for (const { id } of new Set([...leads.ofCustomer(customerId), ...leads.ofOrganization(customerId)])) {
    const lead = leads.get(id);
    const isReopened = isClosedByLink(lead) && ownCustomerIdOf(lead) === customerId;
    const kept = sectionsWithoutCustomer(lead.lifecycle ?? {}, customerId);
    const sections = isReopened ? { ...kept, disqualification: undefined } : kept;
    batch.record(lead, { type: 'lead.customer_deleted', cause, sections, before: { customerId } });
    if (isReopened) openUnlinked(batch, lead, cause);
  }
}

/** Opens a lead (`before`: as it was) without the customer for which it was closed, as the rules decide. */
export function openUnlinked(batch: Batch, before: Lead, cause: EventCause): void {
  batch.reevaluate(before.id, { cause, move: { type: 'release' } });
  withinCapacity(batch, before, cause);
}
