import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { UsageError } from '../../src/command.js';

export interface FileFacts {
  /** SHA-256 of the bytes, hex. */
  hash: string;
  bytes: number;
  /** The name in iconv-lite. */
  encoding: string;
  /** Whether a few bytes are invalid in the encoding; they are read as the replacement character. */
  damaged: boolean;
}

const HEAD_BYTES = 4_096;
const SAMPLE_BYTES = 65_536;
/** Bytes kept on each side of a non-ASCII byte, so that the detector sees which letters follow each other. */
const CONTEXT_BYTES = 24;
const READ_BYTES = 1_048_576;
/**
 * Guesses of the detector that are used when their confidence is well above that of Western encodings: names give the
 * detector little evidence. The other single-byte Latin encodings are all read as Windows-1252.
 */
const TRUSTED = /^(?:windows-125[0134567]|koi8-r|shift_jis|euc-jp|euc-kr|gb18030|big5|iso-8859-[25678])$/;

const WESTERN = /^(?:iso-8859-1|windows-1252)$/i;

/**
 * Reads the whole file once for its hash, size and encoding. A `given` encoding is used without a check of the content.
 */
export async function inspectFile(path: string, given: string | undefined): Promise<FileFacts> {
  if (given !== undefined && !iconv.encodingExists(given)) throw new UsageError(`--encoding: "${given}" is not known.`);
  const hash = createHash('sha256');
  const utf8 = countUtf8();
  let head = Buffer.alloc(0);
  const sample: Buffer[] = [];
  let sampled = 0;
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
    utf8.add(chunk);
    if (sampled < SAMPLE_BYTES) {
      const found = foreignBytes(chunk, SAMPLE_BYTES - sampled);
      sample.push(found);
      sampled += found.length;
    }
  }
  const { encoding, damaged } =
    given === undefined ? decide(head, utf8.end(), Buffer.concat(sample)) : { encoding: given, damaged: false };
  return { hash: hash.digest('hex'), bytes, encoding, damaged };
}

/** Streams the file as text without byte order mark. */
export function readText(path: string, encoding: string): Readable {
  const source = createReadStream(path, { highWaterMark: READ_BYTES });
  const decoder = iconv.decodeStream(encoding) as unknown as NodeJS.ReadWriteStream & Readable;
  source.once('error', (error) => decoder.destroy(error));
  return source.pipe(decoder);
}

interface Utf8Counts {
  characters: number;
  broken: number;
}

function decide(head: Buffer, utf8: Utf8Counts, sample: Buffer): { encoding: string; damaged: boolean } {
  const wide = utf16Of(head);
  if (wide !== undefined) return { encoding: wide, damaged: false };
  if (utf8.broken === 0) return { encoding: 'utf-8', damaged: false };
  if (utf8.broken * 10 < utf8.characters) return { encoding: 'utf-8', damaged: true };
  const [best, ...others] = analyse(sample);
  const western = Math.max(0, ...others.filter(({ name }) => WESTERN.test(name)).map(({ confidence }) => confidence));
  const name = best?.name.toLowerCase() ?? '';
  const clear = best !== undefined && best.confidence >= 15 && best.confidence >= western * 1.5;
  return {
    encoding: clear && TRUSTED.test(name) && iconv.encodingExists(name) ? name : 'windows-1252',
    damaged: false,
  };
}

/** Detects UTF-16 by its byte order mark, else by the positions of the zero bytes in Latin text. */
function utf16Of(head: Buffer): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  let even = 0;
  let odd = 0;
  for (const [index, byte] of head.entries()) if (byte === 0) index % 2 === 0 ? even++ : odd++;
  const many = head.length * 0.3;
  if (odd > many && even < odd / 10) return 'utf-16le';
  return even > many && odd < even / 10 ? 'utf-16be' : undefined;
}

function countUtf8(): { add(chunk: Buffer): void; end(): Utf8Counts } {
  const decoder = new TextDecoder('utf-8');
  const counts: Utf8Counts = { characters: 0, broken: 0 };
  const count = (text: string) => {
    for (const found of text.match(/[^\0-\x7f]/gu) ?? []) found === '\ufffd' ? counts.broken++ : counts.characters++;
  };
  return {
    add: (chunk) => count(decoder.decode(chunk, { stream: true })),
    end: () => {
      count(decoder.decode());
      return counts;
    },
  };
}

/** The non-ASCII bytes with their context. Plain English text around them would hide the encoding from the detector. */
function foreignBytes(chunk: Buffer, limit: number): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  for (let index = 0; index < chunk.length && length < limit; index++) {
    if ((chunk[index] ?? 0) < 0x80) continue;
    const end = Math.min(chunk.length, index + CONTEXT_BYTES);
    const part = chunk.subarray(Math.max(0, index - CONTEXT_BYTES), end);
    parts.push(part);
    length += part.length;
    index = end;
  }
  return Buffer.concat(parts).subarray(0, limit);
}
