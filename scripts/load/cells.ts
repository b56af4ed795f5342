import { isPlaceholder } from '../../src/core/identity/placeholders.js';

/** A cell as it is meant: no invisible characters, no traces of a spreadsheet, and empty when it says "n/a" or the like. */
export function cleanCell(raw: string | undefined): string {
  if (raw === undefined || raw === '') return '';
  const text = raw
    .replace(/[\0\p{Cs}]/gu, '')
    .trim()
    .replace(/^="(.*)"$/s, '$1')
    .replace(/^'(?=[+=@\d-])/, '');
  return text === '' || isPlaceholder(text) ? '' : text;
}

const YES = /^(?:y|yes|true|t|1|x|on|ja|oui|si|sí|sim|checked)$/i;
const NO = /^(?:n|no|false|f|0|off|nein|non|não|unchecked)$/i;
const GRANTED = /^(?:granted|opted[ -]?in|opt[ -]?in|subscribed|consented)$/i;
const DENIED = /^(?:denied|opted[ -]?out|opt[ -]?out|unsubscribed|withdrawn|refused)$/i;

/** Yes or no in the ways exports write it; undefined for anything else. */
export function parseFlag(text: string): boolean | undefined {
  if (YES.test(text)) return true;
  return NO.test(text) ? false : undefined;
}

/** Consent told by a word, or by yes and no. */
export function parseConsent(text: string): 'granted' | 'denied' | undefined {
  if (GRANTED.test(text)) return 'granted';
  if (DENIED.test(text)) return 'denied';
  const flag = parseFlag(text);
  return flag === undefined ? undefined : flag ? 'granted' : 'denied';
}

/** Whether a column that tells of refusals tells of one. */
export const isOptOut = (text: string): boolean => parseFlag(text) === true || DENIED.test(text);

/** Booleans of a whole column: 1 and 0 are numbers there. */
export const parseTruth = (text: string): boolean | undefined =>
  /^(?:true|yes)$/i.test(text) ? true : /^(?:false|no)$/i.test(text) ? false : undefined;

/** Several e-mail addresses in one cell. "Doe, Jane <jane@doe.example>" is one. */
export function splitEmails(text: string): string[] {
  if ((text.match(/@/g)?.length ?? 0) < 2) return [text.replace(/^mailto:/i, '')];
  return trimmed(text.split(/\s*:::\s*|[,;|\n]\s*|\s+(?=[^\s<>]+@)/)).filter((part) => part.includes('@'));
}

/** Several phone numbers in one cell; "310/246-1501" is one. */
export function splitPhones(text: string): string[] {
  const parts = trimmed(text.replace(/^p:/i, '').split(/\s*:::\s*|[,;|\n]\s*|\s+\/\s+/));
  const long = parts.filter((part) => part.replace(/\D/g, '').length >= 6);
  return long.length === parts.length ? long : [text.replace(/^p:/i, '')];
}

/** A list: by semicolons, bars or line breaks where there are any, else by commas. */
export function splitList(text: string): string[] {
  return trimmed(text.split(/[;|\n]|:::/.test(text) ? /\s*(?:;|\||\n|:::)\s*/ : ','));
}

/** Meta writes "l:123" for the lead 123, and so on. */
export const withoutPrefix = (id: string): string => id.replace(/^(?:ag|as|[lcf]):(?=\d)/, '');

/** Days until a decision: 0 for now, the far end of a span; undefined where no end is told. */
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
