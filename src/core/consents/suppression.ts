import type { LeadFacts } from '../leads/facts.js';
import { externalKey, matchKeysOf } from '../leads/keys.js';
import type { Refusal } from '../refusals.js';

/**
 * What a suppression is about. A domain covers its subdomains, and the e-mails and websites in them. `email_sha256`: an e-mail as other systems export
 * it, by the SHA-256 of the address in lower case.
 */
export const SUPPRESSION_KINDS = ['email', 'domain', 'phone', 'external_id', 'email_sha256'] as const;
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number];

/** A normalised value that may be suppressed. */
export interface SuppressionKey {
  kind: SuppressionKind;
  value: string;
}

/** The values of a submission by which it may be suppressed. An external id is also suppressed without its system. */
export function suppressionKeysOf(facts: LeadFacts): SuppressionKey[] {
  const keys: SuppressionKey[] = matchKeysOf(facts).map(({ kind, value }) => ({ kind, value }));
  const { externalId, externalSystem, domain } = facts;
  if (externalId !== undefined && externalSystem !== undefined) {
    keys.push({ kind: 'external_id', value: externalKey(externalId) });
  }
  const hosts = keys.flatMap(({ kind, value }) => (kind === 'email' ? value.slice(value.lastIndexOf('@') + 1) : []));
  if (domain !== undefined) hosts.push(domain);
  const domains = new Set(hosts.flatMap(domainAndParents));
  return [...keys, ...[...domains].map((value) => ({ kind: 'domain', value }) as const)];
}

/** `a.b.example` gives itself and `b.example`. */
function domainAndParents(host: string): string[] {
  const labels = host.split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}

const SUPPRESSED: Refusal = {
  code: 'suppressed',
  detail: 'The person or organization is on the suppression list of the workspace: nothing was stored.',
};

/** Refuses a correction that adds suppressed values. Those that the lead has already stay. */
export function addedSuppressionRefusal(
  { suppressions }: { suppressions: ReadonlySet<string> },
  before: LeadFacts,
  after: LeadFacts,
): Refusal | undefined {
  if (suppressions.size === 0) return undefined;
  const had = new Set(suppressionKeysOf(before).map(({ kind, value }) => `${kind}|${value}`));
  const added = suppressionKeysOf(after).map(({ kind, value }) => `${kind}|${value}`);
  return added.some((key) => !had.has(key) && suppressions.has(key)) ? SUPPRESSED : undefined;
}

/** Refuses a submission of suppressed facts, before anything of it is stored. */
export function suppressionRefusal(
  { suppressions }: { suppressions: ReadonlySet<string> },
  facts: LeadFacts,
): Refusal | undefined {
  if (suppressions.size === 0) return undefined;
  const isSuppressed = suppressionKeysOf(facts).some(({ kind, value }) => suppressions.has(`${kind}|${value}`));
  return isSuppressed ? SUPPRESSED : undefined;
}
