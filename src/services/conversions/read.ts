import type { ConversionFacts, ConversionRequest } from '../../core/conversion/request.js';
import { organizationOf, personOf } from '../../core/customers/customer.js';
import { customerKeysOf } from '../../core/customers/keys.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { refusedAt } from '../customers.js';

/** What a conversion rests on: customers known by the keys of the lead or by name of the request, and the deal. */
export async function readConversionFacts(
  read: Repositories,
  lead: Lead,
  request: ConversionRequest,
): Promise<ConversionFacts> {
  const facts = [personOf(lead.facts), organizationOf(lead.facts)].filter((part) => part !== undefined);
  const deal = request.dealId === undefined ? undefined : await read.deals.find(request.dealId);
  // Whose the deal is, that is the customer.
  const customerId = request.customerId ?? deal?.customerId;
  const given = customerId === undefined ? undefined : await read.customers.find(customerId);
  if (customerId !== undefined && given === undefined) {
    throw refusedAt('/customerId', 'There is no such customer in this workspace.', 'reference_not_found');
  }
  const found = await read.customers.findByKeys(facts.flatMap(customerKeysOf));
  const people = [given, ...found.map(({ customer }) => customer)];
  const belongsTo = new Set(people.flatMap((person) => person?.organizationId ?? []));
  return { lead, given, found, organizations: await read.customers.findMany([...belongsTo]), deal };
}
