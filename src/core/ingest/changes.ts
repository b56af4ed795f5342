import type { ActivityContent } from '../activities/activities.js';
import type { DomainEvent } from '../events.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Lead } from '../leads/lead.js';
import type { MatchKey } from '../leads/vocabulary.js';
import type { Bought } from '../lifecycle/lifecycle.js';
import type { NewTask } from '../tasks/changes.js';
import type { Timer } from '../timers.js';
import type { KeyValue } from './commands.js';
import type { ConsentEntry } from './public-submissions.js';

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

/** A lead was closed: its open tasks end. */
export interface TasksEnd {
  leadId: string;
  /** Tasks that came into being afterwards. */
  keptIds: string[];
  /** Tells what becomes of a task, as an event of the command that closed the lead. */
  tell: (event: DomainEvent) => void;
}

/** A lead was removed: what was made of it stays. */
export interface LeadGone {
  leadId: string;
  /** Visitors whose it was known to be. */
  visitorIds: string[];
  /** What it had become. */
  bought?: Bought | undefined;
  /** Tells what becomes of that, as an event of the command that removed the lead. */
  tell: (event: DomainEvent) => void;
}

/** What a run of commands wants written, since it was last asked. */
export interface Changes {
  inserted: Lead[];
  replaced: Lead[];
  /** Neighbours in the order of ids, of which only score, class, versions and review have changed. */
  redecided: Lead[];
  removedIds: string[];
  leadsGone: LeadGone[];
  keysAdded: (KeyValue & { leadId: string })[];
  keysRemoved: KeyValue[];
  touches: NewTouch[];
  engagement: NewEngagement[];
  activities: NewActivity[];
  tasks: NewTask[];
  tasksEnded: TasksEnd[];
  timersSet: Timer[];
  timersCleared: Pick<Timer, 'kind' | 'subjectId'>[];
}

/** The identities by which exactly these facts are found. */
export type KeysOf = (facts: LeadFacts) => KeyValue[];
