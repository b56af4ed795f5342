import { NOT_BLANK, TEXT } from '../../src/http/openapi-limits.js';
import { type Resolve, type Schema, typesOf } from './document.js';
import { variantOf } from './fixtures.js';

/** A value that breaks its schema in one place, and the place that the answer must name. */
export interface Fault {
  what: string;
  pointer: string;
  value: unknown;
}

const UNKNOWN = 'notAField';
const ID = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';

/**
 * Every way to break a value in one place: wrong types, null, unknown and missing fields, bounds by one, words and forms
 * that are not allowed. Components are entered once, so that recursive ones end.
 */
export function faultsIn(reference: Schema, sample: unknown, resolve: Resolve): Fault[] {
  return walk(reference, sample, { resolve, entered: new Set() }, (schema, value) => [
    ...wrongTypes(schema, value),
    ...wrongValues(schema),
    ...wrongNames(schema, value),
  ]);
}

/** Every value that is just within its schema: bounds met exactly, in text also with characters of four bytes. */
export function edgesIn(reference: Schema, sample: unknown, resolve: Resolve): Fault[] {
  return walk(reference, sample, { resolve, entered: new Set() }, (schema, value) => edges(schema, value));
}

interface Walk {
  resolve: Resolve;
  entered: Set<string>;
}

type Visit = (schema: Schema, value: unknown) => Fault[];

function walk(reference: Schema, sample: unknown, walking: Walk, visit: Visit): Fault[] {
  const { resolve, entered } = walking;
  if (reference.$ref !== undefined) {
    if (entered.has(reference.$ref)) return [];
    entered.add(reference.$ref);
  }
  const schema = resolve(reference);
  const own = visit(schema, sample);
  if (schema.oneOf !== undefined) {
    const variants = schema.oneOf.flatMap((variant) =>
      walk(variant, isVariant(schema, variant, sample, resolve) ? sample : sampleOf(variant, resolve), walking, visit),
    );
    return [...own, ...variants];
  }
  return [...own, ...inProperties(schema, sample, walking, visit), ...inItems(schema, sample, walking, visit)];
}

function isVariant(schema: Schema, variant: Schema, sample: unknown, resolve: Resolve): boolean {
  return variantOf(schema, sample, resolve) === resolve(variant);
}

function inProperties(schema: Schema, sample: unknown, walking: Walk, visit: Visit): Fault[] {
  const object = (sample ?? {}) as Record<string, unknown>;
  const properties = { ...schema.properties };
  if (typeof schema.additionalProperties === 'object') properties.custom = schema.additionalProperties;
  return Object.entries(properties).flatMap(([name, property]) => {
    const value = object[name] ?? sampleOf(property, walking.resolve);
    return walk(property, value, walking, visit).map((fault) => ({
      what: fault.what,
      pointer: `/${name}${fault.pointer}`,
      value: { ...(fault.value === null ? besides(schema, name, object, walking) : object), [name]: fault.value },
    }));
  });
}

/** The sample with another property, where the object needs one and the sample has none but this: a null list is as good as none. */
function besides(schema: Schema, name: string, object: Record<string, unknown>, { resolve }: Walk): object {
  const isAlone = Object.keys(object).every((other) => other === name);
  return isAlone && schema.minProperties !== undefined
    ? { ...(sampleOf(schema, resolve) as object), ...object }
    : object;
}

function inItems(schema: Schema, sample: unknown, walking: Walk, visit: Visit): Fault[] {
  const types = typesOf(schema).filter((type) => type !== 'null');
  if (schema.items === undefined || types.length > 1 || !types.includes('array')) return [];
  const [first = sampleOf(schema.items, walking.resolve)] = (sample ?? []) as unknown[];
  return walk(schema.items, first, walking, visit).map((fault) => ({
    what: fault.what,
    pointer: `/0${fault.pointer}`,
    value: [fault.value],
  }));
}

const OF_TYPE: Record<string, unknown> = {
  string: 'true',
  integer: 7,
  number: 7.5,
  boolean: true,
  object: {},
  array: [],
  null: null,
};

/** One value of each other type: text that looks like a number or a truth must not be taken for one. */
function wrongTypes(schema: Schema, _value: unknown): Fault[] {
  const types = new Set(typesOf(schema));
  if (types.size === 0) return [];
  if (types.has('number')) types.add('integer');
  const others = Object.entries(OF_TYPE).filter(([type]) => !types.has(type));
  if (types.has('integer') && !types.has('string')) others.push(['text of digits', '7']);
  return others.map(([type, value]) => ({ what: `${type} instead`, pointer: '', value }));
}

