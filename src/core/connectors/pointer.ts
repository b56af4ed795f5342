/** A text that is no JSON Pointer has a `~` without 0 or 1 after it, or does not begin with `/`. */
const POINTER = /^(?:\/(?:[^/~]|~[01])*)*$/;
const INDEX = /^(?:0|[1-9]\d{0,8})$/;

export const isPointer = (text: string): boolean => POINTER.test(text);

/**
 * The value that a JSON Pointer (RFC 6901) names; undefined where there is none. Only own properties count, so that `__proto__` and
 * `constructor` name nothing but what a document has.
 */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const escaped of pointer.split('/').slice(1)) {
    const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) value = INDEX.test(name) ? value[Number(name)] : undefined;
    else if (typeof value === 'object' && value !== null && Object.hasOwn(value, name))
      value = (value as Record<string, unknown>)[name];
    else return undefined;
  }
  return value;
}
