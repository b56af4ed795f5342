import type { QueueReason } from '../leads/vocabulary.js';
import type { Stickiness, Strategy } from './policy.js';
import type { TieBreak } from './rotation.js';

/** A decision about a lead's owner: a view of its event. */
export interface LoggedDecision {
  id: string;
  leadId: string;
  decidedAt: Date;
  outcome: 'assigned' | 'queued';
  repId: string | undefined;
  teamId: string | undefined;
  record: DecisionRecord;
}

/**
 * The outcome of a rule. `kept`: the owner is a member of its team and keeps the lead. `routed`: a member of its team became
 * the owner. `held` and `pooled`: the lead waits for its team.
 */
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
  /** Null for the fallback team and for `anyRep`. */
  ruleId: string | null;
  /** Absent: all active reps were considered, by `anyRep`. */
  teamId?: string | undefined;
  matched: boolean;
  outcome: RuleOutcome;
  /** Which part of the condition decided; free of personal data. */
  reason: string;
}

/**
 * Why a rep is not eligible for a lead, in the order of the checks: a rep that fails one has passed those before it. `missed_lead`: it
 * did not work on a lead in time, and others who could take this one come first.
 */
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
  'missed_lead',
] as const;
export type CandidateFailure = (typeof CANDIDATE_FAILURES)[number];

/** The members of a team with weights and capacities, as of one batch of decisions. All records of the batch share the object. */
export interface Roster {
  /** Absent: all active reps. They have no ledger, so its values are 0. */
  teamId?: string | undefined;
  members: readonly { repId: string; weight: number; capacity: number | null }[];
}

/**
 * A team that was considered for a lead. Each list has one item per member of the roster. `given` and `credit` are the ledger
 * before the decision; `candidatesOf` computes the ledger after it.
 */
export interface PoolTrial {
  roster: Roster;
  /** The rule that considered the team; null for the fallback team. */
  ruleId: string | null;
  openLeads: number[];
  given: number[];
  credit: number[];
  /** Why each member was not eligible; null for an eligible member. Absent when all were eligible. */
  failures?: (CandidateFailure | null)[] | undefined;
  /** The fact behind each failure, where the failure alone does not name it. */
  facts?: (string | null)[] | undefined;
  /** Epoch milliseconds from which time alone makes each member eligible; null: never. Only when no member was eligible. */
  eligibleFrom?: (number | null)[] | undefined;
  /** The strategy that chose the receiver; absent: `weighted`. */
  strategy?: Strategy | undefined;
  /** Indexes of the members that the strategy preferred, among whom the rotation chose. */
  contenders?: number[] | undefined;
  /** Indexes of absent members who are credited their share of this lead. */
  accruing?: number[] | undefined;
  /** The share of each member, where they are not the shares of the weights: a credit would have passed its limit. */
  shares?: number[] | undefined;
  /** Index of the member who got the lead. */
  receiver?: number | undefined;
}

/** The full reasons for an assignment decision. It is stored with the decision and needs no other record. */
export interface DecisionRecord {
  policyVersion: number;
  /** The rule that decided; null: the fallback team. Absent when nothing was assigned. */
  ruleId?: string | null | undefined;
  /** Why the lead is queued, as a code and as a sentence. Absent when it is not queued. */
  reason?: QueueReason | undefined;
  detail?: string | undefined;
  /** Of a queued lead: epoch milliseconds of the next automatic attempt. */
  nextEligibleAt?: number | undefined;
  /** The stickiness that chose the owner; the rotation was not used. */
  stickiness?: Stickiness | undefined;
  /** Set when a person decided instead of the policy. */
  manual?: { reason: string } | undefined;
  /** Rules in the order they were tried, up to the deciding one. */
  rules: RuleTrial[];
  /** Teams that were considered, in order; each at most once with the same requirements. */
  trials: PoolTrial[];
  /** What decided between the receiver and the runner-up; null when the rotation gave nothing. */
  tieBreak: TieBreak | null;
}

/**
 * The assignment of a lead. `assigned`: by rotation under a rule (`ruleId` null: the fallback team), or by stickiness or
 * `anyRep` (no team). `queued`: no rep could take it.
 */
export type Decision =
  | { outcome: 'assigned'; repId: string; teamId?: string | undefined; ruleId: string | null; record: DecisionRecord }
  | {
      outcome: 'queued';
      reason: QueueReason;
      detail: string;
      /** The team it waits for, when a rule holds it or puts it into a pool. */
      teamId?: string | undefined;
      nextEligibleAt?: number | undefined;
      record: DecisionRecord;
    };
