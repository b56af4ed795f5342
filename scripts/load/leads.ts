import { createHash } from 'node:crypto';
import { normalizeCurrency } from '../../src/core/identity/currencies.js';
import { AUTHORITIES, LEAD_KINDS } from '../../src/core/leads/vocabulary.js';
import type { Target } from './aliases.js';
import {
  cleanCell,
  isOptOut,
  parseConsent,
  parseFlag,
  parseTimeframe,
  splitEmails,
  splitList,
  splitPhones,
  withoutPrefix,
} from './cells.js';
import { type Amount, parseAmount } from './numbers.js';
import { readOrigin } from './origins.js';
import type { Plan } from './plan.js';
import {
  cellOf,
  columnsOf,
  keep,
  type Lead,
  LONGEST,
  type Reading,
  type Remark,
  readAttributes,
  textOf,
} from './reading.js';

export type RowResult = { lead: Lead } | { skipped: string };

const TEXT_FIELDS = [
  'name',
  'firstName',
  'lastName',
  'jobTitle',
  'organizationName',
  'industry',
  'website',
  'city',
  'region',
  'postalCode',
  'country',
  'language',
  'timeZone',
  'consentBasis',
] as const satisfies readonly Target[];
const OTHER_CONTACTS = 10;
const LIST_ITEMS = 50;
const LATEST_DAYS = 3_650;
const META_TEST_CELL = /^\s*<test lead:/i;
const META_TEST_EMAIL = /^test@(?:meta|fb)\.com$/i;
const META_TEST = 'test lead of the ad platform';

/** Turns rows into leads by the plan; `now` (epoch milliseconds) bounds dates. */
export function createRowReader(plan: Plan, now: number, remark: Remark) {
  const fingerprint = startFingerprints();
  return (row: readonly string[]): RowResult => {
    if (row.some((cell) => META_TEST_CELL.test(cell))) return { skipped: META_TEST };
    if (row.every((cell) => cleanCell(cell) === '')) return { skipped: 'nothing in the row' };
    const lead: Lead = {};
    const reading: Reading = { plan, row, lead, remark, attributes: readAttributes({ plan, row, lead, remark }) };
    if (columnsOf(reading, 'testLead').some((column) => parseFlag(cellOf(reading, column)))) {
      return { skipped: 'marked as test lead' };
    }
    readWho(reading, plan.rowIds ? fingerprint(row) : undefined);
    readContacts(reading);
    if (META_TEST_EMAIL.test(lead.email ?? '')) return { skipped: META_TEST };
    readAmounts(reading);
    readInterest(reading);
    readConsent(reading);
    readOrigin(reading, now);
    if (Object.keys(reading.attributes).length > 0) lead.attributes = reading.attributes;
    return { lead };
  };
}

/** An id of a row's content, and of how many rows had the same before it: it holds when rows are added or reordered. */
function startFingerprints(): (row: readonly string[]) => string {
  const seen = new Map<string, number>();
  return (row) => {
    const hash = createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 16);
    const before = seen.get(hash) ?? 0;
    seen.set(hash, before + 1);
    return before === 0 ? `row-${hash}` : `row-${hash}-${before + 1}`;
  };
}

function readWho(reading: Reading, fingerprint: string | undefined): void {
  const { lead, plan } = reading;
  for (const field of TEXT_FIELDS) {
    const value = textOf(reading, field);
    if (value !== '') lead[field] = value;
  }
  const kind = textOf(reading, 'kind').toLowerCase();
  const told = LEAD_KINDS.find((known) => known === kind) ?? plan.kind;
  if (told !== undefined) lead.kind = told;
  if (lead.country === undefined && plan.country !== undefined) lead.country = plan.country;
  const line = [textOf(reading, 'streetNumber'), textOf(reading, 'street')].filter(Boolean).join(' ');
  const street = [line, textOf(reading, 'street2')].filter(Boolean).join(', ');
  if (street !== '') lead.street = street.slice(0, LONGEST.street);
  const id = fingerprint ?? withoutPrefix(textOf(reading, 'externalId'));
  if (id === '') return;
  lead.externalId = id;
  lead.externalSystem = plan.sourceName;
}

