import {
  CONDITION_LIMITS,
  type Condition,
  type EngagementCondition,
  type FieldCondition,
  type LeafCondition,
  type Operator,
  type RelatedCondition,
  type SegmentCondition,
} from '../condition.js';
import type { FieldViolation } from '../violations.js';
import type { DeclaredKinds } from './declared-fields.js';
import { comparedAs, FIELD_OPERATORS } from './field-comparison.js';
import { type FieldKind, type FieldKindOf, operatorsOf, type Purpose } from './field-kinds.js';
import { findAnyField, findField, findSearchField } from './fields.js';
import { valueProblem } from './operands.js';
import { recordLeafViolations } from './record-leaves.js';
import { checkRelated, checkTouchesOfRule, type RelationWords } from './related.js';

export interface ConditionContext {
  /** JSON pointer of the condition in the surrounding document. */
  pointer?: string;
  /** Which fields and operators the condition can use; `rules` when absent. */
  purpose?: Purpose;
  /** For searches: the words of related conditions. */
  relationWords?: RelationWords;
  /** Fields that get their value only after the decision this condition belongs to. */
  unavailable?: ReadonlySet<string> | undefined;
  /** The kinds of custom attributes that the workspace declares. */
  declaredKinds?: DeclaredKinds | undefined;
  /** Finds fields of the rep, for conditions over a lead and a rep together. */
  repFieldOf?: FieldKindOf;
  /** For conditions on records of leads: finds their fields, the only ones then. */
  recordFieldOf?: FieldKindOf | undefined;
}

/**
 * All violations of a condition whose shape is valid. Codes: `unknown_field`,
 * `field_unavailable`, `operator_invalid`, `value_invalid`, `empty`, `too_deep`, `too_many_leaves`.
 */
export function validateCondition(condition: Condition, context: ConditionContext = {}): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const pointer = context.pointer ?? '';
  const { unavailable = new Set<string>(), repFieldOf, declaredKinds, purpose = 'rules', relationWords = {} } = context;
  const { recordFieldOf } = context;
  const fields = { unavailable, repFieldOf, recordFieldOf, declaredKinds };
  const at = { pointer, depth: 1, purpose, relationWords, ...fields, violations };
  const leaves = walk(condition, at);
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

/** The number of comparisons of a condition. */
export function leavesOf(condition: Condition): number {
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
  purpose: Purpose;
  relationWords: RelationWords;
  unavailable: ReadonlySet<string>;
  repFieldOf: ConditionContext['repFieldOf'];
  recordFieldOf: ConditionContext['recordFieldOf'];
  declaredKinds: ConditionContext['declaredKinds'];
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
    default:
      if (at.recordFieldOf === undefined) checkLeaf(condition, at);
      else at.violations.push(...recordLeafViolations(condition, at.pointer, at.recordFieldOf));
      return 1;
  }
}

const FIELDS_FOR = { rules: findField, parking: findField, reactions: findAnyField, search: findSearchField } as const;

function checkLeaf(leaf: LeafCondition, at: Position): void {
  const { pointer, purpose, relationWords, violations } = at;
  if (leaf.type === 'field') checkField(leaf, at);
  else if (leaf.type === 'engagement') checkEngagement(leaf, at);
  else if (purpose !== 'search') checkStoredApart(leaf, at);
  else if (leaf.type === 'related') violations.push(...checkRelated(leaf, pointer, relationWords));
}

/** Prefix of a field of the rep. */
export const REP_PREFIX = 'rep.';

function checkField(condition: FieldCondition, at: Position): void {
  const { pointer, purpose, unavailable, repFieldOf, violations } = at;
  const isOfRep = repFieldOf !== undefined && condition.field.startsWith(REP_PREFIX);
  const findLeadField = FIELDS_FOR[purpose];
  const field: FieldKind | undefined = isOfRep
    ? repFieldOf(condition.field.slice(REP_PREFIX.length))
    : ((condition.otherField === undefined ? at.declaredKinds?.(condition.field) : undefined) ??
      findLeadField(condition.field));
  if (field === undefined) {
    violations.push({ pointer: `${pointer}/field`, ...missingField(condition.field, purpose, isOfRep) });
    return;
  }
  if (unavailable.has(condition.field)) {
    const detail = `"${condition.field}" is not known yet when this condition is evaluated`;
    violations.push({ pointer: `${pointer}/field`, code: 'field_unavailable', detail });
  }
  const operators = operatorsOf(field.type, purpose);
  // Fields of instants are compared with each other by more operators than with values.
  if (condition.otherField === undefined && !operators.includes(condition.operator)) {
    const detail = `a field of type ${field.type} takes ${operators.join(', ')}`;
    violations.push({ pointer: `${pointer}/operator`, code: 'operator_invalid', detail });
    return;
  }
  if (condition.otherField !== undefined) {
    checkOtherField(condition, condition.otherField, field, at);
    return;
  }
  if (condition.repField !== undefined) {
    checkRepField(condition, condition.repField, { ...at, isOfRep });
    return;
  }
  const problem = valueProblem(condition.operator, condition.value, field, purpose === 'search');
  if (problem !== undefined) {
    violations.push({ pointer: `${pointer}/value`, code: 'value_invalid', detail: problem });
  }
}

