import { AppError, ERROR_CODES, type ErrorCode } from '../services/errors.js';
import type { SharedComponents } from './openapi-schemas.js';
import { type Operation, takesIdempotencyKey, takesIfMatch, takesIfNoneMatch } from './operations.js';
import { PROBLEMS, problemBody } from './problems.js';
import { Problem } from './schemas/problems.js';

type Json = Record<string, unknown>;

const EXAMPLE_REQUEST_ID = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';

const NAMES: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Gone',
  412: 'PreconditionFailed',
  413: 'ContentTooLarge',
  415: 'UnsupportedMediaType',
  422: 'UnprocessableContent',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
};

/** As `plugins/idempotency.ts` and `plugins/preconditions.ts` read them, in the characters that a header can have. */
const IDEMPOTENCY_KEY = '^("[!#-\\[\\]-~]{1,255}"|[!#-~][!-~]{0,254})$';
const ENTITY_TAGS = '^(\\*|(W/)?"[!#-~]*"( *, *(W/)?"[!#-~]*")*)$';

const headerRef = (name: string) => ({ $ref: `#/components/headers/${name}` });
const HEADERS: Record<string, Json> = {
  ContentDisposition: {
    description: 'A name for the file.',
    schema: { type: 'string', examples: ['attachment; filename="leads-2026-01-15T093000Z.csv"'] },
  },
  Deprecation: {
    description: 'Since when the operation is deprecated (RFC 9745): `@` and seconds since 1970.',
    schema: { type: 'string', examples: ['@1798761600'] },
  },
  ETag: {
    description:
      'The version of the resource, quoted. Strong. That of a list is made of its content. A lead that time alone has changed has a variant after a dot, which `If-Match` does not look at.',
    schema: { type: 'string', examples: ['"3"'] },
  },
  IdempotentReplayed: {
    description: '`true` when this is the remembered answer to an earlier request with the same Idempotency-Key.',
    schema: { type: 'string', examples: ['true'] },
  },
  Location: {
    description: 'Path of the resource.',
    schema: { type: 'string', format: 'uri-reference' },
  },
  RateLimit: {
    description:
      'Remaining requests of the limit (`r`) and seconds until it is fully restored (`t`). On every answer to a key with a limit.',
    schema: { type: 'string', examples: ['"capture";r=0;t=12'] },
  },
  RateLimitPolicy: {
    description:
      'The limit of the key: requests (`q`) in a window (`w`, seconds). On every answer to a key with a limit.',
    schema: { type: 'string', examples: ['"capture";q=600;w=60'] },
  },
  RequestId: {
    description: 'The id of the request, as sent or generated; also in logs, problems and events.',
    schema: { type: 'string', examples: [EXAMPLE_REQUEST_ID] },
  },
  RetryAfter: {
    description: 'Seconds to wait before sending the request again.',
    schema: { type: 'integer', format: 'int32', minimum: 1, examples: [2] },
  },
  Sunset: {
    description: 'Until when the deprecated operation works at least (RFC 8594).',
    schema: { type: 'string', examples: ['Thu, 01 Jul 2027 00:00:00 GMT'] },
  },
  WwwAuthenticate: {
    description: 'The authentication scheme: `Bearer`.',
    schema: { type: 'string', examples: ['Bearer'] },
  },
};

const PARAMETERS: Record<string, Json> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Your key for this request: repeating it with the same key has no second effect. 1 to 255 visible ASCII characters, quoted or not. Remembered for 24 hours per API key, across rotations; for a publishable key per body.',
    schema: { type: 'string', pattern: IDEMPOTENCY_KEY, examples: ['"6f1c1d7e-9d0b-4c53-8c2c-8f6f0a2f6b11"'] },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'Change the resource only when its ETag is in this list; 412 otherwise.',
    schema: { type: 'string', maxLength: 1024, pattern: ENTITY_TAGS, examples: ['"3"'] },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description:
      'Answer 304 without a body when the ETag is in this list. A value that is no list of tags matches nothing.',
    schema: { type: 'string', examples: ['"3"'] },
  },
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    description:
      'Your id for this request, 8 to 128 of `A-Z a-z 0-9 . _ -`. Without it, or with an invalid one, the service generates an id.',
    schema: { type: 'string', examples: [EXAMPLE_REQUEST_ID] },
  },
};