const NUMBER_FORMATS = new Set(['double', 'int32', 'int64']);

function wrongValues(schema: Schema): Fault[] {
  const { enum: words, pattern, format, minLength, maxLength } = schema;
  const values: [string, unknown][] = [];
  if (words !== undefined) values.push(['no word of the list', UNKNOWN]);
  else if (pattern !== undefined && pattern !== TEXT) values.push(['not of the pattern', '  ']);
  if (format !== undefined && !NUMBER_FORMATS.has(format)) values.push([`no ${format}`, 'x']);
  if (format === 'date-time') {
    values.push(['without offset', '2026-03-01T09:30:00'], ['no such day', '2026-02-30T09:30:00Z']);
    values.push(['before year 1', '0001-01-01T00:00:00+00:01'], ['after year 9999', '9999-12-31T23:59:59-00:01']);
  }
  const kind = schema['x-instant'];
  if (kind !== undefined) {
    const text = (instant: string) => (format === 'date' ? instant.slice(0, 10) : instant);
    values.push(['before 1970', text('1969-12-31T23:59:59Z')], ['too far ahead', text(aheadBy(TOO_FAR[kind]))]);
    values.push(['the last year', text(LAST_INSTANT)]);
  }
  if (minLength !== undefined && minLength > 0) values.push(['too short', '']);
  if (maxLength !== undefined) values.push(['too long', 'a'.repeat(maxLength + 1)]);
  return [...values, ...wrongNumbers(schema)].map(([what, value]) => ({ what, pointer: '', value }));
}

/** A bound of the schema, and not the one of all numbers on the wire, which the parser holds and refuses the whole body for. */
const isOwnBound = (bound: number | undefined): bound is number =>
  bound !== undefined && Math.abs(bound) !== Number.MAX_SAFE_INTEGER;

function wrongNumbers({ minimum, maximum, exclusiveMinimum, 'x-decimals': places, type }: Schema): [string, unknown][] {
  const values: [string, unknown][] = [];
  if (isOwnBound(minimum)) values.push(['too small', minimum - 1]);
  if (isOwnBound(maximum)) values.push(['too large', maximum + 1]);
  if (exclusiveMinimum !== undefined) values.push(['at the excluded bound', exclusiveMinimum]);
  if (places !== undefined) values.push(['between steps', (minimum ?? 0) + 1.5 / 10 ** places]);
  if (type === 'integer') values.push(['a fraction', 1.5]);
  return values;
}

function wrongNames(schema: Schema, value: unknown): Fault[] {
  const faults: Fault[] = [];
  const tag = schema.discriminator?.propertyName;
  if (tag !== undefined) {
    faults.push({ what: 'unknown variant', pointer: `/${tag}`, value: { ...(value as object), [tag]: UNKNOWN } });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const object = value as Record<string, unknown>;
    if (schema.additionalProperties === false) {
      faults.push({ what: 'unknown field', pointer: `/${UNKNOWN}`, value: { ...object, [UNKNOWN]: 1 } });
      for (const name of ['id', 'workspaceId', 'createdAt'].filter((own) => schema.properties?.[own] === undefined)) {
        faults.push({
          what: 'a field that is not the caller’s',
          pointer: `/${name}`,
          value: { ...object, [name]: ID },
        });
      }
    }
    for (const name of schema.required ?? []) {
      const { [name]: _left, ...rest } = object;
      faults.push({ what: 'missing', pointer: `/${name}`, value: rest });
    }
    if (schema.minProperties !== undefined) faults.push({ what: 'empty', pointer: '', value: {} });
    if (schema.maxProperties !== undefined) {
      const many = Array.from({ length: schema.maxProperties + 1 }, (_, index) => [`custom${index}`, 'a']);
      faults.push({ what: 'too many fields', pointer: '', value: Object.fromEntries(many) });
    }
    const longest = schema.propertyNames?.maxLength;
    if (longest !== undefined) {
      const name = 'a'.repeat(longest + 1);
      faults.push({ what: 'too long a name', pointer: `/${name}`, value: { [name]: 'a' } });
    }
  }
  if (Array.isArray(value)) faults.push(...wrongLengths(schema, value));
  return faults;
}