function missingField(name: string, purpose: Purpose, isOfRep: boolean): Omit<FieldViolation, 'pointer'> {
  if (!isOfRep && findAnyField(name) !== undefined) {
    const detail =
      purpose !== 'search'
        ? `rules that decide class or owner do not read "${name}": they change it, or are not evaluated again when it changes`
        : `"${name}" is computed for rules and is not stored: search by the fields that it depends on`;
    return { code: 'field_unavailable', detail };
  }
  const custom = isOfRep ? 'rep.attributes.<name>' : 'attributes.<name>';
  return { code: 'unknown_field', detail: `there is no field "${name}"; custom attributes are written ${custom}` };
}

/** `otherField` replaces `value`. */
function checkOtherField(
  { operator, value, repField }: FieldCondition,
  name: string,
  field: FieldKind,
  { pointer, purpose, violations }: Position,
): void {
  const report = (token: string, code: string, detail: string) =>
    void violations.push({ pointer: `${pointer}/${token}`, code, detail });
  const other = findSearchField(name);
  if (purpose !== 'search')
    report('otherField', 'field_unavailable', 'two fields are compared in searches, not in rules');
  else if (other === undefined)
    violations.push({ pointer: `${pointer}/otherField`, ...missingField(name, purpose, false) });
  else if (!FIELD_OPERATORS.some((one) => one === operator))
    report('operator', 'operator_invalid', `with otherField it is one of ${FIELD_OPERATORS.join(', ')}`);
  else if (comparedAs(operator, field.type, other.type) === undefined)
    report(
      'otherField',
      'value_invalid',
      `${operator} does not compare a field of type ${field.type} with one of type ${other.type}`,
    );
  else if (value !== undefined || repField !== undefined)
    report(value === undefined ? 'repField' : 'value', 'value_invalid', 'must be absent with otherField');
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

/** No operator of properties compares with now. */
const PROPERTY_OPERATORS: Record<'search' | 'rules', readonly Operator[]> = {
  search: operatorsOf('attribute', 'search'),
  rules: operatorsOf('attribute', 'search').filter((operator) => operator !== 'during'),
};

/** Rules know the touches of a lead, and nothing else that is stored apart from it. */
function checkStoredApart(leaf: RelatedCondition | SegmentCondition, { pointer, purpose, violations }: Position): void {
  const refuse = (detail: string) => void violations.push({ pointer, code: 'field_unavailable', detail });
  if (leaf.type === 'segment' || leaf.relation !== 'touches') refuse('works in searches, not in rules');
  else if (purpose === 'parking')
    refuse('touches are loaded for published rules and searches only, not for the condition of one lead');
  else violations.push(...checkRelated(leaf, pointer, {}), ...checkTouchesOfRule(leaf, pointer));
}

function checkEventDetails(
  { properties = [], sourceIds }: EngagementCondition,
  { pointer, purpose, violations }: Position,
): void {
  for (const [name, value] of Object.entries({ properties, sourceIds })) {
    if (purpose !== 'parking' || !value?.length) continue;
    const detail = 'is loaded for published rules and searches only, not for the condition of one lead';
    violations.push({ pointer: `${pointer}/${name}`, code: 'field_unavailable', detail });
  }
  properties.forEach(({ operator, value }, index) => {
    const at = `${pointer}/properties/${index}`;
    const operators = PROPERTY_OPERATORS[purpose === 'search' ? 'search' : 'rules'];
    if (!operators.includes(operator)) {
      const detail = `a property takes ${operators.join(', ')}`;
      violations.push({ pointer: `${at}/operator`, code: 'operator_invalid', detail });
      return;
    }
    const problem = valueProblem(operator, value, { type: 'attribute' }, purpose === 'search');
    if (problem !== undefined) violations.push({ pointer: `${at}/value`, code: 'value_invalid', detail: problem });
  });
}

function checkEngagement(condition: EngagementCondition, at: Position): void {
  checkEventDetails(condition, at);
  const { pointer, violations } = at;
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
