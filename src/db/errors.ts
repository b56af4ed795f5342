/** What a database error means to the layers above. The only place that reads SQLSTATE and constraint names. */
export type DatabaseFailure =
  | { kind: 'unique'; constraint: string }
  | { kind: 'foreign_key'; constraint: string }
  | { kind: 'unavailable' }
  | { kind: 'timeout' }
  | { kind: 'data' }
  | { kind: 'other' };

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
]);
const CONNECTION_TEXT = /connection terminated|timeout exceeded when trying to connect|connection ended|not queryable/i;

interface SqlError {
  code?: string;
  constraint?: string;
  message?: string;
  cause?: unknown;
}

export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  for (let e = error as SqlError | undefined, depth = 0; e && depth < 5; e = e.cause as SqlError | undefined, depth++) {
    const code = typeof e.code === 'string' ? e.code : '';
    if (code === '23505') return { kind: 'unique', constraint: constraintOf(e) };
    if (code === '23503') return { kind: 'foreign_key', constraint: constraintOf(e) };
    if (code === '57014' || code === '55P03' || code === '25P03') return { kind: 'timeout' };
    if (CONNECTION_CODES.has(code) || code.startsWith('08') || code.startsWith('53')) return { kind: 'unavailable' };
    if (code.startsWith('22')) return { kind: 'data' };
    if (/^[0-9A-Z]{5}$/.test(code)) return { kind: 'other' };
    if (typeof e.message === 'string' && CONNECTION_TEXT.test(e.message)) return { kind: 'unavailable' };
  }
  return undefined;
}

/** A statement was refused only because one before it in the transaction had failed. */
export const isAborted = (error: unknown): boolean => (error as SqlError | undefined)?.code === '25P02';

/** Behind a sharding engine the name stands only in the message, with a shard suffix. */
function constraintOf(error: SqlError): string {
  const name = error.constraint ?? /constraint "([^"]+)"/.exec(error.message ?? '')?.[1] ?? '';
  return name.replace(/_\d+$/, '');
}
