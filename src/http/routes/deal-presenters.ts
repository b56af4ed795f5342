import type { CustomerPart } from '../../core/conversion/customers.js';
import type { DealPart } from '../../core/conversion/deals.js';
import type { ConversionPlan } from '../../core/conversion/plan.js';
import type { Customer } from '../../core/customers/customer.js';
import type { Deal } from '../../core/deals/deal.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import { iso } from '../../core/time.js';
import { changesBetween } from '../../core/values.js';
import { amountText } from '../amounts.js';
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

export function customerOut(customer: Customer) {
  const { facts, churnedAt, pastChurns, createdAt, updatedAt, ...rest } = customer;
  return {
    ...rest,
    ...factsOut(facts),
    churnedAt: formatInstant(churnedAt),
    pastChurns: pastChurns?.map((past) => ({
      churnedAt: iso(past.churnedAt),
      reason: past.reason,
      returnedAt: iso(past.returnedAt),
    })),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
  };
}

function dealDetails(deal: Deal) {
  const { id: _, version: __, sourceId: ___, campaignId: ____, createdAt: _____, updatedAt: ______, ...details } = deal;
  return { ...details, closedAt: formatInstant(deal.closedAt), cycleStartedAt: iso(deal.cycleStartedAt) };
}

export function dealOut(deal: Deal) {
  const { id, version, sourceId, campaignId, createdAt, updatedAt } = deal;
  return {
    id,
    version,
    ...dealDetails(deal),
    sourceId,
    campaignId,
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
  };
}

/** The plan or result of a conversion. New customers and deals have ids only when it is `done`. */
export function planOut({ person, organization, deal, candidateIds }: ConversionPlan, done: boolean) {
  const made = [person, organization].flatMap((part) => (part?.action === 'created' ? [part.customer.id] : []));
  const hidden = new Set(done ? [] : made);
  return {
    person: person && customerPartOut(person, hidden),
    organization: organization && customerPartOut(organization, hidden),
    deal: dealPartOut(deal, hidden, done),
    candidateIds,
  };
}

function customerPartOut(part: CustomerPart, hidden: ReadonlySet<string>) {
  const { customer } = part;
  const customerId = hidden.has(customer.id) ? undefined : customer.id;
  const after = customerDetails(customer);
  if (part.action === 'created') {
    return { action: part.action, customerId, filledFields: [], after };
  }
  const { action, foundBy } = part;
  const before = customerDetails(part.before);
  const filledFields = Object.keys(changesBetween(before, after)?.after ?? {});
  if (part.before.organizationId !== customer.organizationId) filledFields.push('organizationId');
  return { action, customerId, foundBy, filledFields, before, after };
}

function dealPartOut(part: DealPart, hidden: ReadonlySet<string>, done: boolean) {
  const { deal, action } = part;
  const known = (id: string | undefined) => (id !== undefined && hidden.has(id) ? undefined : id);
  const details = dealDetails(deal);
  const after = { ...details, customerId: known(deal.customerId), contactId: known(deal.contactId) };
  if (part.action === 'created') return { action, dealId: done ? deal.id : undefined, after };
  return { action, dealId: deal.id, before: dealDetails(part.before), after };
}
