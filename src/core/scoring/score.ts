import type { Subject } from '../conditions/subject.js';
import type { EngagementFact } from '../engagement.js';
import { ageOf } from '../time.js';
import { type CompiledEngagementRule, type CompiledScoreModel, withinRule } from './compile.js';
import { decayedHundredths } from './decay.js';
import { countNext, newTally, type Tally } from './frequency.js';
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

/** A rule's sum so far, in hundredths; made at its first counted event. */
interface Sum {
  hundredths: number;
  tally: Tally;
}

function engagementSum(model: CompiledScoreModel, subject: Subject): number {
  if (subject.engagement.length === 0) return 0;
  const sums: (Sum | undefined)[] = new Array(model.engagementRules.length).fill(undefined);
  const events = oldestFirst(subject.engagement);
  // From the latest on: that is the order in which limited rules count.
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index] as EngagementFact;
    const rules = model.rulesByType.get(event.type);
    if (rules !== undefined) countEvent(event, rules, subject.now, sums);
  }
  let total = 0;
  for (const rule of model.engagementRules) {
    const sum = sums[rule.index];
    if (sum !== undefined && (rule.holds === undefined || rule.holds(subject)))
      total += withinRule(rule, sum.hundredths);
  }
  return total;
}

function countEvent(
  event: EngagementFact,
  rules: readonly CompiledEngagementRule[],
  now: number,
  sums: (Sum | undefined)[],
): void {
  const age = ageOf(event.occurredAt, now);
  for (const rule of rules) {
    if (age > rule.window) continue;
    if (rule.channels !== undefined && (event.channel === undefined || !rule.channels.has(event.channel))) continue;
    let sum = sums[rule.index];
    if (sum === undefined) {
      sum = { hundredths: 0, tally: newTally() };
      sums[rule.index] = sum;
    }
    if (!rule.unlimited && !countNext(rule, sum.tally, now - age)) continue;
    sum.hundredths += decayedHundredths(rule.rule.decay, rule.points, age);
  }
}

/** As they are stored; whoever brings them in another order pays for sorting. */
function oldestFirst(events: readonly EngagementFact[]): readonly EngagementFact[] {
  let last = Number.NEGATIVE_INFINITY;
  for (const { occurredAt } of events) {
    if (occurredAt < last) return events.toSorted((a, b) => a.occurredAt - b.occurredAt);
    last = occurredAt;
  }
  return events;
}
