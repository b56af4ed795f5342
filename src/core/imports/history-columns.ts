/** Columns about the past of a lead, by the kind of list. */
import type { Column } from './columns.js';
import { HISTORY_FIELDS, historyFieldOf, isHistoryList } from './list-kinds.js';
import type { ListKind } from './mapping.js';

/** Maps columns about the past in lists that have one. In other lists they are attributes, as long as no person says otherwise. */
export function mapHistory(columns: Column[], list: ListKind, reasons: Map<Column, string>): void {
  for (const column of columns) {
    if (column.chosen) continue;
    if (!isHistoryList(list)) keepAsAttribute(column, reasons);
    else {
      const field = historyFieldOf(list, column.header);
      if (field === undefined) continue;
      column.field = field === 'none' ? undefined : field;
      column.rank = 0;
      reasons.set(column, `Its name is one of this kind of list (${list}).`);
    }
  }
}

function keepAsAttribute(column: Column, reasons: Map<Column, string>): void {
  if (column.field === undefined || !HISTORY_FIELDS.has(column.field)) return;
  column.field = undefined;
  reasons.set(column, 'Kept as attribute: it is the stage or the owner in another system.');
}

/** A deal has no attributes, and those of its lead have one value: other columns of deals are left out. */
export function noteHistory(columns: Column[], list: ListKind, notes: string[]): void {
  if (list === 'engagement_history') notes.push('Columns without a field become properties of the events.');
  if (list !== 'deals') return;
  const free = columns.filter(({ field, chosen, ignored }) => field === undefined && !chosen && !ignored);
  if (free.length === 0) return;
  for (const column of free) column.ignored = true;
  notes.push(`Left out, because a deal has no attributes: ${free.map(({ header }) => `"${header}"`).join(', ')}.`);
}
