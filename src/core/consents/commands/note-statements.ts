import type { Batch } from '../../batch/batch.js';
import { CONSENT_CHANNELS, type ConsentChannel, consentOf, isStated } from '../../leads/consent.js';
import type { LeadFacts } from '../../leads/facts.js';
import { matchKeysOf } from '../../leads/keys.js';
import type { Lead } from '../../leads/lead.js';
import type { ConsentEntry, PublicOrigin } from '../../leads/public-submissions.js';
import type { Submission } from '../../leads/submissions.js';
import { sameValue } from '../../values.js';
import { CUSTOMER_STATEMENT, isContactKey, MARKETING, statusAfter, subjectsOf } from '../consent.js';

/**
 * Records the consents that a submission states in the ledger, whether they count for the lead or not: a statement that arrives late may be about
 * an earlier instant. A grant of a public page without its text is no grant. `consents`: those that count, of a public page.
 */
export function noteStatements(
  batch: Batch,
  { facts, publicOrigin, fillOnly }: Pick<Submission, 'facts' | 'publicOrigin' | 'fillOnly'>,
  of: { leadId: string; touchId: string; consents: readonly ConsentEntry[] | undefined },
): void {
  for (const channel of CONSENT_CHANNELS) {
    const { consent, at = batch.now } = consentOf(facts, channel);
    if (consent !== 'granted' && consent !== 'denied') continue;
    const taken = of.consents?.find((one) => one.channel === channel);
    if (publicOrigin && taken === undefined) continue;
    batch.consents.add({
      id: batch.newId(),
      leadId: of.leadId,
      channel,
      purpose: MARKETING,
      status: consent,
      basis: facts.consentBasis,
      source: publicOrigin ? 'capture' : 'submission',
      proof: { ...publicOrigin?.proof, text: taken?.text, reference: of.touchId },
      occurredAt: at,
      fillOnly: (fillOnly || publicOrigin !== undefined) && channel !== confirmedChannel(publicOrigin),
      subjects: subjectsOf(channel, matchKeysOf(facts)),
    });
  }
}

/** The channel whose grant is confirmed: the link of a double opt-in was sent to the e-mail, and proves nothing about a number. */
export const confirmedChannel = (origin: PublicOrigin | undefined): ConsentChannel | undefined =>
  origin?.confirmedId === undefined ? undefined : 'email';

/** Records the consents that a lead has in the ledger. */
export function noteConsents(batch: Batch, { id: leadId, facts }: Lead, source: string): void {
  for (const channel of CONSENT_CHANNELS) {
    const { consent, at = batch.now } = consentOf(facts, channel);
    if (consent !== 'granted' && consent !== 'denied') continue;
    const entry = { channel, purpose: MARKETING, status: consent, basis: facts.consentBasis, source, occurredAt: at };
    batch.consents.add({ id: batch.newId(), leadId, ...entry, subjects: subjectsOf(channel, matchKeysOf(facts)) });
  }
}

/** Records the consents that a call about a customer states in the ledger, under its addresses. `before` is absent for a new customer. */
export function noteCustomer(batch: Batch, before: LeadFacts | undefined, stated: LeadFacts): void {
  for (const channel of CONSENT_CHANNELS) {
    const [was, is] = [consentOf(before ?? {}, channel), consentOf(stated, channel)];
    if (sameValue(was, is) || (!isStated(was) && !isStated(is))) continue;
    const subjects = subjectsOf(channel, matchKeysOf(stated));
    if (subjects.length === 0) continue;
    const status = statusAfter(is.consent, was.consent);
    const entry = { channel, purpose: MARKETING, status, basis: stated.consentBasis, source: CUSTOMER_STATEMENT };
    const occurredAt = status === 'removed' ? batch.now : (is.at ?? batch.now);
    batch.consents.add({ id: batch.newId(), ...entry, occurredAt, subjects });
  }
}

/** Keeps the denials of a lead or customer that is removed under the hashes of its addresses: the person is not contacted after coming back either. */
export function noteDenials(batch: Batch, { facts }: Pick<Lead, 'facts'>): void {
  for (const channel of CONSENT_CHANNELS) {
    const { consent, at = batch.now } = consentOf(facts, channel);
    if (consent !== 'denied') continue;
    const subjects = subjectsOf(channel, matchKeysOf(facts));
    if (subjects.length === 0) continue;
    const entry = { channel, purpose: MARKETING, status: consent, source: 'removal', occurredAt: at } as const;
    batch.consents.add({ id: batch.newId(), ...entry, subjects });
  }
}

interface Stating {
  /** The lead before; absent: it is new. */
  known: LeadFacts | undefined;
  /** Whether stated grants fill gaps and replace nothing, but for the confirmed one. */
  fillOnly: boolean;
  confirmed?: ConsentChannel | undefined;
  ofCustomer?: boolean;
}

/**
 * The facts of a lead with what the ledger knows of the addresses that are new to it. A new lead (`known` absent) takes grants and denials, a known
 * one denials only: the grant was given for another record.
 */
export function withLedger(
  batch: Batch,
  facts: LeadFacts,
  { known, fillOnly, confirmed, ofCustomer = false }: Stating,
): LeadFacts {
  if (batch.consents.isEmpty) return facts;
  const had = new Set((known ? matchKeysOf(known) : []).map(({ kind, value }) => `${kind}|${value}`));
  const added = matchKeysOf(facts).filter((key) => isContactKey(key) && !had.has(`${key.kind}|${key.value}`));
  return added.length === 0
    ? facts
    : batch.consents.withKnown(facts, added, { fillOnly, confirmed, denialsOnly: known !== undefined, ofCustomer });
}
