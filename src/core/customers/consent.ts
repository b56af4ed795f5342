import {
  CONSENT_CHANNELS,
  type ConsentChannel,
  type ConsentStatement,
  consentOf,
  isStated,
  mergeConsents,
  replacesConsent,
} from '../leads/consent.js';
import { copyFact, type LeadFacts } from '../leads/facts.js';
import { dropAbsent, sameValue } from '../values.js';

/** The facts that are one statement about a consent. */
export const CONSENT_FIELDS = {
  email: ['emailConsent', 'emailConsentAt'],
  phone: ['phoneConsent', 'phoneConsentAt'],
} as const satisfies Record<ConsentChannel, readonly (keyof LeadFacts)[]>;

/** When the main address of `facts` bounced, by what is known of that address; undefined: it did not. */
export function bounceOf({ emailNormalized }: LeadFacts, known: readonly Partial<LeadFacts>[]): number | undefined {
  const instants = known.flatMap((one) => (one.emailNormalized === emailNormalized ? (one.emailBouncedAt ?? []) : []));
  return emailNormalized === undefined || instants.length === 0 ? undefined : Math.max(...instants);
}

/**
 * The facts of a customer after those of its lead have changed; the same object when nothing follows. Of all statements about a
 * consent the one made last counts, and a correction that removes the statement of the lead removes that of the customer. A bounce is
 * about the address: it counts where both have the same. `before` is absent for a new lead. A grant with `fillOnly` fills a gap.
 */
export function factsAfterLead(
  known: LeadFacts,
  before: LeadFacts | undefined,
  after: LeadFacts,
  fillOnly: boolean,
): LeadFacts {
  const facts = { ...known };
  const stated: Partial<LeadFacts> = {};
  for (const channel of CONSENT_CHANNELS) {
    const [was, statement] = [consentOf(before ?? {}, channel), consentOf(after, channel)];
    if (sameValue(statement, was)) continue;
    if (removes(was, statement, consentOf(known, channel))) setConsent(facts, channel, statement);
    stated[`${channel}Consent`] = statement.consent;
    stated[`${channel}ConsentAt`] = statement.at;
  }
  const result = mergeConsents(facts, facts, stated, { isLatest: false, fillOnly });
  const { consentBasis } = after;
  if (result === 'taken' && consentBasis !== undefined && consentBasis !== before?.consentBasis) {
    facts.consentBasis = consentBasis;
  }
  if (after.emailBouncedAt !== undefined) facts.emailBouncedAt = bounceOf(known, [known, after]);
  else if (isReceived(known, before, after)) facts.emailBouncedAt = undefined;
  dropAbsent(facts);
  return sameValue(known, facts) ? known : facts;
}

/**
 * The facts of a lead of the customer after those of the customer have changed; the same object when nothing follows. A denial of the
 * customer counts, a grant if it was stated later than the denial of the lead. What a correction removes (`before` has it) is removed from
 * the lead too, but for a denial where a grant is removed. A bounce is about the address: it counts where both have
 * the same, and so does its end (`before` has the mark). `source` is the lead by which the customer changed.
 */
export function factsAfterCustomer(
  known: LeadFacts,
  customer: LeadFacts,
  { before, source }: { before?: LeadFacts | undefined; source?: LeadFacts | undefined } = {},
): LeadFacts {
  const facts = { ...known };
  for (const channel of CONSENT_CHANNELS) {
    const [held, stated] = [consentOf(known, channel), consentOf(customer, channel)];
    if (removes(consentOf(before ?? {}, channel), stated, held)) setConsent(facts, channel, stated);
    const isStricter = stated.consent === 'denied' && held.consent !== 'denied';
    if (!isStricter && !replacesConsent(held, stated, { isLatest: false, fillOnly: false })) continue;
    setConsent(facts, channel, stated);
    if (customer.consentBasis !== undefined) facts.consentBasis = customer.consentBasis;
  }
  const isReceived = before?.emailBouncedAt !== undefined && customer.emailBouncedAt === undefined;
  if (isReceived && sameAddress(before, customer) && sameAddress(known, customer)) facts.emailBouncedAt = undefined;
  else facts.emailBouncedAt = bounceOf(known, [known, customer, source ?? {}]);
  dropAbsent(facts);
  return sameValue(known, facts) ? known : facts;
}

