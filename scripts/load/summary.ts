import { MATCH_KEYS } from '../../src/core/leads/vocabulary.js';
import { delimiterName } from '../../src/services/imports/reading/layout.js';
import { table } from '../client/progress.js';
import type { Operation, UploadedImport } from './requests.js';

type Column = UploadedImport['mapping']['columns'][number];
type Totals = NonNullable<Operation['rehearseImport']>;

export interface RunFigures {
  seconds: number;
  rejectedFile: string | undefined;
  /** How many rows joined a lead, by key; empty when that was not counted. */
  keys: ReadonlyMap<string, number>;
}

const LONGEST_TABLE = 25;

/** A description of the file and of the use of each column. */
export function describeFile(
  file: string,
  { detected, header, rows, mapping, evidence, notes }: UploadedImport,
): string {
  const uses = mapping.columns.map((column, index) => {
    const filled = evidence[index]?.filled ?? 0;
    return [column.column, '->', useOf(column, index, filled, mapping), `${filled} filled`];
  });
  return [
    `${file}: ${rows} rows, ${header.length} columns, ${formatText(detected)}`,
    table(uses),
    `Source of rows without one: ${mapping.source.name} (${mapping.source.channel})`,
    ...(notes.length > 0 ? ['Notes', ...notes.map((note) => `  ${note}`)] : []),
  ].join('\n');
}

function formatText({ format, encoding, encodingCertainty, delimiter, sheet }: UploadedImport['detected']): string {
  if (sheet !== undefined) return `sheet "${sheet}"`;
  const name = encodingCertainty === 'unsure' ? `${encoding} (not certain)` : encoding;
  return delimiter === undefined ? `${format}, ${name}` : `${name}, separated by ${delimiterName(delimiter)}`;
}

function useOf(column: Column, index: number, filled: number, mapping: UploadedImport['mapping']): string {
  const { use, field, attribute, type } = column;
  if (use === 'ignore') return '(ignored)';
  if (filled === 0) return '(empty)';
  if (use === 'attribute' || field === undefined)
    return `attributes.${attribute}${type === 'text' ? '' : ` (${type})`}`;
  const before = mapping.columns.some(
    (other, at) => other.field === field && (other.rank < column.rank || (other.rank === column.rank && at < index)),
  );
  if (before && field === 'email') return 'email, else otherEmails';
  if (before && field === 'phone') return 'phone, else otherPhones';
  return field === 'externalId' ? `externalId (system "${mapping.externalSystem}")` : field;
}

export function describeFirstRow({ firstRows = [] }: UploadedImport): string {
  const [first] = firstRows;
  if (first === undefined) return '';
  const { values, rejected } = first;
  const read = rejected === undefined ? table(values.map(({ field, value }) => [field, value])) : `  ${rejected}`;
  return `\nThe first row is read as\n${read}`;
}

/** The result of a run, as far as it came. */
export function describeRun({ id, run, rows }: UploadedImport, figures: RunFigures): string {
  const { seconds, rejectedFile, keys } = figures;
  const { done = 0, created = 0, joined = 0, repeated = 0, rejected = 0, suppressed = 0, rejections } = run ?? {};
  const by = MATCH_KEYS.filter((key) => keys.has(key)).map((key) => `${keys.get(key)} by ${key.replace('_', ' ')}`);
  const lines = [
    '',
    `Read      ${Math.min(done, rows)} rows in ${seconds.toFixed(1)} s, ${Math.round(done / Math.max(seconds, 0.001))} rows/s`,
    `Created   ${created}`,
    `Joined    ${joined}${by.length > 0 ? ` (${by.join(', ')})` : ''}`,
    `Repeated  ${repeated}`,
    `Rejected  ${rejected}${rejectedFile === undefined ? '' : `: see ${rejectedFile}`}`,
  ];
  if (suppressed > 0) lines.push(`Suppressed ${suppressed}: on the suppression list, nothing of them is stored`);
  if (repeated > 0)
    lines.push(
      `${repeated} of these rows had been imported in the last 30 days: nothing was repeated (--again imports them anew).`,
    );
  lines.push(...reasonsText(rejections), `POST /v1/imports/${id}/revert takes the import back, for 30 days.`);
  return lines.join('\n');
}

/** What a run would do. */
export function describeRehearsal({ rows }: UploadedImport, { rehearseImport }: Operation): string {
  const { created = 0, joined = 0, repeated = 0, rejected = 0, suppressed = 0, rejections } = rehearseImport ?? {};
  return [
    `\nOf ${rows} rows, ${created} would create a lead, ${joined} join one, ${repeated} be repeated, ${suppressed} be left out as suppressed and ${rejected} rejected. Nothing was changed.`,
    ...classText('temperature', rehearseImport?.temperatures),
    ...classText('category', rehearseImport?.categories),
    ...reasonsText(rejections),
  ].join('\n');
}

const classText = (axis: string, counts: Totals['temperatures'] = []): string[] =>
  counts.length === 0 ? [] : [`  ${axis.padEnd(12)} ${counts.map(({ value, rows }) => `${value} ${rows}`).join(', ')}`];

function reasonsText(rejections: Totals['rejections'] = []): string[] {
  const sorted = [...rejections].sort((a, b) => b.rows - a.rows).slice(0, LONGEST_TABLE);
  return sorted.length === 0
    ? []
    : ['Why rows were rejected', ...sorted.map(({ detail, rows }) => `  ${rows}  ${detail}`)];
}
