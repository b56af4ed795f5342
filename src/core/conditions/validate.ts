import type { Condition, EngagementCondition, FieldCondition, Operator, Scalar } from '../condition.js';
import { CONDITION_LIMITS } from '../condition.js';
import { parseInstant } from '../time.js';
import type { FieldViolation } from '../violations.js';
import { type Field, type FieldKind, findField, isInstantType, OPERATORS_OF } from './fields.js';

export interface ConditionContext {
  /** JSON pointer of the condition in the surrounding document. */
  pointer?: string;
  /** Fields that get their value only after the decision this condition belongs to. */
  unavailable?: ReadonlySet<string>;
  /** Finds fields of the rep, for conditions over a lead and a rep together. */
  repFieldOf?: (name: string) => FieldKind | undefined;
}

/**
 * All violations of a condition whose shape is valid. Codes: `unknown_field`,
 * `field_unavailable`, `operator_invalid`, `value_invalid`, `empty`, `too_deep`, `too_many_leaves`.
 */
export function validateCondition(condition: Condition, context: ConditionContext = {}): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const pointer = context.pointer ?? '';
  const { unavailable = new Set<string>(), repFieldOf } = context;
  const leaves = walk(condition, { pointer, depth: 1, unavailable, repFieldOf, violations });
  if (leaves > CONDITION_LIMITS.leaves) {
    const detail = `has ${leaves} leaves, at most ${CONDITION_LIMITS.leaves} are allowed`;
    violations.push({ pointer, code: 'too_many_leaves', detail });
  }
  return violations;
}

/**
 * Checks the number of leaves of all conditions of a document together. One turn of the event loop evaluates all of them for
 * each of the thousand leads of a batch. Code: `too_many_leaves`.
 */
export function checkDocumentLeaves(conditions: readonly (Condition | undefined)[]): FieldViolation[] {
  const leaves = conditions.reduce((sum, condition) => sum + (condition === undefined ? 0 : leavesOf(condition)), 0);
  if (leaves <= CONDITION_LIMITS.documentLeaves) return [];
  const detail = `its conditions have ${leaves} leaves together, at most ${CONDITION_LIMITS.documentLeaves} are allowed`;
  return [{ pointer: '', code: 'too_many_leaves', detail }];
}

function leavesOf(condition: Condition): number {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.conditions.reduce((sum, part) => sum + leavesOf(part), 0);
    case 'not':
      return leavesOf(condition.condition);
    default:
      return 1;
  }
}

interface Position {
  pointer: string;
  depth: number;
  unavailable: ReadonlySet<string>;
  repFieldOf: ConditionContext['repFieldOf'];
  violations: FieldViolation[];
}

/** Collects violations and returns the number of leaves. */
function walk(condition: Condition, at: Position): number {
  if (at.depth > CONDITION_LIMITS.depth) {
    const detail = `is nested deeper than ${CONDITION_LIMITS.depth} levels`;
    at.violations.push({ pointer: at.pointer, code: 'too_deep', detail });
    return 0;
  }
  const below = (token: string): Position => ({ ...at, pointer: `${at.pointer}/${token}`, depth: at.depth + 1 });
  switch (condition.type) {
    case 'all':
    case 'any':
      if (condition.conditions.length === 0) {
        at.violations.push({ pointer: `${at.pointer}/conditions`, code: 'empty', detail: 'must not be empty' });
      }
      return condition.conditions.reduce((sum, part, index) => sum + walk(part, below(`conditions/${index}`)), 0);
    case 'not':
      return walk(condition.condition, below('condition'));
    case 'field':
      checkField(condition, at);
      return 1;
    case 'engagement':
      checkEngagement(condition, at);
      return 1;
  }
}

/** Prefix of a field of the rep. */
export const REP_PREFIX = 'rep.';

