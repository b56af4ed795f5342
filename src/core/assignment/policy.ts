import type { Condition } from '../condition.js';
import { compileCondition, type Predicate } from '../conditions/compile.js';
import type { ClaimPool, ClaimPools } from './claim-pools.js';
import { ANY_REP, type Availability, type Demand, type RepMatch } from './demand.js';
import { DEFAULT_EFFORT, type EffortRule } from './effort.js';
import { compileRepCondition } from './rep-conditions.js';
import type { Skill } from './reps.js';

/**
 * Who of those that can take a lead gets it. `weighted`: shares by weight; `round_robin`: equal shares; `least_loaded`:
 * who has most effort free; `best_match`: who has most of the rule's skills; where the last two do not tell, the
 * rotation does. `claim`: nobody is given it, the members of the team claim it.
 */
export const STRATEGIES = ['weighted', 'round_robin', 'least_loaded', 'best_match', 'claim'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/**
 * Whose owner the lead goes to: `company`, that of another lead of the same company domain; `contact`, that of another lead
 * which has one of its e-mail addresses, phone numbers or external ids; `referrer`, that of the lead that named it, or the rep
 * who did.
 */
export const STICKINESS = ['contact', 'company', 'referrer'] as const;
export type Stickiness = (typeof STICKINESS)[number];

/** Sends the leads for which `when` holds (absent: every lead) to a team. */
export interface RoutingRule {
  id: string;
  label: string;
  when?: Condition | undefined;
  teamId: string;
  /** Only these members of the team. */
  repIds?: string[] | undefined;
  /** `weighted` when absent. */
  strategy?: Strategy | undefined;
  /** What of the rep has to fit the lead. */
  matches?: RepMatch[] | undefined;
  /** What has to hold of the lead and the rep together, such as `country` `eq` `repField` `country`. */
  repWhen?: Condition | undefined;
  /** What the rep has to be able to do, at this level or a higher one. */
  skills?: Skill[] | undefined;
  /** `anytime` when absent. */
  availability?: Availability | undefined;
}

/**
 * Ordered rules. The first that matches and whose team has an eligible rep decides; else the fallback team; else the
 * lead is queued with the reason, and tried again when somebody becomes eligible.
 */
export interface RoutingPolicy {
  rules: RoutingRule[];
  fallbackTeamId?: string | undefined;
  /** Asked before the rules, in this order; none when absent. */
  stickiness?: Stickiness[] | undefined;
  /** How the leads of claim rules are claimed, for each team once. */
  claimPools?: ClaimPool[] | undefined;
  /** Hot 3, warm 2, cold 1 when absent. */
  effort?: EffortRule | undefined;
}

export interface CompiledRule {
  readonly rule: RoutingRule;
  readonly holds: Predicate;
  readonly demand: Demand;
}

export interface CompiledRoutingPolicy {
  readonly document: RoutingPolicy;
  readonly version: number;
  readonly rules: readonly CompiledRule[];
  readonly effort: EffortRule;
  /** By team. */
  readonly claimPools: ClaimPools;
  /** Whose owner leads go to, in the order in which that is asked. */
  readonly sticksTo: readonly Stickiness[];
}

/** Compiles a valid policy once; the result is immutable and can be shared. */
export function compileRoutingPolicy(document: RoutingPolicy, version: number): CompiledRoutingPolicy {
  return {
    document,
    version,
    rules: document.rules.map((rule) => ({
      rule,
      holds: rule.when === undefined ? () => true : compileCondition(rule.when),
      demand: demandOf(rule),
    })),
    effort: document.effort ?? DEFAULT_EFFORT,
    claimPools: new Map(document.claimPools?.map((pool) => [pool.teamId, pool])),
    sticksTo: document.stickiness ?? [],
  };
}

function demandOf({ repIds, matches = [], repWhen, skills = [], availability, strategy }: RoutingRule): Demand {
  // To be the best at a skill, a rep need not have it at any level.
  const required = strategy === 'best_match' ? skills.filter(({ level }) => level > 1) : skills;
  const anytime = availability === undefined || availability.mode === 'anytime';
  const asksForNobody = repIds === undefined && matches.length === 0 && required.length === 0;
  if (asksForNobody && repWhen === undefined && anytime) return ANY_REP;
  return {
    ...(repIds === undefined ? {} : { repIds: new Set(repIds) }),
    fits: repWhen === undefined ? undefined : compileRepCondition(repWhen),
    matches,
    skills: required,
    availability: availability ?? ANY_REP.availability,
  };
}
