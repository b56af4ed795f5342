import type { Batch } from '../../batch/batch.js';
import type { Customer } from '../../customers/customer.js';
import { type CustomerKey, organizationKeysOf } from '../../customers/keys.js';
import type { EventCause } from '../../events/events.js';
import type { LeadEventDraft } from '../../events/lead-events.js';
import type { LeadFacts } from '../../leads/facts.js';
import type { Lead } from '../../leads/lead.js';
import { customerIdOf } from '../../leads/lifecycle.js';

// Leads of people of whom only the organization is a customer (`customerOrganizationId`). The company domain decides. No rule reads it, so
// a change needs no evaluation.

const CORRECTED: EventCause = 'corrected';

/** The keys of the organization that a lead with these facts after a change (`after`) may get. */
export function organizationKeysToRead(lead: Lead, after: LeadFacts): CustomerKey[] {
  const mayMove = after.domain !== lead.facts.domain || customerIdOf(lead) !== undefined;
  return mayMove ? organizationKeysOf(after) : [];
}

/** The customer organization for which a person with these facts works, as far as it is loaded. */
export function organizationOfFacts({ sales }: Batch, facts: LeadFacts): Customer | undefined {
  const [key] = organizationKeysOf(facts);
  return key && sales.customers.byKey(key);
}

/**
 * Lets the organization of a lead follow a change of its facts (`before`: the lead as it was), as a new lead gets it. What
 * `organizationKeysToRead` returns must be loaded.
 */
export function followDomain(batch: Batch, before: Lead): void {
  const lead = batch.leads.get(before.id);
  const isMoved = lead.facts.domain !== before.facts.domain;
  const isFreed = customerIdOf(before) !== undefined && customerIdOf(lead) === undefined;
  if (!isMoved && !isFreed) return;
  const organization = organizationOfFacts(batch, lead.facts);
  const { customerOrganizationId } = lead.lifecycle ?? {};
  if (organization?.id === customerOrganizationId) return;
  if (isMoved && customerOrganizationId !== undefined) endOrganization(batch, lead);
  const now = batch.leads.get(lead.id);
  const draft = organizationDraft(batch, now, CORRECTED);
  if (draft) batch.record(now, draft);
}

/** The link of a lead to the customer organization that has its domain, by the rule for a new lead; undefined: there is none. */
export function organizationDraft(batch: Batch, lead: Lead, cause: EventCause): LeadEventDraft | undefined {
  const organization = organizationOfFacts(batch, lead.facts);
  const isOwn = customerIdOf(lead) !== undefined || lead.lifecycle?.customerOrganizationId !== undefined;
  if (isOwn || organization === undefined || organization.churnedAt !== undefined) return undefined;
  const { id: customerOrganizationId } = organization;
  return {
    type: 'lead.customer_linked',
    cause,
    sections: { customerOrganizationId },
    after: { customerOrganizationId, matchedBy: 'domain' },
  };
}

/** Ends the links of people of an organization whose domain has changed. Its leads must be loaded as those of its `buyers`. */
export function endOrganizations(batch: Batch, { id }: Customer): void {
  const domain = batch.sales.customers.find(id)?.facts.domain;
  for (const lead of batch.leads.ofOrganization(id)) {
    if (lead.facts.domain !== domain) endOrganization(batch, lead);
  }
}

function endOrganization(batch: Batch, lead: Lead): void {
  batch.record(lead, {
    type: 'lead.customer_unlinked',
    cause: CORRECTED,
    sections: { customerOrganizationId: undefined },
    before: { customerOrganizationId: lead.lifecycle?.customerOrganizationId },
  });
}
