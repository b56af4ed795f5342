import { SaxesParser } from 'saxes';
import { type Bytes, refused } from './byte-streams.js';

export interface XmlHandlers {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Elements within each other at most, and bytes of a text or of a tag with its attributes: both are held in memory. */
const MOST_DEPTH = 100;
const MOST_BYTES = 4 * 1_048_576;
const TOO_DEEP = 'The workbook is damaged: its elements are nested too deeply.';
const TOO_LONG = 'The workbook is damaged: a text or an element is too long.';

/** Parses XML while it is read, yielding after each piece. Names come without prefixes; nothing outside of the document is read. */
export async function* parseXml(source: Bytes, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser();
  let depth = 0;
  let bytesWithoutEvent = 0;
  parser.on('opentag', ({ name, attributes }) => {
    bytesWithoutEvent = 0;
    if (++depth > MOST_DEPTH) throw refused(TOO_DEEP);
    handlers.open?.(plain(name), attributes as Record<string, string>);
  });
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  parser.on('closetag', ({ name }) => {
    bytesWithoutEvent = 0;
    depth--;
    handlers.close?.(plain(name));
  });
  parser.on('error', (error) => {
    throw refused('The workbook is damaged.', error);
  });
  const decoder = new TextDecoder();
  for await (const chunk of source) {
    bytesWithoutEvent += chunk.length;
    if (bytesWithoutEvent > MOST_BYTES) throw refused(TOO_LONG);
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.write(decoder.decode());
  parser.close();
  yield;
}

/** The same for a small document. */
export async function readXml(source: Bytes, handlers: XmlHandlers): Promise<void> {
  const pieces = parseXml(source, handlers);
  while (!(await pieces.next()).done);
}

function plain(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
