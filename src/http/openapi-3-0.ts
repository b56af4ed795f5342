type Json = Record<string, unknown>;

/** Keywords of a schema that OpenAPI 3.0 does not have. */
const UNKNOWN = new Set(['propertyNames', 'examples', 'const']);
/** Keys whose values are no schemas. */
const LITERALS = new Set(['enum', 'default', 'example', 'examples', 'required', 'x-extensible-enum', 'x-value-types']);

/**
 * The same document in OpenAPI 3.0.3, for generators that do not read 3.1: null by `nullable`, exclusive bounds by a
 * flag, one example instead of a list, references without text of their own, and no webhooks.
 */
export function asOpenApi30(document: Json): Json {
  const { 'x-webhooks': _, ...known } = document;
  return { ...(convert(known, '') as Json), openapi: '3.0.3' };
}

function convert(node: unknown, parent: string): unknown {
  if (Array.isArray(node)) return node.map((item) => convert(item, parent));
  if (typeof node !== 'object' || node === null) return node;
  // The keys of these are names.
  if (parent === 'properties' || parent === 'schemas') return eachOf(node, 'schema');
  if ('$ref' in node && typeof node.$ref === 'string') return { $ref: node.$ref };
  return parent === 'schema' || parent === 'items' || parent === 'additionalProperties'
    ? schema(node as Json)
    : eachOf(node);
}

function eachOf(node: object, parent?: string): Json {
  const entries = Object.entries(node).map(([key, value]) => [
    key,
    parent === undefined && LITERALS.has(key) ? value : convert(value, parent ?? key),
  ]);
  return Object.fromEntries(entries);
}

function schema(node: Json): Json {
  const result: Json = {};
  for (const [key, value] of Object.entries(node)) {
    if (!UNKNOWN.has(key)) result[key] = LITERALS.has(key) ? value : convert(value, key);
  }
  const types = [node.type ?? []].flat();
  if (types.includes('null')) {
    result.type = types.find((type) => type !== 'null');
    result.nullable = true;
  }
  if (typeof node.exclusiveMinimum === 'number') {
    result.minimum = node.exclusiveMinimum;
    result.exclusiveMinimum = true;
  }
  if (typeof node.exclusiveMaximum === 'number') {
    result.maximum = node.exclusiveMaximum;
    result.exclusiveMaximum = true;
  }
  if (Array.isArray(node.examples)) result.example = node.examples[0];
  return result;
}
