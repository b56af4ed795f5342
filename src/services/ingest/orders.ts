import type { EngagementFact } from '../../core/engagement.js';
import type {
  EngagementCommand,
  IngestResult,
  MoveCommand,
  PatchCommand,
  ReleaseCommand,
  RemovalCommand,
  ReviewCommand,
  SubmissionCommand,
} from '../../core/ingest/commands.js';
import type { OwnerCommand } from '../../core/ingest/owner-commands.js';
import type { Lead } from '../../core/leads/lead.js';
import type { LifecycleCommand, RecycleCommand } from '../../core/lifecycle/commands.js';
import type { ReferralClaim } from '../../core/referrals/desk.js';
import type { Channel } from '../../core/sources.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';

/** Where something came from, by name: sources and campaigns that are not known yet are created with it. */
export interface SourceReference {
  channel: Channel;
  name: string;
  campaign?: string | undefined;
}

/** A command whose source is still a name; it becomes an id under the workspace's lock. */
export type IngestOrder =
  | SubmissionOrder
  | ReferOrder
  | VisitOrder
  | (Omit<EngagementCommand, 'sourceId'> & { source?: SourceReference | undefined })
  | PatchCommand
  | RemovalCommand
  | MoveCommand
  | ReleaseCommand
  | ReviewCommand
  | OwnerCommand
  | Exclude<LifecycleCommand, RecycleCommand>
  | (Omit<RecycleCommand, 'sourceId' | 'campaignId'> & { source?: SourceReference | undefined });

export interface SubmissionOrder extends Omit<SubmissionCommand, 'sourceId' | 'campaignId'> {
  source: SourceReference;
  referredBy?: ReferralClaim | undefined;
}

/** Orders that the book of leads carries out. */
export type LeadOrder = Exclude<IngestOrder, ReferOrder | VisitOrder>;

/** Somebody did something who may not be known yet. */
export interface VisitOrder extends Omit<EngagementCommand, 'type' | 'lead' | 'sourceId' | 'channel'> {
  type: 'visit';
  visitorId: string;
  source?: SourceReference | undefined;
}

/** Somebody named a known lead. */
export interface ReferOrder {
  type: 'refer';
  leadId: string;
  referredBy: ReferralClaim;
}

export interface KnownLead {
  lead: Lead;
  engagement: readonly EngagementFact[];
}

export type IngestMode = 'partial' | 'atomic';

/** What one caller wants done, all of it in one transaction, and answered with what `finish` makes of the results. */
export interface IngestUnit<T = unknown> {
  context: WriteContext;
  orders: readonly IngestOrder[];
  /** `atomic`: one refused order refuses all. */
  mode: IngestMode;
  /**
   * Further orders, which depend on what the leads are by then: said under the lock, after everything before them has been
   * decided, and carried out after `orders`. Throws AppError to refuse.
   */
  later?: {
    leadIds: readonly string[];
    orders(scope: WriteScope, find: (leadId: string) => Lead | undefined): Promise<readonly IngestOrder[]>;
  };
  /** Pure: also runs inside the transaction when the answer has to be remembered. Throws AppError to refuse. */
  finish: (results: IngestResult[]) => T;
  /**
   * What the orders are about, in the order of ids, read without the workspace's lock: whatever has changed meanwhile is
   * read again under it, and nothing else.
   */
  known?: readonly KnownLead[];
  /** Work of the caller's own in the same transaction, around the orders. `before` throws AppError to refuse them all. */
  enclosed?: {
    before(scope: WriteScope): Promise<void>;
    after(scope: WriteScope, results: readonly IngestResult[]): Promise<void>;
  };
}

/** Carries out units; concurrent ones of a workspace share a transaction, and each gets its own answer after the commit. */
export type Ingest = <T>(unit: IngestUnit<T>) => Promise<T>;
