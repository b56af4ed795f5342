import type {
  Condition,
  EngagementCondition,
  EngagementOperator,
  FieldCondition,
  Operator,
  PropertyComparison,
  RelatedCondition,
  Scalar,
} from '../condition.js';
import { statedTimeframe, timeframeText } from '../leads/timeframe.js';
import { iso, MILLISECONDS_PER_DAY } from '../time.js';
import { compileCondition, type Predicate } from './compile.js';
import { comparisonOf, compileEngagement, compileMeasure } from './engagement.js';
import { findField } from './fields.js';
import { relatedComparison } from './related.js';
import type { Subject } from './subject.js';
import { compileTouchMeasure } from './touches.js';
import { isAbsent } from './value-tests.js';

/**
 * Describes which leaves decided: "country is DE", "employeeCount (50) is not at least 200". Includes values of numbers and
 * enums, but no texts of the lead, so a stored reason contains no personal data.
 */
export function explainCondition(condition: Condition, subject: Subject): string {
  return explain(condition, subject).text;
}

/** Whether a condition holds, and which leaves decided that. */
export interface Explained {
  holds: boolean;
  text: string;
}

export function explain(condition: Condition, subject: Subject): Explained {
  switch (condition.type) {
    case 'all':
      return decideBy(condition.conditions, (part) => explain(part, subject), false);
    case 'any':
      return decideBy(condition.conditions, (part) => explain(part, subject), true);
    case 'not': {
      const part = explain(condition.condition, subject);
      return { holds: !part.holds, text: part.text };
    }
    case 'field':
      return explainField(condition, subject);
    case 'engagement':
      return explainEngagement(condition, subject);
    case 'related':
      return explainTouches(condition, subject);
    case 'segment':
      return { holds: compileCondition(condition)(subject), text: 'segment' };
  }
}

/** `all` is decided by its first false part, `any` by its first true one; without such a part, by all of them. */
export function decideBy<Part>(
  parts: readonly Part[],
  explainPart: (part: Part) => Explained,
  decisive: boolean,
): Explained {
  const texts: string[] = [];
  for (const part of parts) {
    const { holds, text } = explainPart(part);
    if (holds === decisive) return { holds, text };
    if (!texts.includes(text)) texts.push(text);
  }
  const shown = texts.slice(0, 4).join(' and ');
  return { holds: !decisive, text: texts.length > 4 ? `${shown} and ${texts.length - 4} more` : shown };
}

const PHRASES: Record<Operator, readonly [holds: string, fails: string]> = {
  eq: ['is', 'is not'],
  neq: ['is not', 'is'],
  in: ['is one of', 'is none of'],
  not_in: ['is none of', 'is one of'],
  gt: ['is above', 'is not above'],
  gte: ['is at least', 'is not at least'],
  lt: ['is below', 'is not below'],
  lte: ['is at most', 'is not at most'],
  between: ['is between', 'is not between'],
  exists: ['is known', 'is not known'],
  not_exists: ['is not known', 'is known'],
  contains: ['contains', 'does not contain'],
  starts_with: ['starts with', 'does not start with'],
  ends_with: ['ends with', 'does not end with'],
  fuzzy: ['has words similar to', 'has no words similar to'],
  within_last: ['is in the last', 'is not in the last'],
  older_than: ['is longer ago than', 'is not longer ago than'],
  within_next: ['is in the next', 'is not in the next'],
  during: ['is in', 'is not in'],
};

/** The conditions of a policy are explained for each lead. */
const compiled = new WeakMap<FieldCondition, Predicate>();

function predicateOf(condition: FieldCondition): Predicate {
  const known = compiled.get(condition);
  if (known !== undefined) return known;
  const predicate = compileCondition(condition);
  compiled.set(condition, predicate);
  return predicate;
}

function explainField(condition: FieldCondition, subject: Subject): Explained {
  const holds = predicateOf(condition)(subject);
  const { field: name, operator, value } = condition;
  const field = findField(name);
  const actual = field?.read(subject);
  if (isAbsent(actual)) return { holds, text: `${name} is not known` };
  const isDay = field?.type === 'day' && typeof actual === 'number';
  const showsValue = isDay || field?.type === 'number' || (field?.type === 'enum' && operator !== 'eq');
  const isInstant = field?.type === 'date' && typeof actual === 'number';
  const shown = isInstant
    ? `${daysText((subject.now - actual) / MILLISECONDS_PER_DAY)} ago`
    : isDay
      ? iso(actual).slice(0, 10)
      : String(typeof actual === 'number' ? Math.round(actual * 100) / 100 : actual);
  const subjectText = showsValue || isInstant ? `${name} (${shown})` : name;
  const text = `${subjectText} ${PHRASES[operator][holds ? 0 : 1]}${operandText(operator, value)}`;
  const stated = name === 'timeframeDaysLeft' ? statedTimeframe(subject.facts, subject.now) : undefined;
  return { holds, text: stated === undefined ? text : `${text} (${timeframeText(stated)})` };
}

