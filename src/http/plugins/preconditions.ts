import { hash } from 'node:crypto';
import type { IfMatch } from '../../core/refusals.js';
import { AppError } from '../../services/errors.js';

const ENTITY_TAGS = /^\s*(?:W\/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e]*")*\s*$/;
/** A version, with or without a variant. */
const STRONG_VERSION = /(?<!W\/)"([1-9][0-9]{0,15})(?:\.[0-9a-f]+)?"/g;

const WEAK_TAG = /W\/("[^"]*")/;

/** `variant`: hexadecimal, of an answer that time has changed since its version was written. `If-Match` looks at the version only. */
export function etagOf(version: number, variant?: string): string {
  return variant === undefined ? `"${version}"` : `"${version}.${variant}"`;
}

/** The tag of an answer that has no version: 128 bits of the SHA-256 of its content. The same for each content coding. */
export function contentTag(content: string): string {
  return `"${hash('sha256', content, 'hex').slice(0, 32)}"`;
}

/**
 * The versions that `If-Match` accepts: undefined for no header or `*` (a resource that is missing answers 404 anyway).
 * Tags of other servers match nothing (RFC 9110, 13.1.1), so the list may be empty. Refuses malformed lists, and lists of weak tags only.
 */
export function parseIfMatch(header: string | undefined): IfMatch {
  if (header === undefined || header.trim() === '*') return undefined;
  if (!ENTITY_TAGS.test(header)) {
    throw new AppError('validation_failed', 'If-Match is malformed.', {
      errors: [
        {
          parameter: 'If-Match',
          code: 'wrong_format',
          detail: 'must be a list of quoted entity tags, such as "3", or *',
        },
      ],
    });
  }
  const versions = [...header.matchAll(STRONG_VERSION)].map((match) => Number(match[1]));
  const weak = versions.length === 0 ? WEAK_TAG.exec(header)?.[1] : undefined;
  if (weak === undefined) return versions;
  throw new AppError(
    'weak_etag',
    `If-Match has only a weak tag, which matches nothing. The service sends strong tags: a proxy on the way weakened it, usually by compressing the answer. Send it without \`W/\`, as ${weak}.`,
    { errors: [{ parameter: 'If-Match', code: 'weak_etag', detail: `must be a strong tag, such as ${weak}` }] },
  );
}

/** Whether the caller has the answer with this tag already. Comparison is weak, as RFC 9110 13.1.2 requires. */
export function matchesIfNoneMatch(header: string, etag: string): boolean {
  if (header.trim() === '*') return true;
  return ENTITY_TAGS.test(header) && header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
