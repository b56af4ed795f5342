import type { FieldError } from '../services/errors.js';
import { escapePointer } from './violations.js';

interface Level {
  /** Names read so far in this object; undefined for an array. */
  names: Set<string> | undefined;
  /** Step that leads to the value being read. */
  step: string;
  index: number;
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/** The first name that an object of this well-formed JSON text has twice, as a violation; undefined when there is none. */
export function duplicateName(text: string): FieldError | undefined {
  const levels: Level[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[')
      levels.push({ names: token === '{' ? new Set() : undefined, step: '0', index: 0 });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',' && level !== undefined && level.names === undefined) {
      level.index += 1;
      level.step = String(level.index);
    } else if (token === ':' && level?.names !== undefined) {
      level.step = String(JSON.parse(last));
      if (level.names.has(level.step))
        return { pointer: pointerTo(levels), code: 'duplicate', detail: 'must not be given twice' };
      level.names.add(level.step);
    }
    last = token;
  }
  return undefined;
}

function pointerTo(levels: readonly Level[]): string {
  return levels.map((level) => `/${escapePointer(level.step)}`).join('');
}
