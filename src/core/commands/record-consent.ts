import type { Batch } from '../batch/batch.js';
import type { CustomerLeads, Reads } from '../batch/reads.js';
import {
  type ConsentRecord,
  isConsentChannel,
  isContactKey,
  type NewConsent,
  statementOf,
  subjectsOf,
} from '../consents/consent.js';
import { replaceCustomer } from '../customers/commands/record.js';
import { shareConsent, updateFacts } from '../customers/commands/share-consent.js';
import { factsAfterLead } from '../customers/consent.js';
import { type Customer, nextCustomer } from '../customers/customer.js';
import { customerKeysOf } from '../customers/keys.js';
import { type ConsentChannel, type ConsentStatement, consentOf, replacesConsent } from '../leads/consent.js';
import type { LeadFacts } from '../leads/facts.js';
import { type KeyValue, matchKeysOf } from '../leads/keys.js';
import type { Lead } from '../leads/lead.js';
import { ownCustomerIdOf } from '../leads/lifecycle.js';
import { customerOfFacts } from '../lifecycle/commands/next-lead.js';
import type { Refusal } from '../refusals.js';
import { iso } from '../time.js';
import { updateCustomer, withReads } from './customer-consent.js';

/** A consent of a person, who is named by a lead or by addresses. There may be no lead of the person. */
export interface RecordConsentCommand {
  type: 'record_consent';
  leadId?: string | undefined;
  /** Facts with the normalised addresses that were sent. */
  addresses: LeadFacts;
  consent: Omit<ConsentRecord, 'id' | 'leadId'>;
}

export type RecordedConsent = ConsentRecord & { recordedAt: number };

const consentReads = ({ leadId, addresses }: RecordConsentCommand): Reads =>
  leadId === undefined ? { keys: matchKeysOf(addresses) } : { leadIds: [leadId] };

const consentReadsNext = (batch: Batch, command: RecordConsentCommand): Reads => {
  const lead = leadOf(batch, command);
  const customerId = lead && ownCustomerIdOf(lead);
  const customerKeys = lead === undefined ? customerKeysOf(command.addresses) : [];
  return withReads({}, { sales: { customerIds: customerId === undefined ? [] : [customerId], customerKeys } });
};

function consentLeads(batch: Batch, command: RecordConsentCommand): CustomerLeads | undefined {
  const lead = leadOf(batch, command);
  const customerId = lead ? ownCustomerIdOf(lead) : customerOfFacts(batch, command.addresses)?.id;
  return customerId === undefined ? undefined : { ids: [customerId] };
}

function consentRefusal(batch: Batch, command: RecordConsentCommand): Refusal | undefined {
  if (command.leadId === undefined) return undefined;
  const lead = batch.leads.find(command.leadId);
  if (lead === undefined) {
    return { code: 'reference_not_found', detail: 'There is no such lead in this workspace.', pointer: '/leadId' };
  }
  if (addressesOf(lead, command).length > 0) return undefined;
  const detail = 'The lead has neither an e-mail nor a phone number: send `email` or `phone`.';
  return { code: 'rule_refused', detail, pointer: '/leadId' };
}

/** Adds the entry to the ledger. The lead, or else the customer, of the person gets the consent where it counts. */
function recordConsent(batch: Batch, command: RecordConsentCommand): { consent: RecordedConsent } {
  const lead = leadOf(batch, command);
  const { consent } = command;
  const subjects = subjectsOf(consent.channel, addressesOf(lead, command));
  const entry: NewConsent = { ...consent, id: batch.newId(), leadId: lead?.id, subjects };
  batch.consents.add(entry);
  const { channel, purpose, status, occurredAt } = consent;
  batch.emit({
    type: 'consent.recorded',
    subjectKind: 'consent',
    subjectId: entry.id,
    cause: 'api',
    after: { leadId: lead?.id, channel, purpose, status, occurredAt: iso(occurredAt) },
  });
  const stated = statementOf(consent);
  if (stated && isConsentChannel(channel)) {
    const { basis } = consent;
    if (lead) stateForLead(batch, lead, { channel, stated, basis });
    else stateForCustomer(batch, customerOfFacts(batch, command.addresses), { channel, stated, basis });
  }
  const { subjects: _, ...recorded } = entry;
  return { consent: { ...recorded, recordedAt: batch.now } };
}

interface Stated {
  channel: ConsentChannel;
  stated: ConsentStatement;
  basis: string | undefined;
}

function stateForLead(batch: Batch, lead: Lead, statement: Stated): void {
  const facts = factsWith(lead.facts, statement);
  if (facts === lead.facts) return;
  updateFacts(batch, lead, facts, 'consent');
  updateCustomer(batch, lead.id, { before: lead, cause: 'consent' });
}

function stateForCustomer(batch: Batch, customer: Customer | undefined, statement: Stated): void {
  if (customer === undefined) return;
  const stated = factsWith({ kind: customer.facts.kind }, statement);
  const facts = factsAfterLead(customer.facts, undefined, stated, false);
  if (facts === customer.facts) return;
  const after = nextCustomer(customer, { facts }, batch.now);
  replaceCustomer(batch, 'customer.updated', 'consent', after);
  shareConsent(batch, { before: customer, customer: after });
}

/** The facts with the statement, or the same facts where it does not count. */
function factsWith(facts: LeadFacts, { channel, stated, basis }: Stated): LeadFacts {
  if (!replacesConsent(consentOf(facts, channel), stated, { isLatest: false, fillOnly: false })) return facts;
  const next: LeadFacts = { ...facts, [`${channel}Consent`]: stated.consent, [`${channel}ConsentAt`]: stated.at };
  if (basis !== undefined) next.consentBasis = basis;
  return next;
}

/** The lead that the command names, or the one that has an address of it: e-mails come first. */
function leadOf({ leads }: Batch, { leadId, addresses }: RecordConsentCommand): Lead | undefined {
  if (leadId !== undefined) return leads.find(leadId);
  for (const { kind, value } of matchKeysOf(addresses)) {
    const lead = leads.byKey(kind, value);
    if (lead) return lead;
  }
  return undefined;
}

/** The addresses that were sent, and those of the lead. */
function addressesOf(lead: Lead | undefined, { addresses }: RecordConsentCommand): KeyValue[] {
  const sent: KeyValue[] = matchKeysOf(addresses);
  const others = lead === undefined ? [] : matchKeysOf(lead.facts).filter(isContactKey);
  return [...sent, ...others.filter((one) => !sent.some(({ value }) => value === one.value))];
}

/** The row of the command. */
export const RECORD_CONSENT = {
  reads: consentReads,
  readsNext: consentReadsNext,
  leadsOf: consentLeads,
  refuse: consentRefusal,
  apply: recordConsent,
};
