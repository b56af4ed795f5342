/** Divides cells with e-mail addresses and phone numbers: several in one cell, labels, both kinds together. */
import { digitsOf } from './expectations.js';

export interface ContactParts {
  emails: string[];
  phones: string[];
  /** What is neither. */
  others: string[];
}

const SEPARATORS = /\s*:::\s*|[,;|\n\r]+\s*|\s+\/\s*|\s*\/\s+|\s+(?=[^\s<>()]+@)/;
/** "work: a@b.example", "mailto:a@b.example": a label before an address. */
const EMAIL_LABEL = /^\s*[\p{L}][\p{L} .-]{0,24}:\s*/u;
/** "mobile: +49 ...", "Tel. 030 ...", "p:+49...", "Mobil 0171 ...": a label before a number. */
const PHONE_LABEL = /^\s*[\p{L}][\p{L} .-]{0,24}[:.]?\s*(?=\+?\(?\d)/u;
/** "+49 ... (mobile)": a label behind it; extensions stay. */
const LABEL_BEHIND = /\s*[([](?!\s*(?:x|ext|extension|durchwahl)\b)[\p{L} .-]{1,24}[)\]]\s*$/iu;
const EXPONENT = /^\+?(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i;

/** The values of a cell, each by its own form. */
export function partsOf(text: string): ContactParts {
  const parts: ContactParts = { emails: [], phones: [], others: [] };
  if (text === '') return parts;
  if (!text.includes('@')) {
    splitPhones(text, parts);
    return parts;
  }
  if (text.indexOf('@') === text.lastIndexOf('@') && (text.includes('<') || !SEPARATORS.test(text.trim()))) {
    parts.emails.push(text.replace(EMAIL_LABEL, '').trim());
    return parts;
  }
  for (const part of piecesOf(text)) {
    if (part.includes('@')) parts.emails.push(part.replace(EMAIL_LABEL, '').trim());
    else if (digitsOf(part) >= 6) splitPhones(part, parts);
    // "Doe, Jane <jane@doe.example>" has a name before the address.
    else if (!/[<>]/.test(text)) parts.others.push(part);
  }
  return parts;
}

function splitPhones(text: string, parts: ContactParts): void {
  const pieces = piecesOf(text);
  const long = pieces.filter((piece) => digitsOf(piece) >= 6);
  // "310/246-1501" and "030 901820, ext. 5" are one number each.
  const one =
    long.length !== pieces.length && pieces.every((piece) => /^[\d\s().+/x-]*$/i.test(piece) || digitsOf(piece) > 0);
  for (const piece of one ? [text.trim()] : pieces) {
    const value = piece.replace(PHONE_LABEL, '').replace(LABEL_BEHIND, '').trim();
    const phone = digitsOf(value) >= 4 ? expanded(value.replace(/^(\d{7,})\.0$/, '$1')) : undefined;
    if (phone === undefined) parts.others.push(piece);
    else parts.phones.push(phone);
  }
}

const piecesOf = (text: string) => text.split(SEPARATORS).flatMap((part) => part.trim() || []);

/** A number that a spreadsheet wrote as 4.915112345678E+12; undefined where digits were lost. */
function expanded(value: string): string | undefined {
  const exponent = EXPONENT.exec(value);
  if (!exponent) return value;
  const [, first = '', decimals = '', power = '0'] = exponent;
  return decimals.length + 1 >= Number(power) ? (first + decimals).padEnd(Number(power) + 1, '0') : undefined;
}

/** A phone number with the dialling code of another column; unchanged where it has one itself. */
export function withDialCode(phone: string, code: string, isPhone: (text: string) => boolean): string {
  const prefix = code.replace(/\D/g, '').replace(/^00/, '');
  if (prefix === '' || /^\s*(?:\+|00)/.test(phone)) return phone;
  const digits = phone.replace(/\D/g, '').replace(/^0+/, '');
  const together = `+${prefix}${digits}`;
  if (digits.startsWith(prefix) && !isPhone(together) && isPhone(`+${digits}`)) return `+${digits}`;
  return together;
}
