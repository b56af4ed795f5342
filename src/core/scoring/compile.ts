import { compileCondition, type Predicate } from '../conditions/compile.js';
import type { EngagementFact, EngagementType } from '../engagement.js';
import type { Channel } from '../sources.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import { type Limits, limitsOf } from './frequency.js';
import { type Bounds, type EngagementRule, type FitRule, MAXIMUM_DRIFT, type ScoreModel } from './model.js';
import { clamp, toHundredths } from './points.js';

/** A score model compiled for repeated evaluation. All points of rules and bounds are hundredths. */
export interface CompiledScoreModel {
  readonly document: ScoreModel;
  readonly fitRules: readonly CompiledFitRule[];
  readonly engagementRules: readonly CompiledEngagementRule[];
  /** A plain record: it is read for every event, and with few keys is several times as fast as a `Map`. */
  readonly rulesByType: RulesByType;
  readonly fit: Bounds;
  readonly engagement: Bounds;
  readonly total: Bounds;
  /** Points, not hundredths. */
  readonly maximumDrift: number;
}

type RulesByType = Readonly<Partial<Record<EngagementType, readonly CompiledEngagementRule[]>>>;

export interface CompiledFitRule {
  readonly rule: FitRule;
  readonly points: number;
  readonly holds: Predicate;
}

export interface CompiledEngagementRule extends Limits {
  readonly index: number;
  readonly rule: EngagementRule;
  readonly points: number;
  /** Bounds of the rule's sum, signed. */
  readonly bounds: Bounds;
  /** Whether every event of the types counts, so no tally is needed. */
  readonly unlimited: boolean;
  /** Greatest age that counts, in milliseconds. */
  readonly window: number;
  readonly types: ReadonlySet<EngagementType>;
  readonly channels: ReadonlySet<Channel> | undefined;
  readonly holds: Predicate | undefined;
}

/** Compiles a valid model (see `validateScoreModel`) once; the result is immutable and can be shared. */
export function compileScoreModel(document: ScoreModel): CompiledScoreModel {
  const engagementRules = document.engagement.rules.map(compileEngagementRule);
  const rulesByType: Partial<Record<EngagementType, CompiledEngagementRule[]>> = Object.create(null);
  for (const compiled of engagementRules) {
    for (const type of compiled.types) {
      rulesByType[type] = [...(rulesByType[type] ?? []), compiled];
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
    maximumDrift: document.maximumDrift ?? MAXIMUM_DRIFT,
  };
}

function compileEngagementRule(rule: EngagementRule, index: number): CompiledEngagementRule {
  const { dayZone, limit, period } = limitsOf(rule);
  return {
    index,
    rule,
    points: toHundredths(rule.points),
    bounds: ruleBounds(rule),
    dayZone,
    limit,
    period,
    unlimited: dayZone === undefined && limit === Number.POSITIVE_INFINITY,
    window: rule.withinDays === undefined ? Number.POSITIVE_INFINITY : rule.withinDays * MILLISECONDS_PER_DAY,
    types: new Set(rule.engagementTypes),
    channels: rule.sourceChannels && new Set(rule.sourceChannels),
    holds: rule.when === undefined ? undefined : compileCondition(rule.when),
  };
}

/** Whether a rule counts events of this type and channel. */
export function isCountedBy(
  { types, channels }: CompiledEngagementRule,
  { type, channel }: Pick<EngagementFact, 'type' | 'channel'>,
): boolean {
  return types.has(type) && (channels === undefined || (channel !== undefined && channels.has(channel)));
}

/** Turns the rule's `minimum` and `maximum`, which are absolute amounts, into signed bounds. */
function ruleBounds({ points, minimum, maximum }: EngagementRule): Bounds {
  const least = minimum === undefined ? 0 : toHundredths(minimum);
  const most = maximum === undefined ? Number.POSITIVE_INFINITY : toHundredths(maximum);
  return points < 0 ? { minimum: -most, maximum: -least } : { minimum: least, maximum: most };
}

/** The points of a rule whose counted events sum to `sum`. */
export function withinRuleBounds({ bounds }: CompiledEngagementRule, sum: number): number {
  return clamp(sum, bounds.minimum, bounds.maximum);
}

function bounds({ minimum, maximum }: Bounds): Bounds {
  return { minimum: toHundredths(minimum), maximum: toHundredths(maximum) };
}
