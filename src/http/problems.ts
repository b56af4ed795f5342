import { AppError, type ErrorCode, type FieldError } from '../services/errors.js';

interface ProblemKind {
  status: number;
  title: string;
  /** When a request gets it. */
  occurs: string;
  /** What the caller should do: the text behind the problem's `type` address. */
  remedy: string;
}

/** Status, title, cause and remedy of every error code: `docs/errors.md` is made of them. No other table maps errors to HTTP. */
export const PROBLEMS = {
  validation_failed: {
    status: 400,
    title: 'The request is not valid',
    occurs:
      'A field of the body, a parameter or a header has a wrong type, format or range, or the operation does not know it. `errors` names each of them, 50 at most.',
    remedy: 'Correct what `errors` lists and send it again.',
  },
  malformed_json: {
    status: 400,
    title: 'The body is not JSON',
    occurs: 'The body is cut off, has a syntax error, or names a property twice.',
    remedy: 'Send one well-formed JSON value (RFC 8259) without duplicate names.',
  },
  invalid_encoding: {
    status: 400,
    title: 'The text is not UTF-8',
    occurs: 'The body or the path has bytes that are no UTF-8, the character NUL, or half of a surrogate pair.',
    remedy: 'Encode the body and the address as UTF-8, without NUL and without lone surrogates.',
  },
  cursor_invalid: {
    status: 400,
    title: 'The cursor is not valid',
    occurs: 'The cursor of a list was changed, or belongs to other filters or another order.',
    remedy:
      'Use `nextCursor` of the previous page unchanged, with the same filters and order, or begin without a cursor.',
  },
  unauthenticated: {
    status: 401,
    title: 'A valid API key is needed',
    occurs: 'The request has no key, or one that is unknown, expired or revoked.',
    remedy: 'Send `Authorization: Bearer hw_...` with a key that is neither expired nor revoked.',
  },
  scope_missing: {
    status: 403,
    title: 'The API key may not do this',
    occurs: 'The key is valid and lacks a scope that the operation needs; a publishable key may do little.',
    remedy: 'Use a key with the scopes that the operation lists.',
  },
  address_not_allowed: {
    status: 403,
    title: 'The API key may not be used from here',
    occurs:
      'The key is bound to addresses, and the request comes from another one. Behind a proxy the service has to know the proxy.',
    remedy: 'Send the request from an address in `allowedAddresses` of the key, or use another key.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'The API key may not be used on this page',
    occurs: 'A publishable key has `allowedOrigins`, and the `Origin` of the request is another one.',
    remedy: 'Use a publishable key whose `allowedOrigins` has the origin of the page.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    occurs: 'No resource has this id in the workspace of the key, or no operation has this path.',
    remedy: 'Check the address and the id; a resource of another workspace is not found either.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The method is not allowed here',
    occurs: 'The path exists, and none of its operations has this method.',
    remedy: 'Use one of the methods in the `Allow` header.',
  },
  request_timeout: {
    status: 408,
    title: 'The request came too slowly',
    occurs: 'The headers or the body did not arrive in time.',
    remedy: 'Send it again on a new connection.',
  },
  conflict: {
    status: 409,
    title: 'The state does not allow this',
    occurs:
      'The resource is in a state that excludes the change, such as a job that has ended, a name that is taken, or an offer that another rep has accepted. `detail` names it.',
    remedy: 'Read the resource, then decide again.',
  },
  feed_epoch_changed: {
    status: 410,
    title: 'The log was restored to before this cursor',
    occurs: 'A consumer of the event log continues with a cursor from before a restore of the database.',
    remedy:
      'The database was restored to an earlier state. Continue from an older cursor that is accepted, or start without one. Changes by events that are no longer in the log are undone.',
  },
  file_gone: {
    status: 410,
    title: 'The file is gone',
    occurs:
      'The file of an export is read after 24 hours, after its deletion, or after a lead or customer of the workspace was deleted.',
    remedy: 'Request the export again.',
  },
  version_mismatch: {
    status: 412,
    title: 'The resource has changed',
    occurs: 'Another request changed the resource since the version in `If-Match`.',
    remedy: 'Read it again, and send the change with its new ETag in `If-Match`.',
  },
  weak_etag: {
    status: 412,
    title: 'The tag in If-Match is weak',
    occurs: '`If-Match` has only tags of the form `W/"3"`, which match nothing.',
    remedy:
      'Send the tag without `W/`. A proxy that compresses answers weakens tags; let it pass those of this service unchanged.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    occurs:
      'The body exceeds the limit of the operation, 1 MiB where the operation names no other, as sent or after gzip is undone.',
    remedy: 'Send less at once: split batches.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The media type is not supported',
    occurs: '`Content-Type` is missing or another one, or the body has a content encoding that is not supported.',
    remedy:
      'Send `application/json` in UTF-8, plain or with `Content-Encoding: gzip` (on PATCH also `application/merge-patch+json`).',
  },
  rule_refused: {
    status: 422,
    title: 'A rule refuses this',
    occurs:
      'The request is understood, and a rule of the product or of a policy excludes it, such as a guard of the funnel. `detail` names the rule, `errors` the fields where it is about fields.',
    remedy: 'The request is well-formed, but a rule named in `detail` forbids it.',
  },
  suppressed: {
    status: 422,
    title: 'The person is suppressed',
    occurs: 'The submission has an address, a domain or an external id on the suppression list. Nothing was stored.',
    remedy: 'Leave the person out. `DELETE /v1/suppressions/{suppressionId}` takes an entry off the list.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key belongs to another request',
    occurs: 'The key was sent within 24 hours with another body or to another operation.',
    remedy: 'Use a new key for a new request.',
  },
  answer_erased: {
    status: 410,
    title: 'The answer to this request was erased',
    occurs:
      'A request was repeated with its Idempotency-Key, and the personal data in the stored answer was erased in between.',
    remedy: 'The request took effect when it was first sent. Read the resources that it was about.',
  },
  reference_not_found: {
    status: 422,
    title: 'A referenced resource does not exist',
    occurs: 'The body names a resource by its id, such as a source or a rep, and the workspace has none with that id.',
    remedy: 'Correct the ids that `errors` lists.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    occurs: 'The key has used up its requests of the window, or an address has failed to authenticate too often.',
    remedy: 'Wait as long as `Retry-After` says. `RateLimit` on every answer shows the remaining requests.',
  },
  internal_error: {
    status: 500,
    title: 'Something failed on our side',
    occurs: 'The service has a fault. The log of the service contains it under the `requestId`.',
    remedy: 'Try again; if it persists, report the `requestId` to the operator.',
  },
  overloaded: {
    status: 503,
    title: 'The service is overloaded',
    occurs: 'More requests wait than can be answered in time, or the database is too slow. Nothing was written.',
    remedy: 'Wait as long as `Retry-After` says, then send it again.',
  },
  captcha_unavailable: {
    status: 503,
    title: 'The captcha cannot be verified',
    occurs:
      'The provider of the captcha of a form did not answer within 5 s, answered something else, or does not accept the secret of the form, and the form does not accept submissions then. Nothing was written.',
    remedy:
      'Wait as long as `Retry-After` says, then submit the form again with a new token. If it persists, correct `captchaSecret` or `captchaVerifyUrl`, or set `captchaWhenUnavailable` to `accept`.',
  },
  database_unavailable: {
    status: 503,
    title: 'The database is not available',
    occurs:
      'The service cannot reach its database, or the database is starting. Nothing was written that was not answered.',
    remedy: 'Wait as long as `Retry-After` says, then send it again.',
  },
} as const satisfies Record<ErrorCode, ProblemKind>;

