import type { Batch } from '../../batch/batch.js';
import { hasIdentity, type LeadFacts } from '../../leads/facts.js';
import { areDistinct } from '../../leads/matching.js';
import type { LeadKind } from '../../leads/vocabulary.js';
import { noSuchCustomer, ownerReference, type Refusal } from '../../refusals.js';
import type { Customer } from '../customer.js';
import { type CustomerKey, customerKeysOf } from '../keys.js';

/** The organization of a customer, and its owner. */
export type Belonging = Pick<Customer, 'organizationId' | 'ownerId'>;

export const NO_CUSTOMER: Refusal = { code: 'not_found', detail: 'There is no such customer in this workspace.' };

/** Keys that only one customer can have. A domain may have several customers: the first one matches. */
const POINTERS: Partial<Record<CustomerKey['kind'], string>> = {
  external_id: '/externalId',
  email: '/email',
  phone: '/phone',
};

/** Checks that the facts identify a customer, and that no address or id in them belongs to another customer. */
export function factsRefusal({ sales }: Batch, facts: LeadFacts, before?: Customer): Refusal | undefined {
  if (!hasIdentity(facts)) {
    const detail = 'A customer needs at least one of name, email, phone and externalId.';
    return { code: 'rule_refused', detail };
  }
  for (const key of customerKeysOf(facts)) {
    const pointer = POINTERS[key.kind];
    const owner = sales.customers.byKey(key);
    if (pointer === undefined || owner === undefined || owner.id === before?.id) continue;
    if (key.kind === 'phone' && areDistinct(facts, owner.facts)) continue;
    return { code: 'rule_refused', detail: `Another customer (${owner.id}) already has this value.`, pointer };
  }
  return undefined;
}

export function belongingRefusal(
  batch: Batch,
  kind: LeadKind,
  { organizationId, ownerId }: Belonging,
  before?: Customer,
): Refusal | undefined {
  const owner = ownerId === before?.ownerId ? undefined : ownerReference(ownerId, batch.assignment);
  if (owner) return owner;
  if (organizationId === undefined || organizationId === before?.organizationId) return undefined;
  const pointer = '/organizationId';
  const organization = batch.sales.customers.find(organizationId);
  if (organization === undefined) return noSuchCustomer(pointer);
  if (kind !== 'person') {
    return { code: 'rule_refused', detail: 'Only a person belongs to an organization.', pointer };
  }
  if (organization.facts.kind === 'organization') return undefined;
  return { code: 'rule_refused', detail: 'The customer is a person, not an organization.', pointer };
}
