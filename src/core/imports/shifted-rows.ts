/** Rows with more or fewer cells than the header: their values may belong to other columns. */
import { cleanCell } from './cells.js';
import { isEmail } from './expectations.js';
import type { ImportField } from './fields.js';
import type { RowRefusal } from './mapping.js';
import type { Plan } from './plan.js';

/** Fields that no e-mail address fills. */
const WITHOUT_EMAILS: readonly ImportField[] = [
  ...(['phone', 'name', 'firstName', 'lastName', 'jobTitle', 'organizationName'] as const),
  ...(['street', 'city', 'region', 'postalCode', 'country'] as const),
];

/**
 * Why the row is refused; undefined: it is read. Blank cells beyond the header are left out, and cells that are missing at the end are
 * empty, unless an e-mail address stands in another column, or something else in that of the e-mails.
 */
export function shiftOf(row: readonly string[], header: readonly string[], plan: Plan): RowRefusal | undefined {
  const counts = `The row has ${row.length} cells for ${header.length} columns`;
  if (row.length > header.length) {
    const isBlank = row.slice(header.length).every((cell) => cell.trim() === '');
    return isBlank ? undefined : { reason: `${counts}, so values may be shifted.` };
  }
  const misplaced =
    columnWith(plan, row, ['email'], (text) => !text.includes('@')) ?? columnWith(plan, row, WITHOUT_EMAILS, isEmail);
  return misplaced === undefined
    ? undefined
    : { reason: `${counts}, and this value belongs to another one.`, column: misplaced };
}

function columnWith(
  plan: Plan,
  row: readonly string[],
  fields: readonly ImportField[],
  is: (text: string) => boolean,
): string | undefined {
  const columns = fields.flatMap((field) => plan.fields.get(field) ?? []);
  const found = columns.find(({ index }) => {
    const text = cleanCell(row[index]);
    return text !== '' && is(text);
  });
  return found?.header;
}
