/** Finds names of the document that meet in generated clients, which are case-insensitive and derive names of their own. */

import type { Json } from './json.js';

/** Operations become types with these endings in the generators of Go, Java and Rust. */
const OF_OPERATIONS = ['', 'Params', 'Request', 'Response', 'JSONRequestBody', 'JSONBody'];
/** Go names the constructor and the optional form of each type so. */
const OF_TYPES = ['New', 'Nullable'];
/** A property with a schema of its own, and the items of a list, get a type that is named after both. */
const OF_PROPERTIES = ['', 'Enum', 'Inner', 'Item'];
const FORMS = ['enum', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'properties'];

export function nameFaults(document: Json): string[] {
  const components = document.components as Record<string, Json>;
  const schemas = components.schemas as Record<string, Json>;
  const taken = names();
  for (const name of Object.keys(schemas)) taken.add(name, `schema ${name}`);
  for (const name of Object.keys(components.responses ?? {})) taken.add(name, `response ${name}`);
  for (const name of Object.keys(components.parameters ?? {})) taken.add(name, `parameter ${name}`);
  for (const name of Object.keys(schemas))
    for (const prefix of OF_TYPES) taken.check(prefix + name, `${prefix} of schema ${name}`);
  for (const methods of Object.values(document.paths as Record<string, Record<string, Json>>))
    for (const { operationId } of Object.values(methods))
      for (const ending of OF_OPERATIONS)
        taken.check(`${String(operationId)}${ending}`, `operation ${String(operationId)}`);
  for (const { name } of document.tags as { name: string }[]) taken.check(`${name}Api`, `tag ${name}`);
  for (const [schema, { properties = {} }] of Object.entries(schemas)) addProperties(taken, schema, properties as Json);
  return taken.faults;
}

function addProperties(taken: Names, schema: string, properties: Json): void {
  for (const [property, value] of Object.entries(properties as Record<string, Json>)) {
    if (value.$ref !== undefined) continue;
    const owner = `property ${schema}.${property}`;
    for (const ending of OF_PROPERTIES) taken.check(schema + property + ending, owner);
    // Generators of Rust make a type of each text and number with limits.
    const items = typeof value.items === 'object' ? { ...value.items } : {};
    if (FORMS.some((form) => form in value)) taken.add(schema + property, owner);
    if (FORMS.some((form) => form in items)) taken.add(`${schema}${property}Item`, owner);
  }
}

interface Names {
  faults: string[];
  /** A fault when another thing has the name already. */
  check(name: string, owner: string): void;
  add(name: string, owner: string): void;
}

function names(): Names {
  const faults: string[] = [];
  const owners = new Map<string, string>();
  const check = (name: string, owner: string) => {
    const other = owners.get(folded(name));
    if (other !== undefined && other !== owner) faults.push(`${owner}: its name ${name} is also that of ${other}`);
  };
  const add = (name: string, owner: string) => {
    check(name, owner);
    owners.set(folded(name), owner);
  };
  return { faults, check, add };
}

const folded = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
