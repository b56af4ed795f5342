import type { Static } from 'typebox';
import type { LeadCreate } from '../../src/http/schemas/leads.js';
import type { Target } from './aliases.js';
import { cleanCell, parseTruth } from './cells.js';
import type { Column } from './mapping.js';
import { parseAmount, parseNumber, parsePercent } from './numbers.js';
import type { AttributeColumn, Plan } from './plan.js';

/** A lead as `POST /v1/leads` takes it. */
export type Lead = Static<typeof LeadCreate>;
export type Attributes = NonNullable<Lead['attributes']>;

/** Told of values that do not fit their field, by column. */
export type Remark = (header: string, what: RemarkText) => void;
type RemarkText = 'kept as attribute' | 'range kept as attribute beside its lower end' | 'shortened' | 'left out';

/** One row on its way to a lead. */
export interface Reading {
  plan: Plan;
  row: readonly string[];
  lead: Lead;
  attributes: Attributes;
  remark: Remark;
}

/** Longest texts that the service takes; longer ones are cut where nothing depends on their end. */
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

export const columnsOf = ({ plan }: Reading, target: Target): readonly Column[] => plan.fields.get(target) ?? [];

export const cellOf = ({ row }: Reading, column: Column): string => cleanCell(row[column.index]);

/** The value of a field's best column; empty when it has none. */
export function textOf(reading: Reading, target: Target): string {
  const [column] = columnsOf(reading, target);
  return column ? cellOf(reading, column) : '';
}

/** A value that does not fit its field is not lost. */
export function keep(reading: Reading, target: Target, value: string, how: RemarkText = 'kept as attribute'): void {
  const [column] = columnsOf(reading, target);
  if (!column || value === '') return;
  const room = Object.keys(reading.attributes).length < ATTRIBUTES;
  reading.remark(column.header, room ? how : 'left out');
  if (room) reading.attributes[column.attribute] = value.slice(0, LONGEST.attribute);
}

/** The columns without a field, each with the type its whole column has. */
export function readAttributes({ plan, row, remark }: Omit<Reading, 'attributes'>): Attributes {
  const attributes: Attributes = {};
  for (const attribute of plan.attributes) {
    const { column } = attribute;
    const text = cleanCell(row[column.index]);
    if (text === '') continue;
    if (text.length > LONGEST.attribute) remark(column.header, 'shortened');
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
