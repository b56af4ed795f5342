import type { TSchema } from 'typebox';
import type { SharedExamples } from './openapi-examples.js';
import { numberFormat, withWireLimits } from './openapi-limits.js';
import { flattened } from './openapi-variants.js';
import { type Vocabulary, vocabularyOf } from './openapi-vocabularies.js';
import { getComponent } from './schemas/components.js';

type Json = Record<string, unknown>;

/** Requests are closed and limited. Answers are open: a client of today reads the fields and words of tomorrow. */
export type Role = 'request' | 'answer';

export interface DocumentSchemas {
  /** A schema as the document has it, in a request or an answer. */
  convert(schema: TSchema, role: Role): Json;
  /** A reference to a component. */
  refer(name: string, role: Role): Json;
  /** The components of all references, by name. Call it last. */
  components(): Json;
  /** The finished document: each reference names the component that its role has. */
  named(document: Json): Json;
}

/** What the parts of a document share: components that they refer to. */
export interface SharedComponents {
  schemas: DocumentSchemas;
  examples: SharedExamples;
}

const PREFIX = '#/components/schemas/';
/** Of requests, when the component of an answer has the same name and another shape. */
const INPUT = 'Input';
/** Values, not schemas. */
const LITERALS = new Set(['enum', 'const', 'default', 'examples']);
/** Words that fit into a description. */
const LISTED_WORDS = 16;

/**
 * Schemas of the document. They follow from the schemas that validate and serialize, and take the shapes that client
 * generators of all languages take: docs/adr/0025 lists the differences.
 */
export function documentSchemas(): DocumentSchemas {
  const parts: Parts = { converted: { request: new Map(), answer: new Map() }, vocabularies: new Map() };
  return {
    convert: (schema, role) => convert(parts, schema, role),
    refer: (name, role) => refer(parts, name, role),
    components: () => components(parts),
    named: (document) => named(parts, document),
  };
}

/** What the document has so far. */
interface Parts {
  converted: Record<Role, Map<string, Json>>;
  vocabularies: Map<string, Vocabulary>;
}

function refer(parts: Parts, name: string, role: Role): Json {
  const known = parts.converted[role];
  if (!known.has(name)) {
    known.set(name, {});
    known.set(name, convert(parts, getComponent(name), role));
  }
  return { $ref: `${PREFIX}${role}/${name}` };
}

function convert(parts: Parts, schema: TSchema, role: Role): Json {
  const node: Json = { ...('oneOf' in schema ? flattened(schema) : schema) };
  delete node.$id;
  if (typeof node.$ref === 'string') return { ...node, ...refer(parts, node.$ref, role) };
  if (Array.isArray(node.enum)) return enumeration(parts, node, role);
  const types = [node.type ?? []].flat().filter((type) => type !== 'null');
  if (types.length > 1) return anyValue(node, types);
  const required = Array.isArray(node.required) ? node.required : [];
  const result: Json = {};
  for (const [key, value] of Object.entries(node)) {
    if (role === 'answer' && isLimit(key, value)) continue;
    if (LITERALS.has(key)) result[key] = value;
    else if (key === 'properties') result[key] = properties(parts, value as Record<string, TSchema>, required, role);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value))
      result[key] = convert(parts, value as TSchema, role);
    else result[key] = value;
  }
  return { ...(role === 'request' ? withWireLimits(result) : result), ...numberFormat(node) };
}

function properties(parts: Parts, fields: Record<string, TSchema>, required: readonly string[], role: Role): Json {
  const pairs = Object.entries(fields).map(([name, field]) => {
    const property = convert(parts, field, role);
    // Generators of Java send [] for a list that was not set, unless it can be null.
    const isOptionalList = role === 'request' && property.type === 'array' && !required.includes(name);
    return [name, isOptionalList ? { ...property, type: ['array', 'null'] } : property];
  });
  return Object.fromEntries(pairs);
}

