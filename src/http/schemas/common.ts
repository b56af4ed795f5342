import Type, { type TOptional, type TProperties, type TSchema } from 'typebox';
import type { InstantKind } from '../../core/instants.js';
import { type Component, component, nullable, Ref } from './components.js';

const UUID_EXAMPLE = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';

export const Id = (description: string) =>
  Type.String({ format: 'uuid', description: `${description} UUIDv7.`, examples: [UUID_EXAMPLE] });

/** The name beside an id in an answer: `NameOf('the owner')`. */
export const NameOf = (what: string) => Type.Optional(Type.String({ description: `The name of ${what}.` }));

/** Options of an object that has the listed fields and no others. */
export const strict = (description: string) => ({ additionalProperties: false, description });

/** An instant on the wire. Readers must send the offset: a local time is not an instant. */
export const Timestamp = (description: string) =>
  Type.String({
    format: 'date-time',
    description: `${description} RFC 3339 with offset.`,
    examples: ['2026-03-01T09:30:00.000Z'],
  });

/** An instant of a request at which something happened. */
export const PastInstant = (description: string) => boundedInstant(description, 'past', 'at most 5 minutes ahead');

/** An instant of a request at which something is planned. */
export const PlannedInstant = (description: string) => boundedInstant(description, 'plan', 'at most 10 years ahead');

const boundedInstant = (description: string, kind: InstantKind, latest: string) =>
  Type.String({
    format: 'date-time',
    'x-instant': kind,
    description: `${description} RFC 3339 with offset, 1970 or later, ${latest}.`,
    examples: ['2026-03-01T09:30:00.000Z'],
  });

/** A day of a request on which something is planned. */
export const PlannedDay = (description: string) =>
  Type.String({
    format: 'date',
    'x-instant': 'plan' satisfies InstantKind,
    description: `${description} \`yyyy-mm-dd\`, 1970 or later, at most 10 years ahead.`,
    examples: ['2026-03-01'],
  });

/**
 * An amount of money that the service keeps as a number, to compare it: a number holds 15 digits exactly. JSON has it as text,
 * because readers of JSON take numbers for single or double precision.
 */
export const Amount = (description: string) =>
  Type.String({
    pattern: '^[0-9]{1,13}(\\.[0-9]{1,2})?$',
    description: `${description} Decimal text, at most 13 digits before and 2 after the point; answers have two.`,
    examples: ['50000.00'],
  });

export const Version = () =>
  Type.Integer({
    minimum: 1,
    description: 'Counts the changes of this resource from 1. Its ETag begins with it.',
    examples: [1],
  });

/** The properties of a versioned resource, in the order of every one: id, version, its own, created, updated. */
export const versioned = <F extends TProperties>(fields: F) => ({
  id: Id('The id.'),
  version: Version(),
  ...fields,
  createdAt: Timestamp('When it was created.'),
  updatedAt: Timestamp('When it last changed.'),
});

/** Path parameters of one resource: `idParams('leadId', 'The lead.')`. */
export function idParams<Name extends string>(name: Name, description: string) {
  const properties = { [name]: Id(description) } as Record<Name, ReturnType<typeof Id>>;
  return Type.Object(properties, { additionalProperties: false });
}

/** Query parameters of every list; spread `filters` of your own beside them. */
export const listQueryProperties = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 200,
      default: 50,
      description: 'Most items on one page, 1 to 200; 50 when absent.',
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 512,
      description:
        '`nextCursor` of the previous page, unchanged. Opaque, and bound to the filters and order it came from.',
    }),
  ),
};

/** Query parameters that bound an instant of the items of a list: `bounds('created', 'Created')`. */
export function bounds<Stem extends string>(stem: Stem, what: string) {
  const [from, before] = [Timestamp(`${what} at this instant or later.`), Timestamp(`${what} before this instant.`)];
  const parameters = { [`${stem}From`]: Type.Optional(from), [`${stem}Before`]: Type.Optional(before) };
  return parameters as Record<`${Stem}From` | `${Stem}Before`, TOptional<typeof from>>;
}

export const DEFAULT_PAGE_SIZE = 50;

/** Properties of every list; a list with more spreads them beside its own. */
export function listProperties<S extends TSchema>(item: Component<S>) {
  return {
    data: Type.Array(Ref(item), { maxItems: 200, description: 'The items of this page, in order.' }),
    hasMore: Type.Boolean({ description: 'Whether there are items after this page.' }),
    nextCursor: nullable(
      Type.String({ maxLength: 512, description: 'Send it as `cursor` to read the next page; null on the last page.' }),
    ),
  };
}

/** The envelope of a list of named items: `listOf('LeadList', Lead, 'Leads, newest first.')`. */
export function listOf<S extends TSchema>(name: string, item: Component<S>, description: string) {
  return component(name, Type.Object(listProperties(item), { additionalProperties: false, description }));
}

/** A name that people read: not blank. */
export const Name = (description: string) => Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description });
