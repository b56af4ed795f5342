import { explainCondition } from '../conditions/explain.js';
import type { Subject } from '../conditions/subject.js';
import type { EngagementFact } from '../engagement.js';
import { ageOf } from '../time.js';
import type { CompiledEngagementRule, CompiledFitRule, CompiledScoreModel } from './compile.js';
import { decayedHundredths } from './decay.js';
import type { Bounds, Decay } from './model.js';
import { clamp, toPoints } from './points.js';
import type { Score } from './vocabulary.js';

/** What one rule gave. `points` is final; the `before` values are there only where they differ from it. */
export interface Contribution {
  ruleId: string;
  label: string;
  group: 'fit' | 'engagement';
  points: number;
  pointsBeforeCap?: number;
  pointsBeforeDecay?: number;
  /** The events that counted, latest first, at most 50 of them. */
  eventIds?: string[];
  eventCount: number;
  reason: string;
}

export const ADJUSTMENT_REASONS = ['group_minimum', 'group_maximum', 'total_minimum', 'total_maximum'] as const;

/** What a bound took away (negative) or gave (positive). */
export interface Adjustment {
  group: 'fit' | 'engagement' | 'total';
  reason: (typeof ADJUSTMENT_REASONS)[number];
  points: number;
}

/**
 * A score taken apart. In hundredths, contributions and adjustments of a group sum exactly to that group's score, and
 * all of them together to the total.
 */
export interface ScoreExplanation extends Score {
  contributions: Contribution[];
  adjustments: Adjustment[];
}

const SHOWN_EVENTS = 50;

/** The same score as `scoreLead`, with what each rule gave and why. */
export function explainScore(model: CompiledScoreModel, subject: Subject): ScoreExplanation {
  const fitParts = model.fitRules.flatMap((rule) => fitPart(rule, subject));
  const engagementParts = model.engagementRules.flatMap((rule) => engagementPart(rule, subject));
  const adjustments: Adjustment[] = [];
  const fit = bounded('fit', sum(fitParts), model.fit, adjustments);
  const engagement = bounded('engagement', sum(engagementParts), model.engagement, adjustments);
  const total = bounded('total', fit + engagement, model.total, adjustments);
  return {
    fit: toPoints(fit),
    engagement: toPoints(engagement),
    total: toPoints(total),
    contributions: [...fitParts, ...engagementParts].map((part) => part.contribution),
    adjustments,
  };
}

interface Part {
  hundredths: number;
  contribution: Contribution;
}

function fitPart({ rule, points, holds }: CompiledFitRule, subject: Subject): Part[] {
  if (!holds(subject)) return [];
  const contribution: Contribution = {
    ruleId: rule.id,
    label: rule.label,
    group: 'fit',
    points: toPoints(points),
    eventCount: 0,
    reason: explainCondition(rule.when, subject),
  };
  return [{ hundredths: points, contribution }];
}

function engagementPart(compiled: CompiledEngagementRule, subject: Subject): Part[] {
  const { rule, points, maximum } = compiled;
  const events = countedEvents(compiled, subject);
  if (events.length === 0 || (compiled.holds !== undefined && !compiled.holds(subject))) return [];
  const beforeDecay = points * events.length;
  const beforeCap = events.reduce(
    (total, event) => total + decayedHundredths(rule.decay, points, ageOf(event.occurredAt, subject.now)),
    0,
  );
  const hundredths = clamp(beforeCap, -maximum, maximum);
  const contribution: Contribution = {
    ruleId: rule.id,
    label: rule.label,
    group: 'engagement',
    points: toPoints(hundredths),
    ...(beforeCap === hundredths ? {} : { pointsBeforeCap: toPoints(beforeCap) }),
    ...(beforeDecay === beforeCap ? {} : { pointsBeforeDecay: toPoints(beforeDecay) }),
    eventIds: events.slice(0, SHOWN_EVENTS).map((event) => event.id),
    eventCount: events.length,
    reason: engagementReason(compiled, events.length, { decayed: beforeDecay !== beforeCap }, subject),
  };
  return [{ hundredths, contribution }];
}

/** The events a rule counts, latest first (equal instants by id, so that the list is always the same). */
function countedEvents({ rule, window, limit }: CompiledEngagementRule, subject: Subject): EngagementFact[] {
  const { now } = subject;
  return subject.engagement
    .filter((event) => rule.engagementTypes.includes(event.type) && ageOf(event.occurredAt, now) <= window)
    .sort((a, b) => b.occurredAt - a.occurredAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .slice(0, limit);
}

function engagementReason(
  { rule, limit }: CompiledEngagementRule,
  count: number,
  { decayed }: { decayed: boolean },
  subject: Subject,
): string {
  const parts = [`${count} x ${rule.engagementTypes.join(' or ')}`];
  if (rule.withinDays !== undefined) parts.push(`within ${rule.withinDays} days`);
  if (limit !== Number.POSITIVE_INFINITY) parts.push(`the latest ${limit} counted at most`);
  if (decayed) parts.push(decayText(rule.decay));
  if (rule.maximum !== undefined) parts.push(`at most ${rule.maximum} points`);
  if (rule.when !== undefined) parts.push(`because ${explainCondition(rule.when, subject)}`);
  return parts.join(', ');
}

function decayText(decay: Decay): string {
  switch (decay.type) {
    case 'none':
      return 'not fading';
    case 'half_life':
      return `halved every ${decay.days} days`;
    case 'linear':
      return `fading to nothing over ${decay.days} days`;
    case 'step':
      return `times ${decay.factor} every ${decay.days} days`;
  }
}

function bounded(group: Adjustment['group'], value: number, bounds: Bounds, adjustments: Adjustment[]): number {
  const held = clamp(value, bounds.minimum, bounds.maximum);
  if (held !== value) {
    const scope = group === 'total' ? 'total' : 'group';
    const reason = `${scope}_${held < value ? 'maximum' : 'minimum'}` as const;
    adjustments.push({ group, reason, points: toPoints(held - value) });
  }
  return held;
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, part) => total + part.hundredths, 0);
}
