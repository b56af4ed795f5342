import type { FieldCondition, Scalar } from '../../core/condition.js';
import { CONDITION_LIMITS } from '../../core/condition.js';
import type { DeclaredKinds } from '../../core/conditions/declared-fields.js';
import { validateCondition } from '../../core/conditions/validate.js';
import { normalizeTimeZone } from '../../core/identity/time-zones.js';
import type { FieldViolation } from '../../core/violations.js';
import { normalizeCountry } from './countries.js';
import { normalizeDomain } from './domains.js';
import { normalizeEmail } from './emails.js';
import { normalizePhone } from './phones.js';

/** Phone numbers of one document that may have any spelling: the library takes up to two milliseconds to refuse one. */
const MOST_SPELLED_PHONES = 200;
const E164 = /^\+[1-9]\d{7,14}$/;
const COMPARING: ReadonlySet<string> = new Set(['eq', 'neq', 'in', 'not_in']);

interface Walk {
  /** The country by whose plan national numbers are read. */
  country: string | undefined;
  spelledPhones: number;
  violations: FieldViolation[];
}

/** The value in the form that facts have; undefined when no fact can have it. */
type NormalForm = (value: string, walk: Walk) => string | undefined;

/** By field of a condition. Without `problem`, a value that has no normal form stays as it is. */
const NORMAL_FORMS: Readonly<Record<string, { of: NormalForm; problem?: string }>> = {
  country: { of: normalizeCountry, problem: 'is no ISO 3166-1 code and no name of a country' },
  phoneNormalized: {
    of: phoneOf,
    problem: `is no valid phone number: send it as E.164, or in another form (${MOST_SPELLED_PHONES} of a document at most) with the default country of the workspace set`,
  },
  emailNormalized: { of: (value) => normalizeEmail(value).normalized },
  domain: { of: normalizeDomain },
  // `withSpellings` compares with every name of the zone.
  timeZone: {
    of: (value) => (normalizeTimeZone(value) === undefined ? undefined : value),
    problem: 'is no IANA time zone',
  },
};

function phoneOf(value: string, walk: Walk): string | undefined {
  if (E164.test(value)) return value;
  walk.spelledPhones += 1;
  return walk.spelledPhones > MOST_SPELLED_PHONES ? undefined : normalizePhone(value, walk.country).e164;
}

/**
 * A condition, or a document with conditions anywhere in it, with the values of normalised facts in the form that submissions
 * get. The violations name values that no lead can have; code `value_invalid`, pointers from the top of the document.
 */
export function withNormalValues<T>(
  document: T,
  country: string | undefined,
): { document: T; violations: FieldViolation[] } {
  const walk: Walk = { country, spelledPhones: 0, violations: [] };
  return { document: normalized(document, '', walk) as T, violations: walk.violations };
}

/** Violations of the conditions anywhere in a document that compare declared attributes; pointers from the top of the document. */
export function declaredViolations(document: unknown, kinds: DeclaredKinds, pointer = ''): FieldViolation[] {
  if (Array.isArray(document))
    return document.flatMap((member, index) => declaredViolations(member, kinds, `${pointer}/${index}`));
  if (typeof document !== 'object' || document === null) return [];
  if (isFieldCondition(document)) {
    return kinds(document.field) === undefined || document.repField !== undefined
      ? []
      : validateCondition(document, { pointer, declaredKinds: kinds });
  }
  return Object.entries(document).flatMap(([name, value]) => declaredViolations(value, kinds, `${pointer}/${name}`));
}

function normalized(part: unknown, pointer: string, walk: Walk): unknown {
  if (Array.isArray(part)) return part.map((member, index) => normalized(member, `${pointer}/${index}`, walk));
  if (typeof part !== 'object' || part === null) return part;
  if (isFieldCondition(part)) return normalizedField(part, pointer, walk);
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, normalized(value, `${pointer}/${name}`, walk)]),
  );
}

const isFieldCondition = (part: object): part is FieldCondition =>
  'type' in part && part.type === 'field' && 'field' in part && typeof part.field === 'string' && 'operator' in part;

function normalizedField(condition: FieldCondition, pointer: string, walk: Walk): FieldCondition {
  const { field, operator, value } = condition;
  const name = field.replace(/^rep\./, '');
  const form = Object.hasOwn(NORMAL_FORMS, name) ? NORMAL_FORMS[name] : undefined;
  if (form === undefined || value === undefined || !COMPARING.has(operator)) return condition;
  const one = (given: Scalar, at: string): Scalar => {
    if (typeof given !== 'string' || given.length === 0 || given.length > CONDITION_LIMITS.textLength) return given;
    const found = form.of(given, walk);
    if (found === undefined && form.problem !== undefined) {
      walk.violations.push({ pointer: `${pointer}/value${at}`, code: 'value_invalid', detail: form.problem });
    }
    return found ?? given;
  };
  if (!Array.isArray(value)) return { ...condition, value: one(value, '') };
  if (value.length > CONDITION_LIMITS.values) return condition;
  return { ...condition, value: value.map((member, index) => one(member, `/${index}`)) };
}
