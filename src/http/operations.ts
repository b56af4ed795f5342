import type { Static, TObject, TSchema, TUnsafe } from 'typebox';
import type { Scope } from '../core/api-keys/scopes.js';
import type { IfMatch } from '../core/refusals.js';
import type { Principal, UploadedFile, WhileIdle, WriteContext } from '../services/context.js';
import type { ErrorCode, FieldError } from '../services/errors.js';
import type { NameLookup } from '../services/names.js';
import type { Services } from '../services/services.js';
import type { Component } from './schemas/components.js';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
export type SuccessStatus = 200 | 201 | 202 | 204 | 207;
export type NoFields = TObject<Record<never, never>>;
export type NoBody = TUnsafe<undefined>;

/** The request that `run` and `present` get: authenticated, authorized and validated. */
export interface OperationRequest<Params = unknown, Query = unknown, Body = unknown> {
  params: Params;
  query: Query;
  body: Body;
  /** The file of an operation with `upload`. */
  file: () => UploadedFile;
  principal: Principal;
  /** Pass it to the service that writes; it carries the actor, the request id and the Idempotency-Key. */
  write: WriteContext;
  /** Versions of `If-Match`; undefined when the caller does not care (no header, or `*`). Empty never matches. */
  ifMatch: IfMatch;
  /** For a request that waits for something to happen. */
  whileIdle: WhileIdle;
  requestId: string;
  /** The network address of the caller, behind trusted proxies. */
  caller: () => { address: string; site: string };
  /** The OpenAPI document of the server, as text. */
  document: () => string;
  /** For `present`: names of reps, teams, sources and campaigns, to show beside their ids. */
  names: NameLookup;
  /** For an operation with `perItem`: the violations of the item at each index. Such items must not reach a service. */
  invalidItems: ReadonlyMap<number, readonly FieldError[]>;
}

/** The answer as a value. `version` becomes the ETag, `location` the Location header. */
export interface Presented<Body> {
  /** The first documented status when absent. */
  status?: SuccessStatus;
  body?: Body;
  version?: number;
  /** Hexadecimal; present when time has changed the resource since its version was written: it becomes part of the ETag. */
  variant?: string | undefined;
  location?: string;
  /** In place of `body`, for an operation with `media`. */
  file?: FileAnswer;
  /** The page that a browser goes to after a plain HTML form. */
  nextPage?: string | undefined;
}

/** A file that is sent as it is read. */
export interface FileAnswer {
  /** For `Content-Disposition`: ASCII, without quotes. */
  name: string;
  contentType: string;
  /** Undefined where the size is not known beforehand. */
  bytes: number | undefined;
  /** The tag of its content; undefined where it is made for this answer. */
  tag: string | undefined;
  content: AsyncIterable<Buffer>;
}

/** An operation that clients should leave. Dates are of the form `2027-03-01`, in UTC. */
export interface Deprecated {
  since: string;
  /** It works until then at least: half a year after `since` or later. */
  sunset: string;
  /** Id of the operation to use. */
  instead: string;
}

export interface Success<A extends TSchema> {
  /** One status, or several with the same schema (200 and 201); the first is the usual one. */
  status: SuccessStatus | readonly SuccessStatus[];
  /** A named component; none with 204 and with `media`. */
  schema?: Component<A>;
  /** Media types of a file, which is the answer. */
  media?: readonly string[];
  description: string;
  example?: unknown;
  /** Examples of the statuses after the first, which answer something else. */
  otherExamples?: Partial<Record<SuccessStatus, unknown>>;
  /** Set where a 201 makes something without an address of its own: the document then promises no Location. */
  location?: false;
}

/**
 * One operation of the API: what it accepts, answers and refuses, which service verb it calls, and how the result looks
 * on the wire. Everything else (authentication, scopes, validation, idempotency, preconditions, problems, the OpenAPI
 * document) follows from it. Query and params need `additionalProperties: false`; bodies are components.
 *
 * ```ts
 * export const createSource = operation({
 *   id: 'createSource', method: 'POST', path: '/v1/sources', tag: 'Sources',
 *   summary: 'Create a source', description: 'Names a place that leads come from.',
 *   scopes: ['sources:write'],
 *   body: SourceCreate, bodyExample: { channel: 'event', name: 'Spring fair' },
 *   success: { status: 201, schema: Source, description: 'The new source.', example: { ... } },
 *   refusals: ['conflict'], concurrency: 'etag',
 *   run: (services, request) => services.sources.create(request.write, request.body),
 *   present: (source) => ({ body: sourceOut(source), version: source.version, location: `/v1/sources/${source.id}` }),
 * });
 * ```
 */
