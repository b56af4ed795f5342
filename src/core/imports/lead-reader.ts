import { normalizeCurrency } from '../identity/currencies.js';
import { TEXT_LENGTHS } from '../leads/limits.js';
import { AUTHORITIES, LEAD_KINDS, PURCHASE_INTENTS } from '../leads/vocabulary.js';
import { cleanCell, parseFlag, parseTimeframe, splitList, withoutPrefix } from './cells.js';
import { readConsents } from './consents.js';
import { parseDate } from './dates.js';
import type { ImportField } from './fields.js';
import { isHeaderRow } from './headers.js';
import { readContacts } from './lead-contacts.js';
import { readOrigin } from './lead-sources.js';
import { HISTORY_FIELDS, isHistoryList } from './list-kinds.js';
import type { ImportLookups } from './lookups.js';
import type { ImportMapping, RowResult } from './mapping.js';
import { type Amount, parseAmount } from './numbers.js';
import { createPastReader, type PastReferences } from './past-reader.js';
import { planOf } from './plan.js';
import {
  cellOf,
  columnsOf,
  cutText,
  keepAsAttribute,
  LONGEST,
  type PartialLead,
  type RowContext,
  readAttributes,
  textOf,
} from './row-context.js';
import { shiftOf } from './shifted-rows.js';

/** Fields whose text is read as it is. */
const TEXT_NAMES = [
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
] as const satisfies readonly (ImportField & keyof typeof TEXT_LENGTHS)[];
const LONGEST_ID = 200;
const MOST_EMPLOYEES = 2_000_000_000;
const LIST_ITEMS = 50;
const LATEST_DAYS = 3_650;
const META_TEST_CELL = /^\s*<test lead:/i;
const META_TEST_EMAIL = /^test@(?:meta|fb)\.com$/i;
const META_TEST = 'test lead of the ad platform';

/** What the reading of rows needs besides the mapping. */
export interface ReadingContext {
  /** Epoch milliseconds. Dates more than a day later are not used. */
  now: number;
  lookups: ImportLookups;
  /** For lists with a past; without it their rows are submissions. */
  references?: PastReferences | undefined;
}

/**
 * Returns a function that reads rows as leads, in the order of the table. It counts equal rows, so that each has an id of its own where rows
 * have no key.
 */
export function createRowReader(mapping: ImportMapping, { now, lookups, references }: ReadingContext) {
  const plan = planOf(mapping);
  const header = mapping.columns.map(({ column }) => column);
  const fingerprint = startFingerprints(lookups);
  const readPast = references && isHistoryList(plan.list) ? createPastReader(plan, references, now) : undefined;
  return (row: readonly string[]): RowResult => {
    if (isHeaderRow(row, header)) return { refused: { reason: 'header repeated among the rows' } };
    const shifted = row.length === header.length ? undefined : shiftOf(row, header, plan);
    if (shifted) return { refused: shifted };
    const test = row.findIndex((cell) => META_TEST_CELL.test(cell));
    if (test >= 0) return { refused: { reason: META_TEST, column: header[test] } };
    if (row.every((cell) => cleanCell(cell) === '')) return { refused: { reason: 'nothing in the row' } };
    const lead: PartialLead = {};
    const context: RowContext = { plan, row, lead, attributes: readAttributes({ plan, row }) };
    const marked = columnsOf(context, 'testLead').find((column) => parseFlag(cellOf(context, column)));
    if (marked) return { refused: { reason: 'marked as test lead', column: marked.header } };
    readIdentity(context);
    readContacts(context, lookups);
    if (plan.rowIds && isWithoutKey(lead) && (isNamed(lead) || !plan.hasKeys)) {
      lead.externalId = fingerprint(row);
      lead.externalSystem = plan.externalSystem;
    }
    if (META_TEST_EMAIL.test(lead.email ?? '')) return { refused: { reason: META_TEST } };
    readAmounts(context);
    readInterest(context);
    readConsents(context, now);
    if (!readPast) for (const field of HISTORY_FIELDS) keepAsAttribute(context, field, textOf(context, field));
    const source = readOrigin(context, now);
    const read = readPast?.(context);
    if (read && 'refused' in read) return read;
    if (Object.keys(context.attributes).length > 0) lead.attributes = context.attributes;
    return { lead: { ...lead, source }, ...read };
  };
}

/**
 * An id from a row's content and the number of equal rows before it. It stays the same when rows are added or
 * reordered.
 */
function startFingerprints({ fingerprintOf }: ImportLookups): (row: readonly string[]) => string {
  const counts = new Map<string, number>();
  return (row) => {
    const hash = fingerprintOf(JSON.stringify(row));
    const before = counts.get(hash) ?? 0;
    counts.set(hash, before + 1);
    return before === 0 ? `row-${hash}` : `row-${hash}-${before + 1}`;
  };
}

const isWithoutKey = ({ externalId, email, phone }: PartialLead): boolean =>
  externalId === undefined && email === undefined && phone === undefined;

