import { amountText } from '../../core/amounts.js';
import type { CustomerPart } from '../../core/conversion/customers.js';
import type { DealPart } from '../../core/conversion/deals.js';
import type { ConversionPlan } from '../../core/conversion/plan.js';
import type { Customer } from '../../core/customers/customer.js';
import type { Deal } from '../../core/deals/deal.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import { iso } from '../../core/time.js';
import { changesBetween } from '../../core/values.js';
import type { NameLookup } from '../../services/names.js';
import { formatInstant } from './instants.js';

/** An organization has one name; the field of leads that repeats it is not shown. */
function factsOut({ organizationName: _, annualRevenue, ...facts }: LeadFacts) {
  return {
    ...facts,
    annualRevenue: amountText(annualRevenue),
    emailBouncedAt: formatInstant(facts.emailBouncedAt),
    emailConsentAt: formatInstant(facts.emailConsentAt),
    phoneConsentAt: formatInstant(facts.phoneConsentAt),
  };
}

const customerDetails = ({ facts, ownerId }: Customer) => ({ ...factsOut(facts), ownerId });
const customerDetailsOut = (customer: Customer, names: NameLookup) => ({
  ...customerDetails(customer),
  ownerName: names(customer.ownerId),
});

export function customerOut(customer: Customer, names: NameLookup) {
  const { facts, churnedAt, pastChurns, createdAt, updatedAt, ...rest } = customer;
  return {
    ...rest,
    ...factsOut(facts),
    ownerName: names(customer.ownerId),
    sourceName: names(customer.sourceId),
    campaignName: names(customer.campaignId),
    churnedAt: formatInstant(churnedAt),
    pastChurns: pastChurns?.map((past) => ({
      churnedAt: iso(past.churnedAt),
      reason: past.reason,
      returnedAt: iso(past.returnedAt),
      dealId: past.dealId,
    })),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
  };
}

function dealDetails(deal: Deal, names: NameLookup) {
  const { id: _, version: __, sourceId: ___, campaignId: ____, createdAt: _____, updatedAt: ______, ...details } = deal;
  const ownerName = names(deal.ownerId);
  return { ...details, ownerName, closedAt: formatInstant(deal.closedAt), cycleStartedAt: iso(deal.cycleStartedAt) };
}

export function dealOut(deal: Deal, names: NameLookup) {
  const { id, version, sourceId, campaignId, createdAt, updatedAt } = deal;
  return {
    id,
    version,
    ...dealDetails(deal, names),
    sourceId,
    sourceName: names(sourceId),
    campaignId,
    campaignName: names(campaignId),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
  };
}

/** The plan or result of a conversion. New customers and deals have ids only when it is `done`. */
export function planOut(
  { person, organization, deal, candidateIds }: ConversionPlan,
  done: boolean,
  names: NameLookup,
) {
  const made = [person, organization].flatMap((part) => (part?.action === 'created' ? [part.customer.id] : []));
  const hidden = new Set(done ? [] : made);
  return {
    person: person && customerPartOut(person, hidden, names),
    organization: organization && customerPartOut(organization, hidden, names),
    deal: dealPartOut(deal, { hidden, done }, names),
    candidateIds,
  };
}

function customerPartOut(part: CustomerPart, hidden: ReadonlySet<string>, names: NameLookup) {
  const { customer } = part;
  const customerId = hidden.has(customer.id) ? undefined : customer.id;
  const after = customerDetailsOut(customer, names);
  if (part.action === 'created') {
    return { action: part.action, customerId, filledFields: [], after };
  }
  const { action, foundBy } = part;
  const before = customerDetailsOut(part.before, names);
  const filled = changesBetween(customerDetails(part.before), customerDetails(customer));
  const filledFields = Object.keys(filled?.after ?? {});
  if (part.before.organizationId !== customer.organizationId) filledFields.push('organizationId');
  return { action, customerId, foundBy, filledFields, before, after };
}

function dealPartOut(
  part: DealPart,
  { hidden, done }: { hidden: ReadonlySet<string>; done: boolean },
  names: NameLookup,
) {
  const { deal, action } = part;
  const known = (id: string | undefined) => (id !== undefined && hidden.has(id) ? undefined : id);
  const details = dealDetails(deal, names);
  const after = { ...details, customerId: known(deal.customerId), contactId: known(deal.contactId) };
  if (part.action === 'created') return { action, dealId: done ? deal.id : undefined, after };
  return { action, dealId: deal.id, before: dealDetails(part.before, names), after };
}
