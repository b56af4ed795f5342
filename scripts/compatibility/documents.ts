import { isObject, type Json } from '../json.js';
import { type Breakage, objectOf, schemaComparison } from './schemas.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map(objectOf) : []);

/**
 * What a client of the `earlier` document cannot rely on in the `later` one: operations, parameters, components and properties that
 * are gone, and values that are refused or new where a client cannot know them. Each breakage is listed once.
 */
export function breakagesBetween(earlier: Json, later: Json): Breakage[] {
  const schemas = { earlier: schemasOf(earlier), later: schemasOf(later) };
  const { compare, breakages } = schemaComparison(schemas);
  const add = (key: string, detail: string) => breakages.push({ key, detail });
  for (const name of Object.keys(schemas.earlier)) {
    if (schemas.later[name] === undefined) add(name, 'is gone: generated clients import it by name');
  }
  const kept = operationsOf(later);
  for (const [route, before] of operationsOf(earlier)) {
    const id = String(before.operationId);
    const after = kept.get(route);
    if (after === undefined) {
      add(id, `${route} is gone`);
      continue;
    }
    if (after.operationId !== id) add(id, `is called ${String(after.operationId)} now`);
    compareParameters(id, parametersOf(earlier, before), parametersOf(later, after));
    const [body, nextBody] = [bodyOf(before), bodyOf(after)];
    if (objectOf(after.requestBody).required === true && objectOf(before.requestBody).required !== true)
      add(id, 'needs a body now');
    if (body && nextBody) compare(`${id} body`, body, nextBody, 'request');
    for (const [status, response] of Object.entries(objectOf(before.responses))) {
      const [was, is] = [contentOf(response), contentOf(objectOf(after.responses)[status])];
      if (!status.startsWith('2')) continue;
      if (objectOf(after.responses)[status] === undefined) add(id, `does not answer ${status} any more`);
      else if (was && is) compare(`${id} ${status}`, was, is, 'answer');
      else if (was) add(id, `answers ${status} without a body now`);
    }
  }
  return distinct(breakages);

  function compareParameters(id: string, before: Map<string, Json>, after: Map<string, Json>): void {
    for (const [name, was] of before) {
      const is = after.get(name);
      if (is === undefined) add(`${id} ${name}`, 'is gone: it is refused');
      else compare(`${id} ${name}`, objectOf(was.schema), objectOf(is.schema), 'request');
    }
    for (const [name, { required }] of after) {
      if (required === true && before.get(name)?.required !== true) add(`${id} ${name}`, 'is required now');
    }
  }
}

const schemasOf = (document: Json): Json => objectOf(objectOf(document.components).schemas);

function operationsOf(document: Json): Map<string, Json> {
  const found = new Map<string, Json>();
  for (const [path, item] of Object.entries(objectOf(document.paths))) {
    for (const method of METHODS) {
      const operation = objectOf(item)[method];
      if (isObject(operation)) found.set(`${method.toUpperCase()} ${path}`, operation);
    }
  }
  return found;
}

/** Parameters by name; references are followed. */
function parametersOf(document: Json, operation: Json): Map<string, Json> {
  const components = objectOf(objectOf(document.components).parameters);
  const parameters = listOf(operation.parameters).map((parameter) => {
    const { $ref } = parameter;
    return typeof $ref === 'string' ? objectOf(components[$ref.slice($ref.lastIndexOf('/') + 1)]) : parameter;
  });
  return new Map(parameters.map((parameter) => [String(parameter.name), parameter]));
}

const bodyOf = ({ requestBody }: Json): Json | undefined => contentOf(requestBody);

/** The schema of the first media type of a body. */
function contentOf(part: unknown): Json | undefined {
  const [media] = Object.values(objectOf(objectOf(part).content));
  const { schema } = objectOf(media);
  return isObject(schema) ? schema : undefined;
}

function distinct(breakages: readonly Breakage[]): Breakage[] {
  return [...new Map(breakages.map((breakage) => [`${breakage.key} ${breakage.detail}`, breakage])).values()];
}

/** The breakages that the section "Unreleased" of the changelog does not name, as `key` in backticks. */
export function undeclared(breakages: readonly Breakage[], changelog: string): Breakage[] {
  const [, section = ''] = /^## Unreleased$([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(changelog) ?? [];
  return breakages.filter(({ key }) => !section.includes(`\`${key}\``));
}

/** The document without its texts and examples: what a later one is compared with. */
export function contractOnly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(contractOnly);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name, part]) => !(TEXTS.has(name) && !isNamed(part)));
  return Object.fromEntries(kept.map(([name, part]) => [name, contractOnly(part)]));
}

const TEXTS = new Set(['description', 'summary', 'example', 'examples', 'tags', 'contact', 'license', 'servers']);
/** A property or parameter may have the name of a text: then it is a schema. */
const isNamed = (part: unknown): boolean => isObject(part) && (part.type !== undefined || part.$ref !== undefined);
