import type { Batch } from '../../batch/batch.js';
import { classEvent } from '../../batch/evaluation.js';
import { replaceCustomer } from '../../customers/commands/record.js';
import { shareConsent } from '../../customers/commands/share-consent.js';
import { factsAfterCustomer, unitedFacts } from '../../customers/consent.js';
import { nextCustomer } from '../../customers/customer.js';
import { type GivenConsents, givenAfter } from '../../leads/given-consents.js';
import { factsChanged } from '../../leads/merge.js';
import { linkDraft } from '../../lifecycle/commands/link-leads.js';
import { customerOfFacts } from '../../lifecycle/commands/next-lead.js';
import { organizationDraft } from '../../lifecycle/commands/organization-links.js';
import { isPursued, notPursued, notPursuedDraft } from '../../lifecycle/commands/pursuit.js';
import type { PastLead } from '../past-lead.js';

/**
 * Links a new lead to the customer who is its person, by the rule for leads that came before their customer, as the last entries of its past. So no
 * reaction follows. Returns the consents that it gets from the customer. The leads of the customer must be loaded.
 */
export function linkPast(batch: Batch, past: PastLead): GivenConsents | undefined {
  const { now } = batch;
  const before = customerOfFacts(batch, past.lead.facts);
  if (before === undefined) {
    const draft = organizationDraft(batch, past.lead, 'history');
    if (draft) past.record(draft, now);
    return undefined;
  }
  past.record(linkDraft(past.lead, before), now);
  const united = unitedFacts(before.facts, [past.lead.facts]);
  const customer = united === before.facts ? before : nextCustomer(before, { facts: united }, now);
  if (customer !== before) {
    replaceCustomer(batch, 'customer.updated', 'lead_linked', customer);
    shareConsent(batch, { before, customer, source: past.lead.facts });
  }
  const facts = factsAfterCustomer(past.lead.facts, customer.facts);
  const given = givenAfter(past.lead, facts);
  const difference = factsChanged(past.lead.facts, facts);
  if (difference) past.append({ type: 'lead.updated', cause: 'customer', ...difference }, now);
  if (!isPursued(batch, past.lead, customer, past.engagement)) {
    const open = past.lead;
    past.record(notPursuedDraft(batch, open, 'customer'), now);
    past.append(classEvent(open, notPursued(batch, past.lead), 'customer'), now);
  }
  return given;
}
