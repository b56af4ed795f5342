import type { Condition, EngagementCondition, FieldCondition, Scalar } from '../condition.js';
import { compileCondition, isAbsent } from '../conditions/compile.js';
import { type Field, findField } from '../conditions/fields.js';
import type { Subject } from '../conditions/subject.js';
import { ENGAGEMENT_TYPES, type EngagementType } from '../engagement.js';
import { COMPLETENESS_FIELDS } from '../leads/contact-quality.js';
import type { Change, FactOperator } from './changes.js';

/**
 * Single changes, each of which makes one leaf of the condition what it has to be for the whole to become `wanted`. A
 * leaf that needs several events, or a whole that needs several leaves, takes several of them.
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
      return eventsFor(condition);
    case 'field':
      return changesOfField(condition, wanted, subject);
  }
}

/** What was done cannot be undone: only one more event can change anything. */
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

/** Who it is, where it came from, when it came and what was decided cannot be changed. */
const FIXED =
  /^(kind|externalId|externalSystem|createdAt|firstTouchAt|lastTouchAt|lastEngagedAt|grade|temperature|category|source\..*|score\..*)$/;

function changesOfField(condition: FieldCondition, wanted: boolean, subject: Subject): Change[] {
  const { field: name } = condition;
  if (name === 'contact.completeness') {
    return COMPLETENESS_FIELDS.flatMap((field) =>
      changesTowards({ type: 'field', field, operator: 'exists' }, true, subject),
    );
  }
  const given = GIVEN[name];
  if (given !== undefined) return changesOfField({ ...condition, field: given }, wanted, subject);
  if (name === 'contact.phone') return changesOfPhone(condition, wanted);
  const field = findField(name);
  if (field === undefined || FIXED.test(name)) return [];
  return wanted ? changesToMeet(condition, field, subject) : changesToMiss(condition, field, subject);
}

/** What is normalised or judged, by what it follows from. */
const GIVEN: Record<string, string> = {
  emailNormalized: 'email',
  phoneNormalized: 'phone',
  'contact.email': 'emailType',
  timeframeDaysLeft: 'purchaseTimeframeDays',
};

/** A missing or invalid phone can become a valid one; the other way round helps nobody. */
function changesOfPhone({ operator, value }: FieldCondition, wanted: boolean): Change[] {
  const asksForValid = [value].flat().includes('valid') === (operator === 'eq' || operator === 'in');
  return asksForValid === wanted ? [{ type: 'fact_set', field: 'phone', operator: 'exists' }] : [];
}

function listOf({ value }: FieldCondition): Scalar[] {
  return value === undefined ? [] : [value].flat();
}

function changesToMeet(condition: FieldCondition, field: Field, subject: Subject): Change[] {
  const { field: name, operator } = condition;
  const list = listOf(condition);
  const isList = field.type === 'texts' || Array.isArray(field.read(subject));
  const values = (asked: FactOperator): Change[] =>
    list.map((value) =>
      isList
        ? { type: 'fact_added', field: name, value: String(value) }
        : { type: 'fact_set', field: name, operator: asked, value },
    );
  switch (operator) {
    case 'exists':
      return known(name, field);
    case 'not_exists':
      return removed(name, field, subject);
    case 'eq':
    case 'in':
      return values('eq');
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return values(operator);
    case 'neq':
    case 'not_in':
      return [...removed(name, field, subject), ...otherValues(name, field, list)];
    case 'within_last':
      return field.type === 'date' ? known(name, field) : [];
    case 'older_than':
    case 'within_next':
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
      return known(name, field);
    case 'neq':
    case 'not_in':
      return changesToMeet({ ...condition, operator: 'in', value: list }, field, subject);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'between':
      return [...numbers(name, operator, list, false), ...removed(name, field, subject)];
    case 'older_than':
      return field.type === 'date' ? known(name, field) : removed(name, field, subject);
    default:
      return [...removed(name, field, subject), ...otherValues(name, field, list)];
  }
}

/** A number or a word of a list has to be some value; it is told which one was tried. */
function known(name: string, field: Field): Change[] {
  const value = name === 'purchaseTimeframeDays' ? 365 : SOME[field.type];
  if (field.type === 'enum') return otherValues(name, field, []);
  return [{ type: 'fact_set', field: name, operator: 'exists', ...(value === undefined ? {} : { value }) }];
}

const SOME: Partial<Record<Field['type'], Scalar>> = { number: 1, boolean: true };

function removed(name: string, field: Field, subject: Subject): Change[] {
  return isAbsent(field.read(subject)) ? [] : [{ type: 'fact_removed', field: name }];
}

function otherValues(name: string, { values = [] }: Field, list: readonly Scalar[]): Change[] {
  const others = values.filter((value) => !list.includes(value) && value !== 'missing');
  return others.map((value) => ({ type: 'fact_set', field: name, operator: 'eq', value }));
}

type NumberOperator = 'gt' | 'gte' | 'lt' | 'lte' | 'between';

interface Asked {
  operator: 'gte' | 'lte';
  value: number;
}

/** The nearest whole step to either side; counts, days and money are never below 0. */
function numbers(name: string, operator: NumberOperator, list: readonly Scalar[], wanted: boolean): Change[] {
  const [low, high = low] = list;
  if (typeof low !== 'number' || typeof high !== 'number') return [];
  const least = (value: number): Asked => ({ operator: 'gte', value });
  const most = (value: number): Asked => ({ operator: 'lte', value });
  const candidates: Record<NumberOperator, [toMeet: Asked[], toMiss: Asked[]]> = {
    gt: [[least(low + 1)], [most(low)]],
    gte: [[least(low)], [most(low - 1)]],
    lt: [[most(low - 1)], [least(low)]],
    lte: [[most(low)], [least(low + 1)]],
    between: [
      [least(low), most(high)],
      [least(high + 1), most(low - 1)],
    ],
  };
  return candidates[operator][wanted ? 0 : 1]
    .filter(({ value }) => value >= 0)
    .map((asked) => ({ type: 'fact_set', field: name, ...asked }));
}
