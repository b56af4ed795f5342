/** Proposes how the columns of a table become leads, from their names and from the values of the whole table. */
import type { LeadKind } from '../leads/vocabulary.js';
import type { Channel } from '../sources.js';
import { decideByValues } from './column-values.js';
import { type Column, type ColumnChoice, mapColumns } from './columns.js';
import { decideDateOrder, withDateNote } from './date-order.js';
import type { DateOrder } from './dates.js';
import { holdsCountries, mismatchReason, otherCurrencies, repeats, shareOf } from './evidence.js';
import type { ImportField } from './fields.js';
import { keyOf } from './headers.js';
import { mapHistory, noteHistory } from './history-columns.js';
import { decideKind } from './lead-kinds.js';
import { LIST_CHANNELS } from './list-kinds.js';
import type { ImportLookups } from './lookups.js';
import type { AttributeType, ColumnEvidence, ColumnMapping, ListKind, MappingProposal } from './mapping.js';
import type { NumberStyle } from './numbers.js';
import type { ColumnProfile, Profile } from './profile.js';
import { isSubmissionShape, mapSubmission } from './submission-columns.js';
import { dropSurplusAttributes } from './surplus-columns.js';

/** What is known about a table besides its content. */
export interface ProposalOptions {
  list?: ListKind | undefined;
  /** Choices of a person, which are not checked against the values. */
  choices?: readonly ColumnChoice[] | undefined;
  /** Source of rows that name none. */
  sourceName: string;
  /** The system that external ids belong to; that of the source when absent. */
  externalSystem?: string | undefined;
  channel?: Channel | undefined;
  kind?: LeadKind | undefined;
  country?: string | undefined;
  /** The country of the workspace, which decides the order of dates where the file has none. */
  homeCountry?: string | undefined;
  dateOrder?: DateOrder | undefined;
  /** Whether the delimiter is that of countries that write the day first. */
  isContinental?: boolean | undefined;
  /** The IANA zone of times without an offset; UTC when absent. */
  timeZone?: string | undefined;
  /** The kinds of values of each column of JSON. */
  kinds?: readonly ReadonlySet<'text' | 'number' | 'boolean' | 'list'>[] | undefined;
  /** Whether the table has no header row. */
  headerless?: boolean | undefined;
  lookups: ImportLookups;
}

/** Fields that can have several columns; every value is used. */
const SHARED = new Set<ImportField>(['email', 'phone', 'tags', 'emailOptOut', 'phoneOptOut', 'optOut', 'testLead']);
type Fields = ReadonlyMap<ImportField, readonly Column[]>;

const WITHOUT_KEY =
  'No column identifies a row, so a fingerprint of the row is its external id: a repeated row joins its lead.';
const CONTACT_COLUMNS = 11;
/** Digits in columns with these names are codes, which have no meaningful sum or order. */
const CODES =
  /(?:id|ids|phone|fax|mobile|zip|postal|postcode|plz|code|number|no|date|birth|dob|day)$|^(?:tel|id)|phone/;
const SECRET_DIGITS = /socsec|ssn|taxid|vatid|passport/;

