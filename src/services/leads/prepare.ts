import { withBounceOfMain } from '../../core/leads/bounces.js';
import type { SubmitCommand } from '../../core/leads/commands/submit.js';
import { CONSENT_CHANNELS, withConsentsAt } from '../../core/leads/consent.js';
import { hasIdentity, type LeadFacts, NO_IDENTITY } from '../../core/leads/facts.js';
import { matchKeysOf } from '../../core/leads/keys.js';
import { exceedsAttributes, LIMIT_DETAILS } from '../../core/leads/limits.js';
import type { PublicOrigin } from '../../core/leads/public-submissions.js';
import { correctedIntent, withIntentAt } from '../../core/leads/purchase-intent.js';
import type { NormalizationNote, RawLead } from '../../core/leads/raw-leads.js';
import type { SourceReference } from '../../core/sources.js';
import { AppError } from '../errors.js';
import { normalizeFacts } from '../identity/facts.js';
import type { ReferrerInput } from '../referrals/claims.js';
import { PUBLIC_SOURCE_NAME } from '../transactions/sources.js';

/** A lead as a caller submits it. */
export type LeadInput = RawLead & {
  source?: SourceReference | undefined;
  /** Epoch milliseconds of the touch; now when absent. */
  occurredAt?: number | undefined;
  /** When the consents were stated, epoch milliseconds; at the touch when absent. */
  emailConsentAt?: number | undefined;
  phoneConsentAt?: number | undefined;
  /** The visitor id of the lead's visits before this submission. */
  visitorId?: string | undefined;
  /** The referrer of the lead. */
  referredBy?: ReferrerInput | undefined;
};

/** Channels whose data was bought or imported: it fills gaps and never overwrites what a lead stated itself. */
const FILL_ONLY_CHANNELS: ReadonlySet<string> = new Set(['purchased_list', 'import']);
export const UNNAMED_SOURCE: SourceReference = { channel: 'api', name: 'API' };
/** The source of referred leads that name none. */
export const REFERRAL_SOURCE: SourceReference = { channel: 'referral', name: 'Referral' };

export interface Prepared {
  command: SubmitCommand;
  notes: NormalizationNote[];
}

/** The source of submissions from public pages that name none, or an unknown one. */
const PUBLIC_SOURCE: SourceReference = { channel: 'web_form', name: PUBLIC_SOURCE_NAME };

/** A submission from a public page: it has no `occurredAt`, no external id and no referrer. */
export interface PublicInput extends Omit<LeadInput, 'occurredAt' | 'externalId' | 'externalSystem' | 'referredBy'> {
  /** The text beside the consent box of the form. */
  consentText?: string | undefined;
}

/** The command of a public submission; throws AppError when it names no person and no organization. */
export function preparePublicSubmission(
  input: PublicInput,
  origin: Omit<PublicOrigin, 'consentText'>,
  country: string | undefined,
  now: number,
): Prepared {
  const { consentText, source = PUBLIC_SOURCE, ...lead } = input;
  const { command, notes } = prepareSubmission({ ...lead, source }, country, now);
  const publicOrigin: PublicOrigin = { ...origin, consentText };
  return { command: { ...command, fillOnly: true, publicOrigin, raw: { ...input } }, notes };
}

/** What a connector read from a payload: as a public submission, with the id and the instant that the sending system knows. */
export type ConnectorInput = PublicInput & Pick<LeadInput, 'occurredAt' | 'externalId' | 'externalSystem'>;

/** The command of a payload of a connector; throws AppError when it names no person and no organization. */
export function prepareConnectorSubmission(
  input: ConnectorInput,
  connectorId: string,
  country: string | undefined,
  now: number,
): Prepared {
  const { occurredAt } = input;
  const { command, notes } = preparePublicSubmission(input, { keyId: connectorId }, country, occurredAt ?? now);
  const publicOrigin: PublicOrigin = { keyId: connectorId, consentText: input.consentText, hasExternalId: true };
  return { command: { ...command, publicOrigin, occurredAt }, notes };
}

/** The command of a submission; throws AppError when it names no person and no organization. */
export function prepareSubmission(input: LeadInput, country: string | undefined, now: number): Prepared {
  const { referredBy, visitorId, source = referredBy ? REFERRAL_SOURCE : UNNAMED_SOURCE, occurredAt, ...raw } = input;
  const { facts, notes } = normalizeFacts(raw, { country, now: occurredAt ?? now });
  if (!hasIdentity(facts)) throw new AppError('rule_refused', NO_IDENTITY);
  if (exceedsAttributes(input.attributes)) {
    const detail = LIMIT_DETAILS.attributes;
    throw new AppError('rule_refused', detail, { errors: [{ pointer: '/attributes', code: 'too_large', detail }] });
  }
  const command: SubmitCommand = {
    type: 'submission',
    facts: withIntentAt(datedConsents(facts, input, occurredAt ?? now), occurredAt ?? now),
    keys: matchKeysOf(facts),
    source,
    visitorId,
    fillOnly: FILL_ONLY_CHANNELS.has(source.channel),
    occurredAt,
    raw: input as Record<string, unknown>,
  };
  return { command, notes };
}

/** The facts with the instants of their consents: those that are stated, else that of the touch. */
function datedConsents(
  facts: LeadFacts,
  stated: Pick<LeadInput, 'emailConsentAt' | 'phoneConsentAt'>,
  at: number,
): LeadFacts {
  const dated = withConsentsAt(facts, at);
  for (const channel of CONSENT_CHANNELS) {
    const statedAt = stated[`${channel}ConsentAt`];
    if (statedAt !== undefined && dated[`${channel}ConsentAt`] !== undefined) dated[`${channel}ConsentAt`] = statedAt;
  }
  return dated;
}

