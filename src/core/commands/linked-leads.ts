import type { Batch } from '../batch/batch.js';
import type { CustomerLeads } from '../batch/reads.js';
import { type ConvertCommand, type ConvertedLead, convert } from '../conversion/commands/convert.js';
import { conversionFacts } from '../conversion/commands/facts.js';
import { conversionOf } from '../conversion/commands/undo.js';
import type { CustomerPart } from '../conversion/customers.js';
import { planConversion, recordOf } from '../conversion/plan.js';
import type { LinkedLead, PartRecord, SharedConsent } from '../conversion/record.js';
import { consentsOf } from '../conversion/shared-consents.js';
import { type CreateCustomerCommand, create } from '../customers/commands/create.js';
import { type PatchCustomerCommand, patch } from '../customers/commands/patch.js';
import { replaceCustomer } from '../customers/commands/record.js';
import { type ChangedFacts, shareConsent } from '../customers/commands/share-consent.js';
import { unitedFacts } from '../customers/consent.js';
import { type Customer, type CustomerState, customerState, nextCustomer } from '../customers/customer.js';
import { isRefusal } from '../deals/terms.js';
import { personKeysOf } from '../leads/keys.js';
import type { Lead } from '../leads/lead.js';
import { ownCustomerIdOf } from '../leads/lifecycle.js';
import { followChurn } from '../lifecycle/commands/churned-leads.js';
import { linkLead, linkLeads, unlinkOthers } from '../lifecycle/commands/link-leads.js';
import { customerOfFacts } from '../lifecycle/commands/next-lead.js';
import { endOrganizations } from '../lifecycle/commands/organization-links.js';
import { sameValue } from '../values.js';

// Commands that create customers or change who they are. Leads of the same person that came before are linked in the same transaction.

interface LinkInput {
  /** The customer before the command; absent for a new one. */
  before?: Customer | undefined;
  customerId: string;
  /** The lead whose conversion changed the customer. */
  source?: Lead | undefined;
}

interface LinkResult {
  customer: Customer;
  leads: Lead[];
  changed: ChangedFacts[];
}

/**
 * After a change of the facts of a customer (`before`: as it was): ends the links of leads that have no key in common with it any more, and links those
 * that have one now.
 */
export function followIdentity(batch: Batch, before: Customer): void {
  unlinkOthers(batch, before);
  endOrganizations(batch, before);
  linkAndShare(batch, { before: batch.sales.customers.get(before.id), customerId: before.id });
}

/** Links leads to the customer, merges their consents into it, and writes its consents to all its leads. */
function linkAndShare(batch: Batch, input: LinkInput): LinkResult {
  return share(batch, input, linkLeads(batch, batch.sales.customers.get(input.customerId)));
}

/** Links a lead whose facts now name a customer, whose leads must be loaded. */
export function linkCorrected(batch: Batch, leadId: string): void {
  const lead = batch.leads.get(leadId);
  if (lead.category === 'customer' || ownCustomerIdOf(lead) !== undefined) return;
  const customer = customerOfFacts(batch, lead.facts);
  if (customer === undefined) return;
  linkLead(batch, lead, customer);
  share(batch, { before: customer, customerId: customer.id }, [lead]);
}

/** `leads`: those that were linked now, as they were. */
function share(batch: Batch, { before, customerId, source }: LinkInput, leads: Lead[]): LinkResult {
  const { customers } = batch.sales;
  const known = customers.get(customerId);
  const facts = unitedFacts(
    known.facts,
    leads.map((lead) => lead.facts),
  );
  if (facts !== known.facts) {
    replaceCustomer(batch, 'customer.updated', 'lead_linked', nextCustomer(known, { facts }, batch.now));
  }
  const customer = customers.get(customerId);
  const isShared = before !== undefined || leads.length > 0;
  const changed = isShared ? shareConsent(batch, { before, customer, source: source?.facts }) : [];
  return { customer, leads, changed };
}

export const newCustomerLeads = (_: Batch, { facts }: CreateCustomerCommand): CustomerLeads => ({
  keys: personKeysOf(facts),
});

export function createWithLeads(batch: Batch, command: CreateCustomerCommand): { customer: Customer } {
  const { customer } = create(batch, command);
  return { customer: linkAndShare(batch, { customerId: customer.id }).customer };
}

/** The leads of the customer, and those that match its corrected identity. */
export function changedCustomerLeads({ sales }: Batch, { customerId, apply }: PatchCustomerCommand): CustomerLeads {
  const facts = sales.customers.find(customerId)?.facts;
  if (facts === undefined) return {};
  const after = apply(facts);
  const [known, keys] = [personKeysOf(facts), personKeysOf(after)];
  const buyers = after.domain === facts.domain ? [] : [customerId];
  return { ids: [customerId], buyers, keys: sameValue(known, keys) ? [] : keys };
}

