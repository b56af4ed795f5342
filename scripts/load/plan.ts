import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { LeadKind } from '../../src/core/leads/vocabulary.js';
import type { Channel } from '../../src/core/sources.js';
import type { Target } from './aliases.js';
import type { DateOrder } from './dates.js';
import { holdsCountries, mismatchReason, repeats, shareOf } from './evidence.js';
import { keyOf } from './headers.js';
import { decideKind } from './kinds.js';
import type { Column } from './mapping.js';
import type { NumberStyle } from './numbers.js';
import type { LoadOptions } from './options.js';
import type { ColumnProfile, Profile } from './profile.js';

export type AttributeType = 'text' | 'number' | 'boolean' | 'percent' | 'amount';

export interface AttributeColumn {
  column: Column;
  type: AttributeType;
}

/** How rows are converted to leads, decided once from the whole file. */
export interface Plan {
  /** Columns of each field, best first. */
  fields: ReadonlyMap<Target, readonly Column[]>;
  attributes: AttributeColumn[];
  styles: readonly NumberStyle[];
  dateOrder: DateOrder;
  kind: LeadKind | undefined;
  country: string | undefined;
  /** A prefix such as "+1" for phone numbers without a country. */
  phonePrefix: string | undefined;
  /** Whether no column identifies a row, so that its fingerprint becomes the external id. */
  rowIds: boolean;
  sourceName: string;
  channel: Channel;
  /** The decisions, for the output. */
  notes: string[];
}

/** Fields that can have several columns; every value is used. */
const SHARED = new Set<Target>(['email', 'phone', 'tags', 'emailOptOut', 'phoneOptOut', 'optOut', 'testLead']);
const ATTRIBUTES = 100;
const CONTACT_COLUMNS = 11;
/** Digits in columns with these names are codes, which have no meaningful sum or order. */
const CODES =
  /(?:id|ids|phone|fax|mobile|zip|postal|postcode|plz|code|number|no|date|birth|dob|day)$|^(?:tel|id)|phone/;
const SECRET_DIGITS = /socsec|ssn|taxid|vatid|passport/;

export function createPlan(columns: readonly Column[], profile: Profile, options: LoadOptions): Plan {
  const notes: string[] = [];
  const used = columns.map((column) => ({ ...column }));
  const profileOf = (column: Column): ColumnProfile => profile.columns[column.index] ?? EMPTY;
  for (const column of used) {
    const reason = column.chosen ? undefined : mismatchReason(column, profileOf(column));
    if (reason === undefined) continue;
    notes.push(`"${column.header}" is kept as attribute: ${reason}.`);
    column.target = undefined;
  }
  assignCountries(used, profileOf);
  assignPhones(used, profileOf);
  const fields = assignFields(used, profileOf);
  const has = (...targets: Target[]) => targets.some((target) => fields.has(target));
  const rowIds = !has('externalId', 'email', 'phone');
  if (rowIds)
    notes.push(
      'No column identifies a row, so a fingerprint of the row is its external id: a repeated row joins its lead.',
    );
  const style = styleOf(profile.columns);
  return {
    fields,
    attributes: attributesOf(used, profileOf, notes),
    styles: profile.columns.map((column) => styleOf([column], style)),
    dateOrder: dateOrderOf(fields, profileOf, options, notes),
    kind: options.kind ?? kindOf(used, fields, profileOf, notes),
    country: options.country,
    phonePrefix: options.country === undefined && !has('country') ? phonePrefixOf(fields, profileOf, notes) : undefined,
    rowIds,
    sourceName: options.sourceName,
    channel: options.channel,
    notes,
  };
}

const EMPTY: ColumnProfile = {
  filled: 0,
  sample: [],
  distinct: 0,
  allNumbers: false,
  allPercent: false,
  allAmounts: false,
  allTruths: false,
  currencies: new Set(),
  styles: { point: 0, comma: 0 },
  orders: { dmy: 0, mdy: 0 },
  ambiguousDates: 0,
};

/** A location or region column whose values are all countries becomes the country, unless there is a country column. */
function assignCountries(columns: Column[], profileOf: (column: Column) => ColumnProfile): void {
  let known = columns.some(({ target }) => target === 'country');
  for (const column of columns) {
    if (column.target !== 'location' && column.target !== 'region') continue;
    const country = !known && (column.target === 'location' || (!column.chosen && holdsCountries(profileOf(column))));
    if (country) {
      column.target = 'country';
      known = true;
    } else if (column.target === 'location') column.target = undefined;
  }
}

/**
 * A company's phone number is shared by its people, so it becomes a lead's number only without repeats and without a
 * better column.
 */
function assignPhones(columns: Column[], profileOf: (column: Column) => ColumnProfile): void {
  const better = columns.some(({ target }) => target === 'phone');
  const people = columns.some(({ target }) => target === 'firstName' || target === 'lastName');
  for (const column of columns) {
    if (column.target !== 'companyPhone') continue;
    column.target = column.chosen || (!better && !(people && repeats(profileOf(column)))) ? 'phone' : undefined;
    column.rank += 1_000;
  }
}

