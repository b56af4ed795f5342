import { listOfCell } from '../exports/cells.js';
import { isNameToo } from '../identity/person-names.js';
import { isPlaceholder } from '../identity/placeholders.js';

/** A cell without invisible characters and spreadsheet escapes. */
const textOfCell = (raw: string): string =>
  raw
    .replace(/[\0\p{Cs}]/gu, '')
    .trim()
    .replace(/^="(.*)"$/s, '$1')
    .replace(/^'(?=[+=@\d-])/, '');

/** The same; empty for placeholders such as "n/a". */
export function cleanCell(raw: string | undefined): string {
  if (raw === undefined || raw === '') return '';
  const text = textOfCell(raw);
  return text === '' || isPlaceholder(text) ? '' : text;
}

/** The same for a first or last name: some placeholders are names too, about which the service decides. */
export function cleanName(raw: string | undefined): string {
  const text = textOfCell(raw ?? '');
  return isNameToo(text) ? text : cleanCell(raw);
}

const YES = /^(?:y|yes|true|t|1|x|on|ja|oui|si|sí|sim|checked|tak|evet|ano|áno|igen|kyllä|да|так|ναι|はい|是)$/i;
const NO =
  /^(?:n|no|false|f|0|off|nein|non|não|unchecked|nie|hayır|hayir|ne|nem|nee|nej|nei|ei|нет|ні|όχι|いいえ|否)$/i;
const GRANTED = /^(?:granted|opted[ -]?in|opt[ -]?in|subscribed|consented)$/i;
const DENIED = /^(?:denied|opted[ -]?out|opt[ -]?out|unsubscribed|withdrawn|refused)$/i;

/** A text by itself: V8 keeps the whole text in memory of which another text is a part, here that of many rows. */
export const copyOf = (text: string): string => ` ${text}`.slice(1);

/** Yes or no in the notations of exports; undefined for anything else. */
export function parseFlag(text: string): boolean | undefined {
  if (YES.test(text)) return true;
  return NO.test(text) ? false : undefined;
}

/** Consent as a word, or as yes and no. */
export function parseConsent(text: string): 'granted' | 'denied' | undefined {
  if (GRANTED.test(text)) return 'granted';
  if (DENIED.test(text)) return 'denied';
  const flag = parseFlag(text);
  return flag === undefined ? undefined : flag ? 'granted' : 'denied';
}

/** Whether a cell of an opt-out column is an opt-out. */
export const isOptOut = (text: string): boolean => parseFlag(text) === true || DENIED.test(text);

/** Booleans of a custom attribute, where 1 and 0 stay numbers. */
export const parseTruth = (text: string): boolean | undefined =>
  /^(?:true|yes)$/i.test(text) ? true : /^(?:false|no)$/i.test(text) ? false : undefined;

/** Splits a list at semicolons, bars or line breaks if it has any, else at commas. A JSON array of texts is such a list too. */
export function splitList(text: string): string[] {
  if (text.startsWith('["')) return trimmed(listOfCell(text));
  return trimmed(text.split(/[;|\n]|:::/.test(text) ? /\s*(?:;|\||\n|:::)\s*/ : ','));
}

/** Meta writes "l:123" for the lead 123, and so on. */
export const withoutPrefix = (id: string): string => id.replace(/^(?:ag|as|[lcf]):(?=\d)/, '');

/** Days until a decision: 0 for now, the upper end of a range; undefined without an upper end. */
export function parseTimeframe(text: string): number | undefined {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  if (/\b(?:now|immediate|immediately|asap|today|sofort)\b/i.test(text)) return 0;
  const open = /\+|[>≥]|\b(?:more|over|after|later|beyond)\b/i.test(text);
  const span = /(\d{1,4})\s*(?:(?:-|–|to|bis)\s*(\d{1,4}))?\s*(day|week|month|quarter|year|tag|woche|monat|jahr)/i.exec(
    text,
  );
  if (!span || open) return undefined;
  const unit = span[3]?.toLowerCase() ?? '';
  const days = /^(?:day|tag)/.test(unit) ? 1 : /^w/.test(unit) ? 7 : /^mo/.test(unit) ? 30 : /^q/.test(unit) ? 90 : 365;
  return Math.min(3650, Number(span[2] ?? span[1]) * days);
}

const trimmed = (parts: string[]) => parts.map((part) => part.trim()).filter((part) => part !== '');
