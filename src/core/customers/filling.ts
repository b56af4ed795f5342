import { mergeConsents } from '../leads/consent.js';
import { copyFact, factsWhere, type LeadFacts } from '../leads/facts.js';
import { dropAbsent, sameValue } from '../values.js';
import { bounceOf } from './consent.js';

/** A fact and the facts derived from it: they are filled together or not at all. */
const TOGETHER: readonly (readonly (keyof LeadFacts)[])[] = [
  ['email', 'emailNormalized', 'emailType', 'emailBouncedAt'],
  ['phone', 'phoneNormalized', 'phoneType'],
  ['externalId', 'externalSystem'],
  ['name', 'firstName', 'lastName', 'organizationName'],
  ['website', 'domain'],
];
const CONSENTS: ReadonlySet<string> = new Set(factsWhere('merge', 'consent'));
/** Facts that follow others, and are not filled alone. */
const FOLLOWERS = new Set([...TOGETHER.flatMap(([, ...rest]) => rest), 'emailConsentAt', 'phoneConsentAt']);

/**
 * Known facts filled from others. Only empty fields are filled, unless `overwrite`; no field is emptied. Of two
 * statements about a consent the one made last counts. Custom attributes are filled one by one.
 */
export function filledFacts(known: LeadFacts, incoming: LeadFacts, overwrite: boolean): LeadFacts {
  const filled: LeadFacts = { ...known };
  const consents = mergeConsents(filled, known, incoming, { isLatest: overwrite, fillOnly: false });
  for (const field of Object.keys(incoming) as (keyof LeadFacts)[]) {
    if (field === 'kind' || field === 'attributes' || FOLLOWERS.has(field)) continue;
    // What is left of the consents is `unknown`, which states nothing. The basis belongs to the statement.
    const fills = known[field] === undefined || (overwrite && !CONSENTS.has(field));
    const takes = incoming[field] !== undefined && fills && !(field === 'consentBasis' && consents === 'kept');
    if (!takes || sameValue(known[field], incoming[field])) continue;
    for (const one of TOGETHER.find(([head]) => head === field) ?? [field]) copyFact(filled, incoming, one);
  }
  if (known.domain === undefined && incoming.domain !== undefined) filled.domain = incoming.domain;
  filled.emailBouncedAt = bounceOf(filled, [known, incoming]);
  if (incoming.attributes !== undefined) {
    const { attributes } = incoming;
    filled.attributes = overwrite ? { ...known.attributes, ...attributes } : { ...attributes, ...known.attributes };
  }
  dropAbsent(filled);
  return filled;
}
