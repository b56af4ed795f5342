import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** `at name (file:///.../dist/chunk.js:12:34)`, with or without name and parentheses. */
const PLACE = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/;
const KEPT_FRAMES = 500;
/** A map takes about 20 MB. It is kept long enough for errors that arrive together. */
const KEPT_MAP_MS = 10_000;

const frames = new Map<string, string>();
const maps = new Map<string, SourceMap | undefined>();

/**
 * The stack of an error with positions in `src` instead of the bundle. The source maps are read at the first error, so that a
 * start needs none; a position without a map stays as it is.
 */
export function sourceStack(stack: string): string {
  return stack.split('\n').map(sourceFrame).join('\n');
}

function sourceFrame(line: string): string {
  const known = frames.get(line);
  if (known !== undefined) return known;
  const [place, url = '', row, column] = PLACE.exec(line) ?? [];
  if (place === undefined) return line;
  const entry = mapOf(url)?.findEntry(Number(row) - 1, Number(column) - 1);
  if (entry === undefined || !('originalSource' in entry)) return line;
  const source = entry.originalSource.replace(/^(?:\.\.\/)+/, '');
  const found = line.replace(place, `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`);
  if (frames.size >= KEPT_FRAMES) frames.clear();
  frames.set(line, found);
  return found;
}

function mapOf(url: string): SourceMap | undefined {
  if (maps.has(url)) return maps.get(url);
  const map = readMap(url);
  maps.set(url, map);
  setTimeout(() => maps.delete(url), KEPT_MAP_MS).unref();
  return map;
}

function readMap(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(fileURLToPath(`${url}.map`), 'utf8')));
  } catch {
    return undefined;
  }
}
