import type { Condition, EngagementCondition, FieldCondition, Scalar } from '../condition.js';
import { compileCondition } from '../conditions/compile.js';
import { type Field, findField } from '../conditions/fields.js';
import type { Subject } from '../conditions/subject.js';
import { isAbsent } from '../conditions/value-tests.js';
import { ENGAGEMENT_TYPES, type EngagementType } from '../engagement.js';
import { COMPLETENESS_FIELDS } from '../leads/contact-quality.js';
import type { Change, FactOperator } from './changes.js';

/**
 * Single changes, each of which gives one leaf of the condition the value it needs for the condition to become `wanted`.
 * A leaf that needs several events, or a condition that needs several leaves, takes several changes.
 */
export function changesTowards(condition: Condition, wanted: boolean, subject: Subject): Change[] {
  if (compileCondition(condition)(subject) === wanted) return [];
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.conditions.flatMap((part) => changesTowards(part, wanted, subject));
    case 'not':
      return changesTowards(condition.condition, !wanted, subject);
    case 'engagement':
      // A hypothetical event has no source and no properties of its own.
      return condition.properties || condition.sourceIds ? [] : eventsFor(condition);
    case 'related':
    case 'segment':
      return [];
    case 'field':
      return changesOfField(condition, wanted, subject);
  }
}

/** Recorded events stay, so the only possible change is one more event. */
export function eventsFor({
  engagementTypes,
  sourceChannels,
}: Pick<EngagementCondition, 'engagementTypes' | 'sourceChannels'>): Change[] {
  const types: readonly EngagementType[] = engagementTypes ?? ENGAGEMENT_TYPES.slice(0, 1);
  return types.map((engagementType) => ({
    type: 'engagement_recorded',
    engagementType,
    ...(sourceChannels === undefined ? {} : { sourceChannel: sourceChannels[0] }),
  }));
}

/** Identity, source, dates and decisions cannot be changed. */
const FIXED =
  /^(kind|externalId|externalSystem|createdAt|firstTouchAt|lastTouchAt|lastEngagedAt|grade|temperature|category|source\..*|score\..*)$/;

function changesOfField(condition: FieldCondition, wanted: boolean, subject: Subject): Change[] {
  const { field: name } = condition;
  if (name === 'contact.completeness') {
    return COMPLETENESS_FIELDS.flatMap((field) =>
      changesTowards({ type: 'field', field, operator: 'exists' }, true, subject),
    );
  }
  const source = SOURCE_FIELDS[name];
  if (source !== undefined) return changesOfField({ ...condition, field: source }, wanted, subject);
  if (name === 'contact.phone') return changesOfPhone(condition, wanted);
  const field = findField(name);
  if (field === undefined || FIXED.test(name)) return [];
  return wanted ? changesToMeet(condition, field, subject) : changesToMiss(condition, field, subject);
}

/** Derived fields and the fields that they are derived from. */
const SOURCE_FIELDS: Record<string, string> = {
  emailNormalized: 'email',
  phoneNormalized: 'phone',
  'contact.email': 'emailType',
  timeframeDaysLeft: 'purchaseTimeframeDays',
};

/** A missing or invalid phone can become a valid one; the reverse is no useful suggestion. */
function changesOfPhone({ operator, value }: FieldCondition, wanted: boolean): Change[] {
  const requiresValid = [value].flat().includes('valid') === (operator === 'eq' || operator === 'in');
  return requiresValid === wanted ? [{ type: 'fact_set', field: 'phone', operator: 'exists' }] : [];
}

function listOf({ value }: FieldCondition): Scalar[] {
  return value === undefined ? [] : [value].flat();
}

function changesToMeet(condition: FieldCondition, field: Field, subject: Subject): Change[] {
  const { field: name, operator } = condition;
  const list = listOf(condition);
  const isList = field.type === 'texts' || Array.isArray(field.read(subject));
  const values = (factOperator: FactOperator): Change[] =>
    list.map((value) =>
      isList
        ? { type: 'fact_added', field: name, value: String(value) }
        : { type: 'fact_set', field: name, operator: factOperator, value },
    );
  switch (operator) {
    case 'exists':
      return madeKnown(name, field);
    case 'not_exists':
      return madeUnknown(name, field, subject);
    case 'eq':
    case 'in':
    case 'fuzzy':
      return values('eq');
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return values(operator);
    case 'neq':
    case 'not_in':
      return [...madeUnknown(name, field, subject), ...otherValues(name, field, list)];
    case 'within_last':
      return field.type === 'date' ? madeKnown(name, field) : [];
    case 'older_than':
    case 'within_next':
    case 'during':
      return [];
    default:
      return numbers(name, operator, list, true);
  }
}

function changesToMiss(condition: FieldCondition, field: Field, subject: Subject): Change[] {
  const { field: name, operator } = condition;
  const list = listOf(condition);
  switch (operator) {
    case 'not_exists':
      return madeKnown(name, field);
    case 'neq':
    case 'not_in':
      return changesToMeet({ ...condition, operator: 'in', value: list }, field, subject);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'between':
      return [...numbers(name, operator, list, false), ...madeUnknown(name, field, subject)];
    case 'older_than':
      return field.type === 'date' ? madeKnown(name, field) : madeUnknown(name, field, subject);
    default:
      return [...madeUnknown(name, field, subject), ...otherValues(name, field, list)];
  }
}

/** The field becomes known. For a number, a boolean or an enum the change includes the value that was tried. */
function madeKnown(name: string, field: Field): Change[] {
  const value = name === 'purchaseTimeframeDays' ? 365 : SOME[field.type];
  if (field.type === 'enum') return otherValues(name, field, []);
  return [{ type: 'fact_set', field: name, operator: 'exists', ...(value === undefined ? {} : { value }) }];
}

const SOME: Partial<Record<Field['type'], Scalar>> = { number: 1, boolean: true };

function madeUnknown(name: string, field: Field, subject: Subject): Change[] {
  return isAbsent(field.read(subject)) ? [] : [{ type: 'fact_removed', field: name }];
}

function otherValues(name: string, { values = [] }: Field, list: readonly Scalar[]): Change[] {
  const others = values.filter((value) => !list.includes(value) && value !== 'missing');
  return others.map((value) => ({ type: 'fact_set', field: name, operator: 'eq', value }));
}

type NumberOperator = 'gt' | 'gte' | 'lt' | 'lte' | 'between';

interface NumberBound {
  operator: 'gte' | 'lte';
  value: number;
}

/** The nearest whole number on either side. Counts, days and money are never below 0. */
function numbers(name: string, operator: NumberOperator, list: readonly Scalar[], wanted: boolean): Change[] {
  const [low, high = low] = list;
  if (typeof low !== 'number' || typeof high !== 'number') return [];
  const least = (value: number): NumberBound => ({ operator: 'gte', value });
  const most = (value: number): NumberBound => ({ operator: 'lte', value });
  const candidates: Record<NumberOperator, [toMeet: NumberBound[], toMiss: NumberBound[]]> = {
    gt: [[least(low + 1)], [most(low)]],
    gte: [[least(low)], [most(low - 1)]],
    lt: [[most(low - 1)], [least(low)]],
    lte: [[most(low)], [least(low + 1)]],
    between: [low > 0 ? [least(low), most(high)] : [most(high)], [least(high + 1), most(low - 1)]],
  };
  return candidates[operator][wanted ? 0 : 1]
    .filter(({ value }) => value >= 0)
    .map((bound) => ({ type: 'fact_set', field: name, ...bound }));
}
