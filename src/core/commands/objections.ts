import type { Batch } from '../batch/batch.js';
import type { Reads } from '../batch/reads.js';
import { replaceCustomer } from '../customers/commands/record.js';
import { nextCustomer } from '../customers/customer.js';
import { type EngagementCommand, leadOf, type RecordedEvent } from '../leads/commands/record-engagement.js';
import { isObjection } from '../leads/consent.js';
import type { Lead } from '../leads/lead.js';
import { engagedReads, recordReturning } from '../lifecycle/commands/returning.js';

/** The customer that the person of a converted lead became; for an organization its own. */
function customerIdOf(lead: Lead | undefined): string | undefined {
  const conversion = lead?.lifecycle?.conversion;
  return conversion?.contactId ?? conversion?.customerId;
}

/** Reads the customer whose consent an objection withdraws. */
export function objectionReads(batch: Batch, command: EngagementCommand): Reads {
  const reads = engagedReads(batch, command);
  const customerId = isObjection(command.engagementType) ? customerIdOf(leadOf(batch, command)) : undefined;
  return customerId === undefined ? reads : { ...reads, sales: { customerIds: [customerId] } };
}

/** Records an engagement event. An objection that withdraws the consent of a converted lead withdraws that of its customer too. */
export function recordObjection(batch: Batch, command: EngagementCommand): RecordedEvent {
  const recorded = recordReturning(batch, command);
  const { lead, duplicate } = recorded;
  if (duplicate || !isObjection(command.engagementType) || lead.facts.emailConsent !== 'denied') return recorded;
  const customerId = customerIdOf(lead);
  const customer = customerId === undefined ? undefined : batch.sales.customers.find(customerId);
  if (customer === undefined || customer.facts.emailConsent === 'denied') return recorded;
  const facts = { ...customer.facts, emailConsent: 'denied' as const };
  replaceCustomer(batch, 'customer.updated', 'engagement', nextCustomer(customer, { facts }, batch.now));
  return recorded;
}
