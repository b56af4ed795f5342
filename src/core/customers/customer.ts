import { factsWhere, type LeadFacts } from '../leads/facts.js';

/** A time when a customer was away. Instants are epoch milliseconds. */
export interface PastChurn {
  churnedAt: number;
  reason: ChurnReason;
  returnedAt: number;
  /** The won deal by which it came back; absent: a caller recorded the return. */
  dealId?: string | undefined;
}

/** Most such times that a customer keeps: the latest. */
export const MOST_PAST_CHURNS = 50;

/** Why a customer churned. */
export const CHURN_REASONS = ['price', 'competitor', 'service', 'product', 'no_need', 'closed_down', 'other'] as const;
export type ChurnReason = (typeof CHURN_REASONS)[number];

/**
 * A person or an organization that has bought. Its facts are those of a lead with the same names; a person may belong to an
 * organization that is a customer too. Instants are epoch milliseconds.
 */
export interface Customer {
  id: string;
  /** Grows by one with every change. */
  version: number;
  facts: LeadFacts;
  /** For a person: the organization that it belongs to. */
  organizationId?: string | undefined;
  /** The rep who owns the customer. */
  ownerId?: string | undefined;
  /** The lead that it was converted from; absent when it was created without a lead. */
  leadId?: string | undefined;
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  churnedAt?: number | undefined;
  churnReason?: ChurnReason | undefined;
  churnDetail?: string | undefined;
  /** Earlier times away, oldest first; absent without any. */
  pastChurns?: readonly PastChurn[] | undefined;
  createdAt: number;
  updatedAt: number;
}

/** The fields of a customer that can change and be compared: all but its id, version and timestamps. */
export type CustomerState = Pick<
  Customer,
  'facts' | 'organizationId' | 'ownerId' | 'churnedAt' | 'churnReason' | 'churnDetail' | 'pastChurns'
>;

export function customerState(customer: Customer): CustomerState {
  const { facts, organizationId, ownerId, churnedAt, churnReason, churnDetail, pastChurns } = customer;
  return { facts, organizationId, ownerId, churnedAt, churnReason, churnDetail, pastChurns };
}

/** The customer in its next version. */
export function nextCustomer(customer: Customer, changes: Partial<CustomerState>, now: number): Customer {
  return { ...customer, ...changes, version: customer.version + 1, updatedAt: now };
}

const CONTACT_FIELDS = factsWhere('customer', 'contact');
const PLACE_FIELDS = factsWhere('customer', 'place');
const COMPANY_FIELDS = factsWhere('customer', 'company');

const picked = (facts: LeadFacts, fields: readonly (keyof LeadFacts)[]): Partial<LeadFacts> =>
  Object.fromEntries(fields.flatMap((field) => (facts[field] === undefined ? [] : [[field, facts[field]]])));

/** The facts of a lead about the person; undefined when the lead is an organization. */
export function personOf(facts: LeadFacts): LeadFacts | undefined {
  if (facts.kind !== 'person') return undefined;
  return { kind: 'person', ...picked(facts, [...CONTACT_FIELDS, ...PLACE_FIELDS, 'jobTitle']) };
}

/** The facts of a lead about the organization; undefined when it names none. */
export function organizationOf(facts: LeadFacts): LeadFacts | undefined {
  if (facts.kind === 'organization') {
    const own = picked(facts, [...CONTACT_FIELDS, ...PLACE_FIELDS, ...COMPANY_FIELDS, 'organizationName']);
    return { kind: 'organization', ...own };
  }
  const name = facts.organizationName ?? facts.domain;
  if (name === undefined) return undefined;
  const place = picked(facts, [...PLACE_FIELDS, ...COMPANY_FIELDS]);
  return { kind: 'organization', name, organizationName: name, ...place };
}
