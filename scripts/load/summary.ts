import type { ColumnMapping, ImportMapping } from '../../src/core/imports/mapping.js';
import type { ReportIssue } from '../../src/core/imports/row-context.js';
import { CATEGORIES, MATCH_KEYS, TEMPERATURES } from '../../src/core/leads/vocabulary.js';
import { delimiterName } from '../../src/services/imports/reading/layout.js';
import { table } from '../client/progress.js';
import type { Lead } from './lead-body.js';
import type { LeadResult, Outcome } from './send.js';
import type { SourceFile } from './source-files.js';

interface SourceCount {
  channel: string;
  name: string;
  rows: number;
  created: number;
  joined: number;
  rejected: number;
}

/** Counts the outcomes of a list while it is loaded. */
export function startSummary() {
  const sources = new Map<string, SourceCount>();
  const currentClasses = new Map<string, Pick<LeadResult['lead'], 'temperature' | 'category'>>();
  const [matches, notes, reasons]: [Counter, Counter, Counter] = [new Map(), new Map(), new Map()];
  const [skipped, issues]: [Counter, Counter] = [new Map(), new Map()];
  const totals = { read: 0, created: 0, joined: 0, rejected: 0, skipped: 0, replayed: 0 };

  const reportIssue: ReportIssue = (header, what) => count(issues, `"${header}" ${what}`);
  return {
    totals,
    reportIssue,
    skip(reason: string): void {
      totals.read++;
      totals.skipped++;
      count(skipped, reason);
    },
    add(lead: Lead, outcome: Outcome, replayed: boolean): void {
      const source = countOf(sources, lead);
      totals.read++;
      source.rows++;
      if (replayed) totals.replayed++;
      const kind = 'refused' in outcome ? 'rejected' : outcome.accepted.outcome === 'created' ? 'created' : 'joined';
      totals[kind]++;
      source[kind]++;
      if ('refused' in outcome) {
        count(reasons, outcome.refused);
        return;
      }
      const { accepted } = outcome;
      if (accepted.matchedBy) count(matches, accepted.matchedBy);
      for (const { field, code } of accepted.notes) count(notes, `${code} (${field})`);
      const { id, temperature, category } = accepted.lead;
      currentClasses.set(id, { temperature, category });
    },
    print(seconds: number, rejectFile: string | undefined): string {
      const lines = [totalsText(totals, matches, skipped, seconds, rejectFile)];
      if (sources.size > 0) lines.push('By source', bySource([...sources.values()]));
      if (currentClasses.size > 0) {
        const [temperatures, categories] = [
          byClass(currentClasses, 'temperature', TEMPERATURES),
          byClass(currentClasses, 'category', CATEGORIES),
        ];
        lines.push(`${currentClasses.size} leads, as they stand now`, temperatures, categories);
      }
      if (reasons.size > 0) lines.push('Why rows were rejected', counted(reasons));
      if (notes.size > 0) lines.push('Values that could not be used as they are', counted(notes));
      if (issues.size > 0) lines.push('Values that do not fit their field', counted(issues));
      return lines.join('\n');
    },
  };
}

/** Source names differing in case only are one source, as in the service. */
function countOf(sources: Map<string, SourceCount>, { source }: Lead): SourceCount {
  const { channel = '', name = '' } = source ?? {};
  const key = `${channel}\n${name.toLowerCase()}`;
  const count = sources.get(key) ?? { channel, name, rows: 0, created: 0, joined: 0, rejected: 0 };
  sources.set(key, count);
  return count;
}

function bySource(sources: SourceCount[]): string {
  const rows = sources
    .sort((a, b) => b.rows - a.rows)
    .map(({ channel, name, rows: count, created, joined, rejected }) => [
      channel,
      name,
      count,
      created,
      joined,
      rejected,
    ]);
  return table([['channel', 'name', 'rows', 'created', 'joined', 'rejected'], ...shortened(rows)]);
}

type Counter = Map<string, number>;
const LONGEST_TABLE = 25;

function count(counter: Counter, key: string): void {
  counter.set(key, (counter.get(key) ?? 0) + 1);
}

function counted(counter: Counter): string {
  const rows = [...counter].sort((a, b) => b[1] - a[1]);
  return rows
    .slice(0, LONGEST_TABLE)
    .map(([what, times]) => `  ${times}  ${what}`)
    .join('\n');
}

function shortened(rows: (string | number)[][]): (string | number)[][] {
  if (rows.length <= LONGEST_TABLE) return rows;
  const rest = rows.slice(LONGEST_TABLE);
  const sum = (column: number) => rest.reduce((total, row) => total + Number(row[column]), 0);
  return [...rows.slice(0, LONGEST_TABLE), ['', `and ${rest.length} more`, sum(2), sum(3), sum(4), sum(5)]];
}

function byClass<K extends 'temperature' | 'category'>(
  currentClasses: ReadonlyMap<string, Record<K, string>>,
  axis: K,
  values: readonly string[],
): string {
  const counts = new Map<string, number>();
  for (const lead of currentClasses.values()) count(counts, lead[axis]);
  const present = values.filter((value) => counts.has(value));
  return `  ${axis.padEnd(12)} ${present.map((value) => `${value} ${counts.get(value)}`).join(', ')}`;
}

function totalsText(
  totals: { read: number; created: number; joined: number; rejected: number; skipped: number; replayed: number },
  matches: Counter,
  skipped: Counter,
  seconds: number,
  rejectFile: string | undefined,
): string {
  const by = MATCH_KEYS.filter((key) => matches.has(key)).map(
    (key) => `${matches.get(key)} by ${key.replace('_', ' ')}`,
  );
  const why = [...skipped].map(([reason, times]) => `${times} ${reason}`);
  const detail = (parts: string[]) => (parts.length > 0 ? ` (${parts.join(', ')})` : '');
  const lines = [
    '',
    `Read      ${totals.read} rows in ${seconds.toFixed(1)} s, ${Math.round(totals.read / Math.max(seconds, 0.001))} rows/s`,
    `Created   ${totals.created}`,
    `Joined    ${totals.joined}${detail(by)}`,
    `Rejected  ${totals.rejected}${rejectFile === undefined ? '' : `: see ${rejectFile}`}`,
    `Skipped   ${totals.skipped}${detail(why)}`,
  ];
  if (totals.replayed > 0) {
    lines.push(
      `${totals.replayed} of these rows had been sent in the last 24 hours: nothing was repeated (--again sends them anew).`,
    );
  }
  return lines.join('\n');
}

/** A description of the file and of the use of each column. */
export function describeFile(file: string, { detected, header, profile, mapping, notes }: SourceFile): string {
  const uses = mapping.columns.map((column, index) => [
    column.column,
    '->',
    useOf(column, index, profile.columns[index]?.filled ?? 0, mapping),
    `${profile.columns[index]?.filled ?? 0} filled`,
  ]);
  return [
    `${file}: ${profile.rows} rows, ${header.length} columns, ${formatText(detected)}`,
    table(uses),
    ...(notes.length > 0 ? ['Notes', ...notes.map((note) => `  ${note}`)] : []),
  ].join('\n');
}

function formatText({ format, encoding, delimiter, sheet }: SourceFile['detected']): string {
  if (sheet !== undefined) return `sheet "${sheet}"`;
  return delimiter === undefined ? `${format}, ${encoding}` : `${encoding}, separated by ${delimiterName(delimiter)}`;
}

function useOf(column: ColumnMapping, index: number, filled: number, mapping: ImportMapping): string {
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
