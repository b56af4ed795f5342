/** Finds shapes in the document that the linters allow but that break client generators or leave requests unlimited. */

import { isObject, type Json } from './json.js';

/** Faults of the whole document: shapes that break generators anywhere, and missing limits in request schemas. */
export function shapeFaults(document: Json): string[] {
  const faults: string[] = [];
  walk(document, '#', (node, path) => faults.push(...generatorFaults(node, path)));
  for (const [root, path] of requestRoots(document)) {
    walkResolved(document, root, path, (node, at) => faults.push(...missingLimits(node, at), ...unsetLists(node, at)));
  }
  for (const [root, path] of answerRoots(document)) {
    walkResolved(document, root, path, (node, at) => {
      if (node.additionalProperties === false) faults.push(`${at}: an answer that is closed to new fields`);
    });
  }
  return [...new Set(faults)];
}

function generatorFaults(node: Json, path: string): string[] {
  const faults: string[] = [];
  if ('allOf' in node) faults.push(`${path}: allOf`);
  if (node.style === 'deepObject') faults.push(`${path}: deepObject`);
  if ('nullable' in node && path.includes('schema')) faults.push(`${path}: nullable is not OpenAPI 3.1`);
  for (const word of ['oneOf', 'anyOf']) if (Array.isArray(node[word])) faults.push(`${path}: ${word}`);
  const types = [node.type].flat().filter((type) => type !== 'null');
  if (typeof node.pattern === 'string' && /\\[uUpP]/.test(node.pattern))
    faults.push(`${path}: a pattern with \\u or \\p, which PHP or Go refuse`);
  if (types.length > 1) faults.push(`${path}: a union of ${types.join(' and ')}`);
  if (['number', 'integer'].includes(String(types[0])) && node.format === undefined)
    faults.push(`${path}: a number without format`);
  if (Array.isArray(node.enum) && !/^#\/components\/schemas\/[^/]+$/.test(path))
    faults.push(`${path}: an enum that src/http/openapi-vocabularies.ts does not name`);
  if (Array.isArray(node.enum))
    faults.push(...foldedTwice(node.enum).map((word) => `${path}: enum word ${word} is there twice after folding`));
  // The schema of a field that is itself named `properties` has a string `type`; a list of fields has not.
  if (isObject(node.properties) && typeof node.properties.type !== 'string') {
    for (const [name, property] of Object.entries(node.properties)) {
      if (isObject(property) && property.$ref === undefined && property.description === undefined) {
        faults.push(`${path}/properties/${name}: no description`);
      }
    }
  }
  return faults;
}

/** Generators of Java send [] for a list that was not set, unless it can be null. */
function unsetLists({ properties, required = [] }: Json, path: string): string[] {
  if (!isObject(properties) || !Array.isArray(required)) return [];
  const unset = Object.entries(properties).filter(
    ([name, property]) => isObject(property) && property.type === 'array' && !required.includes(name),
  );
  return unset.map(([name]) => `${path}/properties/${name}: an optional list that cannot be null`);
}

/** Headers with any value are valid here. */
const FREE_HEADERS = new Set(['RequestId', 'IfNoneMatch'].map((name) => `#/components/parameters/${name}/schema`));

function missingLimits(node: Json, path: string): string[] {
  if (FREE_HEADERS.has(path)) return [];
  const types = [node.type].flat();
  const bounded = node.enum !== undefined || node.const !== undefined || isBounded(String(node.pattern ?? '.*'));
  if (types.includes('string') && !bounded && node.maxLength === undefined && !FIXED_LENGTH.has(String(node.format))) {
    return [`${path}: string without maxLength`];
  }
  if (types.includes('array') && node.maxItems === undefined) return [`${path}: array without maxItems`];
  const closed = node.additionalProperties === false || node.maxProperties !== undefined;
  if (types.includes('object') && !closed) return [`${path}: object open without maxProperties`];
  return [];
}

const FIXED_LENGTH = new Set(['binary', 'uuid', 'date-time', 'date']);

/** Whether the pattern limits the length: it is anchored and has no unbounded repetition. */
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

function documentedOperations(document: Json): [string, Json][] {
  return Object.entries(document.paths as Record<string, Json>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Json] => [`${method} ${path}`, operation as Json]),
  );
}

function answerRoots(document: Json): [unknown, string][] {
  return documentedOperations(document).map(([name, { responses }]) => [responses, `${name} answers`]);
}

function requestRoots(document: Json): [unknown, string][] {
  return documentedOperations(document).flatMap(([name, { requestBody, parameters }]) => [
    [requestBody, `${name} body`] as [unknown, string],
    ...((parameters ?? []) as Json[]).map((parameter): [unknown, string] => [
      parameter,
      `${name} ${String(parameter.name ?? parameter.$ref)}`,
    ]),
  ]);
}

function walk(node: unknown, path: string, visit: (node: Json, path: string) => void): void {
  if (Array.isArray(node)) for (const [index, item] of node.entries()) walk(item, `${path}/${index}`, visit);
  if (!isObject(node)) return;
  visit(node, path);
  for (const [key, value] of Object.entries(node)) {
    if (!VALUES.has(key)) walk(value, `${path}/${key}`, visit);
  }
}

/** Keys whose contents are values, not schemas. */
const VALUES = new Set(['example', 'examples', 'default', 'enum', 'const']);

function walkResolved(document: Json, root: unknown, path: string, visit: (node: Json, path: string) => void): void {
  const seen = new Set<string>();
  const pending: [unknown, string][] = [[root, path]];
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
