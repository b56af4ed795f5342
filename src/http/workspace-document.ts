import type { DeclaredAttributes } from '../core/attributes/declared.js';
import { type AttributeDefinition, DEFINITION_LIMITS } from '../core/attributes/definition.js';

type Json = Record<string, unknown>;

const PREFIX = '#/components/schemas/';
/** Schemas that have attributes of leads. */
const OF_LEADS = /^(?:Lead|Capture)/;
/** The general schemas of attributes, in answers and in requests. */
const GENERAL = { answer: `${PREFIX}Attributes`, request: `${PREFIX}AttributesInput` } as const;
const OWN = { answer: `${PREFIX}LeadAttributes`, request: `${PREFIX}LeadAttributesInput` } as const;

/** Documents that were made last, by the text of their base. */
let made: { base: string; byDefinitions: Map<string, Json> } = { base: '', byDefinitions: new Map() };
const MOST_MADE = 20;

/** The document `base` in which the attributes of leads are the declared ones. The result is shared: do not change it. */
export function workspaceDocument(base: string, declared: DeclaredAttributes | undefined): Json {
  if (made.base !== base) made = { base, byDefinitions: new Map() };
  const { byDefinitions } = made;
  const key = JSON.stringify([declared?.undeclared, [...(declared?.byName.values() ?? [])]]);
  const known = byDefinitions.get(key);
  if (known !== undefined) return known;
  if (byDefinitions.size >= MOST_MADE) byDefinitions.clear();
  const document = withDeclared(JSON.parse(base) as Json, declared);
  byDefinitions.set(key, document);
  return document;
}

function withDeclared(document: Json, declared: DeclaredAttributes | undefined): Json {
  const { components, ...rest } = document as { components: { schemas: Record<string, Json> } } & Json;
  if (declared === undefined) return document;
  const definitions = [...declared.byName.values()]
    .filter(({ archivedAt }) => archivedAt === null)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { schemas } = components;
  const named = Object.entries(schemas).map(([name, schema]) => [
    name,
    OF_LEADS.test(name) ? referring(schema) : schema,
  ]);
  const own = {
    LeadAttributes: {
      ...schemas.Attributes,
      properties: Object.fromEntries(definitions.map((one) => [one.name, propertyOf(one, 'answer')])),
    },
    LeadAttributesInput: {
      ...schemas.AttributesInput,
      ...(declared.undeclared === 'refused' && { additionalProperties: false }),
      properties: Object.fromEntries(definitions.map((one) => [one.name, propertyOf(one, 'request')])),
    },
  };
  const all = Object.entries({ ...Object.fromEntries(named), ...own, ...optionSchemas(definitions) });
  return {
    ...rest,
    components: { ...components, schemas: Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))) },
  };
}

/** The schema with references to the attributes of leads in place of the general ones. */
function referring(schema: Json): Json {
  const text = JSON.stringify(schema)
    .replaceAll(`"${GENERAL.request}"`, `"${OWN.request}"`)
    .replaceAll(`"${GENERAL.answer}"`, `"${OWN.answer}"`);
  return JSON.parse(text) as Json;
}

type Role = keyof typeof OWN;

/** Limits stand in requests only: answers are open to what a later version widens. */
function propertyOf(definition: AttributeDefinition, role: Role): Json {
  const { label, description, personal, unique, type, options } = definition;
  const words = (options ?? []).map((option) => `\`${option}\``).join(', ');
  const notes = [
    description === null ? `${label}.` : `${label}: ${description}`,
    ...(words === '' ? [] : [`One of ${words}.`]),
    ...(unique ? ['No two leads have the same value.'] : []),
  ];
  const text = (more: Json, length?: number): Json => ({
    type: ['string', 'null'],
    ...(role === 'request' && length !== undefined && { maxLength: length }),
    ...more,
  });
  const option = optionReference(definition, role);
  const described = { title: label, description: notes.join(' '), ...(personal && { 'x-personal': true }) };
  switch (type) {
    case 'number':
      return { type: ['number', 'null'], format: 'double', ...described };
    case 'boolean':
      return { type: ['boolean', 'null'], ...described };
    case 'decimal':
      return { ...text({ pattern: '^-?[0-9]{1,30}([.][0-9]{1,30})?$', examples: ['1234.5'] }), ...described };
    case 'date':
      return { ...text({ format: 'date' }), ...described };
    case 'instant':
      return { ...text({ format: 'date-time' }), ...described };
    case 'url':
      return { ...text({ format: 'uri' }, 2000), ...described };
    case 'lead':
    case 'customer':
    case 'rep':
      return { ...text({ format: 'uuid' }), ...described };
    case 'one_of':
      return { ...(option ?? text({}, DEFINITION_LIMITS.optionLength)), ...described };
    case 'many_of': {
      const items = option ?? {
        type: 'string',
        ...(role === 'request' && { maxLength: DEFINITION_LIMITS.optionLength }),
      };
      return { type: ['array', 'null'], items, ...(role === 'request' && { maxItems: 100 }), ...described };
    }
    default:
      return { ...text({}, 2000), ...described };
  }
}

/** The reference to the options of a request; undefined where generators could not name them, and in answers, which are open. */
function optionReference({ name, type, options }: AttributeDefinition, role: Role): Json | undefined {
  if (role === 'answer' || options === null || !areNameable(options)) return undefined;
  return { $ref: `${PREFIX}${optionName(name, type === 'one_of')}` };
}

function optionSchemas(definitions: readonly AttributeDefinition[]): Record<string, Json> {
  const schemas = definitions.flatMap(({ name, type, label, options }) => {
    if (options === null || !areNameable(options)) return [];
    const isNullable = type === 'one_of';
    const schema = {
      type: isNullable ? ['string', 'null'] : 'string',
      enum: isNullable ? [...options, null] : [...options],
      description: `${label}${isNullable ? ', or null' : ''}.`,
    };
    return [[optionName(name, isNullable), schema]];
  });
  return Object.fromEntries(schemas);
}

const optionName = (name: string, isNullable: boolean): string => {
  const parts = name.split(/[^A-Za-z0-9]+/).filter((part) => part !== '');
  const pascal = parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
  return `LeadAttribute${pascal}${isNullable ? 'OptionOrNull' : 'Option'}`;
};

/** Generators name the words of an enum by their letters and digits. */
function areNameable(options: readonly string[]): boolean {
  const names = options.map((option) => option.replace(/[^A-Za-z0-9]/g, '_').toUpperCase());
  return new Set(names).size === names.length;
}