function checkField(condition: FieldCondition, at: Position): void {
  const { pointer, unavailable, repFieldOf, violations } = at;
  const isOfRep = repFieldOf !== undefined && condition.field.startsWith(REP_PREFIX);
  const field: FieldKind | undefined = isOfRep
    ? repFieldOf(condition.field.slice(REP_PREFIX.length))
    : findField(condition.field);
  if (field === undefined) {
    const custom = isOfRep ? 'rep.attributes.<name>' : 'attributes.<name>';
    const detail = `there is no field "${condition.field}"; custom attributes are written ${custom}`;
    violations.push({ pointer: `${pointer}/field`, code: 'unknown_field', detail });
    return;
  }
  if (unavailable.has(condition.field)) {
    const detail = `"${condition.field}" is not known yet when this condition is evaluated`;
    violations.push({ pointer: `${pointer}/field`, code: 'field_unavailable', detail });
  }
  const operators = OPERATORS_OF[field.type];
  if (!operators.includes(condition.operator)) {
    const detail = `a ${field.type} field takes ${operators.join(', ')}`;
    violations.push({ pointer: `${pointer}/operator`, code: 'operator_invalid', detail });
    return;
  }
  if (condition.repField !== undefined) {
    checkRepField(condition, condition.repField, { ...at, isOfRep });
    return;
  }
  const problem = valueProblem(condition.operator, condition.value, field);
  if (problem !== undefined) {
    violations.push({ pointer: `${pointer}/value`, code: 'value_invalid', detail: problem });
  }
}

const NUMERIC: ReadonlySet<Operator> = new Set(['gt', 'gte', 'lt', 'lte']);
const COMPARING_REPS: ReadonlySet<Operator> = new Set([
  ...NUMERIC,
  ...(['eq', 'neq', 'in', 'not_in', 'contains', 'starts_with', 'ends_with'] as const),
]);

/** `repField` replaces `value`. */
function checkRepField(
  { operator, value }: FieldCondition,
  name: string,
  { pointer, repFieldOf, violations, isOfRep }: Position & { isOfRep: boolean },
): void {
  const report = (token: string, code: string, detail: string) =>
    void violations.push({ pointer: `${pointer}/${token}`, code, detail });
  const kind = repFieldOf?.(name);
  if (repFieldOf === undefined)
    report('repField', 'field_unavailable', 'no rep is known yet when this condition is evaluated');
  else if (isOfRep) report('repField', 'value_invalid', 'compares a field of the lead: name one in `field`');
  else if (kind === undefined) report('repField', 'unknown_field', `a rep has no field "${name}"`);
  else if (!COMPARING_REPS.has(operator)) {
    report('operator', 'operator_invalid', `with repField it is one of ${[...COMPARING_REPS].join(', ')}`);
  } else if (NUMERIC.has(operator) && kind.type !== 'number' && kind.type !== 'attribute') {
    report('repField', 'value_invalid', `${operator} compares numbers, which a ${kind.type} field is not`);
  } else if (value !== undefined) report('value', 'value_invalid', 'must be absent with repField');
}

function valueProblem(operator: Operator, value: Scalar | Scalar[] | undefined, field: FieldKind): string | undefined {
  switch (operator) {
    case 'exists':
    case 'not_exists':
      return value === undefined ? undefined : `must be absent with ${operator}`;
    case 'in':
    case 'not_in': {
      if (!Array.isArray(value) || value.length < 1 || value.length > CONDITION_LIMITS.values) {
        return `must be a list of 1-${CONDITION_LIMITS.values} values`;
      }
      return value.map((member) => scalarProblem(member, field)).find((problem) => problem !== undefined);
    }
    case 'within_last':
    case 'older_than':
    case 'within_next': {
      const days = typeof value === 'number' ? value : Number.NaN;
      const detail = `must be a number of days from 0 to ${CONDITION_LIMITS.withinDays}`;
      return days >= 0 && days <= CONDITION_LIMITS.withinDays ? undefined : detail;
    }
    case 'between': {
      if (isInstantType(field.type)) return datesProblem(value);
      const [low, high] = Array.isArray(value) && value.length === 2 ? value : [];
      const ordered = typeof low === 'number' && typeof high === 'number' && low <= high;
      return ordered ? undefined : 'must be two numbers, [low, high], low not above high';
    }
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return scalarProblem(value, { type: 'text' });
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return scalarProblem(value, { type: isInstantType(field.type) ? 'date' : 'number' });
    default:
      return scalarProblem(value, field);
  }
}

