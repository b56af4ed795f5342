import type { EngagementFact } from '../engagement.js';
import { CONSENT_CHANNELS, consentOf, isStated, statementAfterEvents } from '../leads/consent.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Lead } from '../leads/lead.js';
import { dropAbsent, sameValue } from '../values.js';
import type { Consents, SharedConsent } from './record.js';

export function consentsOf(facts: LeadFacts): Consents {
  const consents: Consents = {};
  for (const channel of CONSENT_CHANNELS) {
    const statement = consentOf(facts, channel);
    if (statement.consent !== undefined) consents[channel] = statement;
  }
  return consents;
}

/** The facts of a lead without the consents that a conversion gave it, and the fields that stay because they may be its own by now. */
export interface TakenBack {
  facts: LeadFacts;
  kept: string[];
}

/**
 * Takes back the consents that a lead got by a conversion. One that has changed since stays, and so do all of a lead that was submitted
 * again since: the submission may have confirmed it. Objections by events are in `engagement`, and count.
 */
export function takenBack(lead: Lead, shared: SharedConsent, engagement: readonly EngagementFact[]): TakenBack {
  const facts = { ...lead.facts };
  const kept: string[] = [];
  for (const channel of CONSENT_CHANNELS) {
    const [was, given] = [shared.before[channel] ?? {}, shared.after[channel] ?? {}];
    if (sameValue(was, given)) continue;
    if (lead.touchCount !== shared.touchCount || !sameValue(consentOf(lead.facts, channel), given)) {
      kept.push(`${channel}Consent`);
      continue;
    }
    const { consent, at } = channel === 'email' ? statementAfterEvents(was, engagement) : was;
    facts[`${channel}Consent`] = consent;
    facts[`${channel}ConsentAt`] = at;
  }
  // The basis belongs to a statement.
  if (!CONSENT_CHANNELS.some((channel) => isStated(consentOf(facts, channel)))) facts.consentBasis = undefined;
  dropAbsent(facts);
  return { facts: sameValue(facts, lead.facts) ? lead.facts : facts, kept };
}

/**
 * The consent fields in which a lead keeps the denial that its customer had (`given`) and has no more after an undo
 * (`current`): the lead may have stated it itself.
 */
export function keptDenials(lead: LeadFacts, given: LeadFacts, current: LeadFacts): string[] {
  return CONSENT_CHANNELS.flatMap((channel) => {
    const [held, was, is] = [lead, given, current].map((facts) => consentOf(facts, channel));
    const isDenied = was?.consent === 'denied' && is?.consent !== 'denied';
    return isDenied && sameValue(held, was) ? [`${channel}Consent`] : [];
  });
}
