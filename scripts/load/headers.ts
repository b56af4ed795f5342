import { foldedKey } from '../../src/core/identity/texts.js';
import { ALIASES, type Target } from './aliases.js';

export interface HeaderMatch {
  target: Target;
  /** Smaller is better, among the columns of one target. */
  rank: number;
}

const byKey = new Map<string, HeaderMatch>();
for (const [target, keys] of Object.entries(ALIASES) as [Target, string][]) {
  keys.split(/[\s|]+/).forEach((key, rank) => {
    if (byKey.has(key)) throw new Error(`the header ${key} is listed twice`);
    byKey.set(key, { target, rank });
  });
}

/** The lead field for each organization field of a multi-entity export. */
const OF_ORGANIZATION: Partial<Record<Target, Target>> = {
  name: 'organizationName',
  phone: 'companyPhone',
  website: 'website',
  industry: 'industry',
  employeeCount: 'employeeCount',
  annualRevenue: 'annualRevenue',
  street: 'street',
  city: 'city',
  region: 'region',
  postalCode: 'postalCode',
  country: 'country',
};
const ORGANIZATION =
  /^(?:organi[sz]ation|organizacion|organizacao|organisationen|company|account|firma|entreprise|empresa)$/;
const PERSON = /^(?:person|personne|persona|pessoa|contact|kontakt|contacto|contato|lead|people)$/;
const SECOND_HAND = 100;

/** The target of a column by its name, in any spelling; undefined when no target matches. */
export function matchHeader(raw: string): HeaderMatch | undefined {
  const exact = byKey.get(keyOf(raw));
  if (exact) return exact;
  const split = /^([^-–:]+?)\s+[-–:]\s+(.+)$/.exec(raw.trim());
  if (split) return ofEntity(keyOf(split[1] ?? ''), split[2] ?? '');
  const plain = raw.replace(/\([^)]*\)/g, '');
  if (plain !== raw) return byKey.get(keyOf(plain));
  return keyOf(raw).startsWith('howdidyouhear') ? { target: 'source', rank: SECOND_HAND } : undefined;
}

/** Matches headers such as "Person - Email" and "Organization - Address" in exports of several entities. */
function ofEntity(entity: string, field: string): HeaderMatch | undefined {
  const found = matchHeader(field);
  if (!found) return undefined;
  // The title of a lead or deal names the deal. Ids of companies are shared by their people.
  if (PERSON.test(entity)) return entity === 'lead' && found.target === 'jobTitle' ? undefined : found;
  const target = ORGANIZATION.test(entity) ? OF_ORGANIZATION[found.target] : undefined;
  return target && { target, rank: found.rank + SECOND_HAND };
}

/**
 * A header's key: "E-mail 1 - Value", "email_1_value" and "Email1Value" have the same. Numbers of repeated fields are
 * dropped.
 */
export function keyOf(raw: string): string {
  const key = foldedKey(raw).replaceAll(' ', '');
  return byKey.has(key) ? key : key.replace(/^(email|phone|organization|address|website)[1-9](?=[a-z]|$)/, '$1');
}
