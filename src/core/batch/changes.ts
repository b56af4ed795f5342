import type { ActivityContent } from '../activities/activities.js';
import type { NewConsent } from '../consents/consent.js';
import type { DomainEvent } from '../events/events.js';
import type { ImportBlockKey, ImportRow } from '../jobs/imports.js';
import type { LeadJob } from '../jobs/job.js';
import type { BulkLead } from '../leads/bulk-change.js';
import type { KeyValue } from '../leads/keys.js';
import type { Lead } from '../leads/lead.js';
import type { Touch } from '../leads/touch.js';
import type { Referral } from '../referrals/referral.js';
import type { Task } from '../tasks/task.js';
import type { Timer } from '../timers.js';
import type { VisitorEvent } from '../visits/visitor-event.js';
import type { LeadOutcome, OutcomeKey, OutcomeReason } from './outcomes.js';
import type { SalesChanges } from './sales-records.js';

/** Receives the events of the commands of one request. */
export type Emit = (event: DomainEvent) => void;

/** A touch that is received now. */
export type NewTouch = Omit<Touch, 'receivedAt'>;

/** An outcome that is recorded now; without `leadId` when the lead is deleted in the same batch. */
export type NewOutcome = Omit<LeadOutcome, 'leadId'> & OutcomeReason & { id: string; leadId: string | undefined };

export interface NewEngagement {
  id: string;
  leadId: string;
  type: string;
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  externalId?: string | undefined;
  occurredAt: number;
  properties?: Record<string, unknown> | undefined;
}

/** A recorded activity. */
export interface NewActivity extends ActivityContent {
  id: string;
  leadId: string;
  /** The task that was completed with it. */
  taskId?: string | undefined;
  occurredAt: number;
}

/** A removed lead, whose personal values are erased from the log and from stored answers. */
export interface RemovedLead {
  leadId: string;
  /** Visitors that were linked to the lead. */
  visitorIds: string[];
  /** Its e-mails and phone numbers. */
  addresses: KeyValue[];
  /** Reports count nothing of the lead any more. */
  isTakenBack: boolean;
}

/** Rows of leads and of their match keys. */
export interface LeadRows {
  inserted: Lead[];
  replaced: Lead[];
  /** In the order of ids; only score, class, versions and review have changed. */
  redecided: Lead[];
  removedIds: string[];
  keysAdded: (KeyValue & { leadId: string })[];
  keysRemoved: KeyValue[];
}

/** What a batch has changed since its changes were last taken. */
export interface Changes extends LeadRows {
  leadsRemoved: RemovedLead[];
  touches: NewTouch[];
  /** Touches with other kept fields. */
  touchesKept: Touch[];
  outcomesAdded: NewOutcome[];
  outcomesWithdrawn: OutcomeKey[];
  /** The progress of jobs. */
  jobs: LeadJob[];
  /** Leads of bulk changes. */
  operationLeads: BulkLead[];
  /** Rows of imports. */
  importRows: ImportRow[];
  /** Blocks of files whose rows have all been imported. */
  importBlocksEnded: ImportBlockKey[];
  engagement: NewEngagement[];
  activities: NewActivity[];
  consents: NewConsent[];
  tasksInserted: Task[];
  tasksReplaced: Task[];
  visitorEvents: VisitorEvent[];
  /** Visitors whose stored events became events of a lead. */
  identifiedVisitorIds: string[];
  referrals: Referral[];
  /** Waiting submissions of forms that are confirmed. */
  confirmedIds: string[];
  /** Undefined: no customer, deal or conversion has changed. */
  sales: SalesChanges | undefined;
  timersSet: Timer[];
  timersCleared: Pick<Timer, 'kind' | 'subjectId'>[];
}
