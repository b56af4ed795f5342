import { foldedKey } from '../identity/texts.js';
import { FIELD_NAMES, type ImportField } from './fields.js';
import { HEADER_WORDS } from './header-words.js';

export interface HeaderMatch {
  field: ImportField;
  /** Smaller is better, among the columns of one field. */
  rank: number;
}

/** Letters that Unicode does not decompose. */
const LETTERS_OF: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', ø: 'o', đ: 'd', ı: 'i', æ: 'ae' };

const byKey = new Map<string, HeaderMatch>();
for (const [field, keys] of Object.entries(FIELD_NAMES) as [ImportField, string][]) {
  const words = (HEADER_WORDS[field] ?? []).flatMap((line) => line.split('|'));
  [...keys.split(' ').filter(Boolean), ...words].forEach((word, rank) => {
    const key = plainKey(word);
    if (!byKey.has(key)) byKey.set(key, { field, rank });
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
  const path = /^([\w.-]+)\.([\w-]+)$/.exec(raw.trim());
  if (path) return ofPath(path[1] ?? '', path[2] ?? '');
  const plain = raw.replace(/\([^)]*\)|\[[^\]]*\]/g, '');
  if (plain.trim() !== '' && plain !== raw) {
    const inner = byKey.get(keyOf(plain));
    if (inner) return inner;
  }
  return keyOf(raw).startsWith('howdidyouhear') ? { field: 'source', rank: SECOND_HAND } : byWords(plain);
}

/** Words of a header that say nothing about the field: "What is your e-mail address?", "Primary contact phone". */
const NEUTRAL = new Set(
  'your my our the a an of please enter provide what which is s whats are lead leads contact contacts person prospect attendee registrant participant guest primary main default preferred best valid required optional full value number numbers no nr num work business personal private professional direct de du la le el los das der die den il votre vos su tu seu ihre deine e 1 without with country code and'.split(
    ' ',
  ),
);
/** Words that make something else of a field: the owner's e-mail, the status of an e-mail, the assistant's phone. */
const OTHER_THINGS =
  /^(?:owners?|agents?|reps?|assigned|assignee|managers?|created|modified|updated|last|next|previous|latest|bounced?|opens?|opened|clicks?|clicked|sent|status|verified|verification|confidence|source|count|total|score|type|url|linkedin|twitter|facebook|assistants?|asst|spouse|parents?|referr\w*|reports?|emergency|buyers?|purchasers?|billing|shipping|invoice|vendors?|suppliers?|sales|sellers?|organizers?|hosts?|partners?|brokers?|support|alias|domain|fax|extension|ext|date|time|by|from|to|reply|id|opt|out|in|consent|unsubscribed|valid\w*|quality|rating|timezone|manager\w*|colleagues?|supervisor|besitzer|betreuer|proprietaire|propietario|proprietario|responsable|eigenaar)$/;

/** Whether a header says that its values belong to somebody or something else than the lead: an owner, an assistant, a status. */
export const namesOther = (raw: string): boolean => {
  const field = byKey.get(keyOf(raw))?.field;
  return field === 'owner' || field === 'stage' || wordsOf(raw).some((word) => OTHER_THINGS.test(word));
};

const wordsOf = (raw: string) =>
  foldedKey(raw.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
    .replace(/\blast name\b/, 'lastname')
    .split(' ');

/** A header whose words are those of one field, besides neutral ones. */
function byWords(raw: string): HeaderMatch | undefined {
  const words = wordsOf(raw);
  if (words.some((word) => OTHER_THINGS.test(word))) return undefined;
  const telling = words.filter((word) => !NEUTRAL.has(word));
  if (telling.length === 0 || telling.length > 4 || (telling.length === words.length && telling.length > 1))
    return undefined;
  const key = plainKey(telling.join(''));
  const found = byKey.get(key) ?? byKey.get(key.replace(/s$/, ''));
  return found && SPOKEN.has(found.field) ? { field: found.field, rank: found.rank + SECOND_HAND } : undefined;
}

/** Fields that a phrase may name; others are too easily meant in another way. */
const SPOKEN = new Set<ImportField>([
  ...(['name', 'firstName', 'lastName', 'email', 'phone', 'organizationName', 'jobTitle', 'website'] as const),
  ...(['street', 'city', 'region', 'postalCode', 'country', 'industry', 'employeeCount'] as const),
]);

/** A member of a nested record: "properties.email", "company.name". */
function ofPath(parents: string, member: string): HeaderMatch | undefined {
  const last = keyOf(parents.split('.').at(-1) ?? '');
  const found = matchHeader(member);
  if (!found) return undefined;
  if (RECORD.test(last) || PERSON.test(last)) return found;
  if (ADDRESS.test(last)) return PLACES.has(found.field) ? found : undefined;
  const field = ORGANIZATION.test(last) ? OF_ORGANIZATION[found.field] : undefined;
  return field && { field, rank: found.rank + SECOND_HAND };
}

const RECORD =
  /^(?:properties|fields|data|attributes|record|payload|values?|answers?|answer|form|response|profile|details|traits|user|customer)$/;
const ADDRESS = /^(?:address|mailingaddress|addresses|location|primaryaddress)$/;
const PLACES = new Set<ImportField>(['street', 'street2', 'city', 'region', 'postalCode', 'country']);

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
  const key = plainKey(raw);
  return byKey.has(key) ? key : key.replace(/^(email|phone|organization|address|website)[1-9](?=[a-z]|$)/, '$1');
}

function plainKey(raw: string): string {
  return foldedKey(raw)
    .replaceAll(' ', '')
    .replace(/[ßłøđıæ]/g, (letter) => LETTERS_OF[letter] ?? letter);
}

/** Whether a row repeats the header, as in lists that were joined from several files. */
export function isHeaderRow(row: readonly string[], header: readonly string[]): boolean {
  return row[0]?.trim() === header[0] && row.every((cell, index) => cell.trim() === (header[index] ?? ''));
}
