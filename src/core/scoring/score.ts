import type { Subject } from '../conditions/subject.js';
import type { EngagementFact } from '../engagement.js';
import { indexOf, oldestFirst } from '../engagement-index.js';
import type { Score } from '../leads/score.js';
import { ageOf } from '../time.js';
import { type CompiledEngagementRule, type CompiledScoreModel, withinRuleBounds } from './compile.js';
import { decayedHundredths } from './decay.js';
import { countNext, newTally, type Tally } from './frequency.js';
import { countedHistory, sumOf } from './history.js';
import { clamp, toPoints } from './points.js';

/**
 * The score of a lead at `subject.now` without an explanation: the hot path. Equal to the score of `explainScore`, in any
 * order of rules and events.
 */
export function scoreLead(model: CompiledScoreModel, subject: Subject): Score {
  const fit = fitOf(model, subject);
  const engagement = clamp(engagementSum(model, subject), model.engagement.minimum, model.engagement.maximum);
  const total = clamp(fit + engagement, model.total.minimum, model.total.maximum);
  return { fit: toPoints(fit), engagement: toPoints(engagement), total: toPoints(total) };
}

/** The points of fit alone, in hundredths. */
export function fitOf(model: CompiledScoreModel, subject: Subject): number {
  return clamp(fitSum(model, subject), model.fit.minimum, model.fit.maximum);
}

function fitSum(model: CompiledScoreModel, subject: Subject): number {
  let sum = 0;
  for (const rule of model.fitRules) if (rule.holds(subject)) sum += rule.points;
  return sum;
}

function engagementSum(model: CompiledScoreModel, subject: Subject): number {
  if (subject.engagement.length === 0) return 0;
  const { now } = subject;
  const index = indexOf(subject.engagement);
  if (index !== undefined && index.latest <= now) {
    const { timesByRule } = countedHistory(model, index);
    return boundedSum(
      model,
      subject,
      model.engagementRules.map((rule) => sumOf(rule, timesByRule[rule.index] ?? [], now)),
    );
  }
  const sums = new Array<number>(model.engagementRules.length).fill(Number.NaN);
  const tallies = new Array<Tally | undefined>(model.engagementRules.length).fill(undefined);
  const events = index?.events ?? oldestFirst(subject.engagement);
  // From the latest event to the oldest, because limited rules count in this order.
  for (let at = events.length - 1; at >= 0; at -= 1) {
    const event = events[at] as EngagementFact;
    const rules = model.rulesByType[event.type];
    if (rules === undefined) continue;
    const age = ageOf(event.occurredAt, now);
    for (let index = 0; index < rules.length; index += 1) {
      const rule = rules[index] as CompiledEngagementRule;
      if (age > rule.window || !matchesChannel(rule, event)) continue;
      if (!rule.unlimited && !isCounted(rule, tallies, now - age)) continue;
      const given = decayedHundredths(rule.rule.decay, rule.points, age);
      const sum = sums[rule.index] as number;
      sums[rule.index] = Number.isNaN(sum) ? given : sum + given;
    }
  }
  return boundedSum(model, subject, sums);
}

/** Sums the rules that counted an event and hold, each within its bounds. NaN marks a rule without a counted event. */
function boundedSum(model: CompiledScoreModel, subject: Subject, sums: readonly number[]): number {
  let total = 0;
  for (let index = 0; index < sums.length; index += 1) {
    const sum = sums[index] as number;
    if (Number.isNaN(sum)) continue;
    const rule = model.engagementRules[index] as CompiledEngagementRule;
    if (rule.holds === undefined || rule.holds(subject)) total += withinRuleBounds(rule, sum);
  }
  return total;
}

function matchesChannel({ channels }: CompiledEngagementRule, { channel }: EngagementFact): boolean {
  return channels === undefined || (channel !== undefined && channels.has(channel));
}

function isCounted(rule: CompiledEngagementRule, tallies: (Tally | undefined)[], at: number): boolean {
  const tally = tallies[rule.index] ?? newTally();
  tallies[rule.index] = tally;
  return countNext(rule, tally, at);
}
