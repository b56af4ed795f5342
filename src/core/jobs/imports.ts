import type { LedgerLine } from '../assignment/pool.js';
import type { BulkUndo } from '../leads/bulk-change.js';
import type { MatchKey } from '../leads/vocabulary.js';

/**
 * What a run made of a row. `repeated`: the same row was imported before, here or from another file, and nothing is done again.
 * `rejected`: the row became no lead; it has the reason. `suppressed`: it names someone on the suppression list, and nothing of it is stored.
 */
export const IMPORT_OUTCOMES = ['created', 'joined', 'repeated', 'rejected', 'suppressed'] as const;
export type ImportOutcome = (typeof IMPORT_OUTCOMES)[number];

/** The record of one row of a run. */
export interface ImportRow {
  importId: string;
  /** Number of the row in the file, from 1; the header counts. */
  row: number;
  outcome: ImportOutcome;
  leadId?: string | undefined;
  matchedBy?: MatchKey | undefined;
  /** Why it was rejected. */
  code?: string | undefined;
  detail?: string | undefined;
  /** Header of the column at fault. */
  column?: string | undefined;
  /** The cells of a rejected row. */
  cells?: readonly string[] | undefined;
  /** The first 128 bits of the SHA-256 of the lead that was read from the row, as a UUID. Only of accepted rows. */
  fingerprint?: string | undefined;
  /** What the row changed in a lead that existed before. */
  undo?: BulkUndo | undefined;
}

/** The stored record of a row. */
export interface StoredImportRow {
  row: number;
  outcome: ImportOutcome;
  leadId: string | null;
  matchedBy: MatchKey | null;
  code: string | null;
  detail: string | null;
  column: string | null;
  cells: string[] | null;
}

/** Cells as they can be stored: without NUL and halves of surrogate pairs, which PostgreSQL refuses in a text. */
export const storableCells = (cells: readonly string[]): string[] =>
  cells.map((cell) => cell.replace(/[\0\p{Cs}]/gu, ''));

/** A part of the rows of a file. */
export interface ImportBlockKey {
  importId: string;
  /** From 0. */
  block: number;
}

export interface RejectionCount {
  code: string;
  detail: string;
  rows: number;
}

export interface ImportTotals {
  created: number;
  joined: number;
  repeated: number;
  rejected: number;
  suppressed: number;
  /** The first reasons of rejections, with the number of rows. */
  rejections: RejectionCount[];
}

export const EMPTY_IMPORT_TOTALS: ImportTotals = {
  ...{ created: 0, joined: 0, repeated: 0, rejected: 0, suppressed: 0 },
  rejections: [],
};

export const MAX_REJECTION_REASONS = 50;

/** The totals with one more row. */
export function withImportRow(totals: ImportTotals, { outcome, code, detail }: ImportRow): ImportTotals {
  // A run that an earlier version began has no count of suppressed rows.
  const next = { ...totals, [outcome]: (totals[outcome] ?? 0) + 1 };
  return outcome === 'rejected' ? { ...next, rejections: withReason(totals.rejections, code, detail) } : next;
}

function withReason(known: RejectionCount[], code = '', detail = ''): RejectionCount[] {
  const at = known.findIndex((one) => one.code === code && one.detail === detail);
  if (at >= 0) return known.map((one, index) => (index === at ? { ...one, rows: one.rows + 1 } : one));
  return known.length < MAX_REJECTION_REASONS ? [...known, { code, detail, rows: 1 }] : known;
}

/** What a revert did with the leads of a run. */
export interface RevertTotals {
  /** Leads that the run had made, and that are gone. */
  removed: number;
  /** Leads that have again what they had before. */
  restored: number;
  /** Leads that stay as they are, because something else has happened to them since. */
  kept: number;
  /** The first of those. */
  keptLeads: { leadId: string; code: string; detail: string }[];
}

export const EMPTY_REVERT_TOTALS: RevertTotals = { removed: 0, restored: 0, kept: 0, keptLeads: [] };

export const MAX_KEPT_LEADS = 100;

export type RevertOutcome = { outcome: 'removed' | 'restored' } | { outcome: 'kept'; code: string; detail: string };

/** The totals with one more lead. */
export function withReverted(totals: RevertTotals, leadId: string, reverted: RevertOutcome): RevertTotals {
  if (reverted.outcome !== 'kept') return { ...totals, [reverted.outcome]: totals[reverted.outcome] + 1 };
  const { code, detail } = reverted;
  const keptLeads =
    totals.keptLeads.length < MAX_KEPT_LEADS ? [...totals.keptLeads, { leadId, code, detail }] : totals.keptLeads;
  return { ...totals, kept: totals.kept + 1, keptLeads };
}

/** What the rows of a rehearsal so far have given to reps: the entries of ledgers, and leads and effort by rep. */
export interface CarriedLoad {
  ledgers: readonly LedgerLine[];
  loads: readonly { repId: string; leads: number; effort: number }[];
}

export const NOTHING_CARRIED: CarriedLoad = { ledgers: [], loads: [] };

/** What a rehearsal found. */
export interface RehearsalTotals extends ImportTotals {
  /** Leads that rows of the file would create or join, by category, temperature and owner: the number of rows. */
  categories: Record<string, number>;
  temperatures: Record<string, number>;
  /** By id of the rep; an empty id: rows whose lead has no owner. */
  owners: Record<string, number>;
}

export const EMPTY_REHEARSAL_TOTALS: RehearsalTotals = {
  ...EMPTY_IMPORT_TOTALS,
  categories: {},
  temperatures: {},
  owners: {},
};
