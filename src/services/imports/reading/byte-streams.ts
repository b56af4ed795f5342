import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../errors.js';

export type Bytes = AsyncIterable<Uint8Array>;

/** Decompressed bytes of one file. A gigabyte of text may come as a megabyte. */
const MOST_BYTES = 4 * 1_073_741_824;

/** Content of this size that is packed to a part this small has nothing but repetitions. */
const SUSPECT_BYTES = 64 * 1_048_576;
const SUSPECT_RATIO = 250;
export const UNPACKS_TO_MORE = 'The file unpacks to far more than a list needs: it is refused.';

export const isSuspect = (bytes: number, packed: number): boolean =>
  bytes > SUSPECT_BYTES && bytes > packed * SUSPECT_RATIO;

export const refused = (detail: string, cause?: unknown) => new AppError('rule_refused', detail, { cause });

export interface Peeked {
  head: Buffer;
  /** Whether the head is everything. */
  whole: boolean;
  /** Everything, with the head. Can be read once. */
  all: Bytes;
}

/** Reads the first `length` bytes, or all where there are fewer. */
export async function peek(source: Bytes, length: number): Promise<Peeked> {
  const chunks = source[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let read = 0;
  let whole = false;
  while (read < length && !whole) {
    const next = await chunks.next();
    if (next.done) whole = true;
    else {
      parts.push(next.value);
      read += next.value.length;
    }
  }
  const head = Buffer.concat(parts);
  async function* all(): AsyncGenerator<Uint8Array> {
    yield head;
    if (whole) return;
    try {
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    } finally {
      await chunks.return?.();
    }
  }
  return { head, whole, all: all() };
}

export const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** Decompresses gzip while it is read. An error of the source ends it with that error. */
export async function* gunzip(source: Bytes): AsyncGenerator<Uint8Array> {
  const stream = createGunzip();
  // The error is thrown by the loop.
  pipeline(Readable.from(source), stream, () => undefined);
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw refused('The compressed file has more than 4 GB of content: divide it.');
      if (isSuspect(bytes, stream.bytesWritten)) throw refused(UNPACKS_TO_MORE);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refused('The compressed file is damaged or not complete.', error);
  }
}

/** Collects everything; throws AppError with `detail` beyond `limit` bytes. */
export async function collect(source: Bytes, limit: number, detail: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > limit) throw refused(detail);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}
