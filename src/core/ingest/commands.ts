import type { EngagementType } from '../engagement.js';
import type { LeadKey } from '../identity/keys.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Lead } from '../leads/lead.js';
import type { Category, KeyKind, MatchKey } from '../leads/vocabulary.js';
import type { LifecycleCommand, LifecycleResult } from '../lifecycle/commands.js';
import type { Referral } from '../referrals/referral.js';
import type { Channel } from '../sources.js';
import type { FieldViolation } from '../violations.js';
import type { OwnerCommand, OwnerResult } from './owner-commands.js';
import type { PublicOrigin } from './public-submissions.js';

/** A normalised identity that finds a lead exactly. */
export interface KeyValue {
  kind: KeyKind;
  value: string;
}

/** Somebody (or a list, a form, an ad) named a person or an organization: a new lead or another touch. */
export interface SubmissionCommand {
  type: 'submission';
  facts: LeadFacts;
  /** In order of strength; the first that finds a lead decides. */
  keys: readonly LeadKey[];
  /** Under which it visited before: what it did then is its own. */
  visitorId?: string | undefined;
  sourceId: string;
  campaignId?: string | undefined;
  /** Lists that were bought or brought fill gaps only; everything else may correct what is known. */
  fillOnly: boolean;
  /** Present when it came from a public page: it adds and fills, and overwrites nothing. */
  publicOrigin?: PublicOrigin | undefined;
  /** Epoch milliseconds, where the caller said it; may lie in the past. */
  occurredAt?: number | undefined;
  /** The owner of whoever named it, or the rep who did. */
  referrerOwnerId?: string | undefined;
  /** What was sent, as it was sent. */
  raw: Record<string, unknown>;
}

/** A correction of a lead's facts. `apply` is pure: facts in, corrected and normalised facts out. */
export interface PatchCommand {
  type: 'patch';
  leadId: string;
  /** Versions that the caller will accept; undefined accepts any. */
  ifMatch?: readonly number[] | undefined;
  apply: (facts: LeadFacts) => LeadFacts;
}

export interface RemovalCommand {
  type: 'removal';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
}

/** Something a known lead did. */
export interface EngagementCommand {
  type: 'engagement';
  lead: { id: string } | { key: KeyValue };
  engagementType: EngagementType;
  occurredAt: number;
  externalId?: string | undefined;
  sourceId?: string | undefined;
  /** Channel of that source. */
  channel?: Channel | undefined;
  properties?: Record<string, unknown> | undefined;
}

/** A person puts a lead into a category, where it stays until it is released. */
export interface MoveCommand {
  type: 'move';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
  category: Category;
  reason: string;
  /** Only with `lost`. */
  competitor?: string | undefined;
  /** Who moves it. */
  actorId: string;
}

/** Gives the category back to the rules. */
export interface ReleaseCommand {
  type: 'release';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
}

/**
 * Nothing about the lead has changed. `decay`: time has passed, and it is decided anew if it is due. `publish`: it is decided
 * anew if other versions than the published have decided it.
 */
export interface ReviewCommand {
  type: 'review';
  leadId: string;
  cause: 'decay' | 'publish';
}

export type IngestCommand =
  | SubmissionCommand
  | PatchCommand
  | RemovalCommand
  | EngagementCommand
  | MoveCommand
  | ReleaseCommand
  | ReviewCommand
  | OwnerCommand
  | LifecycleCommand;

/** What has to be known of a command to say what stands against it. */
export type Checkable =
  | Pick<SubmissionCommand, 'type'>
  | PatchCommand
  | RemovalCommand
  | MoveCommand
  | ReleaseCommand
  | ReviewCommand
  | OwnerCommand
  | LifecycleCommand
  | Pick<EngagementCommand, 'type' | 'lead'>;

export type Refusal =
  | { code: 'not_found'; detail: string }
  | { code: 'conflict'; detail: string }
  | { code: 'version_mismatch'; detail: string; version: number }
  | { code: 'rule_refused'; detail: string; pointer?: string }
  /** Several places of what was sent, each with its own word. */
  | { code: 'rule_refused'; detail: string; errors: readonly FieldViolation[] }
  | { code: 'reference_not_found'; detail: string; pointer: string };

export type IngestResult =
  | {
      type: 'submission';
      outcome: 'created' | 'matched';
      matchedBy?: MatchKey | undefined;
      /** Other leads that own one of the submitted keys: candidates, never merged blindly. */
      otherMatches: { leadId: string; by: MatchKey }[];
      touchId: string;
      /** What exceeds the limits of a lead and was kept with the touch. */
      surplus?: Partial<LeadFacts> | undefined;
      lead: Lead;
      /** Where the order named a referrer. */
      referral?: Referral | undefined;
    }
  | { type: 'refer'; lead: Lead; referral: Referral }
  /** `lead`: whose visitor it is, once that is known. */
  | { type: 'visit'; id: string; duplicate: boolean; lead?: Lead | undefined }
  | { type: 'patch'; changed: boolean; lead: Lead }
  | { type: 'removal'; leadId: string }
  | { type: 'move' | 'release'; changed: boolean; lead: Lead }
  /** `changed` is false when the lead was not due (any more), or is the same as before, versions included. */
  | { type: 'review'; changed: boolean; scoreChanged: boolean; classChanged: boolean }
  | { type: 'engagement'; id: string; duplicate: boolean; lead: Lead }
  | OwnerResult
  | LifecycleResult
  | { type: 'refused'; refusal: Refusal };
