/** The closed list of error codes. Each has one HTTP status, in http/problems.ts. */
export const ERROR_CODES = [
  'validation_failed',
  'malformed_json',
  'invalid_encoding',
  'cursor_invalid',
  'unauthenticated',
  'scope_missing',
  'address_not_allowed',
  'origin_not_allowed',
  'not_found',
  'method_not_allowed',
  'request_timeout',
  'conflict',
  'feed_epoch_changed',
  'file_gone',
  'version_mismatch',
  'weak_etag',
  'body_too_large',
  'unsupported_media_type',
  'rule_refused',
  'suppressed',
  'idempotency_key_reused',
  'answer_erased',
  'reference_not_found',
  'rate_limited',
  'internal_error',
  'overloaded',
  'captcha_unavailable',
  'database_unavailable',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One violated field: `pointer` (RFC 6901, into the body) or `parameter` (query, path or header name). */
export interface FieldError {
  pointer?: string;
  parameter?: string;
  code: string;
  detail: string;
}

export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: ErrorCode,
    /** A sentence for the caller: what is wrong and what to do. Never personal data. */
    readonly detail: string,
    readonly extra: { errors?: FieldError[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: extra.cause });
  }
}
