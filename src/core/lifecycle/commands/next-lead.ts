import type { Batch } from '../../batch/batch.js';
import type { Customer } from '../../customers/customer.js';
import { customerKeysOf, isProof, organizationKeysOf, unambiguousKeys } from '../../customers/keys.js';
import type { EngagementFact } from '../../engagement.js';
import type { EngagementCommand } from '../../leads/commands/record-engagement.js';
import { type KnownCustomer, type SubmitCommand, type SubmitResult, submit } from '../../leads/commands/submit.js';
import type { LeadFacts } from '../../leads/facts.js';
import { type KeyValue, matchKeysOf } from '../../leads/keys.js';
import type { Lead } from '../../leads/lead.js';
import { customerIdOf, ownCustomerIdOf } from '../../leads/lifecycle.js';
import { isOtherThanCustomer, type Match } from '../../leads/matching.js';
import { mergeFacts } from '../../leads/merge.js';
import type { SourceReference } from '../../sources.js';
import { type ReturningRule, returningRuleFor } from '../returning-rules.js';
import { engagedInterest, type ShownInterest, submittedInterest } from './interest.js';

/** The source of a lead that a correction or an event without a source opens. */
const CUSTOMER_SOURCE: SourceReference = { channel: 'customer_feedback', name: 'Customers' };

/** An event of a customer. `visitorId`: it came from this visitor, who belongs to the lead that it opens. */
type CustomerEvent = Pick<EngagementCommand, 'engagementType' | 'occurredAt' | 'source' | 'properties'> & {
  visitorId?: string | undefined;
};

/** The lead that an event of a customer belongs to, which it opens if there is none; undefined: the customer itself. */
export function leadOfInterest(batch: Batch, customer: Lead, command: CustomerEvent): Lead | undefined {
  const { engagementType: type, occurredAt: at, source = CUSTOMER_SOURCE, visitorId } = command;
  const { channel } = command.source ?? {};
  const shown = engagedInterest(batch, customer, [{ id: '', type, occurredAt: at, channel }]);
  const rule = newLeadRule(batch, customer, shown);
  if (shown === undefined || rule === undefined) return undefined;
  const open = openLeadOf(batch, customer);
  if (open) return open;
  const facts = identityOf(customer.facts);
  const submission: SubmitCommand = {
    ...{ type: 'submission', facts, keys: matchKeysOf(facts), source, fillOnly: false, occurredAt: at, visitorId },
    raw: { engagement: { leadId: customer.id, type } },
  };
  const opening = { id: '', type, occurredAt: at, channel, properties: command.properties };
  return nextLead(batch, customer, { command: submission, match: { lead: customer, others: [] }, shown, rule, opening })
    .lead;
}

/** Opens the lead of the customer's next purchase, with the timeframe that a correction of the customer's lead states, if there is none. */
export function openNextLead(batch: Batch, customer: Lead, shown: ShownInterest, rule: ReturningRule): void {
  if (openLeadOf(batch, customer)) return;
  const facts: LeadFacts = { ...identityOf(customer.facts), ...shown.timeframe };
  const submission: SubmitCommand = {
    ...{ type: 'submission', facts, keys: matchKeysOf(facts), source: CUSTOMER_SOURCE, fillOnly: false },
    raw: { correction: { leadId: customer.id, ...shown.timeframe } },
  };
  nextLead(batch, batch.leads.get(customer.id), {
    command: submission,
    match: { lead: customer, others: [] },
    shown,
    rule,
  });
}

/** The lead of the customer's next purchase that has not become a customer yet. */
function openLeadOf({ leads }: Batch, { id, facts, lifecycle }: Lead): Lead | undefined {
  const { leadId } = lifecycle?.returning ?? {};
  const owners = matchKeysOf(facts).map(({ kind, value }) => leads.byKey(kind, value));
  return [leadId === undefined ? undefined : leads.find(leadId), ...owners].find(
    (one) => one !== undefined && one.id !== id && one.category !== 'customer',
  );
}

/** The rule that gives a customer a new lead for this interest; undefined: there is none. */
export function newLeadRule(batch: Batch, lead: Lead, shown: ShownInterest | undefined): ReturningRule | undefined {
  if (lead.category !== 'customer' || shown === undefined || shown.at < lead.categorySince) return undefined;
  const { returning } = batch.basis.lifecycle.funnel;
  const rule = returningRuleFor(returning, { category: 'customer' }, shown.strength);
  return rule?.action === 'new_lead' ? rule : undefined;
}

