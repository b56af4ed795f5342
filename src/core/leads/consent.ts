import type { EngagementEvent } from '../engagement.js';
import { bounceOfOther, withBounce } from './bounces.js';
import type { LeadFacts } from './facts.js';
import type { Consent } from './vocabulary.js';

/** How a consent was given: the text that was shown, where, and from which address. */
export interface ConsentProof {
  text?: string | undefined;
  textVersion?: string | undefined;
  form?: string | undefined;
  address?: string | undefined;
  reference?: string | undefined;
  /** When a form was submitted and when it was confirmed by a link, as RFC 3339, where both are known. */
  submittedAt?: string | undefined;
  confirmedAt?: string | undefined;
}

/** Channels with a consent of their own. */
export const CONSENT_CHANNELS = ['email', 'phone'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** A consent, and when it was stated, in epoch milliseconds. Statements that older versions stored have no instant. */
export interface ConsentStatement {
  consent?: Consent | undefined;
  at?: number | undefined;
}

export function consentOf(facts: Partial<LeadFacts>, channel: ConsentChannel): ConsentStatement {
  if (channel === 'email') return { consent: facts.emailConsent, at: facts.emailConsentAt };
  return { consent: facts.phoneConsent, at: facts.phoneConsentAt };
}

export const isStated = ({ consent }: ConsentStatement): boolean => consent === 'granted' || consent === 'denied';

/** The facts with the instant at which their consents were stated. */
export function withConsentsAt(facts: LeadFacts, at: number): LeadFacts {
  const [isEmailStated, isPhoneStated] = [isStated(consentOf(facts, 'email')), isStated(consentOf(facts, 'phone'))];
  if (!isEmailStated && !isPhoneStated) return facts;
  const dated = { ...facts };
  if (isEmailStated) dated.emailConsentAt = at;
  if (isPhoneStated) dated.phoneConsentAt = at;
  return dated;
}

/**
 * Whether a statement replaces the known one. The later statement counts, by when it was made and not by when it arrived; of two
 * at one instant the denial counts. `unknown` states nothing. Where an instant is missing, a denial counts, and a grant
 * only if `isLatest`. A grant of a purchased list (`fillOnly`) fills a gap and replaces nothing.
 */
export function replacesConsent(
  known: ConsentStatement,
  stated: ConsentStatement,
  { isLatest, fillOnly }: { isLatest: boolean; fillOnly: boolean },
): boolean {
  if (!isStated(stated)) return false;
  if (!isStated(known)) return true;
  const isDenial = stated.consent === 'denied';
  if (fillOnly && !isDenial) return false;
  if (known.at === undefined || stated.at === undefined) return isDenial || isLatest;
  return stated.at === known.at ? isDenial : stated.at > known.at;
}

/**
 * Writes the consents of `incoming` that count into `merged`, with their instants. `kept`: it states consents that differ, and none of
 * them counts.
 */
export function mergeConsents(
  merged: Partial<LeadFacts>,
  known: Partial<LeadFacts>,
  incoming: Partial<LeadFacts>,
  options: { isLatest: boolean; fillOnly: boolean },
): 'none' | 'kept' | 'taken' {
  let result: 'none' | 'kept' | 'taken' = 'none';
  for (const channel of CONSENT_CHANNELS) {
    const stated = consentOf(incoming, channel);
    if (!isStated(stated)) continue;
    const before = consentOf(known, channel);
    if (replacesConsent(before, stated, options)) {
      merged[`${channel}Consent`] = stated.consent;
      merged[`${channel}ConsentAt`] = stated.at;
      result = 'taken';
    } else if (result === 'none' && before.consent !== stated.consent) result = 'kept';
  }
  return result;
}

/** The part of an engagement event that decides about consent and addresses. `occurredAt` is epoch milliseconds. */
export interface ContactEvent {
  type: EngagementEvent['type'];
  occurredAt: number;
  properties?: Record<string, unknown> | undefined;
  /** The normalised address by which the event found its lead; absent when it named the lead otherwise. */
  address?: string | undefined;
}

const OBJECTIONS: ReadonlySet<string> = new Set(['email_unsubscribed', 'spam_reported']);

/** Whether an event of this type withdraws the consent to e-mail. */
export const isObjection = (type: string): boolean => OBJECTIONS.has(type);

/** The statement about e-mail after these events, in any order: each objection counts that is not older than the statement. */
export function statementAfterEvents(
  statement: ConsentStatement,
  events: readonly Pick<ContactEvent, 'type' | 'occurredAt'>[],
): ConsentStatement {
  let known = statement;
  for (const { type, occurredAt: at } of events) {
    const objection = { consent: 'denied', at } as const;
    if (OBJECTIONS.has(type) && replacesConsent(known, objection, { isLatest: false, fillOnly: false }))
      known = objection;
  }
  return known;
}

/** Events that only an address that receives mail can cause. */
const RECEIPTS: ReadonlySet<string> = new Set(['email_opened', 'email_clicked', 'email_replied']);

/** Whether an event can change consent or the mark of an address. */
export const concernsContact = (type: EngagementEvent['type']): boolean =>
  OBJECTIONS.has(type) || RECEIPTS.has(type) || type === 'email_bounced';

/**
 * The facts of a lead after an engagement event; the same object when the event changes none. An objection withdraws the consent
 * to e-mail as of its instant. A hard bounce marks the main address, unless mail was received later; mail that was received
 * later removes the mark. `history` returns the events recorded before, in any order.
 */
export function factsAfterEvent(
  facts: LeadFacts,
  event: ContactEvent,
  history: () => readonly Pick<ContactEvent, 'type' | 'occurredAt'>[],
): LeadFacts {
  const { type, occurredAt } = event;
  if (OBJECTIONS.has(type)) {
    const stated = { consent: 'denied', at: occurredAt } as const;
    if (!replacesConsent(consentOf(facts, 'email'), stated, { isLatest: false, fillOnly: false })) return facts;
    return { ...facts, emailConsent: 'denied', emailConsentAt: occurredAt };
  }
  const bouncedAt = facts.emailBouncedAt;
  const other = otherAddress(facts, event);
  if (other !== undefined) return factsAfterMailToOther(facts, event, other);
  if (RECEIPTS.has(type)) {
    if (bouncedAt === undefined || occurredAt <= bouncedAt || !isMainAddress(facts, event)) return facts;
    const { emailBouncedAt, ...rest } = facts;
    return rest;
  }
  if (type !== 'email_bounced' || !isHardBounce(event.properties) || !isMainAddress(facts, event)) return facts;
  if (bouncedAt !== undefined && bouncedAt >= occurredAt) return facts;
  const isReceivedLater = history().some((one) => RECEIPTS.has(one.type) && one.occurredAt > occurredAt);
  return isReceivedLater ? facts : { ...facts, emailBouncedAt: occurredAt };
}

/** The address that the event names; undefined: none. */
function addressOf({ address, properties }: ContactEvent): string | undefined {
  const named = properties?.email;
  return address ?? (typeof named === 'string' ? named.trim().toLowerCase() : undefined);
}

/** Whether the event is about the main address: it is unless it names another one. */
function isMainAddress({ emailNormalized }: LeadFacts, event: ContactEvent): boolean {
  if (emailNormalized === undefined) return false;
  const about = addressOf(event);
  return about === undefined || about === emailNormalized;
}

/** The further address, or the bounced former one, that the event is about; undefined: none. */
function otherAddress({ emailNormalized, otherEmails, bouncedEmails }: LeadFacts, event: ContactEvent) {
  const about = addressOf(event);
  if (about === undefined || about === emailNormalized) return undefined;
  const isKnown = otherEmails?.includes(about) || bouncedEmails?.some(({ email }) => email === about);
  return isKnown ? about : undefined;
}

/** The same for an address that is not the main one: its mark counts when it becomes the main one. */
function factsAfterMailToOther(
  facts: LeadFacts,
  { type, occurredAt, properties }: ContactEvent,
  email: string,
): LeadFacts {
  const known = bounceOfOther(facts, email);
  const isHard = type === 'email_bounced' && isHardBounce(properties);
  if (isHard ? known !== undefined && known >= occurredAt : known === undefined || occurredAt <= known) return facts;
  if (!isHard && !RECEIPTS.has(type)) return facts;
  const bouncedEmails = withBounce(facts, email, isHard ? occurredAt : undefined);
  if (bouncedEmails.length > 0) return { ...facts, bouncedEmails };
  const { bouncedEmails: _, ...rest } = facts;
  return rest;
}

const FLAGS = ['hard', 'permanent', 'isHard', 'isPermanent'] as const;
/** The names that mail services use for the kind of a bounce. */
const KINDS = [
  ...['bounce', 'bounceType', 'bounce_type', 'bounceClass', 'type', 'kind', 'severity', 'category'],
  ...['classification', 'bounce_classification', 'bounceSubType', 'reason'],
];
const STATUSES = ['status', 'code', 'statusCode', 'enhancedStatus', 'enhanced_status', 'diagnosticCode'];

/**
 * Whether a bounce is permanent: a property such as `hard: true` (also as text), `bounceType: "hard"` (or `Permanent`, `HardBounce`), or a status
 * of RFC 3463 about an address that does not exist (`5.1.x`). Soft and undetermined bounces are not.
 */
export function isHardBounce(properties: Record<string, unknown> | undefined): boolean {
  if (properties === undefined) return false;
  if (FLAGS.some((name) => isTrue(properties[name]))) return true;
  if (KINDS.some((name) => /^\s*(?:hard|permanent)/iu.test(textOf(properties[name])))) return true;
  return STATUSES.some((name) => /(?:^|[^\d.])5\.1\.\d/u.test(textOf(properties[name])));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Whether a flag is set. Mail services and exports send flags as text and as numbers too. */
const isTrue = (value: unknown): boolean =>
  value === true || value === 1 || /^\s*(?:true|yes|1)\s*$/iu.test(textOf(value));