function wrongLengths({ minItems, maxItems, uniqueItems }: Schema, value: unknown[]): Fault[] {
  const faults: Fault[] = [];
  const [item = 'a'] = value;
  if (minItems !== undefined && minItems > 0) faults.push({ what: 'too few', pointer: '', value: [] });
  if (maxItems !== undefined) {
    faults.push({ what: 'too many', pointer: '', value: Array.from({ length: maxItems + 1 }, () => item) });
  }
  if (uniqueItems === true) faults.push({ what: 'twice', pointer: '', value: [item, item] });
  return faults;
}

const FIRST_INSTANT = '0001-01-01T00:00:00Z';
const LAST_INSTANT = '9999-12-31T23:59:59.999Z';
const DAY = 86_400_000;
/** Just within and well beyond what the service takes; a test may take an hour, and its clock may have been moved. */
const AHEAD = { past: 0, plan: 3_650 * DAY };
const TOO_FAR = { past: 400 * DAY, plan: 4_400 * DAY };
const aheadBy = (ms: number) => new Date(Date.now() + ms).toISOString();

/** The ends of the range of an instant, in every way to write one. */
function instantsAtTheEnds({ format, 'x-instant': kind }: Schema): [string, unknown][] {
  if (kind === undefined) {
    return [
      ['first instant', FIRST_INSTANT],
      ['last instant', LAST_INSTANT],
      ['first instant, far east', '0001-01-01T23:59:00+23:59'],
      ['last instant, far west', '9999-12-31T00:00:00-23:59'],
    ];
  }
  const last = aheadBy(AHEAD[kind]);
  if (format === 'date')
    return [
      ['first day', '1970-01-01'],
      ['last day', last.slice(0, 10)],
    ];
  return [
    ['first instant', '1970-01-01T00:00:00Z'],
    ['last instant', last],
  ];
}

function edges({ enum: words, pattern, format, maxLength, ...schema }: Schema, sample: unknown): Fault[] {
  const values: [string, unknown][] = [];
  if (words !== undefined) values.push(['last word', words.findLast((word) => word !== null)]);
  else if (format === 'date-time' || schema['x-instant']) values.push(...instantsAtTheEnds({ ...schema, format }));
  else if (
    maxLength !== undefined &&
    (pattern === undefined || pattern === TEXT || pattern === NOT_BLANK) &&
    typeof sample === 'string'
  ) {
    values.push(['longest', 'a'.repeat(maxLength)], ['longest of four bytes', '😀'.repeat(maxLength)]);
  }
  if (isOwnBound(schema.minimum)) values.push(['least', schema.minimum]);
  if (isOwnBound(schema.maximum)) values.push(['most', schema.maximum]);
  if (typesOf(schema).includes('null')) values.push(['null', null]);
  if (typesOf(schema).includes('array') && schema.items !== undefined && !schema.minItems) values.push(['none', []]);
  return values.map(([what, value]) => ({ what, pointer: '', value }));
}

/** A plain value of the schema. */
export function sampleOf(reference: Schema, resolve: Resolve): unknown {
  const schema = resolve(reference);
  const [variant] = schema.oneOf?.slice(-2) ?? [];
  if (variant !== undefined) return sampleOf(variant, resolve);
  if (schema.enum !== undefined) return schema.enum[0];
  const [type] = typesOf(schema);
  if (type === 'string') return sampleText(schema);
  if (type === 'integer' || type === 'number') {
    return isOwnBound(schema.minimum) ? schema.minimum : (schema.exclusiveMinimum ?? 0) + 1;
  }
  if (type === 'boolean') return true;
  if (type === 'array') return schema.items === undefined ? [] : [sampleOf(schema.items, resolve)];
  const properties = Object.entries(schema.properties ?? {});
  const required = properties.filter(([name]) => schema.required?.includes(name));
  // A list may be null, which is as good as none.
  const one = properties.find(([, { type }]) => ![type].flat().includes('array'));
  if (required.length === 0 && schema.minProperties !== undefined && one !== undefined) required.push(one);
  return Object.fromEntries(required.map(([name, property]) => [name, sampleOf(property, resolve)]));
}

function sampleText({ format, pattern, examples, minLength = 1 }: Schema): string {
  if (format === 'uuid') return ID;
  if (format === 'date-time') return '2026-03-01T09:30:00Z';
  if (pattern === '^[A-Z]{2}$') return 'DE';
  return String(examples?.[0] ?? 'a'.repeat(minLength));
}
