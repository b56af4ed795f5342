import type { Customer } from '../customers/customer.js';
import { type Deal, type DealState, nextDeal } from '../deals/deal.js';
import type { Bought, Lifecycle, SectionChanges } from '../leads/lifecycle.js';
import type { Conversion, PartRecord } from './record.js';

/** The customer without the reference to its deleted lead. */
export function customerWithoutLead(customer: Customer, now: number): Customer {
  return { ...customer, leadId: undefined, version: customer.version + 1, updatedAt: now };
}

/** The changed sections of a lead whose customer is deleted: it stays converted, or the lead of a person who has bought. */
export function sectionsWithoutCustomer(
  { conversion, customerId, contactId, customerOrganizationId, givenConsents }: Lifecycle,
  deletedId: string,
): SectionChanges {
  const sections: SectionChanges = {};
  const kept = (id: string | undefined) => (id === deletedId ? undefined : id);
  if (customerId === deletedId) sections.customerId = undefined;
  if (contactId === deletedId) sections.contactId = undefined;
  // The lead keeps the consents.
  if (givenConsents !== undefined && (contactId ?? customerId) === deletedId) sections.givenConsents = undefined;
  if (customerOrganizationId === deletedId) sections.customerOrganizationId = undefined;
  if (conversion?.customerId === deletedId || conversion?.contactId === deletedId) {
    const ids = { customerId: kept(conversion.customerId), contactId: kept(conversion.contactId) };
    sections.conversion = { ...conversion, ...ids };
  }
  return sections;
}

/** A deal without what people wrote about it: numbers, products, instants and reasons stay. */
export const dealWithoutTexts = <State extends DealState>(deal: State): State => ({
  ...deal,
  name: undefined,
  competitor: undefined,
  lossDetail: undefined,
});

/** A deal whose lead is deleted. Without a customer of its own it gets the customer of the conversion (`bought`). */
export function dealWithoutLead(deal: Deal, bought: Partial<Bought> | undefined, now: number): Deal {
  const { customerId, contactId } = deal.customerId === undefined && bought !== undefined ? bought : deal;
  return nextDeal(deal, { customerId, contactId, leadId: undefined }, now);
}

/** The record of a conversion without the deleted customer, and without the texts of its deal. */
export function conversionWithoutCustomer(conversion: Conversion, customerId: string): Conversion {
  const { person, organization, deal, linked, shared } = conversion.record;
  const kept = <Part extends PartRecord<unknown>>(part: Part | undefined) =>
    part?.id === customerId ? undefined : part;
  const { before, after } = deal;
  const texts = { before: before && dealWithoutTexts(before), after: dealWithoutTexts(after) };
  return {
    ...conversion,
    record: {
      person: kept(person),
      organization: kept(organization),
      deal: { ...deal, ...texts },
      linked: linked?.filter((one) => one.customerId !== customerId),
      shared: shared?.filter((one) => one.customerId !== customerId),
    },
  };
}
