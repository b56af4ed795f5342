import { CommandError } from '../../src/command.js';
import type { FieldValue, Sample } from '../../src/core/prediction/sample.js';
import { type TypedColumn, typeColumn } from './columns.js';
import type { EvaluateOptions } from './options.js';
import { type Outcome, readOutcomes } from './outcomes.js';
import { laterSplit, readSplit, type Split, stratifiedSplits } from './splits.js';
import { columnAt, readTable, type TextTable } from './tables.js';

/** A parsed file: its outcomes, the columns for training, and the splits into training and test rows. */
export interface EvaluationData {
  table: TextTable;
  outcomes: Outcome[];
  /** Columns for training. */
  columns: TypedColumn[];
  /** The instants that order the rows, and their column. */
  order: { column: string; at: number[] } | undefined;
  splits: Split[];
}

/** Share of the rows with an outcome that must have a date for its column to order the rows. */
const DATED_SHARE = 0.95;

/** Reads the file by the options of the command line. */
export async function readData(options: EvaluateOptions): Promise<EvaluationData> {
  const table = await readTable(options.file, options.encoding);
  const { headers, rows } = table;
  const target = columnAt(headers, options.target, '--target');
  const dropped = new Set([target, ...options.drop.map((name) => columnAt(headers, name, '--drop'))]);
  const dated = options.date === undefined ? undefined : columnAt(headers, options.date, '--date');
  const missing = new Set(options.missing.map((value) => value.toLowerCase()));
  const cellsOf = (column: number) => rows.map((row) => row[column] ?? '');
  const outcomes = readOutcomes(cellsOf(target), options);
  const columns = headers.flatMap((header, index) =>
    dropped.has(index) || index === dated ? [] : [typeColumn(header, cellsOf(index), missing)],
  );
  if (columns.length === 0) throw new CommandError('No column is left to learn from.');
  const order =
    dated === undefined
      ? orderOf(columns, outcomes)
      : chosenOrder(typeColumn(headers[dated] ?? '', cellsOf(dated), missing));
  const splits =
    dated !== undefined && order
      ? [laterSplit(outcomes, order.at, order.column)]
      : options.splits.length > 0
        ? options.splits.map((path) => readSplit(path, rows.length))
        : stratifiedSplits(outcomes);
  return { table, outcomes, columns, order, splits };
}

/** A training sample of the given rows. */
export function takeSample({ columns, order, outcomes }: EvaluationData, rows: readonly number[]): Sample {
  return {
    columns: cellsOfRows(columns, rows),
    won: rows.map((row) => outcomes[row] === true),
    at: order && rows.map((row) => order.at[row] ?? 0),
  };
}

function cellsOfRows(columns: readonly TypedColumn[], rows: readonly number[]): Record<string, FieldValue[]> {
  return Object.fromEntries(columns.map(({ name, cells }) => [name, rows.map((row) => cells[row])]));
}

function chosenOrder(column: TypedColumn) {
  if (column.type === 'category') throw new CommandError(`--date: "${column.name}" holds neither dates nor numbers.`);
  return { column: column.name, at: instantsOf(column) };
}

/** The date column with the most values, if nearly every row with an outcome has one. */
function orderOf(columns: readonly TypedColumn[], outcomes: readonly Outcome[]) {
  const rows = outcomes.flatMap((outcome, row) => (outcome === undefined ? [] : [row]));
  const [best] = columns
    .filter(({ type }) => type === 'date')
    .map((column) => ({ column, dated: rows.filter((row) => typeof column.cells[row] === 'number').length }))
    .filter(({ dated }) => dated >= rows.length * DATED_SHARE)
    .sort((a, b) => b.dated - a.dated || (a.column.name < b.column.name ? -1 : 1));
  return best && { column: best.column.name, at: instantsOf(best.column) };
}

const instantsOf = ({ cells }: TypedColumn) => cells.map((cell) => (typeof cell === 'number' ? cell : 0));
