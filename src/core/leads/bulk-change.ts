import type { Disqualification, Parked } from './lifecycle.js';
import type { Category } from './vocabulary.js';

/** A change of many leads: exactly one member. JSON, stored with the job. */
export interface BulkChange {
  /** Facts by name; null removes one. No fact that identifies a person or company. */
  set?: Readonly<Record<string, unknown>> | undefined;
  tags?: { add?: readonly string[] | undefined; remove?: readonly string[] | undefined } | undefined;
  assign?: { repId: string; reason: string } | undefined;
  stage?: { stage: string; reason: string; competitor?: string | undefined } | undefined;
  park?: Pick<Parked, 'reason' | 'detail' | 'competitor' | 'wakeWhen'> | undefined;
  disqualify?: Pick<Disqualification, 'reason' | 'detail'> | undefined;
  recycle?: { reason: string } | undefined;
  /** Removes the leads for good. */
  delete?: boolean | undefined;
}

/** The members of a bulk change. */
export const BULK_CHANGES = ['set', 'tags', 'assign', 'stage', 'park', 'disqualify', 'recycle', 'delete'] as const;
export type BulkChangeName = (typeof BULK_CHANGES)[number];

/** The member that a change has. */
export function bulkChangeName(change: BulkChange | undefined): BulkChangeName | undefined {
  return change && BULK_CHANGES.find((name) => change[name] !== undefined && change[name] !== false);
}

/** Changes that an undo takes back. */
export const UNDOABLE = ['set', 'tags', 'assign', 'stage', 'park', 'disqualify'] as const;

/** Effect of a bulk change on a lead. Unchanged leads have no row. */
export const BULK_OUTCOMES = ['changed', 'refused'] as const;
export type BulkOutcome = (typeof BULK_OUTCOMES)[number];

/** Values before and after the change, of the parts that it changed. */
export interface BulkUndo {
  facts?: { before: Record<string, unknown>; after: Record<string, unknown> };
  owner?: { before: string | null; after: string };
  class?: { before: ClassBefore; after: { category: Category; stage: string } };
}

export interface ClassBefore {
  category: Category;
  stage: string;
  /** The reason of the person who decided the category; null: a rule decided it. */
  personReason: string | null;
  /** How a person had parked or disqualified it. */
  parked?: Pick<Parked, 'reason' | 'detail' | 'competitor' | 'wakeWhen'> | undefined;
  disqualified?: Pick<Disqualification, 'reason' | 'detail'> | undefined;
}

/** A lead that a bulk change has changed or left out. */
export interface BulkLead {
  jobId: string;
  leadId: string;
  outcome: BulkOutcome;
  /** Why it was left out. */
  code?: string | undefined;
  detail?: string | undefined;
  undo?: BulkUndo | undefined;
}

/** A stored lead of a bulk change. */
export interface ListedBulkLead extends Pick<BulkLead, 'leadId' | 'outcome'> {
  code: string | null;
  detail: string | null;
  at: Date;
}

export interface BulkTotals {
  changed: number;
  unchanged: number;
  refused: number;
  /** The first reasons of refusals, with the number of leads. */
  refusals: { code: string; detail: string; leads: number }[];
  /** The first leads that change. */
  sampleIds: string[];
}

export const EMPTY_BULK_TOTALS: BulkTotals = { changed: 0, unchanged: 0, refused: 0, refusals: [], sampleIds: [] };

export const MAX_BULK_SAMPLES = 10;
export const MAX_BULK_REASONS = 20;

/** The totals with one more lead. `row` is undefined when nothing changes. */
export function withBulkLead(totals: BulkTotals, row: BulkLead | undefined): BulkTotals {
  if (row === undefined) return { ...totals, unchanged: totals.unchanged + 1 };
  if (row.outcome === 'changed') {
    const { sampleIds } = totals;
    const isSample = sampleIds.length < MAX_BULK_SAMPLES;
    return { ...totals, changed: totals.changed + 1, sampleIds: isSample ? [...sampleIds, row.leadId] : sampleIds };
  }
  return { ...totals, refused: totals.refused + 1, refusals: withReason(totals.refusals, row) };
}

function withReason(refusals: BulkTotals['refusals'], { code = '', detail = '' }: BulkLead): BulkTotals['refusals'] {
  const known = refusals.findIndex((one) => one.code === code && one.detail === detail);
  if (known >= 0) return refusals.map((one, index) => (index === known ? { ...one, leads: one.leads + 1 } : one));
  return refusals.length < MAX_BULK_REASONS ? [...refusals, { code, detail, leads: 1 }] : refusals;
}
