import type { KeywordDefinition } from 'ajv';
import type { TSchema } from 'typebox';
import { getComponent, propertiesOf } from './schemas/components.js';

/** The keyword of schemas whose optional lists may be null, and the value that stands for null: none, or an empty list. */
export const NULL_LISTS = 'x-null-lists';

interface NullLists {
  names: readonly string[];
  as: 'absent' | 'empty';
}

/**
 * A schema of a request whose optional lists may be null: generated clients of Java and Go send null or nothing for a
 * list that was not set. Null clears a list in a patch. Everywhere else it is as good as an absent list.
 */
export function withNullLists(schema: TSchema, as: NullLists['as']): TSchema {
  const names = optionalLists(schema);
  const fields = Object.entries(propertiesOf(schema)).map(([name, field]) => [
    name,
    withNullLists(field as TSchema, 'absent'),
  ]);
  return {
    ...schema,
    ...(fields.length === 0 ? {} : { properties: Object.fromEntries(fields) }),
    ...(names.length === 0 ? {} : { [NULL_LISTS]: { names, as } }),
  } as TSchema;
}

/**
 * The document shows variants as one object with the properties of all. Lists of any variant may be null there, and so may a
 * variant inside a variant, such as `condition`: clients of progenitor (Rust) send null for it.
 */
function optionalLists(schema: TSchema): string[] {
  const {
    $id,
    oneOf,
    required = [],
  }: { $id?: string; oneOf?: { $ref: string }[]; required?: readonly string[] } = schema;
  if (oneOf !== undefined) {
    const fields = oneOf.flatMap(({ $ref }) => Object.entries(propertiesOf(getComponent($ref))));
    const nullable = fields.filter(([, { type, $ref }]) => type === 'array' || ($ref !== undefined && $ref === $id));
    return [...new Set(nullable.map(([name]) => name))];
  }
  const properties = Object.entries(propertiesOf(schema));
  return properties.filter(([name, { type }]) => type === 'array' && !required.includes(name)).map(([name]) => name);
}

/** Without a type, so that it changes the value before the keywords of objects read it. */
export const nullListsKeyword: KeywordDefinition = {
  keyword: NULL_LISTS,
  schemaType: 'object',
  modifying: true,
  valid: true,
  errors: false,
  compile: ({ names, as }: NullLists) => {
    return (value: unknown) => {
      if (typeof value !== 'object' || value === null) return true;
      for (const name of names) {
        if (Reflect.get(value, name) !== null) continue;
        if (as === 'empty') Reflect.set(value, name, []);
        else Reflect.deleteProperty(value, name);
      }
      return true;
    };
  },
};
