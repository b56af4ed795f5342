import type { Static } from 'typebox';
import type { LeadCreate } from '../../src/http/schemas/leads.js';
import type { Target } from './aliases.js';
import { cleanCell, cleanName, parseTruth } from './cells.js';
import type { Column } from './mapping.js';
import { parseAmount, parseNumber, parsePercent } from './numbers.js';
import type { AttributeColumn, Plan } from './plan.js';

/** The body of `POST /v1/leads`. */
export type Lead = Static<typeof LeadCreate>;
export type Attributes = NonNullable<Lead['attributes']>;

/** Counts values that do not fit their field, by column. */
export type ReportIssue = (header: string, what: IssueText) => void;
type IssueText = 'kept as attribute' | 'range kept as attribute beside its lower end' | 'shortened' | 'left out';

/** A row that is being converted to a lead. */
export interface RowContext {
  plan: Plan;
  row: readonly string[];
  lead: Lead;
  attributes: Attributes;
  reportIssue: ReportIssue;
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

export const columnsOf = ({ plan }: RowContext, target: Target): readonly Column[] => plan.fields.get(target) ?? [];

export const cellOf = ({ row }: RowContext, column: Column): string => cleanCell(row[column.index]);

/** The value of a field's best column; empty without a column or value. */
export function textOf(context: RowContext, target: Target): string {
  const [column] = columnsOf(context, target);
  if (column === undefined) return '';
  return target === 'firstName' || target === 'lastName'
    ? cleanName(context.row[column.index])
    : cellOf(context, column);
}

/** Keeps a value that does not fit its field as an attribute, while there is room for one. */
export function keepAsAttribute(
  context: RowContext,
  target: Target,
  value: string,
  how: IssueText = 'kept as attribute',
): void {
  const [column] = columnsOf(context, target);
  if (!column || value === '') return;
  const room = Object.keys(context.attributes).length < ATTRIBUTES;
  context.reportIssue(column.header, room ? how : 'left out');
  if (room) context.attributes[column.attribute] = value.slice(0, LONGEST.attribute);
}

/** The values of the columns without a target, with the types of their columns. */
export function readAttributes({ plan, row, reportIssue }: Omit<RowContext, 'attributes'>): Attributes {
  const attributes: Attributes = {};
  for (const attribute of plan.attributes) {
    const { column } = attribute;
    const text = cleanCell(row[column.index]);
    if (text === '') continue;
    if (text.length > LONGEST.attribute) reportIssue(column.header, 'shortened');
    attributes[column.attribute] = typed(attribute, text, plan) ?? text.slice(0, LONGEST.attribute);
  }
  return attributes;
}

function typed({ column, type }: AttributeColumn, text: string, plan: Plan): number | boolean | undefined {
  const style = plan.styles[column.index] ?? 'point';
  switch (type) {
    case 'boolean':
      return parseTruth(text);
    case 'number':
      return parseNumber(text, style);
    case 'percent':
      return parsePercent(text, style);
    case 'amount':
      return parseAmount(text, style)?.value;
    case 'text':
      return undefined;
  }
}
