/** The kinds of database errors that the layers above distinguish. The only place that reads SQLSTATE and constraint names. */
export type DatabaseFailure =
  | { kind: 'unique'; constraint: string }
  | { kind: 'foreign_key'; constraint: string }
  /** No connection, or the server ended it. Whether a commit under way took effect is not known. */
  | { kind: 'unavailable' }
  /** A connection is open and gives no answer. Whether a commit under way took effect is not known. */
  | { kind: 'hung' }
  /** The database accepts no writes: a standby, or `default_transaction_read_only`. */
  | { kind: 'read_only' }
  | { kind: 'disk_full' }
  /** Out of memory, of connections or of another resource of the server. */
  | { kind: 'exhausted' }
  /** The statement ran longer than `statement_timeout`. */
  | { kind: 'timeout' }
  /** The transaction lost against another one: lock time-out, deadlock or serialization failure. */
  | { kind: 'contention' }
  | { kind: 'data' }
  | { kind: 'other' };

export type FailureKind = DatabaseFailure['kind'];

/** Failures of the database as a whole: every write meets them, whatever it contains, until the database recovers. */
const OUTAGES: ReadonlySet<FailureKind> = new Set(['unavailable', 'hung', 'read_only', 'disk_full', 'exhausted']);

export const isOutage = (failure: DatabaseFailure | undefined): boolean =>
  failure !== undefined && OUTAGES.has(failure.kind);

/** SQLSTATEs and codes of sockets (PostgreSQL, appendix A). A class of two characters stands for all its codes. */
const KINDS: Readonly<Record<string, Exclude<FailureKind, 'unique' | 'foreign_key' | 'other'>>> = {
  ...{ ECONNREFUSED: 'unavailable', ECONNRESET: 'unavailable', ECONNABORTED: 'unavailable', ENOENT: 'unavailable' },
  ...{ EPIPE: 'unavailable', ETIMEDOUT: 'unavailable', EHOSTUNREACH: 'unavailable', ENETUNREACH: 'unavailable' },
  ...{ ENOTFOUND: 'unavailable', EAI_AGAIN: 'unavailable', ERR_STREAM_DESTROYED: 'unavailable' },
  '08': 'unavailable',
  // Refused at login: during a fail-over the new server may not know the role or the database yet.
  '28': 'unavailable',
  '3D000': 'unavailable',
  '57P01': 'unavailable',
  '57P02': 'unavailable',
  '57P03': 'unavailable',
  '57P04': 'unavailable',
  '57P05': 'unavailable',
  '25P03': 'unavailable',
  '25P04': 'timeout',
  '58': 'unavailable',
  '25006': 'read_only',
  '53100': 'disk_full',
  '53': 'exhausted',
  '57014': 'timeout',
  '55P03': 'contention',
  '40': 'contention',
  '22': 'data',
};
/** Messages that pg reports without a code. */
const HUNG_TEXT = /query read timeout/i;
const CONNECTION_TEXT =
  /connection terminated|timeout exceeded when trying to connect|timeout expired|connection ended|not queryable|after calling end on the pool/i;
/**
 * A sharding engine reports the failure of a copy on another server as an internal error: only the message tells what it was. In the
 * order in which they are tried.
 */
const INTERNAL_ERROR = 'XX000';
const INTERNAL_TEXTS: [text: RegExp, code: string][] = [
  [/violates unique constraint/i, '23505'],
  [/violates foreign key constraint/i, '23503'],
  [/no space left on device/i, '53100'],
  [/remaining connection slots|too many (?:clients|connections)|out of memory/i, '53000'],
  [/read-only transaction/i, '25006'],
  [/due to lock timeout/i, '55P03'],
  [/due to statement timeout|due to user request/i, '57014'],
  [/deadlock|could not serialize/i, '40P01'],
  [
    /connection to the remote node|failed to (?:connect|establish)|could not (?:connect|establish|receive|send)|connection (?:not open|was lost|timed out|refused)|server closed the connection|terminating connection|node .* (?:is not active|does not exist)|the database system is (?:starting up|shutting down)/i,
    '08006',
  ],
  [/invalid (?:input syntax|byte sequence)|out of range|value too long/i, '22000'],
];
const SQLSTATE = /^[0-9A-Z]{5}$/;
const MOST_CAUSES = 5;

interface SqlError {
  code?: string;
  constraint?: string;
  message?: string;
  cause?: unknown;
}

export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  for (const e of causesOf(error)) {
    const code = codeOf(e);
    if (code === '23505') return { kind: 'unique', constraint: constraintOf(e) };
    if (code === '23503') return { kind: 'foreign_key', constraint: constraintOf(e) };
    const kind = KINDS[code] ?? (SQLSTATE.test(code) ? (KINDS[code.slice(0, 2)] ?? 'other') : undefined);
    if (kind !== undefined) return { kind };
    if (typeof e.message !== 'string') continue;
    if (HUNG_TEXT.test(e.message)) return { kind: 'hung' };
    if (CONNECTION_TEXT.test(e.message)) return { kind: 'unavailable' };
  }
  return undefined;
}

function codeOf({ code, message }: SqlError): string {
  if (typeof code !== 'string') return '';
  if (code !== INTERNAL_ERROR || typeof message !== 'string') return code;
  return INTERNAL_TEXTS.find(([text]) => text.test(message))?.[1] ?? code;
}

/** A statement was refused only because one before it in the transaction had failed. */
export const isAborted = (error: unknown): boolean => causesOf(error).some(({ code }) => code === '25P02');

/** The error and its causes: the query builder wraps the errors of the driver. */
function causesOf(error: unknown): SqlError[] {
  const causes: SqlError[] = [];
  let next = error;
  while (typeof next === 'object' && next !== null && causes.length < MOST_CAUSES) {
    const cause: SqlError = next;
    causes.push(cause);
    next = cause.cause;
  }
  return causes;
}

/** Behind a sharding engine the name stands only in the message, with a shard suffix. */
function constraintOf(error: SqlError): string {
  const name = error.constraint ?? /constraint "([^"]+)"/.exec(error.message ?? '')?.[1] ?? '';
  return name.replace(/_\d+$/, '');
}
