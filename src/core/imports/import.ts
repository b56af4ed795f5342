import type { JobState } from '../job-kinds.js';
import type { LeadKind } from '../leads/vocabulary.js';
import type { Channel } from '../sources.js';
import type { ColumnChoice } from './columns.js';
import type { DateOrder } from './dates.js';
import type { Certainty, ColumnEvidence, ImportMapping, ListKind } from './mapping.js';

/** States of an import; they follow from its upload and from its jobs. */
export const IMPORT_STATES = [
  'ready',
  'running',
  'paused',
  'succeeded',
  'failed',
  'cancelled',
  'reverting',
  'reverted',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** How a file is read, where the caller knows it better than what is detected. */
export interface ImportOptions {
  list?: ListKind | undefined;
  encoding?: string | undefined;
  /** Name of the sheet of a workbook. */
  sheet?: string | undefined;
  country?: string | undefined;
  /** The system that ids in the file belong to. */
  externalSystem?: string | undefined;
  sourceName?: string | undefined;
  channel?: Channel | undefined;
  dateOrder?: DateOrder | undefined;
  /** The IANA zone of times without an offset. */
  timeZone?: string | undefined;
  kind?: LeadKind | undefined;
  /** Uses of columns that the caller has chosen. */
  choices?: readonly ColumnChoice[] | undefined;
}

/** What was found out about a file. */
export interface DetectedFile {
  format: string;
  encoding?: string | undefined;
  encodingCertainty?: Certainty | undefined;
  /** Whether bytes are invalid in the encoding. */
  damaged?: boolean | undefined;
  delimiter?: string | undefined;
  quote?: string | undefined;
  /** The row of the header in the file, from 1; undefined when the first row is data. */
  headerRow?: number | undefined;
  sheet?: string | undefined;
  /** How its times and numeric dates are read, and how certain the order is. */
  timeZone?: string | undefined;
  dateOrder?: DateOrder | undefined;
  dateOrderCertainty?: Certainty | undefined;
}

/** The state of an uploaded import, from the states of its last run and of the last revert. */
export function importStateOf(run: JobState | undefined, revert: JobState | undefined, isPaused: boolean): ImportState {
  if (revert === 'queued' || revert === 'running') return 'reverting';
  if (revert === 'succeeded') return 'reverted';
  if (run === undefined) return 'ready';
  if (run === 'queued' || run === 'running') return isPaused ? 'paused' : 'running';
  return run;
}

/** A file that was uploaded to become leads. */
export interface Import {
  workspaceId: string;
  id: string;
  version: number;
  name: string;
  /** Null while the file arrives. */
  uploadedAt: Date | null;
  options: ImportOptions;
  /** SHA-256 of the bytes of the file, hexadecimal. */
  fileHash: string;
  fileBytes: number;
  rows: number;
  blocks: number;
  header: string[];
  detected: DetectedFile | null;
  mapping: ImportMapping | null;
  evidence: ColumnEvidence[];
  notes: string[];
  /** The jobs that rehearsed, ran and reverted it last. */
  rehearsalId: string | null;
  runId: string | null;
  revertId: string | null;
  /** When the run was paused; null: it goes on. */
  pausedAt: Date | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}
