/** Shapes the linters allow and client generators or attackers trip over: found in the document, reported by place. */

type Json = Record<string, unknown>;

/** Faults of the whole document: generator traps everywhere, missing limits in what callers send. */
export function shapeFaults(document: Json): string[] {
  const faults: string[] = [];
  walk(document, '#', (node, place) => faults.push(...generatorTraps(node, place)));
  for (const [root, place] of requestRoots(document)) {
    walkResolved(document, root, place, (node, at) => faults.push(...missingLimits(node, at)));
  }
  return [...new Set(faults)];
}

function generatorTraps(node: Json, place: string): string[] {
  const faults: string[] = [];
  if ('allOf' in node) faults.push(`${place}: allOf`);
  if (node.style === 'deepObject') faults.push(`${place}: deepObject`);
  if ('nullable' in node && place.includes('schema')) faults.push(`${place}: nullable is not OpenAPI 3.1`);
  if (Array.isArray(node.type) && ['array', 'object'].some((type) => isAfter(node.type as unknown[], type, 'string'))) {
    faults.push(`${place}: text before lists or objects, which the serializer would write as text`);
  }
  if (Array.isArray(node.oneOf) && !isObject((node.discriminator as Json | undefined)?.mapping)) {
    faults.push(`${place}: oneOf without discriminator mapping`);
  }
  if (Array.isArray(node.enum))
    faults.push(...foldedTwice(node.enum).map((word) => `${place}: enum word ${word} is there twice after folding`));
  // Of a field named `properties` this is the schema, whose type is a word, and no list of fields.
  if (isObject(node.properties) && typeof node.properties.type !== 'string') {
    for (const [name, property] of Object.entries(node.properties)) {
      if (isObject(property) && property.$ref === undefined && property.description === undefined) {
        faults.push(`${place}/properties/${name}: no description`);
      }
    }
  }
  return faults;
}

function isAfter(types: unknown[], later: string, earlier: string): boolean {
  return types.includes(earlier) && types.indexOf(later) > types.indexOf(earlier);
}

/** Headers that never make a request bad, whatever they hold. */
const FREE_HEADERS = new Set(['RequestId', 'IfNoneMatch'].map((name) => `#/components/parameters/${name}/schema`));

function missingLimits(node: Json, place: string): string[] {
  if (FREE_HEADERS.has(place)) return [];
  const types = [node.type].flat();
  const bounded = node.enum !== undefined || node.const !== undefined || isBounded(String(node.pattern ?? '.*'));
  if (types.includes('string') && !bounded && node.maxLength === undefined && !FIXED_LENGTH.has(String(node.format))) {
    return [`${place}: string without maxLength`];
  }
  if (types.includes('array') && node.maxItems === undefined) return [`${place}: array without maxItems`];
  const closed = node.additionalProperties === false || node.maxProperties !== undefined || node.oneOf !== undefined;
  if (types.includes('object') && !closed) return [`${place}: object open without maxProperties`];
  return [];
}

const FIXED_LENGTH = new Set(['uuid', 'date-time', 'date']);

/** Whether only texts of limited length match: anchored, and nothing repeats without end. */
function isBounded(pattern: string): boolean {
  return /^\^.*\$$/.test(pattern) && !/[*+]|,\}/.test(pattern.replace(/\[[^\]]*\]/g, ''));
}

function foldedTwice(words: readonly unknown[]): string[] {
  const folded = words.map((word) =>
    String(word)
      .replace(/[^A-Za-z0-9]/g, '_')
      .toUpperCase(),
  );
  return folded.filter((word, index) => folded.indexOf(word) !== index);
}

function requestRoots(document: Json): [unknown, string][] {
  const operations = Object.entries(document.paths as Record<string, Json>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation as Json] as const),
  );
  return operations.flatMap(([name, { requestBody, parameters }]) => [
    [requestBody, `${name} body`] as [unknown, string],
    ...((parameters ?? []) as Json[]).map((parameter): [unknown, string] => [
      parameter,
      `${name} ${String(parameter.name ?? parameter.$ref)}`,
    ]),
  ]);
}

function walk(node: unknown, place: string, visit: (node: Json, place: string) => void): void {
  if (Array.isArray(node)) for (const [index, item] of node.entries()) walk(item, `${place}/${index}`, visit);
  if (!isObject(node)) return;
  visit(node, place);
  for (const [key, value] of Object.entries(node)) {
    if (!VALUES.has(key)) walk(value, `${place}/${key}`, visit);
  }
}

/** Keys below which stand values, not schemas. */
const VALUES = new Set(['example', 'examples', 'default', 'enum', 'const']);

function walkResolved(document: Json, root: unknown, place: string, visit: (node: Json, place: string) => void): void {
  const seen = new Set<string>();
  const pending: [unknown, string][] = [[root, place]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    walk(next[0], next[1], (node, at) => {
      visit(node, at);
      const { $ref } = node;
      if (typeof $ref === 'string' && !seen.has($ref)) {
        seen.add($ref);
        pending.push([resolve(document, $ref), $ref]);
      }
    });
  }
}

function resolve(document: Json, ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, step) => (isObject(node) ? node[step] : undefined), document);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
