/** Decodes the bytes of a text. */
import { isAscii } from 'node:buffer';
import iconv from 'iconv-lite';
import { type Bytes, refused } from './byte-streams.js';
import { type DetectedEncoding, detectEncoding } from './encodings.js';

/** The encoding of a text: the one that the caller names, else the detected one. */
export function encodingOf(head: Buffer, given: string | undefined): DetectedEncoding {
  if (given === undefined) return detectEncoding(head);
  if (!iconv.encodingExists(given)) throw refused('The encoding is not known: name one such as windows-1252.');
  return { encoding: given, certainty: 'certain', damaged: false };
}

const NAMED_BINARIES: readonly [string, string][] = [
  ['\xd0\xcf\x11\xe0', 'This is an old or a protected Excel file: save it as XLSX without a password, or as CSV.'],
  ['%PDF', 'This is a PDF document, no list: save the list as CSV or XLSX.'],
  ['Rar!', 'This is a RAR archive: unpack it.'],
  ['7z\xbc\xaf', 'This is a 7-Zip archive: unpack it.'],
  ['SQLite', 'This is a database file, no list: save the list as CSV.'],
];
const PAGE = /^\s*<(?:!doctype|html|table|\?xml|meta|head)\b/i;

/** Refuses files that are no text, and web pages. */
export function checkIsText(head: Buffer, { encoding }: DetectedEncoding): void {
  const start = head.subarray(0, 1_024).toString('latin1');
  const binary = NAMED_BINARIES.find(([mark]) => start.startsWith(mark));
  if (binary) throw refused(binary[1]);
  if (PAGE.test(iconv.decode(head.subarray(0, 1_024), encoding)))
    throw refused('This is a web page or an XML document, no list: save the list as CSV or XLSX.');
  if (/^utf-?(?:16|32)/i.test(encoding)) return;
  const sample = head.subarray(0, 65_536);
  let controls = 0;
  for (const byte of sample) if ((byte < 9 && byte !== 1) || (byte > 13 && byte < 31 && byte !== 27)) controls++;
  if (controls > 8 && controls > sample.length / 100) throw refused('This is no text: save the list as CSV or XLSX.');
}

/**
 * The text of a list. Where its head is plain ASCII, the encoding is detected at the first other byte: `found` is changed then, and when
 * damaged characters come.
 */
export async function* decodeText(source: Bytes, found: DetectedEncoding, given: boolean): AsyncGenerator<string> {
  let decoder: iconv.DecoderStream | undefined;
  let first = true;
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    if (decoder === undefined) {
      if (!given && found.encoding === 'utf-8' && isAscii(bytes)) {
        first = false;
        yield bytes.toString('latin1');
        continue;
      }
      // The encoding of the head is known already.
      if (!given && !first) Object.assign(found, detectEncoding(bytes));
      decoder = iconv.getDecoder(found.encoding);
    }
    const text = decoder.write(bytes);
    if (!found.damaged && text.includes('\ufffd')) found.damaged = true;
    yield first && text.startsWith('\ufeff') ? text.slice(1) : text;
    first = false;
  }
  const end = decoder?.end();
  if (end) yield end;
}
