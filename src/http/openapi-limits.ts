type Json = Record<string, unknown>;

/**
 * Text without NUL, and text that also has a character that is not white space. `\x00` is NUL in ECMA-262 and in the patterns
 * of PHP, Go, Java, Python, Rust and .NET; PHP refuses `\u0000`.
 */
export const TEXT = '^[^\\x00]*$';
export const NOT_BLANK = '^[^\\x00]*[^\\s\\x00][^\\x00]*$';
const LARGEST = Number.MAX_SAFE_INTEGER;
/** Keywords whose values cannot contain NUL. */
const NUL_FREE = ['enum', 'const', 'format'];

/**
 * A schema with the limits that hold for every value on the wire, which the parser checks before any schema: no
 * NUL in text, numbers within +-(2^53 - 1). Only the document states them, so validation costs no more.
 */
export function withWireLimits(schema: Json): Json {
  const types = [schema.type].flat();
  const limits: Json = {};
  if (types.includes('string') && !NUL_FREE.some((word) => word in schema)) {
    if (schema.pattern === undefined) limits.pattern = TEXT;
    else if (schema.pattern === '\\S') limits.pattern = NOT_BLANK;
  }
  if (types.includes('number') || types.includes('integer')) {
    if (!('minimum' in schema || 'exclusiveMinimum' in schema || 'enum' in schema)) limits.minimum = -LARGEST;
    if (!('maximum' in schema || 'exclusiveMaximum' in schema || 'enum' in schema)) limits.maximum = LARGEST;
  }
  // Names are text as well.
  if (types.includes('object') && isOpen(schema) && !NUL_FREE.some((word) => word in namesOf(schema)))
    limits.propertyNames = { pattern: TEXT, ...namesOf(schema) };
  return { ...schema, ...limits };
}

const LARGEST_INT32 = 2 ** 31 - 1;

/** The format of a number: without one, generators of Go and Java take 32 bits or single precision. */
export function numberFormat({ type, minimum, maximum }: Json): Json {
  const types = [type].flat();
  if (types.includes('number')) return { format: 'double' };
  if (!types.includes('integer')) return {};
  const isSmall =
    typeof minimum === 'number' && typeof maximum === 'number' && minimum >= -LARGEST_INT32 && maximum <= LARGEST_INT32;
  return { format: isSmall ? 'int32' : 'int64' };
}

/** Whether the object may have properties that the schema does not list. */
const isOpen = ({ additionalProperties }: Json): boolean =>
  additionalProperties === true || typeof additionalProperties === 'object';

const namesOf = ({ propertyNames }: Json): Json => (typeof propertyNames === 'object' ? { ...propertyNames } : {});
