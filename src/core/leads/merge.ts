import { factsWhere, type LeadFacts } from './facts.js';

/** Who somebody is: a later touch adds what is missing but never overwrites it. */
const IDENTITY_FIELDS = factsWhere('merge', 'completed');
/** What somebody is or wants now: the latest word counts. */
const CURRENT_FIELDS = factsWhere('merge', 'latest');
const LIST_FIELDS = factsWhere('merge', 'united');
const CONSENT_FIELDS = factsWhere('merge', 'consent');

/**
 * Facts of a lead after another touch. Identity is only completed (a second e-mail or phone is kept beside the first);
 * current facts follow the newer word when `overwrite`, else fill gaps; lists unite; a denied consent is only lifted by an
 * overwriting touch that grants it.
 */
export function mergeFacts(known: LeadFacts, incoming: LeadFacts, overwrite: boolean): LeadFacts {
  const merged: Record<string, unknown> = { ...known };
  for (const field of IDENTITY_FIELDS) {
    if (known[field] === undefined && incoming[field] !== undefined) merged[field] = incoming[field];
  }
  // An address and what was found out about it belong together, whichever touch brought them.
  takeTogether(merged, known, incoming, 'email', ['emailNormalized', 'emailType']);
  takeTogether(merged, known, incoming, 'phone', ['phoneNormalized', 'phoneType']);
  takeTogether(merged, known, incoming, 'externalId', ['externalSystem']);
  for (const field of CURRENT_FIELDS) {
    if (incoming[field] !== undefined && (overwrite || known[field] === undefined)) merged[field] = incoming[field];
  }
  // Not knowing somebody's part is no news.
  const { authority = 'unknown' } = incoming;
  if (authority !== 'unknown' && (overwrite || (known.authority ?? 'unknown') === 'unknown'))
    merged.authority = authority;
  const domain = domainAfter(known, incoming, overwrite);
  if (domain !== undefined) merged.domain = domain;
  for (const field of LIST_FIELDS) unite(merged, field, known[field], incoming[field]);
  for (const field of CONSENT_FIELDS) {
    const said = incoming[field];
    if (said === undefined || said === 'unknown') continue;
    if (said === 'denied' || overwrite || (known[field] ?? 'unknown') === 'unknown') merged[field] = said;
  }
  for (const [which, field] of CONTACTS) {
    const others = othersAfter(known[field], incoming[field], contactOf(merged, which), contactOf(incoming, which));
    if (others === undefined) delete merged[field];
    else merged[field] = others;
  }
  if (incoming.attributes) {
    merged.attributes = overwrite
      ? { ...known.attributes, ...incoming.attributes }
      : { ...incoming.attributes, ...known.attributes };
  }
  for (const field of Object.keys(merged)) if (merged[field] === undefined) delete merged[field];
  return merged as unknown as LeadFacts;
}

/** The company domain follows the website, or the e-mail where there is none, that the lead now goes by. */
function domainAfter(known: LeadFacts, incoming: LeadFacts, overwrite: boolean): string | undefined {
  const takesWebsite = incoming.website !== undefined && (overwrite || known.website === undefined);
  return takesWebsite ? (incoming.domain ?? known.domain) : (known.domain ?? incoming.domain);
}

function takeTogether(
  merged: Record<string, unknown>,
  known: LeadFacts,
  incoming: LeadFacts,
  lead: keyof LeadFacts,
  companions: readonly (keyof LeadFacts)[],
): void {
  const from = known[lead] === undefined ? incoming : known;
  for (const companion of companions) merged[companion] = from[companion];
}

function unite(
  merged: Record<string, unknown>,
  field: string,
  known: string[] | undefined,
  incoming: string[] | undefined,
): void {
  if (!incoming || incoming.length === 0) return;
  merged[field] = known ? [...new Set([...known, ...incoming])] : incoming;
}

const CONTACTS = [
  ['email', 'otherEmails'],
  ['phone', 'otherPhones'],
] as const;

const contactOf = (facts: Partial<LeadFacts>, which: 'email' | 'phone') => facts[`${which}Normalized`] ?? facts[which];

/** Further addresses: all that is known or new, less the one that the lead goes by. */
function othersAfter(
  known: string[] | undefined,
  incoming: string[] | undefined,
  main: string | undefined,
  incomingMain: string | undefined,
): string[] | undefined {
  const all = new Set(known);
  if (incomingMain !== undefined) all.add(incomingMain);
  for (const value of incoming ?? []) all.add(value);
  if (main !== undefined) all.delete(main);
  return all.size === 0 ? undefined : [...all];
}

/** The changed facts only, before and after; undefined when nothing changed. */
export function factsChanged(
  before: LeadFacts,
  after: LeadFacts,
): { before: Record<string, unknown>; after: Record<string, unknown> } | undefined {
  const was: Record<string, unknown> = {};
  const is: Record<string, unknown> = {};
  let changed = false;
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof LeadFacts>) {
    const [a, b] = [before[field], after[field]];
    if (a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b)))
      continue;
    changed = true;
    was[field] = a ?? null;
    is[field] = b ?? null;
  }
  return changed ? { before: was, after: is } : undefined;
}
