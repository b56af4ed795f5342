import type { TieBreak } from './rotation.js';

/** What became of a rule. `routed`: its team gave the owner. */
export const RULE_OUTCOMES = [
  'condition_not_met',
  'team_unavailable',
  'team_empty',
  'no_eligible_rep',
  'routed',
] as const;
export type RuleOutcome = (typeof RULE_OUTCOMES)[number];

export interface RuleTrial {
  /** Null for the fallback team. */
  ruleId: string | null;
  teamId: string;
  matched: boolean;
  outcome: RuleOutcome;
  /** Which part of the condition decided; free of personal data. */
  reason: string;
}

export const CANDIDATE_FAILURES = ['inactive', 'at_capacity'] as const;
export type CandidateFailure = (typeof CANDIDATE_FAILURES)[number];

/** Who is in a team and counts how much, as a run of decisions finds it; one object for all records of the run. */
export interface Roster {
  teamId: string;
  members: readonly { repId: string; weight: number; capacity: number | null }[];
}

/**
 * A team that was asked to take a lead. Each list has one place per member of the roster; the ledger is that before the
 * decision, from which that after it follows (`candidatesOf`).
 */
export interface PoolTrial {
  roster: Roster;
  openLeads: number[];
  given: number[];
  credit: number[];
  /** What stood against each member; null where nothing did. Absent when nobody failed. */
  failures?: (CandidateFailure | null)[] | undefined;
  /** Place of the member who got the lead. */
  receiver?: number | undefined;
}

/** All that is needed to see why a lead went where it went; stored with the decision, it stands alone. */
export interface DecisionRecord {
  policyVersion: number;
  /** The rule that decided; null: the fallback team. Absent when nothing was assigned. */
  ruleId?: string | null | undefined;
  /** Why the lead is queued, and in a sentence. Absent when it is not. */
  reason?: QueueReason | undefined;
  detail?: string | undefined;
  /** Rules in the order they were tried; those after the deciding one were not asked. */
  rules: RuleTrial[];
  /** Teams that were asked, in order; each at most once. */
  trials: PoolTrial[];
  /** What told the receiver from the runner-up; null when the rotation gave nothing. */
  tieBreak: TieBreak | null;
}

export const QUEUE_REASONS = ['no_rule_matched', 'no_team_member', 'no_eligible_rep'] as const;
export type QueueReason = (typeof QUEUE_REASONS)[number];

/**
 * Who gets a lead. `assigned`: by rotation, under a rule (`ruleId` null: the fallback team). `kept`: it stays with the
 * owner it has, and the rotation is not touched. `queued`: nobody could take it.
 */
export type Decision =
  | { outcome: 'assigned'; repId: string; teamId: string; ruleId: string | null; record: DecisionRecord }
  | { outcome: 'kept'; repId: string; record: DecisionRecord }
  | { outcome: 'queued'; reason: QueueReason; detail: string; record: DecisionRecord };
