/** A JSON object whose members are not known. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of a custom attribute. */
export type AttributeValue = string | number | boolean | null | string[];

/** The value as an object; empty for anything else. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Removes the members that are undefined. */
export function dropAbsent<T extends object>(value: T): void {
  for (const name in value) if (value[name] === undefined) delete value[name];
}

/** Whether two values are equal as JSON, regardless of the order of members; absent and undefined members are equal. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const name of names) if (!sameValue(Reflect.get(a, name), Reflect.get(b, name))) return false;
  return true;
}

/** The changed members before and after, null for an absent one; undefined when nothing changed. */
export function changesBetween(
  before: object,
  after: object,
): { before: Record<string, unknown>; after: Record<string, unknown> } | undefined {
  const [was, is]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [a, b] = [Reflect.get(before, name), Reflect.get(after, name)];
    if (sameValue(a, b)) continue;
    was[name] = a ?? null;
    is[name] = b ?? null;
  }
  return Object.keys(is).length === 0 ? undefined : { before: was, after: is };
}
