import type { IfMatch } from '../core/refusals.js';
import { AppError } from './errors.js';

export function notFound(noun: string): AppError {
  return new AppError('not_found', `There is no such ${noun} in this workspace.`);
}

/** What a read found; refuses when it found nothing. */
export function orNotFound<Found>(found: Found | undefined, noun: string): Found {
  if (found === undefined) throw notFound(noun);
  return found;
}

/** Refuses when `ifMatch` is present and does not contain the current version. */
export function checkVersion(current: { version: number }, ifMatch: IfMatch): void {
  if (!ifMatch || ifMatch.includes(current.version)) return;
  throw new AppError(
    'version_mismatch',
    `It is at version ${current.version}: read it again and repeat the change on top of it.`,
    { headers: { etag: `"${current.version}"` } },
  );
}

/** Trims the name, as creation does. */
export function trimmed<T extends { name?: string | undefined }>(patch: T): T {
  return patch.name === undefined ? patch : { ...patch, name: patch.name.trim() };
}

/** The changed fields only, before and after; undefined when `patch` changes nothing. */
export function changedFields<T extends object>(
  before: T,
  patch: Partial<T>,
): { before: Partial<T>; after: Partial<T> } | undefined {
  const was: Partial<T> = {};
  const is: Partial<T> = {};
  for (const field of Object.keys(patch) as (keyof T)[]) {
    if (JSON.stringify(before[field]) === JSON.stringify(patch[field])) continue;
    was[field] = before[field];
    is[field] = patch[field];
  }
  return Object.keys(is).length === 0 ? undefined : { before: was, after: is };
}
