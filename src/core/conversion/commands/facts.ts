import type { SalesReads } from '../../batch/sales-reads.js';
import type { SalesRecords } from '../../batch/sales-records.js';
import { organizationOf, personOf } from '../../customers/customer.js';
import { type CustomerKey, customerKeysOf } from '../../customers/keys.js';
import type { Lead } from '../../leads/lead.js';
import { noSuchCustomer, type Refusal } from '../../refusals.js';
import type { ConversionFacts, ConversionRequest } from '../request.js';

const listOf = (id: string | undefined): string[] => (id === undefined ? [] : [id]);

/** The records that a request refers to. */
export const requestReads = ({ customerId, dealId }: ConversionRequest): SalesReads => ({
  customerIds: listOf(customerId),
  dealIds: listOf(dealId),
});

/** Customers that own keys of the lead, and the customer of the deal. */
export function leadReads({ deals }: SalesRecords, lead: Lead, request: ConversionRequest): SalesReads {
  return { customerKeys: keysOf(lead), customerIds: listOf(deals.find(request.dealId)?.customerId) };
}

/** The input of a conversion, from the loaded records. */
export function conversionFacts(
  { customers, deals }: SalesRecords,
  lead: Lead,
  request: ConversionRequest,
): ConversionFacts | Refusal {
  const deal = deals.find(request.dealId);
  // The customer of the deal is the customer of the conversion.
  const customerId = request.customerId ?? deal?.customerId;
  const given = customers.find(customerId);
  if (customerId !== undefined && given === undefined) return noSuchCustomer('/customerId');
  const found = keysOf(lead).flatMap((key) => {
    const customer = customers.byKey(key);
    return customer === undefined ? [] : [{ key, customer }];
  });
  const people = [given, ...found.map(({ customer }) => customer)];
  const organizationIds = new Set(people.flatMap((person) => person?.organizationId ?? []));
  const organizations = [...organizationIds].flatMap((id) => customers.find(id) ?? []);
  return { lead, given, found, organizations, deal };
}

function keysOf({ facts }: Lead): CustomerKey[] {
  return [personOf(facts), organizationOf(facts)].flatMap((part) => (part === undefined ? [] : customerKeysOf(part)));
}