interface NextLead {
  command: SubmitCommand;
  match: Match;
  shown: ShownInterest;
  rule: ReturningRule;
  opening?: EngagementFact | undefined;
}

/** A new lead of a customer, with who it is and without what it was interested in. From now on it is found by the keys of the person. */
export function nextLead(batch: Batch, known: Lead, { command, match, shown, rule, opening }: NextLead): SubmitResult {
  const { visitorId, publicOrigin } = command;
  const facts = publicOrigin ? command.facts : mergeFacts(identityOf(known.facts), command.facts, true);
  const next = { ...command, facts, keys: publicOrigin ? command.keys : matchKeysOf(facts) };
  const visitor: KeyValue[] = visitorId === undefined ? [] : [{ kind: 'visitor', value: visitorId }];
  batch.leads.releaseKeys(known.id, [...next.keys, ...visitor]);
  const others = match.by === undefined ? match.others : [{ leadId: known.id, by: match.by }, ...match.others];
  const customer = {
    ...customersOf(known),
    formerOwnerId: rule.owner === 'rules' ? undefined : known.ownerId,
    isPursued: true,
    opening,
  };
  const result = submit(batch, next, { others }, customer);
  const { strength, by, at, cause } = shown;
  const { action } = rule;
  const leadId = result.lead.id;
  batch.record(known, {
    type: 'lead.interest_shown',
    cause,
    sections: { returning: { at, strength, by, action, category: 'customer', leadId } },
    before: { category: known.category, reason: known.moveReason },
    after: { action, leadId, funnelVersion: batch.basis.lifecycle.funnel.version },
  });
  return result;
}

/** The customer that the lead of the next purchase is linked to, and the person of an organization. */
function customersOf(lead: Lead): Pick<KnownCustomer, 'customerId' | 'contactId'> {
  const [customerId, own] = [customerIdOf(lead), ownCustomerIdOf(lead)];
  return { customerId, contactId: own === customerId ? undefined : own };
}

/** Who the person or organization is: not what it wants, and by when. */
function identityOf(facts: LeadFacts): LeadFacts {
  const { need, products, competitorProducts, budgetAmount, budgetCurrency, authority, ...rest } = facts;
  const { purchaseIntent, purchaseTimeframeDays, timeframeStatedAt, competitorContractEndsOn, ...others } = rest;
  const { description, purchaseIntentStatedAt, ...identity } = others;
  return identity;
}

/**
 * The customer who submits without having a lead, or for whom the person works. Somebody else of that organization may be a new buyer,
 * so this stops nothing.
 */
export function knownCustomer(batch: Batch, command: SubmitCommand): KnownCustomer | undefined {
  const customer = customerWithoutLead(batch, command);
  if (customer) return customer;
  const [key] = organizationKeysOf(command.facts);
  const organization = key && batch.sales.customers.byKey(key);
  const isPursued = command.isCustomer !== true;
  const stated = isPursued ? undefined : { customerId: undefined, formerOwnerId: undefined, isPursued };
  if (organization === undefined || organization.churnedAt !== undefined) return stated;
  return {
    customerId: undefined,
    customerOrganizationId: organization.id,
    formerOwnerId: undefined,
    isPursued,
  };
}

function customerWithoutLead(batch: Batch, command: SubmitCommand): KnownCustomer | undefined {
  const { returning } = batch.basis.lifecycle.funnel;
  const { facts, source } = command;
  const customer = customerOfFacts(batch, facts);
  if (customer === undefined) return undefined;
  const shown = submittedInterest(batch, command);
  const rule = shown && returningRuleFor(returning, { category: 'customer' }, shown.strength);
  const hasFormer = rule?.action === 'new_lead' && rule.owner !== 'rules';
  // A customer who left can be won back.
  const isUnasked = command.isCustomer === true || returning.notPursuedChannels.includes(source.channel);
  const isPursued = customer.churnedAt !== undefined || !isUnasked;
  return { customerId: customer.id, formerOwnerId: hasFormer ? customer.ownerId : undefined, isPursued };
}

/** The customer with a key of these facts, as far as it is loaded. A number with a name that two customers have names neither. */
export function customerOfFacts({ sales }: Batch, facts: LeadFacts): Customer | undefined {
  if (sales.customers.isEmpty) return undefined;
  const { keys } = unambiguousKeys(customerKeysOf(facts), (key) => sales.customers.byKey(key));
  for (const key of keys) {
    const customer = isProof(key) ? sales.customers.byKey(key) : undefined;
    if (customer === undefined || (key.kind === 'phone' && isOtherThanCustomer(facts, customer.facts))) continue;
    return customer;
  }
  return undefined;
}
