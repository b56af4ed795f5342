import { distinctTexts } from '../fold.js';
import { dropAbsent } from '../values.js';
import { withBounceOfMain } from './bounces.js';
import { mergeConsents } from './consent.js';
import { copyFact, factsWhere, type LeadFacts } from './facts.js';
import { mergeIntent } from './purchase-intent.js';

/** Identity: a later touch adds missing values and never overwrites. */
const IDENTITY_FIELDS = factsWhere('merge', 'completed');
/** Current facts: the latest value counts. */
const CURRENT_FIELDS = factsWhere('merge', 'latest');
const LIST_FIELDS = factsWhere('merge', 'united');

/**
 * Facts of a lead after another touch. Identity is only completed (a second e-mail or phone is kept as a further one). Current
 * facts take the new value with `overwrite`, else only fill gaps. Lists are united. The latest statement about a consent counts,
 * by when it was made; `fillOnly` grants fill gaps only.
 */
export function mergeFacts(
  known: LeadFacts,
  incoming: LeadFacts,
  overwrite: boolean,
  fillOnly = !overwrite,
): LeadFacts {
  const merged: LeadFacts = { ...known };
  for (const field of IDENTITY_FIELDS) {
    if (known[field] === undefined && incoming[field] !== undefined) copyFact(merged, incoming, field);
  }
  // An address and the facts derived from it come from the same touch.
  takeTogether(merged, known, incoming, 'email', ['emailNormalized', 'emailType']);
  takeTogether(merged, known, incoming, 'phone', ['phoneNormalized', 'phoneType']);
  takeTogether(merged, known, incoming, 'externalId', ['externalSystem']);
  const consents = mergeConsents(merged, known, incoming, { isLatest: overwrite, fillOnly });
  for (const field of CURRENT_FIELDS) {
    // The basis belongs to the statement: a consent that does not count brings none.
    if (field === 'consentBasis' && consents === 'kept') continue;
    if (incoming[field] !== undefined && (overwrite || known[field] === undefined)) copyFact(merged, incoming, field);
  }
  mergeIntent(merged, known, incoming, overwrite);
  // `unknown` never replaces a known authority.
  const { authority = 'unknown' } = incoming;
  if (authority !== 'unknown' && (overwrite || (known.authority ?? 'unknown') === 'unknown'))
    merged.authority = authority;
  const domain = domainAfter(known, incoming, overwrite);
  if (domain !== undefined) merged.domain = domain;
  for (const field of LIST_FIELDS) addToList(merged, field, known[field], incoming[field]);
  for (const [kind, field] of CONTACTS) {
    const others = othersAfter(known[field], incoming[field], contactOf(merged, kind), contactOf(incoming, kind));
    if (others === undefined) delete merged[field];
    else merged[field] = others;
  }
  if (incoming.attributes) {
    merged.attributes = overwrite
      ? { ...known.attributes, ...incoming.attributes }
      : { ...incoming.attributes, ...known.attributes };
  }
  dropAbsent(merged);
  return withBounceOfMain(known, merged);
}

/** The company domain follows the website of the merged facts, or without a website their e-mail. */
function domainAfter(known: LeadFacts, incoming: LeadFacts, overwrite: boolean): string | undefined {
  const takesWebsite = incoming.website !== undefined && (overwrite || known.website === undefined);
  return takesWebsite ? (incoming.domain ?? known.domain) : (known.domain ?? incoming.domain);
}

function takeTogether(
  merged: LeadFacts,
  known: LeadFacts,
  incoming: LeadFacts,
  lead: keyof LeadFacts,
  companions: readonly (keyof LeadFacts)[],
): void {
  const from = known[lead] === undefined ? incoming : known;
  for (const companion of companions) copyFact(merged, from, companion);
}

function addToList(
  merged: LeadFacts,
  field: (typeof LIST_FIELDS)[number],
  known: string[] | undefined,
  incoming: string[] | undefined,
): void {
  if (!incoming || incoming.length === 0) return;
  merged[field] = known ? distinctTexts([...known, ...incoming]) : incoming;
}

const CONTACTS = [
  ['email', 'otherEmails'],
  ['phone', 'otherPhones'],
] as const;

const contactOf = (facts: Partial<LeadFacts>, kind: 'email' | 'phone') => facts[`${kind}Normalized`] ?? facts[kind];

/** Further addresses: all known and new ones except the main one. */
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

/** The changed facts before and after; undefined when nothing changed. */
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