export function proposeMapping(header: readonly string[], profile: Profile, options: ProposalOptions): MappingProposal {
  const { lookups, list = 'leads' } = options;
  const notes: string[] = [];
  const profileOf = (column: Column): ColumnProfile => profile.columns[column.index] ?? EMPTY;
  const { columns } = mapColumns(header, options.choices ?? []);
  const reasons = new Map(columns.map((column) => [column, reasonOf(column)]));
  if (options.kinds && isSubmissionShape(header)) mapSubmission(columns, reasons);
  mapHistory(columns, list, reasons);
  decideByValues(columns, profileOf, reasons);
  for (const column of columns) {
    const mismatch = column.chosen ? undefined : mismatchReason(column, profileOf(column), { lookups, list });
    if (mismatch === undefined) continue;
    notes.push(`"${column.header}" is kept as attribute: ${mismatch}.`);
    reasons.set(column, `Kept as attribute: ${mismatch}.`);
    column.field = undefined;
  }
  assignCountries(columns, profileOf, lookups);
  assignPhones(columns, profileOf);
  const fields = assignFields(columns, profileOf);
  const has = (...names: ImportField[]) => names.some((field) => fields.has(field));
  const rowIds = !has('externalId', 'email', 'phone', 'contact');
  if (rowIds) notes.push(WITHOUT_KEY);
  dropSurplusAttributes(columns, profileOf, notes);
  noteHistory(columns, list, notes);
  notes.push(...columns.flatMap((column) => otherCurrencies(column, profileOf(column))));
  const style = styleOf(profile.columns);
  const evidence = columns.map((column) => evidenceOf(column, profileOf(column), [reasons.get(column) ?? '']));
  // A chosen column comes before the others of its field.
  const first = Math.min(0, ...columns.map(({ rank }) => rank));
  const mapped = columns.map((column) =>
    mappingOf({ ...column, rank: column.rank - first }, profileOf(column), style, options.kinds?.[column.index]),
  );
  const dates = decideDateOrder(
    mapped.map((column, index) => ({ ...column, dates: evidence[index]?.dates })),
    {
      stated: options.dateOrder,
      country: options.country ?? options.homeCountry,
      isContinental: style === 'comma' || options.isContinental,
    },
  );
  const mapping = {
    list,
    columns: mapped,
    source: { channel: options.channel ?? LIST_CHANNELS[list], name: options.sourceName },
    externalSystem: options.externalSystem ?? options.sourceName,
    kind: options.kind ?? kindOf(columns, fields, profileOf, notes),
    country: options.country,
    phonePrefix:
      options.country === undefined && !has('country') ? phonePrefixOf(fields, profileOf, lookups, notes) : undefined,
    dateOrder: dates.dateOrder,
    timeZone: options.timeZone,
    rowIds,
    ...currencyOf(fields.get('dealAmount')?.[0], profileOf, has('dealCurrency'), notes),
  };
  return { mapping, evidence, notes: withDateNote(notes, dates), dates };
}

function mappingOf(
  column: Column,
  profile: ColumnProfile,
  style: NumberStyle,
  kinds: ReadonlySet<AttributeType> | undefined,
): ColumnMapping {
  const { header, field, ignored, attribute, rank } = column;
  return {
    column: header,
    use: ignored ? 'ignore' : field === undefined ? 'attribute' : 'field',
    ...{ field, attribute, rank },
    type: typeOf(column, profile, kinds),
    // Numbers of JSON have a point.
    decimalSign: kinds?.has('number') ? 'point' : styleOf([profile], style),
  };
}

const EXAMPLES = 3;
function evidenceOf(column: Column, profile: ColumnProfile, reasons: string[]): ColumnEvidence {
  const { filled, sample, orders, ambiguousDates: ambiguous } = profile;
  const isDated = orders.dmy + orders.mdy + ambiguous > 0;
  const dates = isDated ? { dayFirst: orders.dmy, monthFirst: orders.mdy, ambiguous } : undefined;
  const certainty = column.chosen ? 'certain' : column.field === undefined ? 'unsure' : 'likely';
  return {
    column: column.header,
    certainty,
    reasons,
    filled,
    examples: [...new Set(sample)].slice(0, EXAMPLES),
    dates,
  };
}

const reasonOf = ({ chosen, field }: Column): string =>
  chosen ? 'Chosen.' : `Its name is ${field === undefined ? 'no known field' : 'a known one'}.`;

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
function assignCountries(
  columns: Column[],
  profileOf: (column: Column) => ColumnProfile,
  lookups: ImportLookups,
): void {
  let known = columns.some(({ field }) => field === 'country');
  for (const column of columns) {
    if (column.field !== 'location' && column.field !== 'region') continue;
    const country =
      !known && (column.field === 'location' || (!column.chosen && holdsCountries(profileOf(column), lookups)));
    if (country) {
      column.field = 'country';
      known = true;
    } else if (column.field === 'location') column.field = undefined;
  }
}