function enumeration(parts: Parts, { enum: values, type, ...rest }: Json, role: Role): Json {
  const words = (values as unknown[]).filter((word) => typeof word === 'string');
  const vocabulary = vocabularyOf(words);
  if (vocabulary === undefined) return { enum: values, type, ...rest };
  if (vocabulary.grows && role === 'answer') return openString({ ...rest, type }, words);
  const isNullable = words.length < (values as unknown[]).length;
  const name = isNullable ? `${vocabulary.name}OrNull` : vocabulary.name;
  parts.vocabularies.set(name, vocabulary);
  return { $ref: `${PREFIX}${name}`, ...rest };
}

function named(parts: Parts, document: Json): Json {
  const names = inputNames(parts.converted);
  const rename = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(rename);
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node).map(([key, value]) => {
      if (key === '$ref' && typeof value === 'string') return [key, names.reference(value)];
      return [key, LITERALS.has(key) || key === 'example' ? value : rename(value)];
    });
    return Object.fromEntries(entries);
  };
  return rename(document) as Json;
}

function components(parts: Parts): Json {
  const names = inputNames(parts.converted);
  const all = new Map<string, Json>();
  for (const role of ['answer', 'request'] as const)
    for (const [name, schema] of parts.converted[role]) all.set(names.of(name, role), schema);
  for (const [name, vocabulary] of parts.vocabularies) {
    if (all.has(name)) throw new Error(`A vocabulary and a schema are both named ${name}`);
    all.set(name, vocabularySchema(vocabulary, name));
  }
  return Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a later version may widen in answers. A pattern stays: it is the form of a value, unless it only excludes blanks. */
const LIMITS = new Set([
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'propertyNames'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'x-decimals', 'x-instant'],
]);
const isLimit = (key: string, value: unknown): boolean =>
  LIMITS.has(key) || (key === 'additionalProperties' && value === false) || (key === 'pattern' && value === '\\S');

/** A scalar or a list of several types is documented as any value: unions of types have no form that all generators take. */
function anyValue({ description, ...node }: Json, types: readonly unknown[]): Json {
  const hasNull = [node.type].flat().includes('null');
  return {
    ...(description === undefined ? {} : { description }),
    'x-value-types': hasNull ? [...types, 'null'] : types,
  };
}

function openString({ description, ...rest }: Json, words: readonly string[]): Json {
  const listed = words.length <= LISTED_WORDS ? ` Known values: ${words.map((word) => `\`${word}\``).join(', ')}.` : '';
  return {
    ...rest,
    description: `${String(description)}${listed} New values may be added.`,
    'x-extensible-enum': words,
  };
}

function vocabularySchema({ name, words, grows }: Vocabulary, component: string): Json {
  const isNullable = component !== name;
  const growth = grows ? ' New words may be added.' : '';
  const spaced = name.replace(
    /([a-z])([A-Z])/g,
    (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return {
    type: isNullable ? ['string', 'null'] : 'string',
    enum: isNullable ? [...words, null] : [...words],
    description: `${spaced}${isNullable ? ', or null' : ''}.${growth}`,
  };
}

/** The names of components that requests and answers share: one name while both have the same shape. */
function inputNames(converted: Record<Role, ReadonlyMap<string, Json>>) {
  const text = (role: Role, name: string) => JSON.stringify(converted[role].get(name));
  const plain = (json: string) => json.replace(/schemas\/(request|answer)\//g, 'schemas/');
  const shared = [...converted.request.keys()].filter((name) => converted.answer.has(name));
  const differing = new Set(shared.filter((name) => plain(text('request', name)) !== plain(text('answer', name))));
  for (let before = -1; before !== differing.size; ) {
    before = differing.size;
    for (const name of shared)
      if ([...differing].some((other) => text('request', name).includes(`/request/${other}"`))) differing.add(name);
  }
  const of = (name: string, role: Role) => (role === 'request' && differing.has(name) ? `${name}${INPUT}` : name);
  const reference = (path: string) =>
    path.replace(
      /^#\/components\/schemas\/(request|answer)\/(.+)$/,
      (_all, role: Role, name: string) => PREFIX + of(name, role),
    );
  return { of, reference };
}
