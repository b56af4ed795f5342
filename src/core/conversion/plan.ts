import { customerState, nextCustomer } from '../customers/customer.js';
import { returnByDeal } from '../customers/returns.js';
import { type Deal, dealState } from '../deals/deal.js';
import { isRefusal } from '../deals/terms.js';
import type { Refusal } from '../refusals.js';
import type { CustomerPart } from './customers.js';
import { customerParts } from './customers.js';
import { type DealPart, dealPart } from './deals.js';
import type { ConversionRecord, PartRecord } from './record.js';
import type { ConversionFacts, ConversionRequest, Making } from './request.js';

/** Everything that a conversion does; the same for a preview and for the conversion itself. */
export interface ConversionPlan {
  person?: CustomerPart | undefined;
  organization?: CustomerPart | undefined;
  deal: DealPart;
  /** Organizations of the same name, and people with the same number and name if there are two: proposed, never used automatically. */
  candidateIds: string[];
}

/**
 * Plans the conversion of a lead: its customers, the values that they take from it, and the deal. Refuses contradictory
 * requests, and deals that cannot be closed.
 */
export function planConversion(
  request: ConversionRequest,
  facts: ConversionFacts,
  making: Making,
): ConversionPlan | Refusal {
  const { person, organization, candidateIds } = customerParts(request, facts, making);
  const buyer = organization ?? person;
  if (buyer === undefined) {
    const detail = 'The lead names neither a person nor an organization: complete it first.';
    return { code: 'rule_refused', detail };
  }
  const { given } = facts;
  if (given !== undefined && given.id !== person?.customer.id && given.id !== organization?.customer.id) {
    const detail = 'The customer is a person, and the lead is an organization.';
    return { code: 'rule_refused', detail, pointer: '/customerId' };
  }
  const contactId = organization === undefined ? undefined : person?.customer.id;
  const deal = dealPart(request, facts, { customerId: buyer.customer.id, contactId }, making);
  if (isRefusal(deal)) return deal;
  const back = (part: CustomerPart | undefined) => returned(part, deal.deal, making.now);
  return { person: back(person), organization: back(organization), deal, candidateIds };
}

/** A known customer that had left has come back by the won deal. */
function returned(part: CustomerPart | undefined, deal: Deal, now: number): CustomerPart | undefined {
  const churn = part?.action === 'linked' ? returnByDeal(part.customer, deal) : undefined;
  if (part?.action !== 'linked' || churn === undefined) return part;
  return { ...part, customer: nextCustomer(part.before, { ...customerState(part.customer), ...churn }, now) };
}

export function recordOf({ person, organization, deal }: ConversionPlan): ConversionRecord {
  const before = deal.action === 'linked' ? dealState(deal.before) : undefined;
  return {
    person: person && customerRecord(person),
    organization: organization && customerRecord(organization),
    deal: { id: deal.deal.id, before, after: dealState(deal.deal) },
  };
}

function customerRecord(part: CustomerPart): PartRecord<ReturnType<typeof customerState>> {
  const before = part.action === 'linked' ? customerState(part.before) : undefined;
  return { id: part.customer.id, before, after: customerState(part.customer) };
}
