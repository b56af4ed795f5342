import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../services/errors.js';
import { parseJson } from '../json.js';
import { MALFORMED_QUERY, parseQuery } from '../query.js';

const JSON_TYPE = 'application/json';
const MERGE_PATCH_TYPE = 'application/merge-patch+json';
const HTML_FORM_TYPE = 'application/x-www-form-urlencoded';
const PARAMETERS = /^[^;]+(?:;\s*charset="?utf-8"?\s*)?;?\s*$/i;
const CODINGS: ReadonlySet<string> = new Set(['gzip', 'x-gzip']);
const UNSUPPORTED = new AppError(
  'unsupported_media_type',
  'The body must be application/json in UTF-8 (on PATCH also application/merge-patch+json).',
);
const UNKNOWN_CODING = new AppError('unsupported_media_type', 'Content-Encoding must be gzip or absent.', {
  headers: { 'accept-encoding': 'gzip, identity' },
});
const NO_GZIP = new AppError('validation_failed', 'The body is not gzip, as its Content-Encoding states.');
/** JSON of similar records shrinks to a fiftieth; what shrinks to less than a two hundredth was made to fill memory. */
const MOST_RATIO = 200;
const SMALL_BYTES = 65_536;

type Done = (error: Error | null, body?: unknown) => void;

/**
 * Reads bodies: JSON, strictly, plain or with gzip, and plain HTML forms where an operation takes them. A refused body becomes an AppError as the value of the body. A thrown error in a
 * parser would close the connection, which a client with a typing error may keep.
 */
export function registerBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.decorateRequest('bodyBytes', undefined);
  server.addContentTypeParser([JSON_TYPE, MERGE_PATCH_TYPE], { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    const coding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
    if (coding === 'identity') done(null, readBody(request, bytes));
    else if (CODINGS.has(coding)) inflate(request, bytes, done);
    else done(null, UNKNOWN_CODING);
  });
  server.addContentTypeParser(HTML_FORM_TYPE, { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    done(null, request.operation?.htmlForm === true ? readHtmlForm(request, bytes) : UNSUPPORTED);
  });
}

/** Whether a browser sent the body as a plain HTML form. */
export const isHtmlForm = ({ headers }: FastifyRequest): boolean =>
  headers['content-type']?.toLowerCase().startsWith(HTML_FORM_TYPE) ?? false;

/** The fields by name. Several values of one name are lines of one text. */
function readHtmlForm(request: FastifyRequest, bytes: Buffer): unknown {
  if (!isSupported(request) || request.headers['content-encoding'] !== undefined) return UNSUPPORTED;
  request.bodyBytes = bytes;
  const fields = parseQuery(bytes.toString('latin1'));
  if (MALFORMED_QUERY in fields)
    return new AppError('invalid_encoding', 'The form is not UTF-8, has NUL, or has more than 100 fields.');
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value].flat().join('\n')]));
}

/** The limit of the operation holds for the bytes as sent and as inflated. Inflating ends as soon as a limit is exceeded. */
function inflate(request: FastifyRequest, bytes: Buffer, done: Done): void {
  const most = Math.max(SMALL_BYTES, bytes.length * MOST_RATIO);
  const maxOutputLength = Math.min(request.routeOptions.bodyLimit, most);
  gunzip(bytes, { maxOutputLength }, (error, inflated) => {
    if (error === null) done(null, readBody(request, inflated));
    else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') done(null, tooLarge(maxOutputLength));
    else done(null, NO_GZIP);
  });
}

function tooLarge(bytes: number): AppError {
  const detail = `The body has more than ${bytes} bytes after gzip is undone: the limit of this operation, or ${MOST_RATIO} times its length as sent.`;
  return new AppError('body_too_large', detail);
}

function readBody(request: FastifyRequest, bytes: Buffer): unknown {
  if (!isSupported(request)) return UNSUPPORTED;
  if (bytes.length === 0) return undefined;
  request.bodyBytes = bytes;
  return parseJson(bytes, request.routeOptions.config.mostNames);
}

function isSupported(request: FastifyRequest): boolean {
  const { 'content-type': type = '' } = request.headers;
  if (type === JSON_TYPE) return true;
  return PARAMETERS.test(type) && (request.method === 'PATCH' || !type.toLowerCase().startsWith(MERGE_PATCH_TYPE));
}