function readContacts(reading: Reading): void {
  const { lead, plan } = reading;
  const all = (target: Target, split: (text: string) => string[]) =>
    distinct(columnsOf(reading, target).flatMap((column) => split(cellOf(reading, column)))).filter(
      (value) => value !== '',
    );
  const [email, ...otherEmails] = all('email', splitEmails);
  const [phone, ...otherPhones] = all('phone', splitPhones).map((value) => withPrefix(value, plan.phonePrefix));
  if (email !== undefined) lead.email = email;
  if (phone !== undefined) lead.phone = phone;
  if (otherEmails.length > 0) lead.otherEmails = otherEmails.slice(0, OTHER_CONTACTS);
  if (otherPhones.length > 0) lead.otherPhones = otherPhones.slice(0, OTHER_CONTACTS);
}

function withPrefix(phone: string, prefix: string | undefined): string {
  const digits = phone.replace(/\D/g, '');
  if (prefix === undefined || /^\s*(?:\+|00)/.test(phone)) return phone;
  if (digits.length === 10) return `${prefix} ${phone}`;
  return digits.length === 11 && digits.startsWith('1') ? `+${phone}` : phone;
}

function readAmounts(reading: Reading): void {
  const { lead } = reading;
  readAmount(reading, 'employeeCount', ({ value }) => {
    lead.employeeCount = Math.round(value);
    return true;
  });
  readAmount(reading, 'annualRevenue', ({ value, currency = 'USD' }) => {
    if (currency !== 'USD') return false;
    lead.annualRevenue = value;
    return true;
  });
  readAmount(reading, 'budgetAmount', ({ value, currency }) => {
    lead.budgetAmount = value;
    if (currency !== undefined) lead.budgetCurrency = currency;
    return true;
  });
  const currency = normalizeCurrency(textOf(reading, 'budgetCurrency'));
  if (currency !== undefined) lead.budgetCurrency = currency;
}

/** The lower end of a range goes into the field; the range itself is kept beside it. */
function readAmount(reading: Reading, target: Target, take: (amount: Amount) => boolean): void {
  const [column] = columnsOf(reading, target);
  const text = textOf(reading, target);
  if (!column || text === '') return;
  const amount = parseAmount(text, reading.plan.styles[column.index] ?? 'point');
  const taken = amount !== undefined && amount.value >= 0 && take(amount);
  if (!taken) keep(reading, target, text);
  else if (amount.lowerEnd) keep(reading, target, text, 'range kept as attribute beside its lower end');
}

function readInterest(reading: Reading): void {
  const { lead, remark } = reading;
  for (const field of ['products', 'competitorProducts', 'tags'] as const) {
    const longest = field === 'tags' ? LONGEST.tag : LONGEST.item;
    const items = columnsOf(reading, field).flatMap((column) => splitList(cellOf(reading, column)));
    if (items.length > 0) lead[field] = distinct(items.map((item) => item.slice(0, longest))).slice(0, LIST_ITEMS);
  }
  for (const field of ['need', 'description'] as const) {
    const text = textOf(reading, field);
    if (text === '') continue;
    if (text.length > LONGEST[field]) remark(columnsOf(reading, field)[0]?.header ?? field, 'shortened');
    lead[field] = text.slice(0, LONGEST[field]);
  }
  const authority = textOf(reading, 'authority');
  const known = AUTHORITIES.find((word) => word === authority.toLowerCase().replace(/[\s-]+/g, '_'));
  if (known) lead.authority = known;
  else keep(reading, 'authority', authority);
  const timeframe = textOf(reading, 'purchaseTimeframeDays');
  const days = parseTimeframe(timeframe);
  if (days !== undefined && days <= LATEST_DAYS) lead.purchaseTimeframeDays = days;
  else keep(reading, 'purchaseTimeframeDays', timeframe);
}

function readConsent(reading: Reading): void {
  const { lead } = reading;
  const refused = (target: Target) => columnsOf(reading, target).some((column) => isOptOut(cellOf(reading, column)));
  for (const field of ['emailConsent', 'phoneConsent'] as const) {
    const consent = parseConsent(textOf(reading, field));
    if (consent) lead[field] = consent;
  }
  const all = refused('optOut');
  if (all || refused('emailOptOut')) lead.emailConsent = 'denied';
  if (all || refused('phoneOptOut')) lead.phoneConsent = 'denied';
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];
