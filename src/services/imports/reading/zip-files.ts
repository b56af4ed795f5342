/** Opens ZIP files: workbooks, and lists that were packed alone. Sizes are checked before anything is unpacked. */
import { Readable } from 'node:stream';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { type Bytes, collect, isSuspect, refused, UNPACKS_TO_MORE } from './byte-streams.js';

export interface ZipContent {
  isWorkbook: boolean;
  has(name: string): boolean;
  /** The content of an entry; throws AppError when it is not there or has more than `limit` bytes. */
  read(name: string, limit: number): Bytes;
  /** The content of the one list of a ZIP file; throws AppError when there is none, or several. */
  onlyList(): Bytes;
}

const MOST_PACKED = 128 * 1_048_576;
const MOST_LIST = 4 * 1_073_741_824;
const MOST_ENTRIES = 10_000;
const LIST = /\.(?:csv|tsv|tab|txt|json|ndjson|jsonl)$/i;

export const isZip = (head: Buffer): boolean => head.length > 3 && head.readUInt32LE(0) === 0x04034b50;

export async function openZip(source: Bytes): Promise<ZipContent> {
  const bytes = await collect(source, MOST_PACKED, 'A workbook or ZIP file has at most 128 MB: save the list as CSV.');
  const { zip, entries } = await readEntries(bytes);
  const byName = new Map(entries.map((entry) => [entry.fileName.replace(/^\//, '').toLowerCase(), entry]));
  const read = (entry: Entry, limit: number): Bytes => {
    const { uncompressedSize, compressedSize } = entry;
    if (uncompressedSize > limit || isSuspect(uncompressedSize, compressedSize)) throw refused(UNPACKS_TO_MORE);
    return contentOf(zip, entry);
  };
  return {
    isWorkbook: byName.has('xl/workbook.xml'),
    has: (name) => byName.has(name.toLowerCase()),
    read(name, limit) {
      const entry = byName.get(name.toLowerCase());
      if (!entry) throw refused('The workbook is damaged: a part of it is missing.');
      return read(entry, limit);
    },
    onlyList() {
      const lists = entries.filter(({ fileName }) => LIST.test(fileName) && !/(?:^|\/)(?:__MACOSX|\.)/.test(fileName));
      const [list] = lists;
      if (list === undefined) throw refused('The ZIP file has no list (CSV, TSV, TXT or JSON) and is no workbook.');
      if (lists.length > 1) throw refused('The ZIP file has several lists: send each by itself.');
      return read(list, MOST_LIST);
    },
  };
}

function readEntries(bytes: Buffer): Promise<{ zip: ZipFile; entries: Entry[] }> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(refused('The ZIP file or workbook is damaged or not complete.', error));
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return fail(error);
      const entries: Entry[] = [];
      zip.on('error', fail);
      zip.on('entry', (entry: Entry) => {
        entries.push(entry);
        if (entries.length > MOST_ENTRIES) fail(new Error('too many entries'));
        else zip.readEntry();
      });
      zip.on('end', () => resolve({ zip, entries }));
      zip.readEntry();
    });
  });
}

/** The size of the content is checked against the stated one while it is read. */
async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    const stream = await new Promise<Readable>((resolve, reject) => {
      zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
    });
    yield* Readable.from(stream) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw refused('The ZIP file or workbook is damaged, or protected by a password.', error);
  }
}
