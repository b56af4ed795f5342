import type { Condition, FieldCondition, Scalar } from '../condition.js';
import {
  compileComparison,
  compileCondition,
  holdsWhenAbsent,
  isAbsent,
  type Predicate,
} from '../conditions/compile.js';
import { decideBy, type Explained, explain } from '../conditions/explain.js';
import type { Subject } from '../conditions/subject.js';
import { REP_PREFIX } from '../conditions/validate.js';
import type { AttributeValue } from '../leads/facts.js';
import { findRepField } from './rep-fields.js';
import type { RepProfile } from './reps.js';

/** A condition over a lead and a rep together, ready to be asked. */
export interface RepCondition {
  /** Why the rep does not fit the lead; undefined when it does. Names the fact; free of what is personal about the lead. */
  mismatchOf(profile: RepProfile | undefined, subject: Subject): string | undefined;
}

/** A condition of which the rep's part is filled in: it is about the lead alone. */
interface Bound {
  holds: Predicate;
  told: (subject: Subject) => Explained;
}

const NO_PROFILE: RepProfile = { skills: [], languages: [], products: [], territories: [] };

/**
 * The condition language with reps in it: `rep.<field>` asks about the rep, `repField` in place of `value` compares a field
 * of the lead with one of the rep. Of a list of the rep's, one member that fits is enough (with `neq` and `not_in`: none may).
 * What the rep does not say makes a comparison false, except `neq` and `not_in`. What reps say is filled in once.
 */
export function compileRepCondition(condition: Condition): RepCondition {
  const fields = [...repFieldsOf(condition)].flatMap((name) => findRepField(name) ?? []);
  const ofProfiles = new WeakMap<RepProfile, Bound>();
  const ofValues = new Map<string, Bound>();
  const boundTo = (profile: RepProfile): Bound => {
    const values = JSON.stringify(fields.map(({ read }) => read(profile) ?? null));
    const bound = ofValues.get(values) ?? bind(condition, profile);
    ofValues.set(values, bound);
    ofProfiles.set(profile, bound);
    return bound;
  };
  // Reps who say the same fail on the same: of a thousand reps in ten countries a lead is asked about ten times.
  let asked: Subject | undefined;
  const answers = new Map<Bound, string | undefined>();
  return {
    mismatchOf(profile = NO_PROFILE, subject) {
      const bound = ofProfiles.get(profile) ?? boundTo(profile);
      if (asked !== subject) answers.clear();
      else if (answers.has(bound)) return answers.get(bound);
      asked = subject;
      const mismatch = bound.holds(subject) ? undefined : bound.told(subject).text;
      answers.set(bound, mismatch);
      return mismatch;
    },
  };
}

/** Names of the fields of the rep that the condition asks about. */
function repFieldsOf(condition: Condition): ReadonlySet<string> {
  switch (condition.type) {
    case 'all':
    case 'any':
      return new Set(condition.conditions.flatMap((part) => [...repFieldsOf(part)]));
    case 'not':
      return repFieldsOf(condition.condition);
    case 'engagement':
      return new Set();
    case 'field': {
      const { field, repField } = condition;
      if (field.startsWith(REP_PREFIX)) return new Set([field.slice(REP_PREFIX.length)]);
      return new Set(repField === undefined ? [] : [repField]);
    }
  }
}

function bind(condition: Condition, profile: RepProfile): Bound {
  switch (condition.type) {
    case 'all':
    case 'any': {
      const decisive = condition.type === 'any';
      const parts = condition.conditions.map((part) => bind(part, profile));
      return {
        holds: decisive
          ? (subject) => parts.some(({ holds }) => holds(subject))
          : (subject) => parts.every(({ holds }) => holds(subject)),
        told: (subject) => decideBy(parts, ({ told }) => told(subject), decisive),
      };
    }
    case 'not': {
      const part = bind(condition.condition, profile);
      const told = (subject: Subject): Explained => {
        const { holds, text } = part.told(subject);
        return { holds: !holds, text };
      };
      return { holds: (subject) => !part.holds(subject), told };
    }
    case 'engagement':
      return ofLead(condition);
    case 'field':
      if (condition.field.startsWith(REP_PREFIX)) return ofRep(condition, profile);
      return condition.repField === undefined ? ofLead(condition) : ofBoth(condition, condition.repField, profile);
  }
}

const ofLead = (condition: Condition): Bound => ({
  holds: compileCondition(condition),
  told: (subject) => explain(condition, subject),
});

/** About the rep alone: the same for every lead. */
function ofRep({ field: name, operator, value }: FieldCondition, profile: RepProfile): Bound {
  const field = findRepField(name.slice(REP_PREFIX.length));
  if (field === undefined) return constant(false, `${name} is not known`);
  const actual = field.read(profile);
  const test = compileComparison(field, operator, value);
  const said = isAbsent(actual) ? 'is not known' : `is ${textOf(actual)}`;
  return {
    holds: ({ now }) => test(actual, now),
    told: ({ now }) => ({ holds: test(actual, now), text: `${name} ${said}` }),
  };
}

function ofBoth(condition: FieldCondition, repField: string, profile: RepProfile): Bound {
  const actual = findRepField(repField)?.read(profile);
  if (isAbsent(actual)) return constant(holdsWhenAbsent(condition.operator), `rep.${repField} is not known`);
  const filled = ofLead(filledIn(condition, Array.isArray(actual) ? actual : [actual as Scalar]));
  return {
    holds: filled.holds,
    told: (subject) => {
      const { holds, text } = filled.told(subject);
      return { holds, text: `${text} (rep.${repField})` };
    },
  };
}

function filledIn({ field, operator }: FieldCondition, values: readonly Scalar[]): Condition {
  switch (operator) {
    case 'eq':
    case 'in':
      return field === 'language' ? speaking(values) : { type: 'field', field, operator: 'in', value: [...values] };
    case 'neq':
    case 'not_in':
      return field === 'language'
        ? { type: 'not', condition: speaking(values) }
        : { type: 'field', field, operator: 'not_in', value: [...values] };
    default:
      return { type: 'any', conditions: values.map((value) => ({ type: 'field', field, operator, value })) };
  }
}

/** Who sells in a language reads its variants: `en` is also `en-GB`. */
function speaking(languages: readonly Scalar[]): Condition {
  const variants = languages.map((tag): Condition => {
    return { type: 'field', field: 'language', operator: 'starts_with', value: `${tag}-` };
  });
  return {
    type: 'any',
    conditions: [{ type: 'field', field: 'language', operator: 'in', value: [...languages] }, ...variants],
  };
}

const constant = (holds: boolean, text: string): Bound => ({ holds: () => holds, told: () => ({ holds, text }) });

function textOf(value: AttributeValue | undefined): string {
  return Array.isArray(value) ? value.slice(0, 5).join(', ') : String(value);
}
