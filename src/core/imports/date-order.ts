/** Which part of a numeric date is the day, for the whole file. */
import type { DateOrder } from './dates.js';
import type { ImportField } from './fields.js';
import type { Certainty, ColumnEvidence, ColumnMapping, DateEvidence, DateOrderDecision } from './mapping.js';

/** Fields with dates. */
export const DATE_FIELDS: ReadonlySet<ImportField> = new Set<ImportField>([
  ...(['occurredAt', 'timeframeStatedAt', 'closedAt', 'emailConsentAt', 'phoneConsentAt'] as const),
]);

/** What decides the order where the dates do not show it. */
export interface DateHints {
  /** As the caller states it. */
  stated?: DateOrder | undefined;
  /** ISO 3166-1 code of the country of the file or of the workspace. */
  country?: string | undefined;
  /** Whether numbers or the delimiter of the file are those of countries that write the day first. */
  isContinental?: boolean | undefined;
}

/** Countries and territories where the month comes first. */
const MONTH_FIRST: ReadonlySet<string> = new Set(['US', 'PH', 'PR', 'GU', 'VI', 'AS', 'MP', 'UM', 'FM', 'MH', 'PW']);

const NOTE_START = 'Dates of "';

type Columns = readonly (Pick<ColumnMapping, 'column' | 'use' | 'field'> & Pick<ColumnEvidence, 'dates'>)[];

/** Decides by the dates of the columns that are read as dates, then by the country, then by other columns and signs of the file. */
export function decideDateOrder(columns: Columns, { stated, country, isContinental }: DateHints): DateOrderDecision {
  const read = columns.filter(({ use, field }) => use === 'field' && field !== undefined && DATE_FIELDS.has(field));
  const own = sumOf(read);
  const names = read.filter(({ dates }) => (dates?.ambiguous ?? 0) > 0).map(({ column }) => `"${column}"`);
  if (stated !== undefined) return { dateOrder: stated, certainty: 'certain' };
  if (own.dayFirst > 0 || own.monthFirst > 0) {
    const dateOrder = own.dayFirst >= own.monthFirst ? 'dmy' : 'mdy';
    if (own.dayFirst === 0 || own.monthFirst === 0) return { dateOrder, certainty: 'certain' };
    return { dateOrder, certainty: 'unsure', note: noteOf(names, dateOrder, 'most of the others are') };
  }
  const isOpen = own.ambiguous > 0;
  const guess = (dateOrder: DateOrder, certainty: Certainty, why: string): DateOrderDecision =>
    isOpen ? { dateOrder, certainty, note: noteOf(names, dateOrder, why) } : { dateOrder, certainty: 'certain' };
  const all = sumOf(columns);
  if (all.dayFirst !== all.monthFirst)
    return guess(all.dayFirst > all.monthFirst ? 'dmy' : 'mdy', 'likely', 'dates of other columns are');
  if (country !== undefined)
    return guess(MONTH_FIRST.has(country) ? 'mdy' : 'dmy', 'likely', `dates of ${country} are`);
  if (isContinental) return guess('dmy', 'unsure', 'dates are where numbers look as in this file');
  return guess('mdy', 'unsure', 'no country, column or number says otherwise');
}

const noteOf = (names: readonly string[], order: DateOrder, why: string): string =>
  `${NOTE_START.slice(0, -1)}${names.join(', ')} can be read both ways and are read ${order === 'mdy' ? 'month' : 'day'} first, as ${why}; dateOrder decides.`;

/** The notes with that of another decision in place of an earlier one. */
export const withDateNote = (notes: readonly string[], { note }: DateOrderDecision): string[] => [
  ...notes.filter((text) => !text.startsWith(NOTE_START)),
  ...(note === undefined ? [] : [note]),
];

function sumOf(columns: Columns): DateEvidence {
  const sum = { dayFirst: 0, monthFirst: 0, ambiguous: 0 };
  for (const { dates } of columns) {
    sum.dayFirst += dates?.dayFirst ?? 0;
    sum.monthFirst += dates?.monthFirst ?? 0;
    sum.ambiguous += dates?.ambiguous ?? 0;
  }
  return sum;
}
