import { isContactKey } from '../../core/consents/consent.js';
import type { SuppressionKey } from '../../core/consents/suppression.js';
import { type KeyValue, matchKeysOf } from '../../core/leads/keys.js';
import { customerIdOf, ownCustomerIdOf } from '../../core/leads/lifecycle.js';
import type { FoundPeople } from '../../db/repositories/personal-data.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store } from '../../db/store.js';
import { addressFacts, type PersonInput } from '../consents/addresses.js';
import { AppError } from '../errors.js';

/** A person, by everything that is known of it here. */
export interface Person {
  leadIds: string[];
  customerIds: string[];
  /** The addresses of the request, and the e-mails of the leads. */
  addresses: KeyValue[];
  /** What submissions of the person would have: e-mails, the requested number, ids in other systems. */
  identifiers: SuppressionKey[];
}

/** Milliseconds that the search for a person may take: no index has all addresses. */
const SEARCH_LIMIT_MS = 4_000;

/**
 * The leads and customers of a person. A lead stands for all records with one of its e-mails. A phone number may have several people: then it names
 * none of them, and the request is refused (409).
 */
export async function findPerson(
  store: Store,
  workspaceId: string,
  input: PersonInput,
  country: string | undefined,
): Promise<Person> {
  const facts = addressFacts(input, country);
  const asked = matchKeysOf(facts);
  return store.readWithin(workspaceId, SEARCH_LIMIT_MS, async (read) => {
    const [lead] = input.leadId === undefined ? [] : await read.leads.findMany([input.leadId]);
    if (input.leadId !== undefined && lead === undefined) {
      const detail = 'There is no such lead in this workspace.';
      const errors = [{ pointer: '/leadId', code: 'reference_not_found', detail }];
      throw new AppError('reference_not_found', detail, { errors });
    }
    const own = lead === undefined ? [] : matchKeysOf(lead.facts).filter(({ kind }) => kind === 'email');
    const emails = valuesOf([...asked, ...own], 'email');
    const found = await peopleWith(read, emails, valuesOf(asked, 'phone'));
    const leadIds = [...new Set([...(lead ? [lead.id] : []), ...found.leads.map(({ id }) => id)])];
    const leads = await read.leads.findMany(leadIds);
    const customerIds = new Set(found.customers.map(({ id }) => id));
    for (const one of leads) {
      const customerId = one.facts.kind === 'person' ? ownCustomerIdOf(one) : customerIdOf(one);
      if (customerId !== undefined && one.facts.kind === 'person') customerIds.add(customerId);
    }
    const keys = leads.flatMap((one) => matchKeysOf(one.facts)).filter(({ kind }) => kind !== 'phone');
    const identifiers = unique([...asked, ...keys]);
    return { leadIds, customerIds: [...customerIds], addresses: identifiers.filter(isContactKey), identifiers };
  });
}

async function peopleWith(read: Repositories, emails: string[], phones: string[]): Promise<FoundPeople> {
  const byEmail = emails.length === 0 ? NOBODY : await read.personalData.find(emails, []);
  const byPhone = phones.length === 0 ? NOBODY : await read.personalData.find([], phones);
  const named = [...byPhone.leads, ...byPhone.customers].map(({ name }) => name?.trim().toLowerCase());
  if (emails.length === 0 && new Set(named).size > 1) {
    const detail = 'Several people have this phone number: name the person by `email` or `leadId`.';
    throw new AppError('conflict', detail, { errors: [{ pointer: '/phone', code: 'conflict', detail }] });
  }
  // Beside an e-mail, a number only adds records of nobody else.
  const isSole = new Set(named).size <= 1;
  return isSole
    ? { leads: [...byEmail.leads, ...byPhone.leads], customers: [...byEmail.customers, ...byPhone.customers] }
    : byEmail;
}

const NOBODY: FoundPeople = { leads: [], customers: [] };

const valuesOf = (keys: readonly KeyValue[], wanted: string): string[] => [
  ...new Set(keys.flatMap(({ kind, value }) => (kind === wanted ? [value] : []))),
];

const unique = <Key extends KeyValue>(keys: readonly Key[]): Key[] => [
  ...new Map(keys.map((key) => [`${key.kind}|${key.value}`, key])).values(),
];
