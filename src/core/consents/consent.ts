import {
  CONSENT_CHANNELS,
  type ConsentChannel,
  type ConsentProof,
  type ConsentStatement,
  replacesConsent,
} from '../leads/consent.js';
import type { KeyValue } from '../leads/keys.js';
import type { Consent } from '../leads/vocabulary.js';

/** Ways to contact a person. The consents to `email` and `phone` are facts of a lead too. */
export const CONTACT_CHANNELS = ['email', 'phone', 'sms', 'post', 'messaging'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/**
 * What an entry states. `withdrawn`: a denial of what was granted. `removed`: the statements before it were mistakes.
 * `undeliverable`: mail to the address failed for good; `deliverable`: it arrives again. These two are no statements of the person.
 */
export const CONSENT_STATUSES = ['granted', 'denied', 'withdrawn', 'removed', 'undeliverable', 'deliverable'] as const;
export type ConsentStatus = (typeof CONSENT_STATUSES)[number];

/** What a caller may record. */
export const STATED_STATUSES = ['granted', 'denied', 'withdrawn'] as const satisfies readonly ConsentStatus[];
export type StatedStatus = (typeof STATED_STATUSES)[number];

/** The source of the entries that calls about customers make. They name no lead. */
export const CUSTOMER_STATEMENT = 'customer';

/** The source of entries about what leads and customers had stated before there was a ledger. */
export const BEFORE_LEDGER = 'before_ledger';

/** The purpose that decides about the consents of a lead. */
export const MARKETING = 'marketing';

/** One entry of the ledger. Entries never change; only the erasure of a person removes `leadId`, `basis` and `proof`. */
export interface ConsentRecord {
  id: string;
  /** Absent: there was no lead of the person. */
  leadId?: string | undefined;
  channel: ContactChannel;
  purpose: string;
  status: ConsentStatus;
  basis?: string | undefined;
  /** The road on which it came, such as `api`, `submission` or `email_unsubscribed`. */
  source: string;
  proof?: ConsentProof | undefined;
  /** When it was stated, epoch milliseconds. */
  occurredAt: number;
  /** A grant that fills a gap and replaces nothing: of a purchased list or a public page. */
  fillOnly?: boolean | undefined;
  /** The API key or part of the service that recorded it, where it is known. */
  actorId?: string | undefined;
}

/** An entry to record, with the normalised addresses of its person. */
export interface NewConsent extends ConsentRecord {
  subjects: readonly KeyValue[];
}

/** A stored entry that names one of the addresses of a lead. `byEmail`: an e-mail of the lead, and not only a phone number. */
export interface KnownConsent
  extends Pick<ConsentRecord, 'id' | 'channel' | 'purpose' | 'status' | 'occurredAt' | 'fillOnly' | 'source'> {
  byEmail: boolean;
}

export const isContactKey = ({ kind }: Pick<KeyValue, 'kind'>): boolean => kind === 'email' || kind === 'phone';

/** The addresses that an entry about the channel is about: e-mails for e-mail, numbers for calls, the others where there are none. */
export function subjectsOf(channel: ContactChannel, keys: readonly KeyValue[]): KeyValue[] {
  const wanted = channel === 'phone' || channel === 'sms' || channel === 'messaging' ? 'phone' : 'email';
  const contacts = keys.filter(isContactKey);
  const own = contacts.filter(({ kind }) => kind === wanted);
  return own.length > 0 ? own : contacts;
}

/** What an entry says about a consent that was `before` and is `consent` now. */
export function statusAfter(consent: Consent | undefined, before: Consent | null | undefined): ConsentStatus {
  if (consent === 'granted') return 'granted';
  if (consent !== 'denied') return 'removed';
  return before === 'granted' ? 'withdrawn' : 'denied';
}

const isDenial = (status: ConsentStatus): boolean => status === 'denied' || status === 'withdrawn';

export const isConsentChannel = (channel: string): channel is ConsentChannel =>
  (CONSENT_CHANNELS as readonly string[]).includes(channel);

/** The statement about consent that an entry makes; undefined: it makes none, or not for the facts of leads. */
export function statementOf(
  entry: Pick<ConsentRecord, 'purpose' | 'status' | 'occurredAt'>,
): ConsentStatement | undefined {
  const { purpose, status, occurredAt: at } = entry;
  if (purpose !== MARKETING || (status !== 'granted' && !isDenial(status))) return undefined;
  return { consent: isDenial(status) ? 'denied' : 'granted', at };
}

/**
 * The consent that entries give, in the order in which they were recorded. The statement made last counts, by its instant; of two at one instant
 * the denial. A phone number may have several people, so an entry that is found by it alone only denies.
 */
export function projectedConsent(entries: readonly KnownConsent[], channel: ConsentChannel): ConsentStatement {
  let known: ConsentStatement = {};
  for (const entry of entries) {
    if (entry.channel !== channel || entry.purpose !== MARKETING) continue;
    if (entry.status === 'removed' && entry.byEmail) known = {};
    const stated = statementOf(entry);
    if (stated === undefined || (stated.consent === 'granted' && !entry.byEmail)) continue;
    if (replacesConsent(known, stated, { isLatest: false, fillOnly: entry.fillOnly === true })) known = stated;
  }
  return known;
}

/** When mail to an address failed for good, by entries about it in the order of recording; undefined: it did not, or arrived later. */
export function projectedBounce(entries: readonly KnownConsent[]): number | undefined {
  let bouncedAt: number | undefined;
  for (const { channel, status, occurredAt, byEmail } of entries) {
    if (channel !== 'email' || !byEmail) continue;
    if (status === 'undeliverable') bouncedAt = Math.max(bouncedAt ?? occurredAt, occurredAt);
    if (status === 'deliverable' && bouncedAt !== undefined && occurredAt >= bouncedAt) bouncedAt = undefined;
  }
  return bouncedAt;
}