/**
 * Whether a correction (`was` became `is`) removes the statement `held` of another record of the person. The removal of a grant leaves a
 * denial.
 */
const removes = (was: ConsentStatement, is: ConsentStatement, held: ConsentStatement): boolean =>
  isStated(was) && !isStated(is) && isStated(held) && !(was.consent === 'granted' && held.consent === 'denied');

function setConsent(facts: Partial<LeadFacts>, channel: ConsentChannel, { consent, at }: ConsentStatement): void {
  facts[`${channel}Consent`] = consent;
  facts[`${channel}ConsentAt`] = at;
}

/**
 * The facts of a customer whose person turns out to have these leads as well. The records were kept apart until now, so a denial of any
 * of them counts; of two denials, or two grants, the later one. A bounce is about the address.
 */
export function unitedFacts(known: LeadFacts, leads: readonly LeadFacts[]): LeadFacts {
  const facts = { ...known };
  for (const channel of CONSENT_CHANNELS) {
    for (const lead of leads) {
      const [held, stated] = [consentOf(facts, channel), consentOf(lead, channel)];
      const isStricter = stated.consent === 'denied' && held.consent !== 'denied';
      const isLater =
        (held.consent === stated.consent || !isStated(held)) &&
        replacesConsent(held, stated, { isLatest: false, fillOnly: false });
      if (!isStricter && !isLater) continue;
      setConsent(facts, channel, stated);
      if (lead.consentBasis !== undefined) facts.consentBasis = lead.consentBasis;
    }
  }
  facts.emailBouncedAt = bounceOf(facts, [facts, ...leads]);
  dropAbsent(facts);
  return sameValue(known, facts) ? known : facts;
}

/** The facts without statements about consent. */
export const withoutConsents = (facts: LeadFacts): LeadFacts => ({
  ...facts,
  emailConsent: undefined,
  emailConsentAt: undefined,
  phoneConsent: undefined,
  phoneConsentAt: undefined,
});

const sameAddress = (one: LeadFacts, other: LeadFacts): boolean => one.emailNormalized === other.emailNormalized;

/** When a caller says that the consents of a request were stated, in epoch milliseconds. */
export type ConsentInstants = Readonly<Partial<Record<ConsentChannel, number | undefined>>>;

/** The corrected facts where the consents were stated at these instants: of the known and the corrected one the one made last counts. */
export function datedConsents(before: Partial<LeadFacts>, corrected: LeadFacts, instants: ConsentInstants): LeadFacts {
  const facts = { ...corrected };
  for (const channel of CONSENT_CHANNELS) {
    const at = instants[channel];
    if (at === undefined) continue;
    const known = consentOf(before, channel);
    const stated = { ...consentOf(corrected, channel), at };
    const counts = replacesConsent(known, stated, { isLatest: true, fillOnly: false }) ? stated : known;
    setConsent(facts, channel, counts);
  }
  dropAbsent(facts);
  return facts;
}

/**
 * The facts with the consents and the bounce that they had at first (`before`), where the present ones are those of the lead.
 */
export function withConsentOf(facts: LeadFacts, before: LeadFacts, lead: LeadFacts): LeadFacts {
  const reset = { ...facts };
  for (const fields of [...Object.values(CONSENT_FIELDS), ['emailBouncedAt'] as const]) {
    if (fields.some((field) => facts[field] !== lead[field])) continue;
    for (const field of fields) copyFact(reset, before, field);
  }
  if (facts.consentBasis === lead.consentBasis) copyFact(reset, before, 'consentBasis');
  dropAbsent(reset);
  return reset;
}

/** Whether the lead lost the mark of the same address, which has received mail since the customer's mark. */
function isReceived(known: LeadFacts, before: LeadFacts | undefined, { emailNormalized }: LeadFacts): boolean {
  const [customerAt, leadAt] = [known.emailBouncedAt, before?.emailBouncedAt];
  if (customerAt === undefined || leadAt === undefined || customerAt > leadAt) return false;
  return known.emailNormalized === emailNormalized && before?.emailNormalized === emailNormalized;
}
