import Type, { type Static, type TObject, type TProperties, type TSchema } from 'typebox';
import type { Scope } from '../core/api-keys/scopes.js';
import type { NameLookup } from '../services/names.js';
import type { Services } from '../services/services.js';
import { type NoBody, type NoFields, type Operation, type OperationDefinition, operation } from './operations.js';
import { DEFAULT_PAGE_SIZE, idParams, type listProperties, listQueryProperties } from './schemas/common.js';
import type { Component } from './schemas/components.js';
import { pageOfOne } from './schemas/examples.js';

type Scopes = readonly [Scope, ...Scope[]];
type Definition<P extends TObject, Q extends TObject, B extends TSchema, R> = OperationDefinition<
  Services,
  P,
  Q,
  B,
  TSchema,
  R
>;
type Texts = Pick<Definition<NoFields, NoFields, NoBody, unknown>, 'id' | 'summary' | 'description' | 'refusals'>;
type ListQuery<F extends TProperties> = TObject<typeof listQueryProperties & F>;
type ListSchema<Item extends TSchema> = TObject<ReturnType<typeof listProperties<Item>>>;
type IdParams<Noun extends string> = ReturnType<typeof idParams<`${Noun}Id`>>;

interface Page<Row> {
  rows: readonly Row[];
  hasMore: boolean;
  nextCursor?: string | undefined;
}

/** The list envelope of a page, each row presented by `out`. */
export function pageOut<Row, Out>({ rows, hasMore, nextCursor }: Page<Row>, out: (row: Row) => Out) {
  return { data: rows.map((row) => out(row)), hasMore, nextCursor: nextCursor ?? null };
}

export function pageRequest({ limit, cursor }: { limit?: number | undefined; cursor?: string | undefined }) {
  return { limit: limit ?? DEFAULT_PAGE_SIZE, cursor };
}

interface ListDefinition<P extends TObject, F extends TProperties, Row, Item extends TSchema>
  extends Pick<
    Definition<P, ListQuery<F>, NoBody, Page<Row>>,
    'id' | 'path' | 'tag' | 'summary' | 'description' | 'scopes' | 'validator' | 'run'
  > {
  params?: P;
  /** Query parameters beside `limit` and `cursor`. */
  filters?: F;
  /** As in `A page of teams.` */
  plural: string;
  list: Component<ListSchema<Item>>;
  /** One item, for the reference. */
  example: object;
  out(row: Row, names: NameLookup): Static<Item>;
  /** Of an answer that differs from that of its version as stored: hexadecimal. */
  variantOf?(row: Row): string | undefined;
}

/** A paged list of a resource, or of things that belong to one. */
export function listOperation<
  Row,
  Item extends TSchema,
  P extends TObject = NoFields,
  F extends TProperties = Record<never, never>,
>({ filters, plural, list, example, out, ...own }: ListDefinition<P, F, Row, Item>): Operation {
  // The compiler neither merges the properties of an open type nor derives the wire format of such a list.
  const properties = { ...listQueryProperties, ...filters } as typeof listQueryProperties & F;
  return operation({
    ...own,
    method: 'GET',
    query: Type.Object(properties, { additionalProperties: false }),
    success: { status: 200, schema: list, description: `A page of ${plural}.`, example: pageOfOne(example) },
    refusals: ['cursor_invalid'],
    present: (page, { names }) => ({ body: pageOut(page, (row: Row) => out(row, names)) as Static<ListSchema<Item>> }),
  });
}

interface ResourceDefinition<Noun extends string, Row, Item extends TSchema> {
  tag: string;
  /** As in `The team.` Its id is the path parameter `teamId`. */
  noun: Noun;
  plural: string;
  /** Path of the collection, as in `/v1/teams`. */
  path: string;
  /** Scopes that reading needs. */
  read: Scopes;
  /** Scopes that changing needs. */
  write: Scopes;
  schema: Component<Item>;
  list: Component<ListSchema<Item>>;
  example: object;
  /** Set for configuration, which changes rarely: lists carry an ETag. */
  validator?: 'content';
  out(row: Row, names: NameLookup): Static<Item>;
  /** Of an answer that differs from that of its version as stored: hexadecimal. */
  variantOf?(row: Row): string | undefined;
}

/**
 * What the operations of a versioned resource have in common: path, id parameter, scopes, answer, ETag, and for `create`
 * the Location. Each operation adds its texts, its body and the service verb that it runs.
 */
export function resource<Noun extends string, Row extends { id: string; version: number }, Item extends TSchema>(
  of: ResourceDefinition<Noun, Row, Item>,
) {
  const { tag, noun, plural, path, read, write, schema, list, example, validator, out, variantOf } = of;
  const params: IdParams<Noun> = idParams(`${noun}Id`, `The ${noun}.`);
  const one = { path: `${path}/:${noun}Id`, tag, params, concurrency: 'etag' } as const;
  const present = (row: Row, { names }: { names: NameLookup }) => ({
    body: out(row, names),
    version: row.version,
    variant: variantOf?.(row),
  });
  const current = { status: 200, schema, description: `The ${noun} as it is now.`, example } as const;
  type Own<P extends TObject, B extends TSchema, R = Row> = Texts &
    Pick<Definition<P, NoFields, B, R>, 'body' | 'bodyExample' | 'run'>;
  return {
    params,
    present,
    create: <B extends TSchema>(own: Own<NoFields, B>): Operation =>
      operation({
        ...own,
        ...{ method: 'POST', path, tag, scopes: write, concurrency: 'etag' },
        success: { status: 201, schema, description: `The ${noun}.`, example },
        present: (row, request) => ({ ...present(row, request), location: `${path}/${row.id}` }),
      }),
    listed: <F extends TProperties = Record<never, never>>(
      own: Texts & Pick<ListDefinition<NoFields, F, Row, Item>, 'filters' | 'run'>,
    ): Operation =>
      listOperation({ ...own, tag, path, plural, list, example, out, scopes: read, ...(validator && { validator }) }),
    get: (own: Own<IdParams<Noun>, NoBody>): Operation =>
      operation({
        ...own,
        ...{ ...one, method: 'GET', scopes: read, present },
        success: { status: 200, schema, description: `The ${noun}.`, example },
      }),
    /** Its example is that of the resource with the changes of `bodyExample`, where those change nothing else. */
    update: <B extends TSchema>({
      example: changed,
      ...own
    }: Own<IdParams<Noun>, B> & { example?: object }): Operation => {
      const changes = typeof own.bodyExample === 'object' ? own.bodyExample : {};
      const success = { ...current, example: changed ?? { ...example, version: 2, ...changes } };
      return operation({ ...own, ...{ ...one, method: 'PATCH', scopes: write, success, present } });
    },
    remove: (own: Own<IdParams<Noun>, NoBody, void>): Operation =>
      operation({
        ...own,
        ...{ ...one, method: 'DELETE', scopes: write, present: () => ({}) },
        success: { status: 204, description: 'Deleted.' },
      }),
    /** A POST to `verb` below one resource: it takes If-Match, and answers with the resource as it is after the change. */
    verb: <B extends TSchema = NoBody>(
      verb: string,
      { example: changed = example, ...own }: Own<IdParams<Noun>, B> & { example?: object; tag?: string },
    ): Operation =>
      operation({
        ...{ ...one, ...own, method: 'POST', path: `${one.path}/${verb}`, scopes: write, conditional: true, present },
        success: { ...current, example: changed },
      }),
  };
}
