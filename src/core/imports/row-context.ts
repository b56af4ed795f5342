import { cleanCell, cleanName, parseTruth, splitList } from './cells.js';
import type { ImportField } from './fields.js';
import type { ImportedLead } from './mapping.js';
import { parseAmount, parseNumber, parsePercent } from './numbers.js';
import type { Plan, PlannedColumn } from './plan.js';

/** A lead while it is read: its source comes last. */
export type PartialLead = Omit<ImportedLead, 'source'>;
export type Attributes = NonNullable<ImportedLead['attributes']>;

/** A row that is being converted to a lead. */
export interface RowContext {
  plan: Plan;
  row: readonly string[];
  lead: PartialLead;
  attributes: Attributes;
}

/** Maximum lengths of the service; longer texts are cut in fields where the end does not matter. */
export const LONGEST = {
  need: 2_000,
  description: 5_000,
  attribute: 2_000,
  street: 300,
  tag: 100,
  item: 200,
  source: 200,
};
const ATTRIBUTES = 100;
const LIST_ENTRIES = 100;

export const columnsOf = ({ plan }: RowContext, field: ImportField): readonly PlannedColumn[] =>
  plan.fields.get(field) ?? [];

export const cellOf = ({ row }: RowContext, column: PlannedColumn): string => cleanCell(row[column.index]);

/** A text that is cut to a length, never inside a character. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length);
}

/** The value of a field's best column; empty without a column or value. */
export function textOf(context: RowContext, field: ImportField): string {
  const [column] = columnsOf(context, field);
  if (column === undefined) return '';
  const raw = context.row[column.index];
  if (column.type === 'code' && raw?.trim().toUpperCase() === 'NA') return 'NA';
  return field === 'firstName' || field === 'lastName' ? cleanName(raw) : cellOf(context, column);
}

/** Keeps a value that does not fit its field as an attribute, while there is room for one. */
export function keepAsAttribute(context: RowContext, field: ImportField, value: string): void {
  const [column] = columnsOf(context, field);
  if (column && value !== '') keepInColumn(context, column, value);
}

/** The same for a value of a certain column. */
export function keepInColumn({ attributes }: RowContext, column: PlannedColumn, value: string): void {
  if (Object.keys(attributes).length < ATTRIBUTES) attributes[column.attribute] = cutText(value, LONGEST.attribute);
}

/** The values of the columns without a field, with the types of their columns. */
export function readAttributes({ plan, row }: Pick<RowContext, 'plan' | 'row'>): Attributes {
  const attributes: Attributes = {};
  for (const column of plan.attributes) {
    const text = cleanCell(row[column.index]);
    if (text === '') continue;
    attributes[column.attribute] = typed(column, text) ?? cutText(text, LONGEST.attribute);
  }
  return attributes;
}

function typed({ type, style }: PlannedColumn, text: string): number | boolean | string[] | undefined {
  switch (type) {
    case 'boolean':
      return parseTruth(text);
    case 'number':
      return parseNumber(text, style);
    case 'percent':
      return parsePercent(text, style);
    case 'amount':
      return parseAmount(text, style)?.value;
    case 'list':
      return splitList(text).slice(0, LIST_ENTRIES);
    case 'text':
    case 'code':
      return undefined;
  }
}
