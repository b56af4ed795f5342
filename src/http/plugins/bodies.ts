import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../services/errors.js';
import { parseJson } from '../json.js';

const JSON_TYPE = 'application/json';
const MERGE_PATCH_TYPE = 'application/merge-patch+json';
const PARAMETERS = /^[^;]+(?:;\s*charset="?utf-8"?\s*)?;?\s*$/i;
const UNSUPPORTED =
  'The body must be application/json in UTF-8, without content encoding (on PATCH also application/merge-patch+json).';

/**
 * Reads bodies: JSON only, strictly. A refused body becomes an AppError as the value of the body. A thrown error in a
 * parser would close the connection, which a client with a typing error may keep.
 */
export function registerBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.decorateRequest('bodyBytes', undefined);
  server.addContentTypeParser([JSON_TYPE, MERGE_PATCH_TYPE], { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    done(null, readBody(request, bytes));
  });
}

function readBody(request: FastifyRequest, bytes: Buffer): unknown {
  if (!isSupported(request)) return new AppError('unsupported_media_type', UNSUPPORTED);
  if (bytes.length === 0) return undefined;
  request.bodyBytes = bytes;
  return parseJson(bytes);
}

function isSupported(request: FastifyRequest): boolean {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  if (encoding.toLowerCase() !== 'identity') return false;
  if (type === JSON_TYPE) return true;
  return PARAMETERS.test(type) && (request.method === 'PATCH' || !type.toLowerCase().startsWith(MERGE_PATCH_TYPE));
}
