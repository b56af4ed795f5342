import { type Customer, customerState, nextCustomer, organizationOf, personOf } from '../customers/customer.js';
import { filledFacts } from '../customers/filling.js';
import {
  type CustomerKey,
  type CustomerMatchKey,
  customerKeysOf,
  isProof,
  sameKey,
  unambiguousKeys,
} from '../customers/keys.js';
import type { LeadFacts } from '../leads/facts.js';
import { isOtherThanCustomer } from '../leads/matching.js';
import { sameValue } from '../values.js';
import type { ConversionFacts, ConversionRequest, Making } from './request.js';

/** How a customer was matched: by the request, as the organization of the matched person, or by a key. */
export const CUSTOMER_FOUND_BY = ['request', 'person'] as const;
export type CustomerFoundBy = (typeof CUSTOMER_FOUND_BY)[number] | CustomerMatchKey;

/** A customer that the conversion creates, or matches and fills; `before` equals `customer` when nothing is filled. */
export type CustomerPart =
  | { action: 'created'; customer: Customer }
  | { action: 'linked'; foundBy: CustomerFoundBy; before: Customer; customer: Customer };

interface Parts {
  person?: CustomerPart | undefined;
  organization?: CustomerPart | undefined;
  candidateIds: string[];
}

interface MatchedCustomer {
  customer: Customer;
  foundBy: CustomerFoundBy;
}

/** The customers for the person and the organization of a lead, existing ones if they match. */
export function customerParts({ overwrite }: ConversionRequest, facts: ConversionFacts, making: Making): Parts {
  const { lead } = facts;
  const [personFacts, organizationFacts] = [personOf(lead.facts), organizationOf(lead.facts)];
  const known = personFacts && (givenOf(facts, 'person') ?? matchByKeys(facts, personFacts));
  const belongsTo = facts.organizations.find(({ id }) => id === known?.customer.organizationId);
  const company: MatchedCustomer | undefined =
    givenOf(facts, 'organization') ??
    (belongsTo && { customer: belongsTo, foundBy: 'person' }) ??
    (organizationFacts && matchByKeys(facts, organizationFacts));
  const organization = part(company, organizationFacts, { lead, overwrite }, making);
  const person = part(known, personFacts, { lead, overwrite, organizationId: organization?.customer.id }, making);
  const candidateIds = [
    ...(person?.action === 'created' ? namesakes(facts, personFacts) : []),
    ...(organization?.action === 'created' ? candidates(facts) : []),
  ];
  return { person, organization, candidateIds: [...new Set(candidateIds)] };
}

function givenOf({ given }: ConversionFacts, kind: LeadFacts['kind']): MatchedCustomer | undefined {
  return given?.facts.kind === kind ? { customer: given, foundBy: 'request' } : undefined;
}

const ownerOf =
  ({ found }: ConversionFacts) =>
  (wanted: CustomerKey): Customer | undefined =>
    found.find(({ key }) => sameKey(key, wanted))?.customer;

/** By the strongest key; a phone that two people share does not match, nor one that two customers have with the name. */
function matchByKeys(conversion: ConversionFacts, facts: LeadFacts): MatchedCustomer | undefined {
  for (const key of unambiguousKeys(customerKeysOf(facts), ownerOf(conversion)).keys) {
    if (!isProof(key)) continue;
    const customer = ownerOf(conversion)(key);
    if (customer === undefined || (key.kind === 'phone' && isOtherThanCustomer(facts, customer.facts))) continue;
    return { customer, foundBy: key.kind === 'shared_phone' ? 'phone' : (key.kind as CustomerMatchKey) };
  }
  return undefined;
}

const candidates = ({ found }: ConversionFacts): string[] =>
  found.flatMap(({ key, customer }) => (isProof(key) ? [] : [customer.id]));

/** The customers with the number and the name of the person, if there are two. */
const namesakes = (conversion: ConversionFacts, facts: LeadFacts | undefined): string[] =>
  facts ? unambiguousKeys(customerKeysOf(facts), ownerOf(conversion)).owners.map(({ id }) => id) : [];

interface From {
  lead: ConversionFacts['lead'];
  overwrite: boolean;
  /** The organization that the person belongs to. */
  organizationId?: string | undefined;
}

function part(
  known: MatchedCustomer | undefined,
  incoming: LeadFacts | undefined,
  { lead, overwrite, organizationId }: From,
  { now, newId }: Making,
): CustomerPart | undefined {
  const { ownerId, sourceId, campaignId } = lead;
  if (known === undefined) {
    if (incoming === undefined) return undefined;
    const stamps = { id: newId(), version: 1, createdAt: now, updatedAt: now };
    const customer = { ...stamps, facts: incoming, organizationId, ownerId, leadId: lead.id, sourceId, campaignId };
    return { action: 'created', customer };
  }
  const { customer: before, foundBy } = known;
  const belongs = overwrite ? (organizationId ?? before.organizationId) : (before.organizationId ?? organizationId);
  const completed = nextCustomer(
    before,
    {
      facts: incoming === undefined ? before.facts : filledFacts(before.facts, incoming, overwrite),
      organizationId: belongs,
      ownerId: before.ownerId ?? ownerId,
    },
    now,
  );
  const same = sameValue(customerState(before), customerState(completed));
  return { action: 'linked', foundBy, before, customer: same ? before : completed };
}