/**
 * A company's phone number is shared by its people, so it becomes a lead's number only without repeats and without a
 * better column.
 */
function assignPhones(columns: Column[], profileOf: (column: Column) => ColumnProfile): void {
  const better = columns.some(({ field }) => field === 'phone');
  const people = columns.some(({ field }) => field === 'firstName' || field === 'lastName');
  for (const column of columns) {
    if (column.field !== 'companyPhone') continue;
    column.field = column.chosen || (!better && !(people && repeats(profileOf(column)))) ? 'phone' : undefined;
    column.rank += 1_000;
  }
}

/** Assigns each field its columns by rank. Surplus columns lose their field; empty columns are skipped. */
function assignFields(columns: Column[], profileOf: (column: Column) => ColumnProfile): Map<ImportField, Column[]> {
  const fields = new Map<ImportField, Column[]>();
  for (const column of columns) {
    if (column.field === undefined || profileOf(column).filled === 0) continue;
    fields.set(column.field, [...(fields.get(column.field) ?? []), column]);
  }
  for (const [field, candidates] of fields) {
    candidates.sort((a, b) => a.rank - b.rank || a.index - b.index);
    for (const surplus of candidates.splice(SHARED.has(field) ? CONTACT_COLUMNS : 1)) surplus.field = undefined;
  }
  return fields;
}

/** Share of two-letter values in a column of codes. */
const CODE_SHARE = 0.9;

function typeOf(
  { header, field }: Column,
  profile: ColumnProfile,
  kinds: ReadonlySet<AttributeType> | undefined,
): AttributeType {
  if (field === 'country' && shareOf(profile.sample, (value) => /^[A-Za-z]{2}$/.test(value)) >= CODE_SHARE)
    return 'code';
  const [kind, ...others] = kinds ?? [];
  // A text of JSON stays one, also where it looks like a number.
  if (kind !== undefined) return others.length === 0 ? kind : 'text';
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

/** Decides the kind for files with a single name column only; in other files the service derives it from each row. */
function kindOf(
  columns: Column[],
  fields: Fields,
  profileOf: (column: Column) => ColumnProfile,
  notes: string[],
): LeadKind | undefined {
  const named = fields.get('name')?.[0];
  const evidence: ImportField[] = ['kind', 'firstName', 'lastName', 'organizationName', 'jobTitle'];
  if (!named || evidence.some((field) => fields.has(field))) return undefined;
  const { kind, reason } = decideKind(
    columns.map(({ header }) => keyOf(header)),
    profileOf(named).sample,
  );
  const other = kind === 'person' ? 'organization' : 'person';
  notes.push(`Rows are taken for ${kind}s (${reason}); kind is ${other} if they are not.`);
  return kind;
}

const ENOUGH_NUMBERS = 5;

/** Returns "+1" when nearly all phone numbers without a country prefix are valid North American numbers. */
function phonePrefixOf(
  fields: Fields,
  profileOf: (column: Column) => ColumnProfile,
  lookups: ImportLookups,
  notes: string[],
): string | undefined {
  const column = fields.get('phone')?.[0];
  const local = (column ? profileOf(column).sample : []).filter((value) => !/^\s*(?:\+|00)/.test(value));
  const american = (value: string) => lookups.isPhone(value, 'US');
  if (local.length < ENOUGH_NUMBERS || shareOf(local, american) < 0.85) return undefined;
  notes.push('Phone numbers without a country look North American and get +1; a country decides.');
  return '+1';
}

/** The currency of amounts of deals that state none. */
function currencyOf(
  column: Column | undefined,
  profileOf: (column: Column) => ColumnProfile,
  hasColumn: boolean,
  notes: string[],
): { currency?: string } {
  if (column === undefined) return {};
  const [known, ...others] = [...profileOf(column).currencies].filter((code) => code !== '');
  const currency = known !== undefined && others.length === 0 ? known : 'USD';
  if (!hasColumn && known === undefined) notes.push(`Amounts are read as ${currency}; currency decides.`);
  return { currency };
}
