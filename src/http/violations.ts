import type { ErrorObject } from 'ajv';
import type { InstantKind } from '../core/instants.js';
import type { FieldError } from '../services/errors.js';
import { wordsOfPattern } from './schemas/word-lists.js';

/** Keywords that summarize failed alternatives. Their errors are reported only without a more specific error at the same pointer. */
const SUMMARIES = new Set(['anyOf', 'oneOf', 'not', 'if', 'discriminator']);
const FORMATS: Record<string, string> = {
  'date-time': 'a date and time with offset (RFC 3339), such as 2026-03-01T09:30:00Z',
  date: 'a date (RFC 3339), such as 2026-03-01',
  uuid: 'a UUID, such as 01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f',
  uri: 'an absolute URI',
};

const INSTANTS: Record<InstantKind, string> = {
  past: 'must be 1970 or later, and at most 5 minutes ahead of now',
  plan: 'must be 1970 or later, and at most 10 years ahead of now',
};

interface Explanation {
  /** Property below the value at fault, when it is missing or unknown. */
  step?: string;
  code: string;
  detail: string;
}

type Explain = (params: Record<string, unknown>) => Explanation;

const limit =
  (code: string, text: (limit: unknown) => string): Explain =>
  (params) => ({ code, detail: text(params.limit) });

/** One sentence per JSON Schema keyword. None repeats the value: it may be personal. */
const EXPLAIN: Record<string, Explain> = {
  required: (params) => ({ step: String(params.missingProperty), code: 'required', detail: 'is required' }),
  additionalProperties: (params) => ({
    step: String(params.additionalProperty),
    code: 'unknown_field',
    detail: 'is not a known field here',
  }),
  type: (params) => ({ code: 'wrong_type', detail: `must be ${typeNames(params.type)}` }),
  enum: (params) => ({ code: 'not_allowed', detail: `must be one of: ${listed(params.allowedValues)}` }),
  const: (params) => ({ code: 'not_allowed', detail: `must be ${JSON.stringify(params.allowedValue)}` }),
  format: (params) => ({
    code: 'wrong_format',
    detail: `must be ${FORMATS[String(params.format)] ?? `a valid ${String(params.format)}`}`,
  }),
  pattern: (params) => ({ code: 'wrong_format', detail: patternDetail(String(params.pattern)) }),
  'x-instant': ({ kind, fault }) => ({ code: String(fault), detail: INSTANTS[kind as InstantKind] }),
  minLength: limit('too_short', (count) =>
    count === 1 ? 'must not be empty' : `must have at least ${count} characters`,
  ),
  maxLength: limit('too_long', (count) => `must have at most ${count} characters`),
  minItems: limit('too_few', (count) => `must have at least ${count} items`),
  maxItems: limit('too_many', (count) => `must have at most ${count} items`),
  minProperties: limit('too_few', (count) => `must have at least ${count} fields`),
  maxProperties: limit('too_many', (count) => `must have at most ${count} fields`),
  minimum: limit('too_small', (bound) => `must be at least ${bound}`),
  maximum: limit('too_large', (bound) => `must be at most ${bound}`),
  exclusiveMinimum: limit('too_small', (bound) => `must be more than ${bound}`),
  exclusiveMaximum: limit('too_large', (bound) => `must be less than ${bound}`),
  'x-decimals': ({ places }) => ({ code: 'wrong_step', detail: `must have at most ${places} decimal places` }),
  uniqueItems: () => ({ code: 'duplicate', detail: 'must not repeat an item' }),
  propertyNames: (params) => ({
    step: String(params.propertyName),
    code: 'wrong_name',
    detail: 'is not an allowed field name',
  }),
  discriminator: (params) => ({
    step: String(params.tag),
    code: 'not_allowed',
    detail: 'must name one of the documented alternatives',
  }),
};

/** Violations in a body, or in an item of one, as JSON Pointers from there. */
export function bodyViolations(errors: readonly ErrorObject[]): FieldError[] {
  return meaningful(errors).map((error) => {
    const { step, code, detail } = explain(error);
    const pointer = `${error.instancePath}${step === undefined ? '' : `/${escapePointer(step)}`}`;
    return { pointer, code, detail };
  });
}

/** Violations in query or path, by the name of the parameter. */
export function parameterViolations(errors: readonly ErrorObject[]): FieldError[] {
  return meaningful(errors).map((error) => {
    const { step, code, detail } = explain(error);
    const parameter = error.instancePath.split('/')[1] ?? step ?? '';
    if (code === 'unknown_field')
      return { parameter, code: 'unknown_parameter', detail: 'is not a parameter of this operation' };
    return { parameter, code, detail };
  });
}

/** The violation of a period that does not end after it begins. A period without one of its ends is valid. */
export function periodViolations([from, before]: readonly [string, string], query: unknown): FieldError[] {
  const instantOf = (name: string) => Date.parse(String(Reflect.get(query as object, name)));
  // A text that is no instant has a violation of its own, and NaN compares false.
  if (!(instantOf(before) <= instantOf(from))) return [];
  return [{ parameter: before, code: 'too_small', detail: `must be after \`${from}\`` }];
}

/** One step of a JSON Pointer, escaped by RFC 6901. */
export function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function meaningful(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const specific = errors.filter((error) => !SUMMARIES.has(error.keyword) && error.propertyName === undefined);
  const uncovered = errors.filter(
    (summary) =>
      SUMMARIES.has(summary.keyword) && !specific.some((error) => error.instancePath.startsWith(summary.instancePath)),
  );
  return uncovered.length === 0 ? specific : [...specific, ...uncovered];
}

function explain(error: ErrorObject): Explanation {
  const known = EXPLAIN[error.keyword];
  return known === undefined ? { code: 'not_allowed', detail: error.message ?? 'is not valid' } : known(error.params);
}

function patternDetail(pattern: string): string {
  const words = wordsOfPattern(pattern);
  return words === undefined
    ? `must match the pattern ${pattern}`
    : `must be some of these, separated by commas: ${listed(words)}`;
}

function typeNames(type: unknown): string {
  const names = Array.isArray(type) ? type.map(String) : String(type).split(',');
  return names
    .map((name) => (name === 'null' ? 'null' : /^[aio]/.test(name) ? `an ${name}` : `a ${name}`))
    .join(' or ');
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => (value === null ? 'null' : String(value))).join(', ') : '';
}
