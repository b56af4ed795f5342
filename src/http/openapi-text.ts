import { buildDocument, type Tag } from './openapi.js';
import { asOpenApi30 } from './openapi-3-0.js';
import type { Operation } from './operations.js';

/** The documents of these operations. Each is built when it is first read: it takes a tenth of a second and most processes never serve it. */
export interface DocumentTexts {
  openApi31(): string;
  openApi30(): string;
}

export function documentTexts(operations: readonly Operation<never>[], tags: readonly Tag[]): DocumentTexts {
  const openApi31 = once(() => documentText(buildDocument(operations, tags)));
  const openApi30 = once(() => documentText(asOpenApi30(buildDocument(operations, tags))));
  return { openApi31, openApi30 };
}

function once(make: () => string): () => string {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Columns of a line of the document. */
const WIDTH = 120;

/**
 * The document as it is committed and served. A value that fits on one line is written on one line: with every value on a line of its own,
 * half of the text would be indentation.
 */
export function documentText(document: object): string {
  return `${layout(document, '')}\n`;
}

function layout(value: unknown, indent: string): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= WIDTH) return line;
  const inner = `${indent} `;
  if (Array.isArray(value)) return `[\n${value.map((item) => inner + layout(item, inner)).join(',\n')}\n${indent}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const lines = fields.map(([name, field]) => `${inner}${JSON.stringify(name)}: ${layout(field, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
