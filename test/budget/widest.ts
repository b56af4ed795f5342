import { randomUUID } from 'node:crypto';
import { type Resolve, type Schema, typesOf } from '../contract/document.js';

/** Texts that are expensive to look at: marks that combine, letters that grow under NFKC, what almost matches a pattern. */
const TEXTS: readonly string[] = [
  'a',
  '\uFDFA',
  'a\u0301\u0327',
  '\u1E69\u0307',
  '((((+1 (202) 555-01 ',
  'a@a.',
  '<"a" ',
  'ẞİǅ ',
  '. ',
  '-1',
  'de la ',
  '%e2%80%8e',
  '\u{1F468}\u200D',
  '+49 or ',
];

/** How the patterns of free texts begin. */
const FREE = '^[^\\x00]*';

/** The largest value of a schema whose JSON stays within a number of bytes, ids being those that exist. */
export function widest(schema: Schema, options: Widest): unknown {
  let turn = options.turn ?? 0;
  let left = options.bytes;
  let names = 0;
  const known = new Map<Schema, Schema>();
  const resolved = (reference: Schema): Schema => {
    const schema = known.get(reference) ?? options.resolve(reference);
    known.set(reference, schema);
    return schema;
  };
  const textOf = (
    name: string,
    { minLength = 0, maxLength, format, pattern, examples, enum: words }: Schema,
  ): string => {
    turn += 1;
    if (words !== undefined) return String(words[turn % words.length]);
    if (format === 'uuid') return options.idFor(name) ?? randomUUID();
    if (format === 'date-time') return new Date(Date.now() - turn * 1_000).toISOString();
    if (pattern !== undefined && !pattern.startsWith(FREE)) return String(examples?.[0] ?? patterned(pattern, turn));
    const length = Math.max(minLength, Math.min(maxLength ?? 200, 20_000));
    const unit = TEXTS[turn % TEXTS.length] as string;
    return unit
      .repeat(Math.ceil(length / unit.length))
      .slice(0, length)
      .replace(/[\uD800-\uDBFF]$/, 'a');
  };
  const fill = (reference: Schema, name: string, depth: number): unknown => {
    const at = resolved(reference);
    if (at.oneOf !== undefined) {
      const variants = at.oneOf;
      turn += 1;
      const leaf = depth > 6 ? variants.slice(-2) : variants;
      return fill(leaf[turn % leaf.length] as Schema, name, depth + 1);
    }
    switch (typeOf(at)) {
      case 'object':
        return fillObject(at, depth);
      case 'array':
        return fillArray(at, name, depth);
      case 'string': {
        const text = textOf(name, at);
        left -= Buffer.byteLength(JSON.stringify(text)) + 1;
        return text;
      }
      case 'boolean':
        left -= 5;
        return true;
      default:
        left -= 20;
        return at.maximum ?? at.minimum ?? 1;
    }
  };
  const fillArray = (at: Schema, name: string, depth: number): unknown[] => {
    const words = at.items && options.resolve(at.items).enum;
    if (at.uniqueItems && words) return words.slice(0, at.maxItems);
    const most = depth > 6 ? 1 : Math.min(at.maxItems ?? 100, depth > 4 ? 20 : 100_000);
    const items: unknown[] = [];
    left -= 3;
    while (items.length < most && left > 2_000 && names < options.names)
      items.push(fill(at.items ?? {}, name, depth + 1));
    return items.length === 0 ? [fill(at.items ?? {}, name, depth + 1)] : items;
  };
  const fillObject = (at: Schema, depth: number): Record<string, unknown> => {
    const object: Record<string, unknown> = {};
    left -= 3;
    for (const [name, property] of Object.entries(at.properties ?? {})) {
      if (left < 2_000 && !at.required?.includes(name)) continue;
      names += 1;
      left -= name.length + 4;
      object[name] = fill(property, name, depth + 1);
    }
    if (typeof at.additionalProperties === 'object') {
      for (let index = 0; index < (at.maxProperties ?? 100) && left > 2_000; index += 1) {
        names += 1;
        const name = `k${index}`.padEnd(Math.min(at.propertyNames?.maxLength ?? 20, 20), 'x');
        left -= name.length + 4;
        object[name] = fill(at.additionalProperties, name, depth + 1);
      }
    }
    return object;
  };
  return fill(schema, '', 0);
}

function typeOf(schema: Schema): string | undefined {
  const types = typesOf(schema);
  return types.includes('array') ? 'array' : types.find((one) => one !== 'null');
}

export interface Widest {
  resolve: Resolve;
  bytes: number;
  /** Names of all objects together. */
  names: number;
  /** Which of the texts comes first. */
  turn?: number;
  idFor: (name: string) => string | undefined;
}

/** Something for each pattern of the document that is no mere word. */
const PATTERNED: [part: string, text: string][] = [
  ['2[0-3]', '10:00'],
  ['A-Z]{2}', 'DE'],
  ['A-Z]{3}', 'EUR'],
  ['0-9]{4}-', '2026-05-05'],
  ['0-9]{1,15}', '1234.5678'],
];

function patterned(pattern: string, turn: number): string {
  return PATTERNED.find(([part]) => pattern.includes(part))?.[1] ?? `k${turn}`;
}
