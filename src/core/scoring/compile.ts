import { compileCondition, type Predicate } from '../conditions/compile.js';
import type { EngagementType } from '../engagement.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import type { Bounds, EngagementRule, FitRule, Frequency, ScoreModel } from './model.js';
import { toHundredths } from './points.js';

/** A model made ready to be asked often. All points in hundredths. */
export interface CompiledScoreModel {
  readonly document: ScoreModel;
  readonly fitRules: readonly CompiledFitRule[];
  readonly engagementRules: readonly CompiledEngagementRule[];
  readonly rulesByType: ReadonlyMap<EngagementType, readonly CompiledEngagementRule[]>;
  readonly fit: Bounds;
  readonly engagement: Bounds;
  readonly total: Bounds;
}

export interface CompiledFitRule {
  readonly rule: FitRule;
  readonly points: number;
  readonly holds: Predicate;
}

export interface CompiledEngagementRule {
  readonly index: number;
  readonly rule: EngagementRule;
  readonly points: number;
  readonly maximum: number;
  /** How many events count, Infinity for all. */
  readonly limit: number;
  /** Oldest age that counts, in milliseconds. */
  readonly window: number;
  readonly holds: Predicate | undefined;
}

/** Compiles a valid model (see `validateScoreModel`) once; the result is immutable and can be shared. */
export function compileScoreModel(document: ScoreModel): CompiledScoreModel {
  const engagementRules = document.engagement.rules.map(compileEngagementRule);
  const rulesByType = new Map<EngagementType, CompiledEngagementRule[]>();
  for (const compiled of engagementRules) {
    for (const type of new Set(compiled.rule.engagementTypes)) {
      rulesByType.set(type, [...(rulesByType.get(type) ?? []), compiled]);
    }
  }
  return {
    document,
    fitRules: document.fit.rules.map((rule) => ({
      rule,
      points: toHundredths(rule.points),
      holds: compileCondition(rule.when),
    })),
    engagementRules,
    rulesByType,
    fit: bounds(document.fit),
    engagement: bounds(document.engagement),
    total: bounds(document.total),
  };
}

function compileEngagementRule(rule: EngagementRule, index: number): CompiledEngagementRule {
  return {
    index,
    rule,
    points: toHundredths(rule.points),
    maximum: rule.maximum === undefined ? Number.POSITIVE_INFINITY : toHundredths(rule.maximum),
    limit: limitOf(rule.frequency),
    window: rule.withinDays === undefined ? Number.POSITIVE_INFINITY : rule.withinDays * MILLISECONDS_PER_DAY,
    holds: rule.when === undefined ? undefined : compileCondition(rule.when),
  };
}

function limitOf(frequency: Frequency): number {
  switch (frequency.type) {
    case 'every':
      return Number.POSITIVE_INFINITY;
    case 'once':
      return 1;
    case 'at_most':
      return frequency.count;
  }
}

function bounds({ minimum, maximum }: Bounds): Bounds {
  return { minimum: toHundredths(minimum), maximum: toHundredths(maximum) };
}
