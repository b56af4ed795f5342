import type { Column } from './columns.js';
import type { ColumnProfile } from './profile.js';

const ATTRIBUTES = 100;
const NAMED_COLUMNS = 20;

/** Leaves out the emptiest columns that would be attributes beyond those that a lead can have. */
export function dropSurplusAttributes(
  columns: Column[],
  profileOf: (column: Column) => ColumnProfile,
  notes: string[],
): void {
  const free = columns.filter(
    (column) => column.field === undefined && !column.ignored && profileOf(column).filled > 0,
  );
  const left = new Set([...free].sort((a, b) => profileOf(b).filled - profileOf(a).filled).slice(ATTRIBUTES));
  if (left.size === 0) return;
  const surplus = free.filter((column) => left.has(column));
  for (const column of surplus) column.ignored = true;
  const names = surplus
    .slice(0, NAMED_COLUMNS)
    .map(({ header }) => `"${header}"`)
    .join(', ');
  const more = surplus.length > NAMED_COLUMNS ? ` and ${surplus.length - NAMED_COLUMNS} more` : '';
  notes.push(`A lead has at most ${ATTRIBUTES} attributes; the emptiest columns are left out: ${names}${more}.`);
}