export interface OperationDefinition<S, P extends TObject, Q extends TObject, B extends TSchema, A extends TSchema, R> {
  /** `verbNoun`, lowerCamelCase, stable forever: generated clients are made of it. */
  id: string;
  method: Method;
  /** With `:name` parameters: `/v1/leads/:leadId`. */
  path: string;
  tag: string;
  summary: string;
  description: string;
  /** The key needs all of them. Every operation has at least one. */
  scopes: readonly [Scope, ...Scope[]];
  params?: P;
  query?: Q;
  /** Parameters of `query` that bound a period, from the first on and before the second: a reversed or empty one is refused. */
  period?: readonly [from: keyof Static<Q> & string, before: keyof Static<Q> & string];
  body?: Component<B>;
  /** Bytes; the server's default (1 MiB) when absent. */
  bodyLimit?: number;
  /** Most names of all objects in the body; 20,000 when absent. */
  mostNames?: number;
  bodyExample?: unknown;
  /** The body is a file instead, which `run` reads as it arrives: a description of it. */
  upload?: string;
  /** Name of an array in the body whose items are validated one by one: see `OperationRequest.invalidItems`. */
  perItem?: string;
  success: Success<A>;
  /** What the service can refuse, beyond what the kernel refuses by itself (see `kernelRefusals`). */
  refusals?: readonly ErrorCode[];
  /** Answers carry an ETag; GET takes If-None-Match; PATCH, PUT and DELETE take If-Match. */
  concurrency?: 'etag';
  /** Of a GET: answers carry an ETag made of their content, and If-None-Match is taken. */
  validator?: 'content';
  /** A POST whose parameters do not fit an address: it changes nothing and takes no Idempotency-Key. */
  readsOnly?: true;
  /** A POST that has its effect once however often it is sent: it takes no Idempotency-Key. */
  once?: true;
  /** Set for a POST that changes something existing: it takes If-Match as well. */
  conditional?: true;
  /** Its answers then carry `Deprecation` (RFC 9745) and `Sunset` (RFC 8594). */
  deprecated?: Deprecated;
  /**
   * A browser can send its body as a plain HTML form (`application/x-www-form-urlencoded`), with a publishable key as the parameter `key`.
   * The body is then an object of texts.
   */
  htmlForm?: true;
  /** The answer shows a credential: the answer stored for an Idempotency-Key is sealed with the caller's own key. */
  secret?: true;
  run(services: S, request: OperationRequest<Static<P>, Static<Q>, Static<B>>): Promise<R>;
  /** Pure; runs again after names were loaded. With an Idempotency-Key it runs inside the transaction, so that the answer is stored with the effect. */
  present(result: R, request: OperationRequest<Static<P>, Static<Q>, Static<B>>): Presented<Static<A>>;
}

/** An operation without its types, as the kernel and the document handle it. */
export type Operation<S = Services> = OperationDefinition<S, TObject, TObject, TSchema, TSchema, unknown>;

/** `operation()` for another set of services: for tests and tools. */
export function operationsOver<S>() {
  return function operation<
    P extends TObject = NoFields,
    Q extends TObject = NoFields,
    B extends TSchema = NoBody,
    A extends TSchema = NoBody,
    R = unknown,
  >(definition: OperationDefinition<S, P, Q, B, A, R>): Operation<S> {
    const erased = definition as Operation<S>;
    assertComplete(erased as Operation<unknown>);
    return erased;
  };
}

/** Declares one operation over the product's services. Fails at boot when something every operation needs is missing. */
export const operation = operationsOver<Services>();

export function successStatuses(operation: Pick<Operation<unknown>, 'success'>): readonly SuccessStatus[] {
  const { status } = operation.success;
  return typeof status === 'number' ? [status] : status;
}

