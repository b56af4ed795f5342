import type { Stickiness, Strategy } from './policy.js';
import type { TieBreak } from './rotation.js';

/** What became of a rule. `kept`: its team has the owner, who may go on; `routed`: its team gave the owner; `held` and `pooled`: the lead waits for that team. */
export const RULE_OUTCOMES = [
  'kept',
  'condition_not_met',
  'team_unavailable',
  'team_empty',
  'no_eligible_rep',
  'routed',
  'held',
  'pooled',
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

/** What can stand between a rep and a lead, in the order in which it is asked: who fails on one has passed those before. */
export const CANDIDATE_FAILURES = [
  'inactive',
  'declined',
  'previous_owner',
  'not_named',
  'territory',
  'language',
  'product',
  'country',
  'region',
  'time_zone',
  'rep_condition',
  'skill',
  'at_capacity',
  'at_effort_capacity',
  'time_off',
  'not_working',
  'daily_cap',
  'burst_cap',
] as const;
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
  /** The rule that asked; null for the fallback team. */
  ruleId: string | null;
  openLeads: number[];
  given: number[];
  credit: number[];
  /** What stood against each member; null where nothing did. Absent when nobody failed. */
  failures?: (CandidateFailure | null)[] | undefined;
  /** The fact it failed on, where there is more to say than the failure does. */
  facts?: (string | null)[] | undefined;
  /** Epoch milliseconds from which time alone makes each member eligible; null: never. Only where nobody was. */
  eligibleFrom?: (number | null)[] | undefined;
  /** By which the receiver was chosen; absent: by weight. */
  strategy?: Strategy | undefined;
  /** Places of those among whom the rotation had to choose, where the strategy had put them before the others. */
  contenders?: number[] | undefined;
  /** Places of members who are away and owed their share of this lead when they come back. */
  accruing?: number[] | undefined;
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
  /** Of a queued lead: epoch milliseconds at which it is tried again by itself. */
  nextEligibleAt?: number | undefined;
  /** The owner whom a rule kept the lead with, and why; the rotation was not touched. */
  stickiness?: Stickiness | undefined;
  /** A person decided, not the policy. */
  manual?: { reason: string } | undefined;
  /** Rules in the order they were tried; those after the deciding one were not asked. */
  rules: RuleTrial[];
  /** Teams that were asked, in order; each at most once with the same demands. */
  trials: PoolTrial[];
  /** What told the receiver from the runner-up; null when the rotation gave nothing. */
  tieBreak: TieBreak | null;
}

/** The last two are said by the hand-off of the lead: rules are not asked. */
export const QUEUE_REASONS = [
  'no_rule_matched',
  'no_team_member',
  'no_eligible_rep',
  'held',
  'claim_pool',
  'offered_to_team',
  'returned_to_marketing',
] as const;
export type QueueReason = (typeof QUEUE_REASONS)[number];

/**
 * Who gets a lead. `assigned`: by rotation, under a rule (`ruleId` null: the fallback team), or by stickiness (no
 * team). `queued`: nobody could take it.
 */
export type Decision =
  | { outcome: 'assigned'; repId: string; teamId?: string | undefined; ruleId: string | null; record: DecisionRecord }
  | {
      outcome: 'queued';
      reason: QueueReason;
      detail: string;
      /** The team it waits for, where a rule holds it or puts it into a pool. */
      teamId?: string | undefined;
      nextEligibleAt?: number | undefined;
      record: DecisionRecord;
    };