export function problemResponseName(status: number): string {
  const name = NAMES[status];
  if (name === undefined) throw new Error(`No documented response for status ${status}`);
  return name;
}

/** Headers of a success: what the kernel sends with that status. */
export function successHeaders(operation: Operation<never>, status: number): Json {
  const headers: Json = { 'X-Request-Id': headerRef('RequestId') };
  if (hasEtag(operation) && status !== 204) headers.ETag = headerRef('ETag');
  if ((status === 201 || status === 202) && operation.success.location !== false)
    headers.Location = headerRef('Location');
  if (operation.success.media && status === 200) headers['Content-Disposition'] = headerRef('ContentDisposition');
  if (takesIdempotencyKey(operation)) headers['Idempotent-Replayed'] = headerRef('IdempotentReplayed');
  if (operation.deprecated) {
    headers.Deprecation = headerRef('Deprecation');
    headers.Sunset = headerRef('Sunset');
  }
  return headers;
}

/** The header parameters that are used by some operation. */
export function parameterComponents(operations: readonly Operation<never>[]): Json {
  const used = new Set<string>();
  for (const operation of operations) {
    used.add('RequestId');
    if (takesIdempotencyKey(operation)) used.add('IdempotencyKey');
    if (takesIfMatch(operation)) used.add('IfMatch');
    if (takesIfNoneMatch(operation)) used.add('IfNoneMatch');
  }
  return only(PARAMETERS, used);
}

const OF_EVERY_PROBLEM = ['RateLimit', 'RateLimitPolicy', 'RequestId', 'RetryAfter', 'WwwAuthenticate'];

/** The headers that are sent by some operation. */
export function headerComponents(operations: readonly Operation<never>[]): Json {
  const used = new Set(operations.length > 0 ? OF_EVERY_PROBLEM : []);
  for (const operation of operations) {
    for (const status of [operation.success.status].flat()) {
      for (const header of Object.values(successHeaders(operation, status))) {
        used.add(String((header as { $ref: string }).$ref.split('/').at(-1)));
      }
    }
  }
  return only(HEADERS, used);
}

/** One reusable answer per status, naming the codes that come with it. */
export function problemResponses(statuses: ReadonlySet<number>, shared: SharedComponents): Json {
  const named = [...statuses].map((status) => [problemResponseName(status), status] as const);
  const sorted = named.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, status]) => [name, problemResponse(status, shared)]));
}

function problemResponse(status: number, { schemas, examples }: SharedComponents): Json {
  const codes = ERROR_CODES.filter((code) => PROBLEMS[code].status === status);
  const headers: Json = { 'X-Request-Id': headerRef('RequestId') };
  if (status === 401) headers['WWW-Authenticate'] = headerRef('WwwAuthenticate');
  if (status === 429) {
    headers.RateLimit = headerRef('RateLimit');
    headers['RateLimit-Policy'] = headerRef('RateLimitPolicy');
  }
  if (status === 429 || status === 503) headers['Retry-After'] = headerRef('RetryAfter');
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
    headers,
    content: {
      'application/problem+json': {
        schema: schemas.refer(Problem.$id, 'answer'),
        examples: examples.refer(Problem.$id, problemResponseName(status), exampleProblem(codes)),
      },
    },
  };
}

function exampleProblem([code = 'internal_error']: readonly ErrorCode[]): Json {
  const errors =
    code === 'validation_failed' ? [{ pointer: '/name', code: 'required', detail: 'is required' }] : undefined;
  const body = problemBody(new AppError(code, PROBLEMS[code].remedy, { errors }), '/v1/sources', EXAMPLE_REQUEST_ID);
  return { ...body };
}

function hasEtag(operation: Operation<never>): boolean {
  return operation.concurrency === 'etag' || operation.validator === 'content';
}

function only(all: Record<string, Json>, used: ReadonlySet<string>): Json {
  return Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name)));
}