export function correctCustomer(batch: Batch, command: PatchCustomerCommand): { customer: Customer } {
  const before = batch.sales.customers.get(command.customerId);
  const { customer } = patch(batch, command);
  if (customer === before) return { customer };
  unlinkOthers(batch, before);
  endOrganizations(batch, before);
  return { customer: linkAndShare(batch, { before, customerId: customer.id }).customer };
}

/** The leads of the customers that the lead may join, and those of the same people. */
export function joinedLeads(
  { leads, sales, now }: Batch,
  { leadId, request }: ConvertCommand,
): CustomerLeads | undefined {
  const lead = leads.find(leadId);
  const facts = lead && conversionFacts(sales, lead, request);
  if (facts === undefined || isRefusal(facts)) return undefined;
  const plan = planConversion(request, facts, { now, newId: () => '' });
  if (isRefusal(plan)) return undefined;
  const { given, found } = facts;
  const parts = [plan.person, plan.organization].filter((part) => part !== undefined);
  const known = parts.flatMap((part) => (part.action === 'linked' ? [part] : []));
  const moved = known.filter(({ before, customer }) => before.facts.domain !== customer.facts.domain);
  return {
    ids: [given?.id ?? [], [...found, ...known].map(({ customer }) => customer.id)].flat(2),
    buyers: moved.map(({ customer }) => customer.id),
    keys: parts.flatMap((part) => personKeysOf(part.customer.facts)),
  };
}

/**
 * Converts the lead. The record of the conversion lists the linked leads and the shared consents, which its undo reads.
 */
export function convertWithLeads(batch: Batch, command: ConvertCommand): ConvertedLead {
  const { lead, plan } = convert(batch, command);
  const effects: LinkEffects = { linked: [], shared: [] };
  const complete = (part: CustomerPart | undefined): CustomerPart | undefined => {
    if (part === undefined) return undefined;
    const before = part.action === 'linked' ? part.before : undefined;
    return { ...part, customer: linkPart(batch, { before, customerId: part.customer.id, source: lead }, effects) };
  };
  const completed = { ...plan, person: complete(plan.person), organization: complete(plan.organization) };
  const { linked, shared } = effects;
  if (linked.length === 0 && shared.length === 0) return { lead, plan };
  const conversion = conversionOf(batch, lead.id);
  batch.sales.conversions.put({ ...conversion, record: { ...recordOf(completed), linked, shared } });
  return { lead: batch.leads.get(lead.id), plan: completed };
}

/** The same for a lead that a history has converted. */
export function linkConverted(batch: Batch, source: Lead): void {
  const { customers, conversions } = batch.sales;
  const conversion = conversionOf(batch, source.id);
  const { record } = conversion;
  const effects: LinkEffects = { linked: [], shared: [] };
  const complete = (part: PartRecord<CustomerState> | undefined): PartRecord<CustomerState> | undefined => {
    if (part === undefined) return undefined;
    const { id: customerId, before } = part;
    const input = { before: before && { ...customers.get(customerId), ...before }, customerId, source };
    return { ...part, after: customerState(linkPart(batch, input, effects)) };
  };
  const parts = { person: complete(record.person), organization: complete(record.organization) };
  const { linked, shared } = effects;
  if (linked.length > 0 || shared.length > 0)
    conversions.put({ ...conversion, record: { ...record, ...parts, ...effects } });
}

/** What a conversion did to other leads. */
interface LinkEffects {
  linked: LinkedLead[];
  shared: SharedConsent[];
}

/** Ends and makes links of leads to a customer of a conversion. Returns the customer with their consents. */
function linkPart(batch: Batch, input: LinkInput, effects: LinkEffects): Customer {
  const { before, customerId } = input;
  if (before) {
    followChurn(batch, before);
    unlinkOthers(batch, before);
    endOrganizations(batch, before);
  }
  const { customer, leads, changed } = linkAndShare(batch, input);
  effects.linked.push(...leads.map(({ id: leadId }) => ({ leadId, customerId })));
  effects.shared.push(...changed.map((one) => sharedConsent(one, customerId)));
  return customer;
}

const sharedConsent = ({ lead, facts }: ChangedFacts, customerId: string): SharedConsent => ({
  leadId: lead.id,
  customerId,
  before: consentsOf(lead.facts),
  after: consentsOf(facts),
  touchCount: lead.touchCount,
});
