import type { Condition } from '../condition.js';
import { compileCondition, type Predicate } from '../conditions/compile.js';
import type { ClaimPool, ClaimPools } from './claim-pools.js';
import { DEFAULT_EFFORT, type EffortRule } from './effort.js';
import { compileRepCondition } from './rep-conditions.js';
import type { Skill } from './reps.js';
import { ANY_REP, type Availability, type RepMatch, type RepRequirements } from './requirements.js';

/**
 * How one of the eligible reps is chosen. `weighted`: shares by weight. `round_robin`: equal shares. `least_loaded`: the rep
 * with most free effort. `best_match`: the rep with most of the rule's skills. The rotation breaks ties of the last two.
 * `claim`: no rep is chosen; the members of the team claim the lead.
 */
export const STRATEGIES = ['weighted', 'round_robin', 'least_loaded', 'best_match', 'claim'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/**
 * Which existing owner the lead goes to. `company`: the owner of another lead of the same company domain. `contact`: the owner
 * of another lead with one of its e-mail addresses, phone numbers or external ids. `referrer`: the owner of the lead that
 * referred it, or the rep who referred it.
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
  /** Attributes of the rep that have to match those of the lead. */
  matches?: RepMatch[] | undefined;
  /** A condition over the lead and the rep together, such as `country` `eq` `repField` `country`. */
  repWhen?: Condition | undefined;
  /** Required skills, at the given level or higher. */
  skills?: Skill[] | undefined;
  /** `anytime` when absent. */
  availability?: Availability | undefined;
}

/**
 * Sends the leads for which `when` holds (absent: every lead) to the eligible rep with the fewest open leads, of all active reps,
 * whatever their teams. No ledger counts them.
 */
export interface AnyRep {
  when?: Condition | undefined;
}

/**
 * Ordered rules. The first that matches and whose team has an eligible rep decides; else the fallback team; else `anyRep`; else the
 * lead is queued with the reason, and tried again when a rep becomes eligible.
 */
export interface RoutingPolicy {
  rules: RoutingRule[];
  fallbackTeamId?: string | undefined;
  /** What no team took goes to any active rep of the workspace; absent: it waits. */
  anyRep?: AnyRep | undefined;
  /** Checked before the rules, in this order; none when absent. */
  stickiness?: Stickiness[] | undefined;
  /** Settings of the pools of claim rules, at most one per team. */
  claimPools?: ClaimPool[] | undefined;
  /** Hot 3, warm 2, cold 1 when absent. */
  effort?: EffortRule | undefined;
}

export interface CompiledRule {
  readonly rule: RoutingRule;
  readonly holds: Predicate;
  readonly requirements: RepRequirements;
}

export interface CompiledRoutingPolicy {
  readonly document: RoutingPolicy;
  readonly version: number;
  readonly rules: readonly CompiledRule[];
  readonly anyRep: { readonly when: Condition | undefined; readonly holds: Predicate } | undefined;
  readonly effort: EffortRule;
  /** By team. */
  readonly claimPools: ClaimPools;
  /** Checked in this order. */
  readonly stickiness: readonly Stickiness[];
}

/** Compiles a valid policy once; the result is immutable and can be shared. */
export function compileRoutingPolicy(document: RoutingPolicy, version: number): CompiledRoutingPolicy {
  return {
    document,
    version,
    rules: document.rules.map((rule) => ({
      rule,
      holds: holdsFor(rule.when),
      requirements: requirementsOf(rule),
    })),
    anyRep: document.anyRep && { when: document.anyRep.when, holds: holdsFor(document.anyRep.when) },
    effort: document.effort ?? DEFAULT_EFFORT,
    claimPools: new Map(document.claimPools?.map((pool) => [pool.teamId, pool])),
    stickiness: document.stickiness ?? [],
  };
}

const holdsFor = (when: Condition | undefined): Predicate => (when === undefined ? () => true : compileCondition(when));

function requirementsOf({
  repIds,
  matches = [],
  repWhen,
  skills = [],
  availability,
  strategy,
}: RoutingRule): RepRequirements {
  // `best_match` ranks by skills, so level 1 excludes no rep.
  const required = strategy === 'best_match' ? skills.filter(({ level }) => level > 1) : skills;
  const anytime = availability === undefined || availability.mode === 'anytime';
  const anyRep = repIds === undefined && matches.length === 0 && required.length === 0;
  if (anyRep && repWhen === undefined && anytime) return ANY_REP;
  return {
    ...(repIds === undefined ? {} : { repIds: new Set(repIds) }),
    repCondition: repWhen === undefined ? undefined : compileRepCondition(repWhen),
    matches,
    skills: required,
    availability: availability ?? ANY_REP.availability,
  };
}
