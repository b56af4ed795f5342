import type { Job } from '../../core/jobs/shapes.js';
import { iso } from '../../core/time.js';
import type { FileContent } from '../../services/exports/exports.js';
import { formatInstant } from './instants.js';

/** The request and the result of an export. */
export function exportOut({ params, result }: Job<'export'>) {
  const { scopes: _, occurredFrom, occurredBefore, ...asked } = params;
  const shown = {
    ...asked,
    occurredFrom: formatInstant(occurredFrom),
    occurredBefore: formatInstant(occurredBefore),
  };
  if (result === null || !('rows' in result)) return shown;
  const { rows, leftOut, bytes, snapshotAt, expiresAt } = result;
  return { ...shown, rows, leftOut, bytes, snapshotAt: iso(snapshotAt), expiresAt: iso(expiresAt) };
}

export const fileOut = (file: FileContent) => ({ file });