/** The example of an answer with this status. */
export function exampleOf({ success }: Pick<Operation<unknown>, 'success'>, status: SuccessStatus): unknown {
  return success.otherExamples?.[status] ?? success.example;
}

/** POST and PATCH take an Idempotency-Key; the other methods, and a POST that only reads or acts once, are idempotent by themselves. */
export function takesIdempotencyKey({
  method,
  readsOnly,
  once,
}: Pick<Operation<never>, 'method' | 'readsOnly' | 'once'>): boolean {
  return readsOnly !== true && once !== true && (method === 'POST' || method === 'PATCH');
}

/** Whether publishable keys reach it, which are in pages of any origin. */
export function isPublic(operation: { scopes: readonly Scope[] }): boolean {
  return operation.scopes.includes('leads:capture');
}

/** Whether a caller that has the answer is spared its body (304). */
export function takesIfNoneMatch(operation: Pick<Operation<never>, 'method' | 'concurrency' | 'validator'>): boolean {
  return operation.method === 'GET' && (operation.concurrency === 'etag' || operation.validator === 'content');
}

/** Operations that change something existing take If-Match. */
export function takesIfMatch(operation: { method: Method; concurrency?: 'etag'; conditional?: true }): boolean {
  const changes = operation.conditional === true || ['PATCH', 'PUT', 'DELETE'].includes(operation.method);
  return operation.concurrency === 'etag' && changes;
}

/** What the kernel can refuse for this operation before or around its service. */
export function kernelRefusals(operation: Operation<unknown>): readonly ErrorCode[] {
  const codes: ErrorCode[] = ['validation_failed', 'unauthenticated', 'scope_missing', 'address_not_allowed'];
  codes.push('rate_limited', 'internal_error', 'overloaded');
  if (isPublic(operation)) codes.push('origin_not_allowed');
  if (operation.params !== undefined) codes.push('not_found');
  // Bodies are read before it is known that the operation takes none.
  if (operation.upload !== undefined) codes.push('invalid_encoding', 'body_too_large', 'unsupported_media_type');
  else if (operation.method !== 'GET')
    codes.push('malformed_json', 'invalid_encoding', 'body_too_large', 'unsupported_media_type');
  if (takesIdempotencyKey(operation)) codes.push('idempotency_key_reused', 'answer_erased');
  // Only the secret that sealed an answer opens it: a rotated key has another one.
  if (takesIdempotencyKey(operation) && operation.secret === true) codes.push('conflict');
  if (takesIfMatch(operation)) codes.push('version_mismatch', 'weak_etag');
  return codes;
}

function assertComplete(operation: Operation<unknown>): void {
  const fail = (what: string): never => {
    throw new Error(`Operation ${operation.id} (${operation.method} ${operation.path}): ${what}`);
  };
  if (!/^[a-z][A-Za-z0-9]{2,63}$/.test(operation.id)) fail('id is not lowerCamelCase');
  if (!/^\/v1(\/(:[a-z][A-Za-z]*|[a-z0-9-]+))+(\.json)?$/.test(operation.path))
    fail('path is not /v1/kebab-case/:parameters');
  if (operation.scopes === undefined || operation.scopes.length === 0) fail('declares no scopes');
  const inPath = [...operation.path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1]);
  const declared = Object.keys(operation.params?.properties ?? {});
  if (inPath.sort().join() !== declared.sort().join())
    fail(`path has parameters [${inPath}], params declares [${declared}]`);
  for (const fields of [operation.params, operation.query]) {
    if (fields !== undefined && !('additionalProperties' in fields && fields.additionalProperties === false))
      fail('params and query need additionalProperties: false');
  }
  if (operation.body !== undefined && operation.body.$id === undefined) fail('body is not a named component');
  if (operation.body !== undefined && operation.bodyExample === undefined) fail('body has no example');
  if (operation.upload !== undefined && operation.body !== undefined) fail('takes a file or a body, not both');
  const bodiless = successStatuses(operation).includes(204) || operation.success.media !== undefined;
  if (bodiless === (operation.success.schema !== undefined))
    fail('an answer has a schema exactly when it is neither 204 nor a file');
  if (!bodiless && operation.success.example === undefined) fail('the answer has no example');
}
