import type { Handoff } from './handoff.js';
import type { Lead } from './lead.js';
import type { CategoryState, ClassBefore, Disqualification, Parked } from './lifecycle.js';
import type { Temperature } from './vocabulary.js';

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

/**
 * The record of what a bulk change did to a lead: the parts that it changed, before and after. JSON, stored with the lead's row of the
 * operation. What follows from the change in the same transaction (offers, tasks, cycles) is found by `at`.
 */
export interface BulkUndo {
  /** When the lead was changed, epoch milliseconds. */
  at: number;
  facts?: FactsChange;
  owner?: OwnerChange;
  class?: { before: ClassBefore; after: ClassAfter };
  temperature?: { before: TemperatureState; after: Temperature };
  /** The hand-off before, of a lead whose owner or class has changed; null: none. */
  handoff?: Handoff | null;
  /** The lead of the next purchase that the change of a customer's lead has opened. */
  openedLeadId?: string;
  /** Its tasks that were open before. */
  taskIds?: string[];
  /** What those of the playbook said to do. */
  tasks?: TaskBefore[];
  /** What its customer got from the lead, and the other leads of that customer. */
  customer?: { id: string; facts: FactsChange; leads: OtherLeadUndo[] };
}

/** A task before another channel replaced its own. */
export interface TaskBefore {
  id: string;
  kind: string;
  title: string;
  description?: string | undefined;
}

/** Another lead of the customer that got consents from it. */
export interface OtherLeadUndo extends Pick<BulkUndo, 'taskIds' | 'tasks'> {
  id: string;
  facts: FactsChange;
}

/** Changed facts by name, before and after; null: none. */
export interface FactsChange {
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

export interface OwnerChange {
  before: OwnerState;
  after: string | null;
  /** What the change moved in the ledgers of teams. */
  moves?: LedgerMove[];
  /** What the decision about the former owner had given. */
  given?: GivenShares;
}

/** What a change moved in the ledger entry of one member, in leads. */
export interface LedgerMove {
  teamId: string;
  repId: string;
  given: number;
  credit: number;
}

/** The shares that the decision about an owner gave in the ledger of a team, by rep, as JSON. */
export interface GivenShares {
  teamId: string;
  shares: Readonly<Record<string, number>>;
}

/** The owner of a lead. No `ownerId`: it waited for one. */
export type OwnerState = Partial<Pick<Lead, 'ownerId' | 'teamId' | 'assignedAt' | 'ownerActorId' | 'ownerReason'>>;

export type TemperatureState = Pick<Lead, 'temperature' | 'temperatureSince'>;

/** By which an undo recognises that the class is still that of the change. */
export interface ClassAfter extends Pick<CategoryState, 'category' | 'categoryDecidedBy' | 'moveReason'> {
  stage: string;
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
