import { isUtf8 } from 'node:buffer';
import { AppError, type FieldError } from '../services/errors.js';
import { duplicateName } from './json-names.js';
import { escapePointer } from './violations.js';

/**
 * RFC 8259 leaves limits to the reader. Twenty levels, 20,000 names (a batch of 1,000 leads), unless an operation states more, and 100,000 values in a body of
 * more than 1 MB are ours: V8 parses 5 MB of long texts in 15 ms, 5 MB of short ones in 250 ms.
 */
const MAX_DEPTH = 20;
export const MAX_NAMES = 20_000;
const MAX_COMMAS = 100_000;
const LARGE_BYTES = 1_048_576;

const BROKEN_TEXT = { pointer: '', code: 'invalid_text', detail: 'must not hold NUL or half a surrogate pair' };
const TOO_LARGE = { pointer: '', code: 'too_large', detail: 'must be within +-(2^53 - 1)' };
const TOO_DEEP = { pointer: '', code: 'too_deep', detail: `must not nest deeper than ${MAX_DEPTH} levels` };
const tooMany = (most: number): FieldError => ({
  pointer: '',
  code: 'too_many',
  detail: `the body must not have more than ${most} names in all`,
});
const TOO_MANY_VALUES = {
  pointer: '',
  code: 'too_many',
  detail: `a body of more than 1 MB must not have more than ${MAX_COMMAS} values in all`,
};
const UNKNOWN = { pointer: '', code: 'unknown_field', detail: 'is not a known field here' };

interface Survey {
  names: number;
  mostNames: number;
  /** Whether strings can hold what UTF-8 cannot show: only escapes bring NUL and lone surrogates. */
  escapes: boolean;
}

/**
 * One JSON value from a body, or the error that refuses it: not UTF-8, not JSON, a duplicate name, deeper than 20
 * levels, more than `mostNames` names, 100,000 values in more than 1 MB, a number no double holds exactly, NUL, or half a surrogate pair.
 */
export function parseJson(bytes: Buffer, mostNames = MAX_NAMES): unknown {
  if (!isUtf8(bytes)) return new AppError('invalid_encoding', 'The body is not UTF-8.');
  if (hasTooManyCommas(bytes)) return refusal(TOO_MANY_VALUES);
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return new AppError('malformed_json', `The body is not JSON${position(cause)}.`);
  }
  const survey: Survey = { names: 0, mostNames, escapes: text.includes('\\u') };
  const fault = faultIn(value, 1, survey);
  if (fault !== undefined) return refusal(fault);
  if (namesIn(text) > survey.names) {
    const name = duplicateName(text);
    if (name !== undefined)
      return new AppError('malformed_json', 'The body has an object with the same name twice.', { errors: [name] });
  }
  return value;
}

const [COMMA, QUOTE, BACKSLASH] = [0x2c, 0x22, 0x5c];

/** Whether more than MAX_COMMAS commas stand outside the strings of a large body. */
function hasTooManyCommas(bytes: Buffer): boolean {
  if (bytes.length <= LARGE_BYTES) return false;
  let commas = 0;
  let isInString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === QUOTE) isInString = !isInString;
    else if (isInString) index += byte === BACKSLASH ? 1 : 0;
    else if (byte === COMMA) commas += 1;
  }
  return commas > MAX_COMMAS;
}

function refusal(fault: FieldError): AppError {
  const code = fault.code === 'invalid_text' ? 'invalid_encoding' : 'validation_failed';
  return new AppError(code, 'The body is JSON, but holds what this service does not accept.', { errors: [fault] });
}

/** The pointer is built while the recursion returns from the fault, so bodies without faults cost nothing. */
function faultIn(value: unknown, depth: number, survey: Survey): FieldError | undefined {
  if (typeof value === 'string') return isSound(value, survey) ? undefined : BROKEN_TEXT;
  if (typeof value === 'number') {
    // A whole number beyond 2^53 - 1 is already rounded here, and every double beyond it is whole.
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? undefined : TOO_LARGE;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return TOO_DEEP;
  return Array.isArray(value) ? faultInArray(value, depth, survey) : faultInObject(value, depth, survey);
}

function faultInArray(items: readonly unknown[], depth: number, survey: Survey): FieldError | undefined {
  for (let index = 0; index < items.length; index += 1) {
    const fault = faultIn(items[index], depth + 1, survey);
    if (fault !== undefined) return below(String(index), fault);
  }
  return undefined;
}

function faultInObject(value: object, depth: number, survey: Survey): FieldError | undefined {
  for (const name in value) {
    survey.names += 1;
    if (survey.names > survey.mostNames) return tooMany(survey.mostNames);
    if (name === '__proto__') return below(name, UNKNOWN);
    if (!isSound(name, survey)) return BROKEN_TEXT;
    const fault = faultIn((value as Record<string, unknown>)[name], depth + 1, survey);
    if (fault !== undefined) return below(name, fault);
  }
  return undefined;
}

function below(step: string, fault: FieldError): FieldError {
  return { ...fault, pointer: `/${escapePointer(step)}${fault.pointer}` };
}

function isSound(text: string, survey: Survey): boolean {
  return !survey.escapes || (!text.includes('\0') && !/\p{Surrogate}/u.test(text));
}

/** At least the number of names in the text: colons after a quotation mark, some of which may stand inside strings. */
function namesIn(text: string): number {
  let count = 0;
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', colon + 1)) {
    let before = colon - 1;
    while (isSpace(text.charCodeAt(before))) before -= 1;
    if (text.charCodeAt(before) === 0x22) count += 1;
  }
  return count;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** V8's message has the position of the error and quotes the text. Only the position is shown: the text may be personal. */
function position(cause: unknown): string {
  const match = cause instanceof Error ? /at position (\d+)/.exec(cause.message) : null;
  return match === null ? '' : ` (at character ${match[1]})`;
}
