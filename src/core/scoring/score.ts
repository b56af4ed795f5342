import type { Subject } from '../conditions/subject.js';
import { ageOf } from '../time.js';
import type { CompiledEngagementRule, CompiledScoreModel } from './compile.js';
import { decayedHundredths } from './decay.js';
import { clamp, toPoints } from './points.js';
import type { Score } from './vocabulary.js';

/**
 * The score of a lead at `subject.now`, without its explanation: the hot path. Equal to what `explainScore` gives,
 * whatever the order of rules and events.
 */
export function scoreLead(model: CompiledScoreModel, subject: Subject): Score {
  const fit = clamp(fitSum(model, subject), model.fit.minimum, model.fit.maximum);
  const engagement = clamp(engagementSum(model, subject), model.engagement.minimum, model.engagement.maximum);
  const total = clamp(fit + engagement, model.total.minimum, model.total.maximum);
  return { fit: toPoints(fit), engagement: toPoints(engagement), total: toPoints(total) };
}

function fitSum(model: CompiledScoreModel, subject: Subject): number {
  let sum = 0;
  for (const rule of model.fitRules) if (rule.holds(subject)) sum += rule.points;
  return sum;
}

function engagementSum(model: CompiledScoreModel, subject: Subject): number {
  if (subject.engagement.length === 0) return 0;
  const sums: number[] = new Array(model.engagementRules.length).fill(0);
  const limitedAges = new Map<CompiledEngagementRule, number[]>();
  for (const event of subject.engagement) {
    const rules = model.rulesByType.get(event.type);
    if (rules === undefined) continue;
    const age = ageOf(event.occurredAt, subject.now);
    for (const rule of rules) {
      if (age > rule.window) continue;
      if (rule.limit === Number.POSITIVE_INFINITY) add(sums, rule, age);
      else push(limitedAges, rule, age);
    }
  }
  for (const [rule, ages] of limitedAges) {
    if (ages.length > rule.limit) ages.sort((a, b) => a - b).length = rule.limit;
    for (const age of ages) add(sums, rule, age);
  }
  let total = 0;
  for (const rule of model.engagementRules) {
    const sum = sums[rule.index] ?? 0;
    if (sum !== 0 && (rule.holds === undefined || rule.holds(subject)))
      total += clamp(sum, -rule.maximum, rule.maximum);
  }
  return total;
}

function add(sums: number[], rule: CompiledEngagementRule, age: number): void {
  sums[rule.index] = (sums[rule.index] ?? 0) + decayedHundredths(rule.rule.decay, rule.points, age);
}

function push(ages: Map<CompiledEngagementRule, number[]>, rule: CompiledEngagementRule, age: number): void {
  const known = ages.get(rule);
  if (known === undefined) ages.set(rule, [age]);
  else known.push(age);
}