const NO_DATE = 'must be an RFC 3339 date, or an instant with its offset';

function datesProblem(value: Scalar | Scalar[] | undefined): string | undefined {
  const dates = Array.isArray(value)
    ? value.map((date) => (typeof date === 'string' ? parseInstant(date) : undefined))
    : [];
  const [low, high] = dates.length === 2 ? dates : [];
  const ordered = low !== undefined && high !== undefined && low <= high;
  return ordered ? undefined : 'must be two RFC 3339 dates or instants, [low, high], low not above high';
}

function scalarProblem(
  value: Scalar | Scalar[] | undefined,
  field: Pick<Field, 'type' | 'values'>,
): string | undefined {
  if (value === undefined || Array.isArray(value)) return 'must be one value';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'must be a finite number';
  if (typeof value === 'string' && (value.length === 0 || value.length > CONDITION_LIMITS.textLength)) {
    return `must be text of 1-${CONDITION_LIMITS.textLength} characters`;
  }
  switch (field.type) {
    case 'enum':
      return field.values?.includes(String(value)) ? undefined : `must be one of ${field.values?.join(', ')}`;
    case 'text':
    case 'texts':
      return typeof value === 'string' ? undefined : 'must be text';
    case 'number':
      return typeof value === 'number' ? undefined : 'must be a number';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'date':
    case 'day':
      return typeof value === 'string' && parseInstant(value) !== undefined ? undefined : NO_DATE;
    case 'attribute':
      return undefined;
  }
}

function checkEngagement(condition: EngagementCondition, { pointer, violations }: Position): void {
  const { engagementTypes, sourceChannels, withinDays, minimumCount } = condition;
  const report = (name: string, detail: string, code = 'value_invalid') =>
    void violations.push({ pointer: `${pointer}/${name}`, code, detail });
  if (engagementTypes?.length === 0) report('engagementTypes', 'must not be empty: leave it out for any', 'empty');
  if (sourceChannels?.length === 0) report('sourceChannels', 'must not be empty: leave it out for any', 'empty');
  if (withinDays !== undefined && !(withinDays > 0 && withinDays <= CONDITION_LIMITS.withinDays)) {
    report('withinDays', `must be above 0 and at most ${CONDITION_LIMITS.withinDays} days`);
  }
  if (minimumCount !== undefined && !(Number.isInteger(minimumCount) && minimumCount >= 1)) {
    report('minimumCount', 'must be an integer from 1');
  }
  checkComparison(condition, report);
}

/** `operator` and `value` go together; `minimumCount` is the short form and stands alone. */
function checkComparison(
  { measure, operator, value, minimumCount }: EngagementCondition,
  report: (name: string, detail: string) => void,
): void {
  const compared = operator !== undefined || value !== undefined || measure !== undefined;
  if (compared && operator === undefined) report('operator', 'is needed with measure and value');
  if (compared && minimumCount !== undefined) report('minimumCount', 'must be absent with measure, operator and value');
  if (!compared) return;
  const whole = measure !== 'days_since_last';
  const limit = whole ? CONDITION_LIMITS.engagementValue : CONDITION_LIMITS.withinDays;
  if (value === undefined || !(value >= 0 && value <= limit) || (whole && !Number.isInteger(value))) {
    report('value', `must be ${whole ? 'an integer' : 'a number of days'} from 0 to ${limit}`);
  }
}
