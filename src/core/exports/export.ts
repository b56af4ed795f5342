import type { Scope } from '../api-keys/scopes.js';
import type { Condition } from '../condition.js';
import type { EventType } from '../events/events.js';
import type { ConsentChannel } from '../leads/consent.js';

/** What can be exported: one row of the file for each. */
export const EXPORT_RESOURCES = [
  'leads',
  'touches',
  'engagement_events',
  'activities',
  'deals',
  'customers',
  'events',
] as const;
export type ExportResource = (typeof EXPORT_RESOURCES)[number];

export const EXPORT_FORMATS = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_COMPRESSIONS = ['uncompressed', 'gzip'] as const;
export type ExportCompression = (typeof EXPORT_COMPRESSIONS)[number];

/** Hours for which a file can be read, by the real clock. */
export const EXPORT_HOURS = 24;
/** Rows that one answer streams at most; more are written to a file. */
export const MOST_STREAMED_ROWS = 100_000;
/** Columns of attributes that a CSV file has at most; more attributes are one column of JSON. */
export const MOST_ATTRIBUTE_COLUMNS = 1_000;

/** The scope that reads the rows in other ways as well. */
export const EXPORT_SCOPES: Readonly<Record<ExportResource, Scope>> = {
  leads: 'leads:read',
  touches: 'leads:read',
  engagement_events: 'engagement:read',
  activities: 'leads:read',
  deals: 'deals:read',
  customers: 'customers:read',
  events: 'events:read',
};

/** Which rows a file has. Conditions are complete: segments expanded, dates resolved, values normalised. */
export interface ExportSelection {
  resource: ExportResource;
  where?: Condition | undefined;
  /** On the lead of a touch, an engagement event or an activity. */
  lead?: Condition | undefined;
  stage?: string | undefined;
  rotted?: boolean | undefined;
  /** Of leads: only those that may be contacted through the channel and are not on the suppression list. */
  contactableBy?: ConsentChannel | undefined;
  /** Of events: any of these, and a period in epoch milliseconds. */
  types?: readonly EventType[] | undefined;
  occurredFrom?: number | undefined;
  occurredBefore?: number | undefined;
}

/** How the rows are written. */
export interface ExportLayout {
  /** Names of fields, or of objects with all their fields; all when absent. */
  fields?: readonly string[] | undefined;
  /** Adds the explanation of the score of each lead. */
  explanation: boolean;
  format: ExportFormat;
  /** CSV without the apostrophe before texts that a spreadsheet would compute. */
  raw: boolean;
  compression: ExportCompression;
}

/** A request for a file. */
export interface ExportParams extends ExportSelection, ExportLayout {
  /** Scopes that reading the file needs. */
  scopes: Scope[];
}

/** A complete file. Instants are epoch milliseconds. */
export interface ExportTotals {
  rows: number;
  /** Leads that `contactableBy` left out. */
  leftOut?: number | undefined;
  /** Of the file as it is downloaded. */
  bytes: number;
  /** The instant of the rows, by the clock of the workspace. */
  snapshotAt: number;
  /** By the real clock. */
  expiresAt: number;
}

export interface ExportShape {
  params: ExportParams;
  /** The attempt that writes the file; another one begins anew. */
  cursor: { attemptId: string };
  result: ExportTotals;
}
