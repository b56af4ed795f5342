import type { TSchema } from 'typebox';
import { getComponent, propertiesOf } from './schemas/components.js';

type Json = Record<string, unknown>;

/**
 * Variants that a word distinguishes, as one object that has the properties of all. Generators of Go, Java, Python and
 * Rust do not read a variant that they do not know, and need a wrapper for each one that they do. Requests are
 * validated against the variants.
 */
export function flattened(schema: TSchema): Json {
  const { oneOf, discriminator, ...rest } = schema as unknown as Json & {
    oneOf: { $ref: string }[];
    discriminator: { propertyName: string };
  };
  const tag = discriminator.propertyName;
  const variants = oneOf.map(({ $ref }) => variantOf($ref, tag));
  const names = [...new Set(variants.flatMap(({ properties }) => Object.keys(properties)))];
  const properties = Object.fromEntries(names.map((name) => [name, merged(name, tag, variants)]));
  const summaries = variants.map(({ word, properties: own, description }) => {
    const fields = Object.keys(own).filter((name) => name !== tag);
    const having = fields.length === 0 ? '' : ` (${fields.map((name) => `\`${name}\``).join(', ')})`;
    return `\`${word}\`${having}: ${description}`;
  });
  return {
    ...rest,
    type: 'object',
    required: [
      tag,
      ...names.filter((name) => name !== tag && variants.every(({ required }) => required.includes(name))),
    ],
    properties,
    additionalProperties: false,
    description: `${String(rest.description)} The properties depend on \`${tag}\`. ${summaries.join(' ')}`,
  };
}

interface Variant {
  word: string;
  properties: Record<string, Json>;
  required: readonly string[];
  description: string;
}

function variantOf(name: string, tag: string): Variant {
  const schema = getComponent(name);
  const properties = propertiesOf(schema);
  const word = properties[tag]?.enum?.[0];
  if (word === undefined) throw new Error(`Component ${name} has no one-word ${tag} that distinguishes it`);
  const { required = [], description = '' }: { required?: readonly string[]; description?: string } = schema;
  return { word, properties: properties as Record<string, Json>, required, description };
}

/** The property that several variants have, with the values of all. */
function merged(name: string, tag: string, variants: readonly Variant[]): Json {
  const having = variants.filter(({ properties }) => name in properties);
  const schemas = having.map(({ properties }): Json => properties[name] ?? {});
  const words = schemas.flatMap((schema) => (Array.isArray(schema.enum) ? schema.enum : []));
  if (name === tag) return { type: 'string', enum: words, description: 'Which properties there are.' };
  const description = describe(
    having.map(({ word, properties }) => [word, String(properties[name]?.description)]),
    variants,
  );
  const [first = {}, ...others] = schemas;
  if (words.length > 0) return { ...first, enum: [...new Set(words)], description };
  const types = [...new Set(schemas.flatMap(({ type }) => [type ?? []].flat()))];
  if (types.length > 1) return { type: types, description };
  if (first.$ref !== undefined) return first;
  const differs = others.some((other) => withoutText(other) !== withoutText(first));
  if (differs) throw new Error(`Variants have different limits of ${name}`);
  return { ...first, description };
}

const withoutText = (schema: Json): string => JSON.stringify({ ...schema, description: undefined });

function describe(texts: readonly (readonly [word: string, text: string])[], variants: readonly Variant[]): string {
  const parts = [...new Set(texts.map(([, text]) => text))].map((text) => {
    const having = texts.filter(([, other]) => other === text).map(([word]) => `\`${word}\``);
    return having.length === variants.length ? text : `With ${having.join(' and ')}: ${text}`;
  });
  return parts.join(' ');
}