const DAYS: ReadonlySet<Operator> = new Set(['within_last', 'older_than', 'within_next']);

/** "3 days", "0.5 days": rounded to one decimal. */
const daysText = (days: number): string => `${Math.round(days * 10) / 10} days`;

function operandText(operator: Operator, value: Scalar | Scalar[] | undefined): string {
  if (value === undefined) return '';
  if (!Array.isArray(value)) return DAYS.has(operator) ? ` ${value} days` : ` ${value}`;
  if (operator === 'between') return ` ${value.join(' and ')}`;
  const shown = value.slice(0, 5).join(', ');
  return value.length > 5 ? ` ${shown} and ${value.length - 5} more` : ` ${shown}`;
}

/** "demo_requested 2 times in the last 14 days"; with the comparison, unless the condition has none. */
function explainEngagement(condition: EngagementCondition, subject: Subject): Explained {
  const { measure, operator, value } = comparisonOf(condition);
  const holds = compileEngagement(condition)(subject);
  const measured = compileMeasure({ ...condition, measure })(subject);
  const { withinDays } = condition;
  const text = eventsText(condition);
  const window = withinDays === undefined ? '' : ` in the last ${withinDays} days`;
  if (measured === 0 && measure !== 'days_since_last') return { holds, text: `no ${text}${window}` };
  if (measured === Number.POSITIVE_INFINITY) return { holds, text: `no ${text}${window || ' ever'}` };
  if (condition.operator === undefined) {
    return { holds, text: `${text} ${timesText(measured)}${window}${holds ? '' : `, not ${value} times`}` };
  }
  const compared = `, which ${PHRASES[operator satisfies EngagementOperator][holds ? 0 : 1]} ${value}`;
  if (measure === 'days_since_last') return { holds, text: `last ${text} ${daysText(measured)} ago${compared}` };
  const times = measure === 'count' ? timesText(measured) : `on ${measured === 1 ? 'one day' : `${measured} days`}`;
  return { holds, text: `${text} ${times}${window}${compared}` };
}

/** "content_liked by linkedin with post": properties by their names only. */
function eventsText({ engagementTypes, sourceChannels, sourceIds, properties }: EngagementCondition): string {
  const types = engagementTypes?.join(' or ') ?? 'engagement';
  const by = sourceChannels === undefined ? '' : ` by ${sourceChannels.join(' or ')}`;
  const from = sourceIds === undefined ? '' : ` from ${sourceIds.length === 1 ? 'a source' : 'sources'}`;
  const named = properties === undefined ? '' : ` with ${properties.map(propertyText).join(' and ')}`;
  return `${types}${by}${from}${named}`;
}

const propertyText = ({ name, operator, value }: PropertyComparison): string =>
  `${name} that ${PHRASES[operator][0]}${operandText(operator, value)}`;

/** "3 touches by event in the last 30 days, which is at least 2"; "last touch 4 days ago, which is above 3". */
function explainTouches(condition: RelatedCondition, subject: Subject): Explained {
  const { measure, operator, value } = relatedComparison(condition);
  const holds = compileCondition(condition)(subject);
  const measured = compileTouchMeasure(condition)(subject);
  const { sourceChannels, sourceIds, campaignIds, from, before, withinDays } = condition;
  const selected = [
    sourceChannels && ` by ${sourceChannels.join(' or ')}`,
    sourceIds && ` from ${sourceIds.length === 1 ? 'a source' : 'sources'}`,
    campaignIds && ` of ${campaignIds.length === 1 ? 'a campaign' : 'campaigns'}`,
    from && ` from ${from} on`,
    before && ` before ${before}`,
    withinDays && ` in the last ${withinDays} days`,
  ];
  const which = selected.filter((part) => part !== undefined).join('');
  if (measured === Number.POSITIVE_INFINITY || (measured === 0 && measure === 'count'))
    return { holds, text: `no touch${which}` };
  const compared = condition.operator === undefined ? '' : `, which ${PHRASES[operator][holds ? 0 : 1]} ${value}`;
  if (measure === 'days_since_last') return { holds, text: `last touch${which} ${daysText(measured)} ago${compared}` };
  return { holds, text: `${measured === 1 ? 'one touch' : `${measured} touches`}${which}${compared}` };
}

const timesText = (count: number): string => (count === 1 ? 'once' : `${count} times`);
