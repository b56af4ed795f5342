import { explainCondition } from '../conditions/explain.js';
import type { Subject } from '../conditions/subject.js';
import type { EngagementFact, EngagementType } from '../engagement.js';
import type { Score } from '../leads/score.js';
import { ageOf } from '../time.js';
import {
  type CompiledEngagementRule,
  type CompiledFitRule,
  type CompiledScoreModel,
  withinRuleBounds,
} from './compile.js';
import { decayedHundredths } from './decay.js';
import { countNext, newTally } from './frequency.js';
import type { Bounds, Decay, Frequency } from './model.js';
import { clamp, toPoints } from './points.js';

export const RULE_BOUNDS = ['rule_minimum', 'rule_maximum'] as const;

/** An event that counted, with its points after decay. */
export interface CountedEvent {
  id: string;
  type: EngagementType;
  /** Epoch milliseconds. */
  occurredAt: number;
  points: number;
}

/**
 * The points of one rule. `points` is final. The `before` values are set only when they differ: decay reduces
 * `pointsBeforeDecay` to `pointsBeforeCap`, and the rule's own bound turns `pointsBeforeCap` into `points`.
 */
export interface Contribution {
  ruleId: string;
  label: string;
  group: 'fit' | 'engagement';
  points: number;
  pointsBeforeCap?: number;
  pointsBeforeDecay?: number;
  /** Which of the rule's own bounds was met. */
  bound?: (typeof RULE_BOUNDS)[number];
  /** The events that counted, latest first, at most 50 of them. */
  eventIds?: string[];
  /** The same events, each with its points. */
  events?: CountedEvent[];
  eventCount: number;
  reason: string;
}

export const ADJUSTMENT_REASONS = ['group_minimum', 'group_maximum', 'total_minimum', 'total_maximum'] as const;

/** The points that a bound removed (negative) or added (positive). */
export interface Adjustment {
  group: 'fit' | 'engagement' | 'total';
  reason: (typeof ADJUSTMENT_REASONS)[number];
  points: number;
}

/**
 * A score with its parts. In hundredths, contributions and adjustments of a group sum exactly to that group's score, and
 * all of them together to the total.
 */
export interface ScoreExplanation extends Score {
  contributions: Contribution[];
  adjustments: Adjustment[];
}

const MAX_EVENTS_LISTED = 50;

/** The same score as `scoreLead`, with the points and the reason of each rule. */
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
  const { rule, points } = compiled;
  const events = countedEvents(compiled, subject);
  if (events.length === 0 || (compiled.holds !== undefined && !compiled.holds(subject))) return [];
  const beforeDecay = points * events.length;
  const decayed = events.map(({ occurredAt }) => decayedHundredths(rule.decay, points, ageOf(occurredAt, subject.now)));
  const beforeCap = decayed.reduce((total, each) => total + each, 0);
  const hundredths = withinRuleBounds(compiled, beforeCap);
  const shown = events.slice(0, MAX_EVENTS_LISTED);
  const contribution: Contribution = {
    ruleId: rule.id,
    label: rule.label,
    group: 'engagement',
    points: toPoints(hundredths),
    ...(beforeCap === hundredths
      ? {}
      : { pointsBeforeCap: toPoints(beforeCap), bound: boundOf(beforeCap, hundredths) }),
    ...(beforeDecay === beforeCap ? {} : { pointsBeforeDecay: toPoints(beforeDecay) }),
    eventIds: shown.map((event) => event.id),
    events: shown.map(({ id, type, occurredAt }, index) => ({
      id,
      type,
      occurredAt,
      points: toPoints(decayed[index] ?? 0),
    })),
    eventCount: events.length,
    reason: engagementReason(compiled, events.length, { decayed: beforeDecay !== beforeCap }, subject),
  };
  return [{ hundredths, contribution }];
}

/** The events a rule counts, latest first (equal instants by id, so that the list is always the same). */
function countedEvents(compiled: CompiledEngagementRule, { engagement, now }: Subject): EngagementFact[] {
  const { rule, window, channels } = compiled;
  const matches = ({ type, occurredAt, channel }: EngagementFact) =>
    rule.engagementTypes.includes(type) &&
    ageOf(occurredAt, now) <= window &&
    (channels === undefined || (channel !== undefined && channels.has(channel)));
  const tally = newTally();
  return engagement
    .filter(matches)
    .sort((a, b) => b.occurredAt - a.occurredAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .filter(({ occurredAt }) => countNext(compiled, tally, Math.min(occurredAt, now)));
}

/** Bounds are absolute amounts: above the cap becomes the cap, below the floor becomes the floor, whatever the sign. */
function boundOf(before: number, after: number): (typeof RULE_BOUNDS)[number] {
  return Math.abs(after) < Math.abs(before) ? 'rule_maximum' : 'rule_minimum';
}

function engagementReason(
  { rule }: CompiledEngagementRule,
  count: number,
  { decayed }: { decayed: boolean },
  subject: Subject,
): string {
  const parts = [`${count} x ${rule.engagementTypes.join(' or ')}`];
  if (rule.sourceChannels !== undefined) parts.push(`by ${rule.sourceChannels.join(' or ')}`);
  if (rule.withinDays !== undefined) parts.push(`within ${rule.withinDays} days`);
  if (rule.countBy === 'day') parts.push('each day once');
  parts.push(...frequencyTexts(rule.frequency));
  if (decayed) parts.push(decayText(rule.decay));
  if (rule.minimum !== undefined) parts.push(`at least ${rule.minimum} points`);
  if (rule.maximum !== undefined) parts.push(`at most ${rule.maximum} points`);
  if (rule.when !== undefined) parts.push(`because ${explainCondition(rule.when, subject)}`);
  return parts.join(', ');
}

function frequencyTexts(frequency: Frequency): string[] {
  switch (frequency.type) {
    case 'every':
      return [];
    case 'once':
      return ['the latest 1 counted at most'];
    case 'at_most':
      return [`the latest ${frequency.count} counted at most`];
    case 'per_window':
      return [`the latest ${frequency.count} of each ${frequency.days} days counted at most`];
  }
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
