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
import type { Channel } from '../../core/sources.js';
import type { WriteContext } from '../context.js';

/** Where something came from, by name: sources and campaigns that are not known yet are created with it. */
export interface SourceReference {
  channel: Channel;
  name: string;
  campaign?: string | undefined;
}

/** A command whose source is still a name; it becomes an id under the workspace's lock. */
export type IngestOrder =
  | (Omit<SubmissionCommand, 'sourceId' | 'campaignId'> & { source: SourceReference })
  | (Omit<EngagementCommand, 'sourceId'> & { source?: SourceReference | undefined })
  | PatchCommand
  | RemovalCommand
  | MoveCommand
  | ReleaseCommand
  | ReviewCommand
  | OwnerCommand;

export type IngestMode = 'partial' | 'atomic';

/** What one caller wants done, all of it in one transaction, and answered with what `finish` makes of the results. */
export interface IngestUnit<T = unknown> {
  context: WriteContext;
  orders: readonly IngestOrder[];
  /** `atomic`: one refused order refuses all. */
  mode: IngestMode;
  /** Pure: also runs inside the transaction when the answer has to be remembered. Throws AppError to refuse. */
  finish: (results: IngestResult[]) => T;
}

/** Carries out units; concurrent ones of a workspace share a transaction, and each gets its own answer after the commit. */
export type Ingest = <T>(unit: IngestUnit<T>) => Promise<T>;
