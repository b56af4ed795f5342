import { copyFact, factsWhere, type LeadFacts } from '../leads/facts.js';
import { dropAbsent, sameValue } from '../values.js';

/** A fact and the facts derived from it: they are filled together or not at all. */
const TOGETHER: readonly (readonly (keyof LeadFacts)[])[] = [
  ['email', 'emailNormalized', 'emailType'],
  ['phone', 'phoneNormalized', 'phoneType'],
  ['externalId', 'externalSystem'],
  ['name', 'firstName', 'lastName', 'organizationName'],
  ['website', 'domain'],
];
const CONSENTS: ReadonlySet<string> = new Set(factsWhere('merge', 'consent'));
const FOLLOWERS = new Set(TOGETHER.flatMap(([, ...rest]) => rest));

/**
 * Known facts filled from others. Only empty fields are filled, unless `overwrite`; no field is emptied. A denied consent is
 * always taken. Custom attributes are filled one by one.
 */
export function filledFacts(known: LeadFacts, incoming: LeadFacts, overwrite: boolean): LeadFacts {
  const filled: LeadFacts = { ...known };
  for (const field of Object.keys(incoming) as (keyof LeadFacts)[]) {
    if (field === 'kind' || field === 'attributes' || FOLLOWERS.has(field)) continue;
    const isDenial = CONSENTS.has(field) && incoming[field] === 'denied';
    const takes = incoming[field] !== undefined && (known[field] === undefined || overwrite || isDenial);
    if (!takes || sameValue(known[field], incoming[field])) continue;
    for (const one of TOGETHER.find(([head]) => head === field) ?? [field]) copyFact(filled, incoming, one);
  }
  if (known.domain === undefined && incoming.domain !== undefined) filled.domain = incoming.domain;
  if (incoming.attributes !== undefined) {
    const { attributes } = incoming;
    filled.attributes = overwrite ? { ...known.attributes, ...attributes } : { ...attributes, ...known.attributes };
  }
  dropAbsent(filled);
  return filled;
}