/** Assigns each field its columns by rank. Surplus columns lose their target; empty columns are skipped. */
function assignFields(columns: Column[], profileOf: (column: Column) => ColumnProfile): Map<Target, Column[]> {
  const fields = new Map<Target, Column[]>();
  for (const column of columns) {
    if (column.target === undefined || profileOf(column).filled === 0) continue;
    fields.set(column.target, [...(fields.get(column.target) ?? []), column]);
  }
  for (const [target, candidates] of fields) {
    candidates.sort((a, b) => a.rank - b.rank || a.index - b.index);
    for (const surplus of candidates.splice(SHARED.has(target) ? CONTACT_COLUMNS : 1)) surplus.target = undefined;
  }
  return fields;
}

function attributesOf(
  columns: Column[],
  profileOf: (column: Column) => ColumnProfile,
  notes: string[],
): AttributeColumn[] {
  const free = columns.filter(
    (column) => column.target === undefined && !column.ignored && profileOf(column).filled > 0,
  );
  const kept = [...free].sort((a, b) => profileOf(b).filled - profileOf(a).filled).slice(0, ATTRIBUTES);
  const left = free.filter((column) => !kept.includes(column));
  if (left.length > 0) {
    const names = left.map(({ header }) => `"${header}"`).join(', ');
    notes.push(`A lead has at most ${ATTRIBUTES} attributes; the emptiest columns are left out: ${names}.`);
  }
  return free
    .filter((column) => kept.includes(column))
    .map((column) => ({ column, type: typeOf(column, profileOf(column)) }));
}

function typeOf({ header }: Column, profile: ColumnProfile): AttributeType {
  if (profile.allTruths) return 'boolean';
  const key = keyOf(header);
  if (CODES.test(key) || SECRET_DIGITS.test(key)) return 'text';
  if (profile.allNumbers) return 'number';
  if (profile.allPercent) return 'percent';
  return profile.allAmounts && profile.currencies.size === 1 ? 'amount' : 'text';
}

function styleOf(columns: readonly ColumnProfile[], fallback: NumberStyle = 'point'): NumberStyle {
  const sum = (style: NumberStyle) => columns.reduce((total, { styles }) => total + styles[style], 0);
  const [point, comma] = [sum('point'), sum('comma')];
  return point === comma ? fallback : comma > point ? 'comma' : 'point';
}

function dateOrderOf(
  fields: Plan['fields'],
  profileOf: (column: Column) => ColumnProfile,
  { dateOrder, country }: LoadOptions,
  notes: string[],
): DateOrder {
  const column = fields.get('occurredAt')?.[0];
  if (dateOrder !== undefined) return dateOrder;
  if (!column) return 'mdy';
  const { orders, ambiguousDates } = profileOf(column);
  if (orders.dmy !== orders.mdy) return orders.dmy > orders.mdy ? 'dmy' : 'mdy';
  const order = country === undefined || country === 'US' ? 'mdy' : 'dmy';
  if (ambiguousDates > 0) {
    const read = order === 'mdy' ? 'month first' : 'day first';
    notes.push(`Dates of "${column.header}" can be read both ways and are read ${read}; --date-order decides.`);
  }
  return order;
}

/** Decides the kind for files with a single name column only; in other files the service derives it from each row. */
function kindOf(
  columns: Column[],
  fields: Plan['fields'],
  profileOf: (column: Column) => ColumnProfile,
  notes: string[],
): LeadKind | undefined {
  const named = fields.get('name')?.[0];
  const evidence: Target[] = ['kind', 'firstName', 'lastName', 'organizationName', 'jobTitle'];
  if (!named || evidence.some((target) => fields.has(target))) return undefined;
  const { kind, reason } = decideKind(
    columns.map(({ header }) => keyOf(header)),
    profileOf(named).sample,
  );
  const other = kind === 'person' ? 'organization' : 'person';
  notes.push(`Rows are taken for ${kind}s (${reason}); --kind ${other} if they are not.`);
  return kind;
}

const ENOUGH_NUMBERS = 5;

/** Returns "+1" when nearly all phone numbers without a country prefix are valid North American numbers. */
function phonePrefixOf(
  fields: Plan['fields'],
  profileOf: (column: Column) => ColumnProfile,
  notes: string[],
): string | undefined {
  const column = fields.get('phone')?.[0];
  const local = (column ? profileOf(column).sample : []).filter((value) => !/^\s*(?:\+|00)/.test(value));
  const american = (value: string) => parsePhoneNumberFromString(value, 'US')?.isValid() ?? false;
  if (local.length < ENOUGH_NUMBERS || shareOf(local, american) < 0.85) return undefined;
  notes.push('Phone numbers without a country look North American and are sent with +1; --country decides.');
  return '+1';
}
