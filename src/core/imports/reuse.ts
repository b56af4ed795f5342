/** The mapping of an earlier import for a file that belongs to it: the same file again, or its corrected rejected rows. */
import type { ImportOptions } from './import.js';
import type { ColumnMapping, ImportMapping } from './mapping.js';

/** Columns that the file of rejected rows adds: why each row was rejected, and the import that it comes from. An upload leaves them out. */
export const REJECTION_COLUMNS = { reason: 'reject_reason', importId: 'reject_import' } as const;

const NAMES: ReadonlySet<string> = new Set(Object.values(REJECTION_COLUMNS));

/** Whether a file of rejected rows has added the column. */
export const isRejectionColumn = (header: string): boolean => NAMES.has(header);

/** The mapping with the columns that an earlier file of rejected rows has added left out. */
export function withoutRejections(mapping: ImportMapping): ImportMapping {
  const columns = mapping.columns.map((column) =>
    isRejectionColumn(column.column) ? { ...column, use: 'ignore' as const, field: undefined } : column,
  );
  return { ...mapping, columns };
}

/**
 * The proposal with what the earlier import used: its columns of the same name, its external system and the rest. What the caller states in
 * `options` stays. A list of another kind keeps its own columns.
 */
export function reusedMapping(proposed: ImportMapping, earlier: ImportMapping, options: ImportOptions): ImportMapping {
  const { sourceName, channel, list, choices = [] } = options;
  const system = options.externalSystem ?? earlier.externalSystem;
  const source = sourceName === undefined && channel === undefined ? earlier.source : proposed.source;
  if (list !== undefined && list !== earlier.list) return { ...proposed, externalSystem: system, source };
  const { dateOrder, kind, country, timeZone } = options;
  return {
    ...earlier,
    externalSystem: system,
    source,
    columns: choices.length > 0 ? proposed.columns : reusedColumns(proposed.columns, earlier.columns),
    dateOrder: dateOrder === undefined ? earlier.dateOrder : proposed.dateOrder,
    timeZone: timeZone === undefined ? earlier.timeZone : proposed.timeZone,
    kind: kind === undefined ? earlier.kind : proposed.kind,
    country: country === undefined ? earlier.country : proposed.country,
    rowIds: proposed.rowIds && earlier.rowIds,
  };
}

function reusedColumns(proposed: readonly ColumnMapping[], earlier: readonly ColumnMapping[]): ColumnMapping[] {
  const known = new Map(earlier.map((column) => [column.column, column]));
  const columns = proposed.map((column) => known.get(column.column) ?? column);
  const isClear = new Set(columns.map(({ attribute }) => attribute.trim())).size === columns.length;
  return isClear ? columns : [...proposed];
}
