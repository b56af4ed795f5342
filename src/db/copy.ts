import pg from 'pg';

/** The parts of pg's connection that a copy uses; its types leave them out. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  stream: { cork(): void; uncork(): void };
}

/**
 * `copy ... from stdin` with its data sent along, in one flight. The protocol allows it: a server that refuses the
 * statement drops the data that follows (PostgreSQL, "COPY Operations"). pg-copy-streams waits for the server's go-ahead
 * first, a round trip for each table of a transaction, and cannot run on a pipelined connection.
 */
export class CopyIn extends pg.Query {
  constructor(
    private readonly statement: string,
    private readonly data: Buffer,
  ) {
    super(statement);
  }

  override submit = (connection: unknown): void => {
    const to = connection as CopyConnection;
    to.stream.cork();
    to.query(this.statement);
    to.sendCopyFromChunk(this.data);
    to.endCopyFrom();
    to.stream.uncork();
  };

  /** The server's go-ahead arrives after all data has been sent. */
  handleCopyInResponse(): void {}
}

/**
 * The lines of a copy as UTF-8. Each line is encoded by itself: one text of all lines takes twice the time, and lives so long that the garbage
 * collector copies it.
 */
export class CopyLines {
  private buffer = Buffer.alloc(0);
  private used = 0;

  /** `count`: the number of lines to come. */
  constructor(private readonly count: number) {}

  add(line: string): void {
    const most = this.used + line.length * MOST_BYTES;
    if (most > this.buffer.length)
      this.grow(Math.max(most, 2 * this.used, this.used === 0 ? ROOM * line.length * this.count : 0));
    this.used += this.buffer.write(line, this.used);
  }

  get data(): Buffer {
    return this.buffer.subarray(0, this.used);
  }

  private grow(size: number): void {
    const larger = Buffer.allocUnsafe(size);
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}

/** Of a UTF-16 unit in UTF-8. */
const MOST_BYTES = 3;
/** The room for lines that are longer than the first. */
const ROOM = 2;

const SPECIAL = /[\\\n\r\t]/;
const SPECIALS = /[\\\n\r\t]/g;
const ESCAPED: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value of a text-format copy (PostgreSQL, COPY, "Text Format"); NULL when absent. */
export function copyValue(value: unknown): string {
  if (typeof value === 'string') return escaped(value);
  if (value === undefined || value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return escaped(arrayLiteral(value));
  throw new TypeError(`cannot copy a ${typeof value}`);
}

export function copyJson(value: unknown): string {
  if (value === undefined || value === null) return '\\N';
  const text = JSON.stringify(value);
  // The backslash is the only special character in JSON, and most texts have none. Not `replace` or `replaceAll`:
  // V8 builds their result of two strings for each match, which costs the garbage collector ten times as much time.
  return text.includes('\\') ? text.split('\\').join('\\\\') : text;
}

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIALS, (character) => ESCAPED[character] ?? character) : text;
}

/** An array of texts as PostgreSQL reads it ("Array Input and Output Syntax"). */
export function arrayLiteral(values: readonly unknown[]): string {
  let text = '{';
  for (const value of values) {
    const element = String(value);
    const isPlain = !element.includes('"') && !element.includes('\\');
    text += `${text === '{' ? '"' : ',"'}${isPlain ? element : element.replace(/["\\]/g, '\\$&')}"`;
  }
  return `${text}}`;
}
