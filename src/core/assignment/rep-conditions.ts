import type { Condition, FieldCondition, Scalar } from '../condition.js';
import { compileCondition, type Predicate } from '../conditions/compile.js';
import { decideBy, type Explained, explain } from '../conditions/explain.js';
import { withSpellings } from '../conditions/spellings.js';
import type { Subject } from '../conditions/subject.js';
import { REP_PREFIX } from '../conditions/validate.js';
import { compileComparison, holdsWhenAbsent, isAbsent } from '../conditions/value-tests.js';
import type { AttributeValue } from '../values.js';
import { findRepField } from './rep-fields.js';
import type { RepProfile } from './reps.js';

/** A compiled condition over a lead and a rep together. */
export interface RepCondition {
  /** Why the rep does not match the lead; undefined when it does. Names the fact; free of personal data of the lead. */
  mismatchOf(profile: RepProfile | undefined, subject: Subject): string | undefined;
}

/** A condition whose values of the rep are bound in, so that it depends on the lead alone. */
interface BoundCondition {
  holds: Predicate;
  explain: (subject: Subject) => Explained;
}

const NO_PROFILE: RepProfile = { skills: [], languages: [], products: [], territories: [] };

/**
 * The condition language over a lead and a rep: `rep.<field>` reads a field of the rep; `repField` in place of `value` compares
 * a field of the lead with one of the rep. One matching item of a list of the rep is enough (with `neq` and `not_in`: none may
 * match). A field that is not known of the rep makes a comparison false, except `neq` and `not_in`. Each distinct set of
 * values of reps is bound in once.
 */
export function compileRepCondition(condition: Condition): RepCondition {
  const fields = [...repFieldsOf(condition)].flatMap((name) => findRepField(name) ?? []);
  const ofProfiles = new WeakMap<RepProfile, BoundCondition>();
  const ofValues = new Map<string, BoundCondition>();
  const boundTo = (profile: RepProfile): BoundCondition => {
    const values = JSON.stringify(fields.map(({ read }) => read(profile) ?? null));
    const bound = ofValues.get(values) ?? bind(condition, profile);
    ofValues.set(values, bound);
    ofProfiles.set(profile, bound);
    return bound;
  };
  // Reps with the same values share a result: for a thousand reps in ten countries a lead is evaluated ten times.
  let lastSubject: Subject | undefined;
  const mismatches = new Map<BoundCondition, string | undefined>();
  return {
    mismatchOf(profile = NO_PROFILE, subject) {
      const bound = ofProfiles.get(profile) ?? boundTo(profile);
      if (lastSubject !== subject) mismatches.clear();
      else if (mismatches.has(bound)) return mismatches.get(bound);
      lastSubject = subject;
      const mismatch = bound.holds(subject) ? undefined : bound.explain(subject).text;
      mismatches.set(bound, mismatch);
      return mismatch;
    },
  };
}

/** Names of the fields of the rep that the condition reads. */
function repFieldsOf(condition: Condition): ReadonlySet<string> {
  switch (condition.type) {
    case 'all':
    case 'any':
      return new Set(condition.conditions.flatMap((part) => [...repFieldsOf(part)]));
    case 'not':
      return repFieldsOf(condition.condition);
    case 'engagement':
    case 'related':
    case 'segment':
      return new Set();
    case 'field': {
      const { field, repField } = condition;
      if (field.startsWith(REP_PREFIX)) return new Set([field.slice(REP_PREFIX.length)]);
      return new Set(repField === undefined ? [] : [repField]);
    }
  }
}

function bind(condition: Condition, profile: RepProfile): BoundCondition {
  switch (condition.type) {
    case 'all':
    case 'any': {
      const decisive = condition.type === 'any';
      const parts = condition.conditions.map((part) => bind(part, profile));
      return {
        holds: decisive
          ? (subject) => parts.some(({ holds }) => holds(subject))
          : (subject) => parts.every(({ holds }) => holds(subject)),
        explain: (subject) => decideBy(parts, ({ explain }) => explain(subject), decisive),
      };
    }
    case 'not': {
      const part = bind(condition.condition, profile);
      return {
        holds: (subject) => !part.holds(subject),
        explain: (subject) => {
          const { holds, text } = part.explain(subject);
          return { holds: !holds, text };
        },
      };
    }
    case 'engagement':
    case 'related':
    case 'segment':
      return leadCondition(condition);
    case 'field':
      if (condition.field.startsWith(REP_PREFIX)) return repComparison(condition, profile);
      return condition.repField === undefined
        ? leadCondition(condition)
        : leadRepComparison(condition, condition.repField, profile);
  }
}

const leadCondition = (condition: Condition): BoundCondition => ({
  holds: compileCondition(condition),
  explain: (subject) => explain(condition, subject),
});

/** Reads the rep alone, so the result is the same for every lead. */
function repComparison(condition: FieldCondition, profile: RepProfile): BoundCondition {
  const { field: name, operator, value } = withSpellings(condition);
  const field = findRepField(name.slice(REP_PREFIX.length));
  if (field === undefined) return constant(false, `${name} is not known`);
  const actual = field.read(profile);
  const test = compileComparison(field, operator, value);
  const state = isAbsent(actual) ? 'is not known' : `is ${textOf(actual)}`;
  return {
    holds: ({ now }) => test(actual, now),
    explain: ({ now }) => ({ holds: test(actual, now), text: `${name} ${state}` }),
  };
}

function leadRepComparison(condition: FieldCondition, repField: string, profile: RepProfile): BoundCondition {
  const actual = findRepField(repField)?.read(profile);
  if (isAbsent(actual)) return constant(holdsWhenAbsent(condition.operator), `rep.${repField} is not known`);
  const bound = leadCondition(withRepValues(condition, Array.isArray(actual) ? actual : [actual as Scalar]));
  return {
    holds: bound.holds,
    explain: (subject) => {
      const { holds, text } = bound.explain(subject);
      return { holds, text: `${text} (rep.${repField})` };
    },
  };
}

function withRepValues({ field, operator }: FieldCondition, values: readonly Scalar[]): Condition {
  switch (operator) {
    case 'eq':
    case 'in':
      return field === 'language'
        ? languageCondition(values)
        : { type: 'field', field, operator: 'in', value: [...values] };
    case 'neq':
    case 'not_in':
      return field === 'language'
        ? { type: 'not', condition: languageCondition(values) }
        : { type: 'field', field, operator: 'not_in', value: [...values] };
    default:
      return { type: 'any', conditions: values.map((value) => ({ type: 'field', field, operator, value })) };
  }
}

/** A rep who speaks a language reads its variants: `en` is also `en-GB`. */
function languageCondition(languages: readonly Scalar[]): Condition {
  const variants = languages.map((tag): Condition => {
    return { type: 'field', field: 'language', operator: 'starts_with', value: `${tag}-` };
  });
  return {
    type: 'any',
    conditions: [{ type: 'field', field: 'language', operator: 'in', value: [...languages] }, ...variants],
  };
}

const constant = (holds: boolean, text: string): BoundCondition => ({
  holds: () => holds,
  explain: () => ({ holds, text }),
});

function textOf(value: AttributeValue | undefined): string {
  return Array.isArray(value) ? value.slice(0, 5).join(', ') : String(value);
}
