import { isObject, type Json } from '../json.js';

/** A thing that a client of the earlier document relies on and the later one does not keep. `key` is what the changelog has to name. */
export interface Breakage {
  key: string;
  detail: string;
}

/** Who sends values of a schema: what a client sends must stay accepted, what it reads must stay readable. */
export type Direction = 'request' | 'answer';

interface Schemas {
  earlier: Json;
  later: Json;
}

/** The value, or an empty object where a document has none. */
export const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const REFERENCE = '#/components/schemas/';

const nameOf = ({ $ref }: Json): string | undefined =>
  typeof $ref === 'string' && $ref.startsWith(REFERENCE) ? $ref.slice(REFERENCE.length) : undefined;

/** The greatest of these may not shrink, and the least of those may not grow, in what a client sends. */
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];

/** A pattern with NUL written as `\x00`, as earlier documents have it as `\u0000`. */
const portable = (pattern: unknown): unknown =>
  typeof pattern === 'string' ? pattern.replaceAll('\\u0000', '\\x00') : pattern;

/** Compares the schemas of two documents. Each component is compared once for each direction, however often it is used. */
export function schemaComparison({ earlier, later }: Schemas) {
  const breakages: Breakage[] = [];
  const seen = new Set<string>();
  const add = (key: string, detail: string) => breakages.push({ key, detail });

  const resolved = (schemas: Json, schema: Json): Json => {
    const name = nameOf(schema);
    return name === undefined ? schema : objectOf(schemas[name]);
  };

  const compare = (key: string, before: Json, after: Json, direction: Direction): void => {
    const component = nameOf(before);
    // A property that does not use the component any more is named itself.
    const place = component === undefined || nameOf(after) === undefined ? key : component;
    if (component !== undefined) {
      const visit = `${direction} ${component} ${nameOf(after) ?? key}`;
      if (seen.has(visit)) return;
      seen.add(visit);
    }
    const [was, is] = [resolved(earlier, before), resolved(later, after)];
    compareTypes(place, was, is, direction);
    compareEnums(place, was, is, direction);
    if (direction === 'request') compareLimits(place, was, is);
    compareProperties(place, was, is, direction);
    if (isObject(was.items)) compare(`${place}[]`, was.items, objectOf(is.items), direction);
    if (isObject(was.additionalProperties))
      compare(`${place}{}`, was.additionalProperties, objectOf(is.additionalProperties), direction);
    compareVariants(place, was, is, direction);
  };

  const compareTypes = (place: string, was: Json, is: Json, direction: Direction): void => {
    const types = ({ type }: Json) => (Array.isArray(type) ? type : type === undefined ? [] : [type]);
    const [before, after] = [types(was), types(is)];
    if (before.length === 0 || after.length === 0) return;
    const lost = before.filter((type) => !after.includes(type));
    const gained = after.filter((type) => !before.includes(type));
    if (direction === 'request' && lost.length > 0) add(place, `takes no ${lost.join(' or ')} any more`);
    if (direction === 'answer' && gained.length > 0) add(place, `can be ${gained.join(' or ')} now`);
    if (was.format !== is.format && (was.format !== undefined || (direction === 'request' && is.type === 'string')))
      add(place, `has the format ${String(is.format)} instead of ${String(was.format)}`);
  };

  const compareEnums = (place: string, was: Json, is: Json, direction: Direction): void => {
    const [before, after] = [was.enum, is.enum];
    if (!Array.isArray(after)) return;
    if (direction === 'request') {
      if (!Array.isArray(before)) add(place, 'takes only listed values now');
      const lost = listOf(before).filter((value) => !after.includes(value));
      if (lost.length > 0) add(place, `does not take ${lost.join(', ')} any more`);
    } else if (Array.isArray(before)) {
      const gained = after.filter((value) => !before.includes(value));
      if (gained.length > 0) add(place, `is a closed list that has ${gained.join(', ')} as well now`);
    }
  };

  const compareLimits = (place: string, was: Json, is: Json): void => {
    const narrower = (name: string, sign: number) => {
      const [before, after] = [was[name], is[name]];
      return typeof after === 'number' && (typeof before !== 'number' || (after - before) * sign > 0);
    };
    for (const name of UPPER) if (narrower(name, -1)) add(place, `has a ${name} of ${String(is[name])} now`);
    for (const name of LOWER) if (narrower(name, 1)) add(place, `has a ${name} of ${String(is[name])} now`);
    if (is.pattern !== undefined && portable(is.pattern) !== portable(was.pattern)) add(place, 'has another pattern');
    if (is.uniqueItems === true && was.uniqueItems !== true) add(place, 'takes no item twice any more');
  };

  const compareProperties = (place: string, was: Json, is: Json, direction: Direction): void => {
    const [before, after] = [objectOf(was.properties), objectOf(is.properties)];
    const [needed, need] = [listOf(was.required), listOf(is.required)];
    for (const [name, schema] of Object.entries(before)) {
      const key = `${place}.${name}`;
      if (after[name] === undefined) add(key, 'is gone');
      else compare(key, objectOf(schema), objectOf(after[name]), direction);
    }
    if (direction === 'request') {
      for (const name of need) if (!needed.includes(name)) add(`${place}.${String(name)}`, 'is required now');
    } else {
      const optional = needed.filter((name) => after[String(name)] !== undefined && !need.includes(name));
      for (const name of optional) add(`${place}.${String(name)}`, 'may be absent now');
    }
  };

  /** Variants by the values of their discriminator, or in their order. */
  const compareVariants = (place: string, was: Json, is: Json, direction: Direction): void => {
    const [before, after] = [variantsOf(was), variantsOf(is)];
    for (const [name, schema] of before) {
      const next = after.get(name);
      if (next !== undefined) compare(`${place}:${name}`, schema, next, direction);
      else if (direction === 'request') add(place, `takes no ${name} any more`);
    }
  };

  return { compare, breakages };
}

function variantsOf(schema: Json): Map<string, Json> {
  const { mapping } = objectOf(schema.discriminator);
  if (isObject(mapping)) return new Map(Object.entries(mapping).map(([name, $ref]) => [name, { $ref }]));
  const variants = [...listOf(schema.oneOf), ...listOf(schema.anyOf)];
  return new Map(variants.map((variant, index) => [`variant ${index + 1}`, objectOf(variant)]));
}
