import { SaxesParser } from 'saxes';
import { type Bytes, refused } from './byte-streams.js';

export interface XmlHandlers {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Parses XML while it is read, yielding after each piece. Names come without prefixes; nothing outside of the document is read. */
export async function* parseXml(source: Bytes, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => handlers.open?.(plain(name), attributes as Record<string, string>));
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  parser.on('closetag', ({ name }) => handlers.close?.(plain(name)));
  parser.on('error', (error) => {
    throw refused('The workbook is damaged.', error);
  });
  const decoder = new TextDecoder();
  for await (const chunk of source) {
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
