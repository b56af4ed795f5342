import type { GroupKey } from '../../core/metrics/answer.js';
import { AppError } from '../errors.js';

/** The text of a row by which it is followed. */
export const groupText = (keys: readonly Pick<GroupKey, 'key'>[]): string =>
  Buffer.from(JSON.stringify(keys.map(({ key }) => key))).toString('base64url');

/** The keys that the text of a row names: as many as the question has dimensions. */
export function keysOfRow(text: string, dimensions: number): (string | null)[] {
  const keys = parsed(text);
  const fits = Array.isArray(keys) && keys.length === dimensions;
  if (fits && keys.every((key): key is string | null => key === null || typeof key === 'string')) return keys;
  throw new AppError('rule_refused', 'The row is none of the question: see `errors`.', {
    errors: [{ pointer: '/group', code: 'value_invalid', detail: 'is not the `group` of a row of this question' }],
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
