import { foldedKey } from '../identity/texts.js';
import { ALIASES, type ImportField } from './fields.js';

export interface HeaderMatch {
  field: ImportField;
  /** Smaller is better, among the columns of one field. */
  rank: number;
}

const byKey = new Map<string, HeaderMatch>();
for (const [field, keys] of Object.entries(ALIASES) as [ImportField, string][]) {
  keys.split(/[\s|]+/).forEach((key, rank) => {
    if (byKey.has(key)) throw new Error(`the header ${key} is listed twice`);
    byKey.set(key, { field, rank });
  });
}

/** The lead field for each organization field of a multi-entity export. */
const OF_ORGANIZATION: Partial<Record<ImportField, ImportField>> = {
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

/** The field of a column by its name, in any spelling; undefined when no field matches. */
export function matchHeader(raw: string): HeaderMatch | undefined {
  const exact = byKey.get(keyOf(raw));
  if (exact) return exact;
  const split = /^([^-–:]+?)\s+[-–:]\s+(.+)$/.exec(raw.trim());
  if (split) return ofEntity(keyOf(split[1] ?? ''), split[2] ?? '');
  const plain = raw.replace(/\([^)]*\)/g, '');
  if (plain !== raw) return byKey.get(keyOf(plain));
  return keyOf(raw).startsWith('howdidyouhear') ? { field: 'source', rank: SECOND_HAND } : undefined;
}

/** Matches headers such as "Person - Email" and "Organization - Address" in exports of several entities. */
function ofEntity(entity: string, name: string): HeaderMatch | undefined {
  const found = matchHeader(name);
  if (!found) return undefined;
  // The title of a lead or deal names the deal. Ids of companies are shared by their people.
  if (PERSON.test(entity)) return entity === 'lead' && found.field === 'jobTitle' ? undefined : found;
  const field = ORGANIZATION.test(entity) ? OF_ORGANIZATION[found.field] : undefined;
  return field && { field, rank: found.rank + SECOND_HAND };
}

/**
 * A header's key: "E-mail 1 - Value", "email_1_value" and "Email1Value" have the same. Numbers of repeated fields are
 * dropped.
 */
export function keyOf(raw: string): string {
  const key = foldedKey(raw).replaceAll(' ', '');
  return byKey.has(key) ? key : key.replace(/^(email|phone|organization|address|website)[1-9](?=[a-z]|$)/, '$1');
}

/** Whether a row repeats the header, as in lists that were joined from several files. */
export function isHeaderRow(row: readonly string[], header: readonly string[]): boolean {
  return row[0]?.trim() === header[0] && row.every((cell, index) => cell.trim() === (header[index] ?? ''));
}
