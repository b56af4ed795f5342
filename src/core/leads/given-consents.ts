import type { EngagementFact } from '../engagement.js';
import { dropAbsent, sameValue } from '../values.js';
import {
  CONSENT_CHANNELS,
  type ConsentChannel,
  type ConsentStatement,
  consentOf,
  isStated,
  replacesConsent,
  statementAfterEvents,
} from './consent.js';
import type { LeadFacts } from './facts.js';

/** A statement with its basis. */
export interface BasedStatement extends ConsentStatement {
  basis?: string | undefined;
}

/** A consent that a lead has from its customer (`given`), and the lead's own statement, which counts again when the link ends. */
export interface GivenConsent {
  own: BasedStatement;
  given: BasedStatement;
}

/** Consents of a lead that come from its customer. An entry counts while the lead has the given statement. */
export type GivenConsents = Partial<Record<ConsentChannel, GivenConsent>>;

interface Known {
  facts: LeadFacts;
  lifecycle?: { givenConsents?: GivenConsents | undefined } | undefined;
}

const statementOf = (facts: LeadFacts, channel: ConsentChannel): BasedStatement => ({
  ...consentOf(facts, channel),
  basis: facts.consentBasis,
});

const isSame = (one: ConsentStatement, other: ConsentStatement): boolean =>
  one.consent === other.consent && one.at === other.at;

/** The entry of a consent that the lead has from its customer; undefined: its consent is its own. */
function entryOf({ facts, lifecycle }: Known, channel: ConsentChannel): GivenConsent | undefined {
  const entry = lifecycle?.givenConsents?.[channel];
  return entry && isSame(consentOf(facts, channel), entry.given) ? entry : undefined;
}

/** The section after the customer has changed the facts of the lead; undefined: all consents are its own. */
export function givenAfter(lead: Known, facts: LeadFacts): GivenConsents | undefined {
  const section: GivenConsents = {};
  for (const channel of CONSENT_CHANNELS) {
    const entry = entryOf(lead, channel);
    const given = statementOf(facts, channel);
    if (isSame(consentOf(lead.facts, channel), given)) {
      if (entry) section[channel] = entry;
      continue;
    }
    // A removed consent is removed from all records of the person.
    const own = entry?.own ?? statementOf(lead.facts, channel);
    if (isStated(given) && !isSame(own, given)) section[channel] = { own, given };
  }
  return orNothing(section);
}

/** The section after a submission stated consents that changed nothing, because those of the customer are later. */
export function givenAfterStatement(lead: Known, stated: LeadFacts, fillOnly: boolean): GivenConsents | undefined {
  const section: GivenConsents = { ...lead.lifecycle?.givenConsents };
  for (const channel of CONSENT_CHANNELS) {
    const [entry, statement] = [entryOf(lead, channel), statementOf(stated, channel)];
    if (!entry || !replacesConsent(entry.own, statement, { isLatest: false, fillOnly })) continue;
    if (!isSame(statement, entry.given)) section[channel] = { ...entry, own: statement };
    else delete section[channel];
  }
  return sameValue(section, lead.lifecycle?.givenConsents) ? lead.lifecycle?.givenConsents : orNothing(section);
}

/** The facts of a lead without the consents of its customer. Objections by events are in `engagement`, and are its own. */
export function ownFacts(lead: Known, engagement: readonly EngagementFact[]): LeadFacts {
  const facts = { ...lead.facts };
  for (const channel of CONSENT_CHANNELS) {
    const entry = entryOf(lead, channel);
    if (entry === undefined) continue;
    const own = channel === 'email' ? statementAfterEvents(entry.own, engagement) : entry.own;
    facts[`${channel}Consent`] = own.consent;
    facts[`${channel}ConsentAt`] = own.at;
    if (facts.consentBasis === entry.given.basis) facts.consentBasis = entry.own.basis;
  }
  dropAbsent(facts);
  return sameValue(facts, lead.facts) ? lead.facts : facts;
}

const orNothing = (section: GivenConsents): GivenConsents | undefined =>
  Object.keys(section).length === 0 ? undefined : section;
