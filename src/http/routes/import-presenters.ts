import { DATE_FIELDS } from '../../core/imports/date-order.js';
import type { ColumnEvidence, ImportedLead, ImportedPast } from '../../core/imports/mapping.js';
import { cutText } from '../../core/imports/row-context.js';
import type { ImportTotals } from '../../core/jobs/imports.js';
import { iso } from '../../core/time.js';
import type { FirstRow, ImportDetails } from '../../services/imports/details.js';
import { isoOrNull } from '../instants.js';

/** With more columns than this, only the evidence of columns that fill a field is shown. */
const MOST_EVIDENCE = 300;
const LONGEST_EXAMPLE = 100;

function evidenceOut(evidence: readonly ColumnEvidence[]): ColumnEvidence[] {
  const shown =
    evidence.length <= MOST_EVIDENCE
      ? evidence
      : evidence.filter(({ certainty }) => certainty !== 'unsure').slice(0, MOST_EVIDENCE);
  return shown.map((one) => ({ ...one, examples: one.examples.map((example) => cutText(example, LONGEST_EXAMPLE)) }));
}

type Run = NonNullable<ImportDetails['run']>;

/** The wire form of an import. */
export function importOut({ row, state, run, totals, firstRows, sameFileAs }: ImportDetails) {
  const { id, version, name, fileBytes, rows, header, detected, mapping, evidence, notes } = row;
  if (mapping === null || detected === null) throw new Error('an import that was uploaded has a mapping');
  return {
    ...{ id, version, name, state, fileBytes, fileSha256: row.fileHash, sameFileAs, rows, header },
    ...{ detected, mapping, evidence: evidenceOut(evidence), notes },
    firstRows: firstRows?.map(firstRowOut),
    run: run && runOut(run, rows, totals),
    rehearsalId: row.rehearsalId,
    revertId: row.revertId,
    createdAt: iso(row.createdAt.getTime()),
    updatedAt: iso(row.updatedAt.getTime()),
  };
}

/** Hexadecimal; the progress of its jobs changes the answer, and not the version. */
export const importVariant = ({ rehearsal, run, revert }: ImportDetails): string | undefined => {
  const versions = [rehearsal, run, revert].map((job) => (job?.version ?? 0).toString(16).padStart(4, '0'));
  return run === undefined && rehearsal === undefined && revert === undefined ? undefined : versions.join('');
};

function runOut(run: Run, rows: number, totals: ImportTotals | undefined) {
  const { id, done, cursor } = run;
  const worked = cursor?.workedMs ?? 0;
  const rate = worked > 0 ? Math.round((done * 1_000) / worked) : null;
  return {
    operationId: id,
    done,
    rowsPerSecond: rate,
    remainingSeconds: rate === null || rate === 0 ? null : Math.ceil((rows - done) / rate),
    ...totals,
    startedAt: isoOrNull(run.startedAt),
    finishedAt: isoOrNull(run.finishedAt),
  };
}

function firstRowOut({ row, result }: FirstRow) {
  if ('refused' in result) return { row, values: [], rejected: result.refused.reason };
  return { row, values: [...valuesOf(result.lead), ...(result.past ? pastValuesOf(result.past) : [])] };
}

/** What was read, as fields with texts. */
function valuesOf({ source, attributes = {}, ...facts }: ImportedLead) {
  const named = Object.entries(attributes).map(([name, value]) => [`attributes.${name}`, value] as const);
  const entries: (readonly [string, unknown])[] = [
    ...Object.entries(facts),
    ['source', [source.channel, source.name, source.campaign].filter((part) => part !== undefined)],
    ...named,
  ];
  return entries.flatMap(([field, value]) =>
    value === undefined || value === null ? [] : [{ field, value: cutText(textOf(field, value), LONGEST_VALUE) }],
  );
}

/** What was read about the past. */
function pastValuesOf({ createdAt, ownerId, stages, outcome, deals, engagement }: ImportedPast) {
  const words = (...parts: (string | undefined)[]) => parts.filter((part) => part !== undefined).join('; ');
  const closed = (at: number | undefined) => (at === undefined ? undefined : iso(at));
  return [
    { field: 'createdAt', value: iso(createdAt) },
    ...(ownerId === undefined ? [] : [{ field: 'ownerId', value: ownerId }]),
    ...stages.map(({ stage }) => ({ field: 'stage', value: stage })),
    ...(outcome ? [{ field: 'outcome', value: words(outcome.result, iso(outcome.at), outcome.reason) }] : []),
    ...deals.map(({ status, name, amount, currency, closedAt }) => ({
      field: 'deal',
      value: words(status, name, amount ?? undefined, currency, closed(closedAt)),
    })),
    ...engagement.map(({ type, occurredAt }) => ({ field: 'engagement', value: words(type, iso(occurredAt)) })),
  ];
}

const LONGEST_VALUE = 500;
const INSTANTS: ReadonlySet<string> = DATE_FIELDS;

function textOf(field: string, value: unknown): string {
  if (Array.isArray(value)) return value.join('; ');
  const isInstant = INSTANTS.has(field);
  return isInstant && typeof value === 'number' ? iso(value) : String(value);
}
