import { fold } from '../fold.js';
import { type AttributeValue, sameValue } from '../values.js';
import type { FieldViolation } from '../violations.js';
import { type AttributeDefinition, DEFINITION_LIMITS, type UndeclaredAttributes } from './definition.js';
import { normalValue } from './normal-values.js';

type Attributes = Readonly<Record<string, AttributeValue>>;

/** The attribute definitions of a workspace, by name. */
export interface DeclaredAttributes {
  byName: ReadonlyMap<string, AttributeDefinition>;
  undeclared: UndeclaredAttributes;
  /** Whether any value has to be unique. */
  hasUnique: boolean;
  /** The values of new leads. */
  defaults: readonly (readonly [string, AttributeValue])[];
}

/** Undefined when every attribute is accepted as it is. */
export function declaredAttributes(
  definitions: readonly AttributeDefinition[],
  undeclared: UndeclaredAttributes,
): DeclaredAttributes | undefined {
  if (definitions.length === 0 && undeclared === 'accepted') return undefined;
  return {
    byName: new Map(definitions.map((definition) => [definition.name, definition])),
    undeclared,
    hasUnique: definitions.some(({ unique }) => unique),
    defaults: definitions.flatMap(({ name, defaultValue, archivedAt }) =>
      defaultValue === null || archivedAt !== null ? [] : [[name, defaultValue] as const],
    ),
  };
}

/** The JSON pointer of an attribute in the body of a request. */
export const attributePointer = (name: string): string =>
  `/attributes/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Most violations of one request: a lead has at most 100 attributes. */
const MOST_VIOLATIONS = 50;

interface CheckedAttributes {
  /** The attributes with declared values in their stored form; a value that does not fit stays as it is. */
  attributes: Record<string, AttributeValue>;
  violations: FieldViolation[];
}

/**
 * Checks attributes against the definitions. Values that `known` has already are not checked: a definition may have changed since they were
 * accepted. Null and blank text are no value; blank text of a declared attribute is left out. The details contain no values.
 */
export function checkAttributes(
  { byName, undeclared }: DeclaredAttributes,
  attributes: Attributes,
  known: Attributes = {},
): CheckedAttributes {
  const checked: Record<string, AttributeValue> = {};
  const violations: FieldViolation[] = [];
  const refuse = (name: string, code: string, detail: string) => {
    if (violations.length < MOST_VIOLATIONS) violations.push({ pointer: attributePointer(name), code, detail });
  };
  for (const [name, value] of Object.entries(attributes)) {
    checked[name] = value;
    if (value === null || (Object.hasOwn(known, name) && sameValue(known[name], value))) continue;
    const definition = byName.get(name);
    if (undeclared === 'refused' && (definition === undefined || definition.archivedAt !== null)) {
      const state = definition === undefined ? 'is not declared' : 'is archived';
      refuse(
        name,
        'attribute_undeclared',
        `the attribute "${name}" ${state}: GET /v1/attribute-definitions lists the attributes that are accepted`,
      );
      continue;
    }
    if (definition === undefined) continue;
    const normal = normalValue(definition, value);
    if ('problem' in normal) refuse(name, 'value_invalid', `the attribute "${name}" ${normal.problem}`);
    else if (normal.value === undefined) delete checked[name];
    else if (definition.unique && String(normal.value).length > DEFINITION_LIMITS.uniqueLength)
      refuse(
        name,
        'value_invalid',
        `the attribute "${name}" is unique, so it takes at most ${DEFINITION_LIMITS.uniqueLength} characters`,
      );
    else checked[name] = normal.value;
  }
  return { attributes: checked, violations };
}

/** The attributes of a new lead: with the default of each attribute that it does not name, up to `most` attributes. */
export function withDefaults(
  { defaults }: DeclaredAttributes,
  attributes: Attributes | undefined,
  most: number,
): Record<string, AttributeValue> | undefined {
  const missing = defaults.filter(([name]) => attributes === undefined || !Object.hasOwn(attributes, name));
  const room = Math.max(0, most - Object.keys(attributes ?? {}).length);
  if (missing.length === 0 || room === 0) return attributes;
  return { ...attributes, ...Object.fromEntries(missing.slice(0, room)) };
}

/** The value of a unique attribute, as a key of its lead. */
export interface UniqueValue {
  name: string;
  key: { kind: 'attribute'; value: string };
}

/** Separates name and value in a key. Names cannot contain this control character. */
const SEPARATOR = '\u001f';

/** The unique values among these attributes. Texts that differ in case only are equal. */
export function uniqueValues(
  declared: DeclaredAttributes | undefined,
  attributes: Attributes | undefined,
): UniqueValue[] {
  if (declared === undefined || attributes === undefined || !declared.hasUnique) return [];
  return Object.entries(attributes).flatMap(([name, value]) => {
    if (value === null || declared.byName.get(name)?.unique !== true) return [];
    return [{ name, key: { kind: 'attribute' as const, value: `${name}${SEPARATOR}${fold(String(value))}` } }];
  });
}

/** A value that names another record. */
export interface AttributeReference {
  name: string;
  kind: 'lead' | 'customer' | 'rep';
  id: string;
}

/** The references among these attributes that `known` does not have. */
export function referencesOf(
  declared: DeclaredAttributes | undefined,
  attributes: Attributes | undefined,
  known: Attributes = {},
): AttributeReference[] {
  if (declared === undefined || attributes === undefined) return [];
  return Object.entries(attributes).flatMap(([name, id]) => {
    const kind = declared.byName.get(name)?.type;
    const isReference = kind === 'lead' || kind === 'customer' || kind === 'rep';
    return isReference && typeof id === 'string' && known[name] !== id ? [{ name, kind, id }] : [];
  });
}