const isNamed = ({ name, firstName, lastName, organizationName }: PartialLead): boolean =>
  (name ?? firstName ?? lastName ?? organizationName) !== undefined;

function readIdentity(context: RowContext): void {
  const { lead, plan } = context;
  for (const field of TEXT_NAMES) {
    const value = textOf(context, field);
    // A name of this length is a fault of the row: the service refuses it.
    if (field !== 'name' && value.length > TEXT_LENGTHS[field]) keepAsAttribute(context, field, value);
    else if (value !== '') lead[field] = value;
  }
  const kind = textOf(context, 'kind').toLowerCase();
  const leadKind = LEAD_KINDS.find((known) => known === kind) ?? plan.kind;
  if (leadKind !== undefined) lead.kind = leadKind;
  if (lead.country === undefined && plan.country !== undefined) lead.country = plan.country;
  const line = [textOf(context, 'streetNumber'), textOf(context, 'street')].filter(Boolean).join(' ');
  const street = [line, textOf(context, 'street2')].filter(Boolean).join(', ');
  if (street !== '') lead.street = cutText(street, LONGEST.street);
  const id = withoutPrefix(textOf(context, 'externalId'));
  if (id.length > LONGEST_ID) keepAsAttribute(context, 'externalId', id);
  else if (id !== '') {
    const system = textOf(context, 'externalSystem');
    lead.externalId = id;
    lead.externalSystem = system === '' ? plan.externalSystem : system.slice(0, TEXT_LENGTHS.externalSystem);
  }
}

/** The service takes at most 13 digits before the point. */
const AMOUNT_LIMIT = 1e13;

function readAmounts(context: RowContext): void {
  const { lead } = context;
  readAmount(context, 'employeeCount', ({ value }) => {
    if (value > MOST_EMPLOYEES) return false;
    lead.employeeCount = Math.round(value);
    return true;
  });
  readAmount(context, 'annualRevenue', ({ value, currency = 'USD' }) => {
    if (currency !== 'USD' || value >= AMOUNT_LIMIT) return false;
    lead.annualRevenue = value.toFixed(2);
    return true;
  });
  readAmount(context, 'budgetAmount', ({ value, currency }) => {
    if (value >= AMOUNT_LIMIT) return false;
    lead.budgetAmount = value.toFixed(2);
    if (currency !== undefined) lead.budgetCurrency = currency;
    return true;
  });
  const currency = normalizeCurrency(textOf(context, 'budgetCurrency'));
  if (currency !== undefined) lead.budgetCurrency = currency;
}

/** Writes the lower end of a range into the field and keeps the range itself as an attribute. */
function readAmount(context: RowContext, field: ImportField, write: (amount: Amount) => boolean): void {
  const [column] = columnsOf(context, field);
  const text = textOf(context, field);
  if (!column || text === '') return;
  const amount = parseAmount(text, column.style);
  const written = amount !== undefined && amount.value >= 0 && write(amount);
  if (!written) keepAsAttribute(context, field, text);
  else if (amount.lowerEnd) keepAsAttribute(context, field, text);
}

function readInterest(context: RowContext): void {
  const { lead } = context;
  for (const field of ['products', 'competitorProducts', 'tags'] as const) {
    const longest = field === 'tags' ? LONGEST.tag : LONGEST.item;
    const items = columnsOf(context, field).flatMap((column) => splitList(cellOf(context, column)));
    if (items.length > 0) lead[field] = distinct(items.map((item) => cutText(item, longest))).slice(0, LIST_ITEMS);
  }
  for (const field of ['need', 'description'] as const) {
    const text = textOf(context, field);
    if (text !== '') lead[field] = cutText(text, LONGEST[field]);
  }
  const authority = textOf(context, 'authority');
  const known = AUTHORITIES.find((word) => word === authority.toLowerCase().replace(/[\s-]+/g, '_'));
  if (known) lead.authority = known;
  else keepAsAttribute(context, 'authority', authority);
  const intent = textOf(context, 'purchaseIntent');
  const knownIntent = PURCHASE_INTENTS.find((word) => word === intent);
  if (knownIntent) lead.purchaseIntent = knownIntent;
  else keepAsAttribute(context, 'purchaseIntent', intent);
  readContractEnd(context);
  const timeframe = textOf(context, 'purchaseTimeframeDays');
  const days = parseTimeframe(timeframe);
  if (days !== undefined && days <= LATEST_DAYS) lead.purchaseTimeframeDays = days;
  else keepAsAttribute(context, 'purchaseTimeframeDays', timeframe);
}

function readContractEnd(context: RowContext): void {
  const { lead, plan } = context;
  const text = textOf(context, 'competitorContractEndsOn');
  const at = parseDate(text, plan.dateOrder);
  if (at === undefined) keepAsAttribute(context, 'competitorContractEndsOn', text);
  else lead.competitorContractEndsOn = new Date(at).toISOString().slice(0, 10);
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];
