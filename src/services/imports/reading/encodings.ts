/** Detects the encoding of a text from its first bytes. */
import { analyse } from 'chardet';
import iconv from 'iconv-lite';

export interface DetectedEncoding {
  /** The name in iconv-lite. */
  encoding: string;
  /** `unsure` where another encoding fits the bytes as well. */
  certainty: 'certain' | 'likely' | 'unsure';
  /** Whether a few bytes are invalid in the encoding; they are read as the replacement character. */
  damaged: boolean;
}

const HEAD_BYTES = 4_096;
const SAMPLE_BYTES = 65_536;
/** Bytes kept on each side of a non-ASCII byte, so that the detector sees which letters follow each other. */
const CONTEXT_BYTES = 24;
/**
 * Guesses of the detector that are used when their confidence is well above that of Western encodings: names give the
 * detector little evidence. The other single-byte Latin encodings are all read as Windows-1252.
 */
const TRUSTED = /^(?:windows-125[0134567]|koi8-r|shift_jis|euc-jp|euc-kr|gb18030|big5|iso-8859-[25678])$/;

const WESTERN = /^(?:iso-8859-1|windows-1252)$/i;

/** Detects the encoding of the first bytes of a text. A character that the end cuts does not count. */
export function detectEncoding(bytes: Buffer): DetectedEncoding {
  const utf8 = countUtf8(bytes);
  const wide = utf16Of(bytes.subarray(0, HEAD_BYTES));
  if (wide !== undefined) return { encoding: wide, certainty: 'certain', damaged: false };
  if (utf8.broken === 0) return { encoding: 'utf-8', certainty: 'certain', damaged: false };
  if (utf8.broken * 10 < utf8.characters) return { encoding: 'utf-8', certainty: 'likely', damaged: true };
  const [best, ...others] = analyse(foreignBytes(bytes, SAMPLE_BYTES));
  const western = Math.max(0, ...others.filter(({ name }) => WESTERN.test(name)).map(({ confidence }) => confidence));
  const name = best?.name.toLowerCase() ?? '';
  const clear = best !== undefined && best.confidence >= 15 && best.confidence >= western * 1.5;
  const trusted = clear && TRUSTED.test(name) && iconv.encodingExists(name);
  return { encoding: trusted ? name : 'windows-1252', certainty: 'unsure', damaged: false };
}

interface Utf8Counts {
  characters: number;
  broken: number;
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

function countUtf8(bytes: Buffer): Utf8Counts {
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true });
  const counts: Utf8Counts = { characters: 0, broken: 0 };
  for (const found of text.match(/[^\0-\x7f]/gu) ?? []) found === '\ufffd' ? counts.broken++ : counts.characters++;
  return counts;
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