/** Null removes a fact, absent keeps it (RFC 7396); `attributes` merges by its own fields. */
export type LeadPatch = { [Field in keyof RawLead]?: RawLead[Field] | null };

/** Facts that are codes; a submission leaves out what is none, with a note. */
const CODES = ['country', 'language', 'timeZone', 'budgetCurrency'] as const;
type Code = (typeof CODES)[number];

const CODE_DETAILS: Record<Code, string> = {
  country: 'Send an ISO 3166-1 code or a country name; null removes it.',
  language: 'Send a BCP 47 tag or a language name; null removes it.',
  timeZone: 'Send an IANA time zone; null removes it.',
  budgetCurrency: 'Send an ISO 4217 code; null removes it.',
};

/** Refuses codes that are not recognised: a correction would remove the known value, and a new record would miss it. Throws AppError with the pointers below `within`. */
export function checkCodes(patch: Pick<LeadPatch, Code>, within = ''): void {
  const given = Object.fromEntries(CODES.map((field) => [field, patch[field] ?? undefined]));
  const { notes } = normalizeFacts(given, { country: undefined, now: 0 });
  if (notes.length === 0) return;
  const errors = notes.map(({ field }) => ({
    pointer: `${within}/${field}`,
    code: 'rule_refused',
    detail: CODE_DETAILS[field as Code],
  }));
  throw new AppError('rule_refused', 'Some values are not recognised: see errors.', { errors });
}

/**
 * A correction as a pure function of the facts it meets; throws AppError for codes that are not recognised. What did not change keeps its derived facts. A command corrects the
 * same facts when it loads, is checked and is applied: the last result is kept.
 */
export function preparePatch(patch: LeadPatch, country: string | undefined, now: number) {
  checkCodes(patch);
  let last: { facts: LeadFacts; corrected: LeadFacts } | undefined;
  return (facts: LeadFacts): LeadFacts => {
    if (last?.facts !== facts) last = { facts, corrected: corrected(patch, facts, { country, now }) };
    return last.corrected;
  };
}

function corrected(
  patch: LeadPatch,
  facts: LeadFacts,
  { country, now }: { country: string | undefined; now: number },
): LeadFacts {
  const merged: Record<string, unknown> = { ...facts };
  for (const field of DERIVED_FIELDS) delete merged[field];
  for (const [field, value] of Object.entries(patch)) {
    if (value === null || value === undefined) delete merged[field];
    else if (field === 'attributes') merged.attributes = mergeAttributes(facts.attributes, value);
    else merged[field] = value;
  }
  // A name and its parts follow each other: the corrected side decides.
  if (patch.name && patch.name !== facts.name && !patch.firstName && !patch.lastName)
    for (const part of ['firstName', 'lastName']) delete merged[part];
  else if (patch.name === undefined && (patch.firstName || patch.lastName)) delete merged.name;
  // A stated timeframe counts from when it is stated; a removed one takes its date along.
  if (patch.purchaseTimeframeDays !== undefined && patch.timeframeStatedAt === undefined)
    delete merged.timeframeStatedAt;
  const next = normalizeFacts(merged as unknown as RawLead, { country, now }).facts;
  keepDerived(facts, next, patch);
  const dated = correctedConsents(facts, next, patch, now);
  const stated = {
    intent: patch.purchaseIntent !== undefined,
    timeframe: patch.purchaseTimeframeDays !== undefined || patch.timeframeStatedAt !== undefined,
  };
  return withBounceOfMain(facts, correctedIntent(facts, dated, stated, now));
}

const DERIVED_FIELDS = ['domain', 'emailNormalized', 'emailType', 'phoneNormalized', 'phoneType'] as const;

/** A person who corrects a consent states it now. */
function correctedConsents(before: LeadFacts, after: LeadFacts, patch: LeadPatch, now: number): LeadFacts {
  const dated = withConsentsAt(after, now);
  for (const channel of CONSENT_CHANNELS) {
    if (patch[`${channel}Consent`] !== undefined) continue;
    const at = before[`${channel}ConsentAt`];
    if (at === undefined) delete dated[`${channel}ConsentAt`];
    else dated[`${channel}ConsentAt`] = at;
  }
  return dated;
}

/**
 * Touches leave facts that cannot be derived again from the lead's values: a number read by the country of its touch, the domain
 * of a second e-mail. A correction of another field must not lose them.
 */
function keepDerived(before: LeadFacts, after: LeadFacts, patch: LeadPatch): void {
  const keep = (fields: readonly (keyof LeadFacts)[]) => {
    for (const field of fields) {
      if (before[field] === undefined) delete after[field];
      else Object.assign(after, { [field]: before[field] });
    }
  };
  const sameCountry = before.country === after.country;
  if (before.email === after.email) keep(['emailNormalized', 'emailType']);
  keep(['emailBouncedAt', 'bouncedEmails']);
  if (before.email === after.email && before.website === after.website) keep(['domain']);
  if (before.phone === after.phone && sameCountry) keep(['phoneNormalized', 'phoneType']);
  if (patch.otherPhones === undefined && sameCountry) keep(['otherPhones']);
}

function mergeAttributes(known: LeadFacts['attributes'], patch: unknown): LeadFacts['attributes'] {
  const merged = { ...known };
  for (const [name, value] of Object.entries(patch as NonNullable<LeadFacts['attributes']>)) {
    if (value === null) delete merged[name];
    else merged[name] = value;
  }
  // A lead without attributes stays as it is when there is none to set.
  return known === undefined && Object.keys(merged).length === 0 ? undefined : merged;
}
