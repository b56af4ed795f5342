import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** A statement that a test file sent. */
export interface RecordedStatement {
  text: string;
  /** Whether it came over the pool of the service; otherwise from a connection of a test or of a command. */
  pooled: boolean;
  /** The lines of code that sent it first. */
  from: string;
}

interface Sending {
  query(...given: unknown[]): unknown;
  /** The pool counts the uses of its clients. */
  _poolUseCount?: number;
}

/** Lists of any length count as one statement. */
const shapeOf = (text: string): string =>
  text.replace(/\$\d+/g, '$1').replace(/(\$1|\d+|'[^']*')(?:,\s*(?:\$1|\d+|'[^']*'))+/g, '$1');
const MOST_FRAMES = 12;

/**
 * Records each distinct statement of this process, and writes them to a file of the folder at its end. Nothing without a folder. At
 * the end of `npm test` they are checked against the rules of distributed databases.
 */
export function recordStatements(folder: string | undefined): void {
  if (folder === undefined) return;
  const seen = new Map<string, RecordedStatement>();
  const prototype = pg.Client.prototype as unknown as Sending;
  const { query } = prototype;
  prototype.query = function (this: Sending, ...given: unknown[]) {
    const [first] = given;
    const text = typeof first === 'string' ? first : String(Reflect.get(Object(first), 'text') ?? '');
    if (text !== '') {
      const pooled = this._poolUseCount !== undefined;
      const shape = `${pooled}${shapeOf(text)}`;
      if (!seen.has(shape)) seen.set(shape, { text, pooled, from: framesOf(new Error('sent')) });
    }
    return query.apply(this, given);
  };
  process.on('exit', () => writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify([...seen.values()])));
}

/** Without those of packages. */
function framesOf(error: Error): string {
  const lines = (error.stack ?? '').split('\n').slice(2, 2 + MOST_FRAMES);
  return lines.filter((line) => /(?:src|test|scripts)\//.test(line) && !line.includes('node_modules')).join('\n');
}
