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
