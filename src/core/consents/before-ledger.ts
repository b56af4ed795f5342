import { bounceOf } from '../customers/consent.js';
import { CONSENT_CHANNELS, type ConsentChannel, type ConsentStatement, consentOf } from '../leads/consent.js';
import type { LeadFacts } from '../leads/facts.js';
import { matchKeysOf } from '../leads/keys.js';
import {
  BEFORE_LEDGER,
  type KnownConsent,
  MARKETING,
  type NewConsent,
  projectedBounce,
  projectedConsent,
  statementOf,
  subjectsOf,
} from './consent.js';

/** A lead or a customer that may have consents from before there was a ledger. Instants are epoch milliseconds. */
export interface RecordBeforeLedger {
  /** Absent for a customer. */
  leadId?: string | undefined;
  facts: LeadFacts;
  createdAt: number;
  updatedAt: number;
}

/**
 * The entries that the ledger lacks so that it says of the addresses of a record what the record does. `known`: entries that name them. A statement
 * without an instant is dated so that it gives the person least away: a grant as of the record's creation, a denial as of its last change.
 */
export function entriesBeforeLedger(
  { leadId, facts, createdAt, updatedAt }: RecordBeforeLedger,
  known: readonly KnownConsent[],
  newId: () => string,
): NewConsent[] {
  const keys = matchKeysOf(facts);
  const entries: NewConsent[] = [];
  for (const channel of CONSENT_CHANNELS) {
    const stated = consentOf(facts, channel);
    const { consent } = stated;
    if ((consent !== 'granted' && consent !== 'denied') || isKnown(known, channel, stated)) continue;
    const subjects = subjectsOf(channel, keys);
    if (subjects.length === 0) continue;
    const occurredAt = stated.at ?? (consent === 'granted' ? createdAt : updatedAt);
    const entry = { channel, purpose: MARKETING, status: consent, basis: facts.consentBasis, source: BEFORE_LEDGER };
    entries.push({ id: newId(), leadId, ...entry, occurredAt, subjects });
  }
  const bouncedAt = bounceOf(facts, [facts]);
  if (bouncedAt !== undefined && projectedBounce(known) === undefined) {
    const subjects = keys.filter(({ kind, value }) => kind === 'email' && value === facts.emailNormalized);
    const entry = { channel: 'email', purpose: MARKETING, status: 'undeliverable', source: BEFORE_LEDGER } as const;
    entries.push({ id: newId(), leadId, ...entry, occurredAt: bouncedAt, subjects });
  }
  return entries;
}

/**
 * Whether the ledger says the same. A grant that is found by a phone number alone counts for nobody, but it is recorded. An instant that the record
 * does not have is none that differs.
 */
function isKnown(known: readonly KnownConsent[], channel: ConsentChannel, stated: ConsentStatement): boolean {
  const recorded = known.flatMap((entry) => (entry.channel === channel ? (statementOf(entry) ?? []) : []));
  const says = ({ consent, at }: ConsentStatement) =>
    consent === stated.consent && (stated.at === undefined || at === stated.at);
  return says(projectedConsent(known, channel)) || recorded.some(says);
}
