import type { LeadFacts } from './facts.js';
import type { Lead } from './lead.js';
import { matchingKeys, type Submission } from './submissions.js';
import type { MatchKey } from './vocabulary.js';

export interface Match {
  lead?: Lead | undefined;
  by?: MatchKey | undefined;
  /** Leads that own another of the keys, or that a shared phone points to though the person differs. */
  others: { leadId: string; by: MatchKey }[];
}

/**
 * The lead that a submission is about: the owner of its strongest key. A phone alone joins two people only when nothing
 * says that they are two (another e-mail, another name): a switchboard number must not melt a company into one person.
 */
export function matchSubmission(
  submission: Pick<Submission, 'facts' | 'keys' | 'publicOrigin'>,
  ownerOf: (kind: MatchKey, value: string) => Lead | undefined,
): Match {
  const match: Match = { others: [] };
  for (const { kind, value } of matchingKeys(submission)) {
    const owner = ownerOf(kind, value);
    if (!owner) continue;
    if (!match.lead && (kind !== 'phone' || !areTwo(submission.facts, owner.facts))) {
      match.lead = owner;
      match.by = kind;
    } else if (owner !== match.lead && !match.others.some((other) => other.leadId === owner.id)) {
      match.others.push({ leadId: owner.id, by: kind });
    }
  }
  const { lead } = match;
  if (lead) match.others = match.others.filter((other) => other.leadId !== lead.id);
  return match;
}

/** Whether facts and those of a lead say that they are about two, though they have a phone number in common. */
export function areTwo(facts: LeadFacts, known: LeadFacts): boolean {
  if (facts.kind !== known.kind)
    return facts.organizationName !== undefined && differ(facts.organizationName, known.organizationName);
  if (facts.kind === 'organization') return false;
  return differ(facts.emailNormalized, known.emailNormalized) || differ(facts.name, known.name);
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a.toLowerCase() !== b.toLowerCase();
}
