import type { LeadFacts } from '../../leads/facts.js';
import type { LeadKey } from '../../leads/keys.js';
import type { Lead } from '../../leads/lead.js';
import type { MatchKey } from '../../leads/vocabulary.js';
import type { SourceReference } from '../../sources.js';
import type { HistoryOutcome, IgnoredMember, LeadPast } from '../history.js';

/** Records what happened to a lead elsewhere. A lead that is known gets only what it lacks. */
export interface HistoryCommand {
  type: 'record_history';
  facts: LeadFacts;
  /** In order of strength; the first that finds a lead decides. */
  keys: readonly LeadKey[];
  /** Of the touch that made it known. */
  source: SourceReference;
  past: LeadPast;
  /** The facts as sent. */
  raw: Record<string, unknown>;
  actorId: string;
  /** It says one thing about a lead, such as a deal: a known lead gets no touch by it, and what that lead cannot take is refused. */
  isPartial?: boolean | undefined;
}

export interface AddedPast {
  touches: number;
  engagement: number;
  activities: number;
  deals: number;
}

export interface HistoryResult {
  outcome: HistoryOutcome;
  matchedBy?: MatchKey | undefined;
  lead: Lead;
  added: AddedPast;
  ignored: IgnoredMember[];
}
