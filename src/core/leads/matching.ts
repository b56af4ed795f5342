import { fold } from '../fold.js';
import { organizationKey } from '../identity/organization-names.js';
import { personNameKey } from '../identity/person-names.js';
import type { LeadFacts } from './facts.js';
import { sharedPhoneKeys } from './keys.js';
import type { Lead } from './lead.js';
import { matchingKeys, type Submission } from './submissions.js';
import type { KeyKind, MatchKey } from './vocabulary.js';

export interface Match {
  lead?: Lead | undefined;
  by?: MatchKey | undefined;
  /** Leads that own another of the keys, or share the phone although the person differs. */
  others: { leadId: string; by: MatchKey }[];
}

/**
 * The lead of a submission: the owner of its strongest key. A phone alone matches only if no other fact (e-mail, name) differs,
 * so that a switchboard number does not merge the people of a company into one lead. The others of such a number are found by number
 * and name.
 */
export function matchSubmission(
  submission: Pick<Submission, 'facts' | 'keys' | 'publicOrigin'>,
  ownerOf: (kind: KeyKind, value: string) => Lead | undefined,
): Match {
  const match: Match = { others: [] };
  for (const { kind, value } of matchingKeys(submission)) {
    const owner = ownerOf(kind, value);
    const isOwn = kind !== 'phone' || (owner && !areDistinct(submission.facts, owner.facts));
    const matched = isOwn ? owner : sharing(submission.facts, value, ownerOf);
    if (!match.lead && matched) {
      match.lead = matched;
      match.by = kind;
    }
    if (owner && owner !== match.lead && !match.others.some((other) => other.leadId === owner.id)) {
      match.others.push({ leadId: owner.id, by: kind });
    }
  }
  const { lead } = match;
  if (lead) match.others = match.others.filter((other) => other.leadId !== lead.id);
  return match;
}

/** The lead of that person among those who share the number with its owner, also when the owner is deleted or has another number now. */
function sharing(facts: LeadFacts, phone: string, ownerOf: (kind: KeyKind, value: string) => Lead | undefined) {
  const [key] = sharedPhoneKeys(facts, [{ kind: 'phone', value: phone }]);
  const lead = key && ownerOf(key.kind, key.value);
  return lead && !areDistinct(facts, lead.facts) ? lead : undefined;
}

/** Whether facts with the same phone number belong to two different people or organizations. */
export function areDistinct(facts: LeadFacts, known: LeadFacts): boolean {
  if (facts.kind !== known.kind) return differ(facts.organizationName, known.organizationName, organizationKey);
  if (facts.kind === 'organization') return false;
  return differ(facts.emailNormalized, known.emailNormalized, fold) || differ(facts.name, known.name, personNameKey);
}

/**
 * The same for the facts of a customer, which may be known under another e-mail address: a person of the same number and name is the same
 * one.
 */
export function isOtherThanCustomer(facts: LeadFacts, customer: LeadFacts): boolean {
  const isNamed = facts.kind === 'person' && facts.kind === customer.kind && facts.name && customer.name;
  return isNamed ? differ(facts.name, customer.name, personNameKey) : areDistinct(facts, customer);
}

/** Whether both are known and have different keys. */
function differ(a: string | undefined, b: string | undefined, keyOf: (text: string) => string): boolean {
  return a !== undefined && b !== undefined && a !== b && keyOf(a) !== keyOf(b);
}
