import { CONSENT_CHANNELS, type ConsentChannel, type ConsentProof, consentOf, replacesConsent } from './consent.js';
import { copyFact, type LeadFacts } from './facts.js';
import type { LeadKey } from './keys.js';
import { PUBLIC_SHARE, withinLimits } from './limits.js';
import { differingFacts, FACT_GROUPS, SINGLE_FACTS } from './proposals.js';
import { afterRequest } from './purchase-intent.js';
import type { Consent } from './vocabulary.js';

/** The origin of a submission from a public page. Every visitor of the page can send one, about any person. */
export interface PublicOrigin {
  /** The API key or the connector that sent it. */
  keyId: string;
  /** Whether it comes from a system whose ids are known, such as an ad platform: its external id finds and names the lead. */
  hasExternalId?: boolean | undefined;
  /** The text beside the ticked consent box. Without it no consent is granted. */
  consentText?: string | undefined;
  /** What else proves the consent: form, version of its text, network address, instants. */
  proof?: ConsentProof | undefined;
  /** The waiting submission that is confirmed by it: the person has opened the link that was sent to the e-mail. */
  confirmedId?: string | undefined;
  /** Channels whose grant is a proposal, because it needs a confirmation that this submission does not have. */
  unconfirmedChannels?: readonly ConsentChannel[] | undefined;
}

/** A consent that a submission changed or confirmed. */
export interface ConsentEntry {
  channel: ConsentChannel;
  consent: Exclude<Consent, 'unknown'>;
  text?: string | undefined;
}

export interface PublicFill {
  facts: LeadFacts;
  /** Stated facts that are not taken over. A person decides about them. */
  kept?: Partial<LeadFacts> | undefined;
  consents: ConsentEntry[];
}

/**
 * Facts of a lead after a submission from a public page, which fills empty facts and overwrites none. Consent changes to
 * `denied` at any time, and to `granted` only with a consent text, and from `denied` only where the person has confirmed the e-mail. A new lead (`known` absent)
 * gets the main e-mail and phone; a known one gets no address, because addresses are match keys. `kept` has the other facts.
 */
export function fillFacts(known: LeadFacts | undefined, stated: LeadFacts, origin: Grants): PublicFill {
  const before: LeadFacts = known ?? { kind: stated.kind };
  const filled: LeadFacts = { ...before };
  for (const group of FACT_GROUPS) {
    const isAddress = group[0] === 'email' || group[0] === 'phone';
    const isClosed = isAddress ? known !== undefined : group.some((field) => before[field] !== undefined);
    if (isClosed || (group[0] === 'name' && before.kind !== stated.kind)) continue;
    for (const field of group) if (stated[field] !== undefined) copyFact(filled, stated, field);
  }
  for (const field of SINGLE_FACTS) {
    const isEmpty = before[field] === undefined || (field === 'authority' && before[field] === 'unknown');
    if (isEmpty && !CONSENT_FACTS.has(field) && stated[field] !== undefined) copyFact(filled, stated, field);
  }
  for (const field of LISTS) {
    if (!before[field]?.length && stated[field]) filled[field] = stated[field];
  }
  if (stated.attributes) filled.attributes = { ...stated.attributes, ...before.attributes };
  fillDomain(filled, known, stated);
  const consents = fillConsents(filled, before, stated, origin);
  const isTimeframeFilled = before.purchaseTimeframeDays === undefined && stated.purchaseIntent === undefined;
  const requested = isTimeframeFilled ? afterRequest(filled, filled.timeframeStatedAt) : filled;
  const { facts } = withinLimits(before, requested, PUBLIC_SHARE);
  // The name of an organization is not proposed as the name of a person, and vice versa.
  const comparable = before.kind === stated.kind ? stated : { ...stated, name: undefined };
  return { facts, kept: differingFacts(facts, comparable), consents };
}

/** The match keys of a public submission: its main addresses. A public page cannot know external ids, a connector can. */
export function publicKeys(
  keys: readonly LeadKey[],
  { emailNormalized, phoneNormalized }: LeadFacts,
  { hasExternalId }: PublicOrigin,
): LeadKey[] {
  return keys.filter(
    ({ kind, value }) =>
      (kind === 'external_id' && hasExternalId === true) ||
      (kind === 'email' && value === emailNormalized) ||
      (kind === 'phone' && value === phoneNormalized),
  );
}

const CONSENT_FACTS: ReadonlySet<string> = new Set(['emailConsent', 'phoneConsent', 'consentBasis']);
const LISTS = ['products', 'competitorProducts', 'tags'] as const;

/** The company domain follows a filled website, and for a new lead also its e-mail. */
function fillDomain(filled: LeadFacts, known: LeadFacts | undefined, stated: LeadFacts): void {
  if (known === undefined) {
    if (stated.domain !== undefined) filled.domain = stated.domain;
    return;
  }
  const isFilled = known.website === undefined && stated.website !== undefined;
  const isOwn = stated.emailNormalized === undefined || stated.emailNormalized === known.emailNormalized;
  if (isFilled && isOwn && known.domain === undefined && stated.domain !== undefined) filled.domain = stated.domain;
}

/** Whether the grant of a public submission counts. `filled`: the lead with the addresses that it takes. */
function grants(
  channel: ConsentChannel,
  { before, filled }: { before: LeadFacts; filled: LeadFacts },
  stated: LeadFacts,
  { consentText, confirmedId, unconfirmedChannels = [] }: Grants,
): boolean {
  if (consentText === undefined || unconfirmedChannels.includes(channel)) return false;
  const isDenied = before[`${channel}Consent`] === 'denied';
  if (channel !== 'email' || confirmedId === undefined) return !isDenied;
  // The link was sent to the e-mail: it proves nothing about a number, nor about another e-mail of the lead, now or later.
  const { emailNormalized } = stated;
  if (emailNormalized === undefined) return false;
  const isOwn = emailNormalized === filled.emailNormalized || filled.otherEmails?.includes(emailNormalized) === true;
  return isOwn && (!isDenied || replacesConsent(consentOf(before, channel), consentOf(stated, channel), NEWLY_STATED));
}

const NEWLY_STATED = { isLatest: true, fillOnly: false };

/** What decides whether a public submission can grant a consent. */
type Grants = Pick<PublicOrigin, 'consentText' | 'confirmedId' | 'unconfirmedChannels'>;

function fillConsents(filled: LeadFacts, before: LeadFacts, stated: LeadFacts, origin: Grants): ConsentEntry[] {
  const entries: ConsentEntry[] = [];
  for (const channel of CONSENT_CHANNELS) {
    const field = `${channel}Consent` as const;
    const consent = stated[field];
    if (consent === undefined || consent === 'unknown') continue;
    if (consent === 'granted' && !grants(channel, { before, filled }, stated, origin)) continue;
    filled[field] = consent;
    const at = stated[`${channel}ConsentAt`];
    if (at === undefined) delete filled[`${channel}ConsentAt`];
    else filled[`${channel}ConsentAt`] = at;
    entries.push({ channel, consent, text: origin.consentText });
  }
  if (entries.length > 0 && before.consentBasis === undefined && stated.consentBasis !== undefined) {
    filled.consentBasis = stated.consentBasis;
  }
  return entries;
}
