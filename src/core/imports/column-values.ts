/** Decisions about columns that their values make: mixed contact data, dialling codes, e-mail addresses without a known header. */
import type { Column } from './columns.js';
import { shareOf } from './evidence.js';
import { digitsOf, EXPECTED, isDialCode, isEmail, isNameLike, isPhoneLike } from './expectations.js';
import type { ImportField } from './fields.js';
import { keyOf, namesOther } from './headers.js';
import type { ColumnProfile } from './profile.js';

type ProfileOf = (column: Column) => ColumnProfile;

const MOST = 0.8;

/** Changes the fields of columns; `reasons` gets a sentence for each. */
export function decideByValues(columns: Column[], profileOf: ProfileOf, reasons: Map<Column, string>): void {
  for (const column of columns) {
    if (column.chosen) continue;
    if (column.field === 'contact') decideContact(column, columns, profileOf(column), reasons);
    if (column.field === 'country') decideDialCode(column, columns, profileOf(column), reasons);
    if (column.field === 'dialCode' && !has(columns, 'phone')) column.field = undefined;
  }
  if (!has(columns, 'email') && !has(columns, 'contact')) findEmails(columns, profileOf, reasons);
  keepDatesOfEndedConsents(columns, reasons);
}

const has = (columns: readonly Column[], field: ImportField) => columns.some((column) => column.field === field);

/** A list of people who unsubscribed or were removed states when they once opted in: without a column of consents that grants nothing. */
function keepDatesOfEndedConsents(columns: Column[], reasons: Map<Column, string>): void {
  if (
    has(columns, 'emailConsent') ||
    !columns.some(({ header }) => /^(?:unsub|clean(?:ed)?(?:time|date|at))/.test(keyOf(header)))
  )
    return;
  for (const column of columns) {
    if (column.field !== 'emailConsentAt' || column.chosen) continue;
    column.field = undefined;
    reasons.set(column, 'Kept as attribute: the list has people who unsubscribed.');
  }
}

/** "Contact" has names, addresses, numbers, or both of the last two. */
function decideContact(
  column: Column,
  columns: readonly Column[],
  { sample, distinct, filled }: ColumnProfile,
  reasons: Map<Column, string>,
): void {
  const share = (is: (value: string) => boolean) => shareOf(sample, is);
  const named = columns.some(({ field }) => field === 'name' || field === 'firstName' || field === 'lastName');
  const field: ImportField | undefined =
    share(isEmail) >= MOST
      ? 'email'
      : share(isPhoneLike) >= MOST
        ? 'phone'
        : share((value) => value.includes('@') || digitsOf(value) >= 7) >= MOST
          ? 'contact'
          : !named && distinct >= filled * 0.5 && share(isNameLike) >= MOST
            ? 'name'
            : undefined;
  column.field = field;
  if (field !== undefined)
    reasons.set(column, `Decided by its values: ${EXPECTED[field]?.of ?? 'several kinds of contact'}.`);
}

/** A column "country_code" beside a phone number often has +91. */
function decideDialCode(
  column: Column,
  columns: readonly Column[],
  { sample }: ColumnProfile,
  reasons: Map<Column, string>,
): void {
  if (shareOf(sample, isDialCode) < MOST) return;
  column.field = has(columns, 'phone') ? 'dialCode' : undefined;
  reasons.set(column, 'Its values are dialling codes.');
}

/** The one column of e-mail addresses that differ, if no header says that they are somebody else's. */
function findEmails(columns: Column[], profileOf: ProfileOf, reasons: Map<Column, string>): void {
  const found = columns.filter((column) => {
    const { sample, distinct, filled } = profileOf(column);
    const free = column.field === undefined && !column.ignored && !column.chosen && !namesOther(column.header);
    return free && filled > 0 && shareOf(sample, isEmail) >= MOST && distinct >= filled * 0.5;
  });
  const [column] = found;
  if (column === undefined || found.length > 1) return;
  column.field = 'email';
  reasons.set(column, 'Its values are e-mail addresses, and no other column has some.');
}
