import { Busboy } from '@fastify/busboy';
import { AppError } from '../services/errors.js';
import { MAX_NAMES, parseJson } from './json.js';

/** Jotform sends 15 parts; other tools one for each question. */
const MOST_PARTS = 100;
const MOST_HEADERS = 20;
const MOST_HEADER_BYTES = 4_096;
/** The whole body is in memory and nothing waits for a file, so what has not ended by then never will. */
const MOST_MS = 1_000;

type Fields = Record<string, unknown>;

const malformed = () =>
  new AppError('validation_failed', 'The body is not multipart/form-data, as its Content-Type states.');
const unreadable = () => new AppError('invalid_encoding', `The form has NUL, or more than ${MOST_PARTS} parts.`);

/**
 * The texts of a multipart/form-data body by name, repeated ones as a list. A text that is a JSON object counts as that object, because form tools
 * send their answers so. Files are dropped. Rejects with AppError for a broken body, for NUL, and for more than 100 parts.
 */
export async function parseMultipart(bytes: Buffer, contentType: string): Promise<Fields> {
  const texts = await textsOf(bytes, contentType);
  const fields: Fields = Object.create(null);
  for (const [name, text] of texts) {
    const value = fieldValue(text);
    fields[name] = name in fields ? [fields[name], value].flat() : value;
  }
  return fields;
}

function textsOf(bytes: Buffer, contentType: string): Promise<[name: string, text: string][]> {
  const texts: [name: string, text: string][] = [];
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(malformed()), MOST_MS);
    const settle = (error?: AppError) => {
      clearTimeout(late);
      if (error) reject(error);
      else resolve(texts);
    };
    try {
      const parser = new Busboy({
        headers: { 'content-type': contentType },
        limits: {
          ...{ parts: MOST_PARTS, fieldSize: bytes.length },
          ...{ headerPairs: MOST_HEADERS, headerSize: MOST_HEADER_BYTES },
        },
      });
      parser.on('field', (name: unknown, text) => {
        // A part without a name has undefined, whatever the types say.
        if (typeof name !== 'string') return;
        if (text.includes('\0') || name.includes('\0')) settle(unreadable());
        // What is no text in its encoding becomes U+FFFD: the lead is not lost for one character.
        else texts.push([name, Buffer.from(text).toString()]);
      });
      parser.on('partsLimit', () => settle(unreadable()));
      parser.on('error', () => settle(malformed()));
      parser.on('finish', () => settle());
      parser.end(bytes);
    } catch {
      settle(malformed());
    }
  });
}

function fieldValue(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return text;
  const value = parseJson(Buffer.from(text), MAX_NAMES);
  return value instanceof AppError ? text : value;
}
