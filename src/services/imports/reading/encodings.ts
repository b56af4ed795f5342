/** Detects the encoding of a text from its first bytes. */
import { guessEncoding } from './encoding-guess.js';

export interface DetectedEncoding {
  /** The name in iconv-lite. */
  encoding: string;
  /** `unsure` where another encoding fits the bytes as well. */
  certainty: 'certain' | 'likely' | 'unsure';
  /** Whether a few bytes are invalid in the encoding; they are read as the replacement character. */
  damaged: boolean;
}

const HEAD_BYTES = 4_096;
const MARKS: readonly [string, readonly number[]][] = [
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
];

/** Detects the encoding of the first bytes of a text. A character that the end cuts does not count. */
export function detectEncoding(bytes: Buffer): DetectedEncoding {
  const wide = wideOf(bytes.subarray(0, HEAD_BYTES));
  if (wide !== undefined) return { encoding: wide, certainty: 'certain', damaged: false };
  const utf8 = countUtf8(bytes);
  if (utf8.broken === 0) return { encoding: 'utf-8', certainty: 'certain', damaged: false };
  if (utf8.broken * 10 < utf8.characters) return { encoding: 'utf-8', certainty: 'likely', damaged: true };
  const { encoding, clear } = guessEncoding(bytes);
  return { encoding, certainty: clear ? 'likely' : 'unsure', damaged: false };
}

/** UTF-16 and UTF-32 by their byte order marks, else by the places of the zero bytes in Latin text. */
function wideOf(head: Buffer): string | undefined {
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => head[index] === byte));
  if (marked) return marked[0] === 'utf-8' ? undefined : marked[0];
  const zeros = [0, 0, 0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 4] = (zeros[index % 4] ?? 0) + 1;
  const [a = 0, b = 0, c = 0, d = 0] = zeros;
  const many = (head.length / 4) * 0.6;
  if (b > many && c > many && d > many) return 'utf-32le';
  if (a > many && b > many && c > many) return 'utf-32be';
  if (b > many && d > many && a + c < (b + d) / 10) return 'utf-16le';
  return a > many && c > many && b + d < (a + c) / 10 ? 'utf-16be' : undefined;
}

interface Utf8Counts {
  characters: number;
  broken: number;
}

function countUtf8(bytes: Buffer): Utf8Counts {
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true });
  const counts: Utf8Counts = { characters: 0, broken: 0 };
  for (const found of text.match(/[^\0-\x7f]/gu) ?? []) found === '\ufffd' ? counts.broken++ : counts.characters++;
  return counts;
}