/** Further violations are cut: a batch of a thousand bad items must not answer with megabytes. */
const MAX_VIOLATIONS = 50;
const SERVER_FAULT = 'The request could not be completed. The request itself is not known to be invalid.';

/** RFC 9457 problem details, with the stable `code` clients switch on. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: ErrorCode;
  requestId: string;
  errors?: FieldError[];
}

export interface RenderedProblem {
  status: number;
  code: ErrorCode;
  headers: Record<string, string>;
  body: string;
}

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Whole seconds, spread over 1 to 3 so that refused callers do not all return at once. */
function retryAfter(): string {
  return String(1 + Math.floor(Math.random() * 3));
}

/** The answer to a failed request. `path` is its path without the query, which may hold personal data. */
export function renderProblem(error: AppError, path: string, requestId: string): RenderedProblem {
  const body = problemBody(error, path, requestId);
  return {
    status: body.status,
    code: error.code,
    headers: problemHeaders(error, body.status),
    body: JSON.stringify(body),
  };
}

/** The problem as a value: for the items of a batch, which carry it inside a successful answer. */
export function problemBody(error: AppError, path: string, requestId: string): ProblemBody {
  const kind = PROBLEMS[error.code];
  const body: ProblemBody = {
    type: `/problems/${error.code}`,
    title: kind.title,
    status: kind.status,
    detail: kind.status === 500 ? SERVER_FAULT : error.detail,
    instance: path,
    code: error.code,
    requestId,
  };
  if (error.extra.errors !== undefined && error.extra.errors.length > 0) {
    body.errors = error.extra.errors.slice(0, MAX_VIOLATIONS);
  }
  return body;
}

function problemHeaders(error: AppError, status: number): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': PROBLEM_TYPE };
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  if (status === 503) headers['retry-after'] = retryAfter();
  for (const [name, value] of Object.entries(error.extra.headers ?? {})) headers[name.toLowerCase()] = value;
  return headers;
}

const FASTIFY_ERRORS: Record<string, AppError> = {
  FST_ERR_BAD_URL: new AppError('invalid_encoding', 'The path has a percent-encoding that is not UTF-8.'),
  FST_ERR_MAX_PARAM_LENGTH: new AppError('validation_failed', 'A path parameter is longer than 512 characters.'),
  FST_ERR_CTP_BODY_TOO_LARGE: new AppError('body_too_large', 'The body is larger than this operation accepts.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new AppError(
    'unsupported_media_type',
    'The body must be application/json. Submissions of forms also take application/x-www-form-urlencoded, and no multipart/form-data.',
  ),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new AppError(
    'validation_failed',
    'Content-Length differs from the length of the body.',
  ),
};

const TORN_BODY = new AppError('validation_failed', 'The connection closed before the body was complete.');

/** Turns any thrown value into an AppError. An unknown value becomes an internal error with the value as its cause, for the log. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  // Fastify marks the error of a torn body with status 400. A torn connection to the database has the same code and no status.
  if (code === 'ECONNRESET' && thrown instanceof Error && 'statusCode' in thrown) return TORN_BODY;
  return (
    FASTIFY_ERRORS[code] ??
    refusedByFramework(thrown) ??
    new AppError('internal_error', SERVER_FAULT, { cause: thrown })
  );
}

/** Fastify and its plugins mark errors of the caller with a 4xx status. Their texts may quote the request, so they are replaced. */
function refusedByFramework(thrown: unknown): AppError | undefined {
  const status = thrown instanceof Error && 'statusCode' in thrown ? Number(thrown.statusCode) : Number.NaN;
  if (status === 403 || status === 404) return new AppError('not_found', 'There is nothing at this path.');
  if (status >= 400 && status < 500) return new AppError('validation_failed', 'The request cannot be understood.');
  return undefined;
}
