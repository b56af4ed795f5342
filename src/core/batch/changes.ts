import type { ActivityContent } from '../activities/activities.js';
import type { DomainEvent } from '../events/events.js';
import type { LeadFacts } from '../leads/facts.js';
import type { KeyValue } from '../leads/keys.js';
import type { Lead } from '../leads/lead.js';
import type { Bought } from '../leads/lifecycle.js';
import type { ConsentEntry } from '../leads/public-submissions.js';
import type { MatchKey } from '../leads/vocabulary.js';
import type { Referral } from '../referrals/referral.js';
import type { Task } from '../tasks/task.js';
import type { Timer } from '../timers.js';
import type { VisitorEvent } from '../visits/visitor-event.js';

/** Receives the events of the commands of one request. */
export type Emit = (event: DomainEvent) => void;

export interface NewTouch {
  id: string;
  leadId: string;
  sourceId: string;
  campaignId?: string | undefined;
  matchedBy?: MatchKey | undefined;
  occurredAt: number;
  raw: Record<string, unknown>;
  /** Of a submission from a public page: the API key that sent it. */
  publicKeyId?: string | undefined;
  consents?: ConsentEntry[] | undefined;
  /** What it states and the lead did not take over. */
  kept?: Partial<LeadFacts> | undefined;
}

export interface NewEngagement {
  id: string;
  leadId: string;
  type: string;
  sourceId?: string | undefined;
  externalId?: string | undefined;
  occurredAt: number;
  properties?: Record<string, unknown> | undefined;
}

/** An activity as it was counted. */
export interface NewActivity extends ActivityContent {
  id: string;
  leadId: string;
  /** The task that was completed with it. */
  taskId?: string | undefined;
  occurredAt: number;
}

/** A lead was removed: its customer, deals and conversions stay. */
export interface RemovedLead {
  leadId: string;
  /** Visitors that were known to be the lead. */
  visitorIds: string[];
  /** What it was converted into. */
  bought?: Bought | undefined;
  /** Of the request that removed the lead. */
  emit: Emit;
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
  engagement: NewEngagement[];
  activities: NewActivity[];
  tasksInserted: Task[];
  tasksReplaced: Task[];
  visitorEvents: VisitorEvent[];
  /** Visitors whose stored events became events of a lead. */
  identifiedVisitorIds: string[];
  referrals: Referral[];
  timersSet: Timer[];
  timersCleared: Pick<Timer, 'kind' | 'subjectId'>[];
}
