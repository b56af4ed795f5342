import { domainToASCII } from 'node:url';
import { parse } from 'tldts';
import { compatibilityForm } from '../../core/identity/texts.js';
import type { EmailType } from '../../core/leads/vocabulary.js';
import { registrableDomain } from './domains.js';
import { isDisposableDomain, isFreeMailDomain, isRoleLocalPart } from './email-providers.js';

export interface NormalizedEmail {
  raw: string;
  /** Lower case, domain in ASCII. Absent when the text is no address. */
  normalized?: string;
  domain?: string;
  type: EmailType;
}

interface Address {
  local: string;
  domain: string;
}

/** RFC 5321, 4.5.3.1: 64 octets before the @, 254 for the whole address. */
const LONGEST_LOCAL = 64;
const LONGEST_ADDRESS = 254;
const LONGEST_INPUT = 500;
/** Dot-atom of RFC 5322, with the letters, digits and marks of RFC 6532 beyond ASCII. */
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~\-\p{L}\p{M}\p{N}]+(?:\.[\w!#$%&'*+/=?^`{|}~\-\p{L}\p{M}\p{N}]+)*$/u;
const PLAIN_LOCAL = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*$/;
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const NOT_ASCII = /[^\0-\x7f]/;
const APOSTROPHES = /[\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u00b4\ua78c\uff07]/g;
const HYPHENS = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;
const DOUBLE_QUOTES = /[\u201c-\u201f\u2033\u00ab\u00bb]/g;
const DOTTED_CAPITAL_I = /İ|I\u0307/g;
/** An address between quotation marks. */
const QUOTED = /^(['"])([^'"]+@[^'"]+)\1$/;
const MAILTO = /^mailto:([^?]*)/i;
const DISPLAY_FORM = /[<("]/;
const IN_ANGLES = /<\s*([^<>\s]+)\s*>/;
const AROUND_AT = /\s{0,20}@\s{0,20}/;
const LIST_OR_TAIL = /^([^\s,;|]+@[^\s,;|]+?)[.]?(?:[\s,;|].*)?$/s;

/**
 * An e-mail address for exact matching: trimmed, NFKC, typographic apostrophes, hyphens and quotation marks as typed, `mailto:`, display name and comments off, all lower case, domain in ASCII.
 * Several addresses in one text give the first. Plus tags and Gmail dots stay: they are the provider's custom, not a rule,
 * and an exact match must never join two people. Refused by policy although RFC 5322 knows them: domain literals,
 * quoted local parts that need their quotes, numeric top-level domains, and single labels that are no top-level domain.
 * Type, first that holds: invalid, disposable, role, free, business.
 */
export function normalizeEmail(raw: string): NormalizedEmail {
  const address = raw.length > LONGEST_INPUT ? undefined : findAddress(raw);
  if (address === undefined) return { raw, type: 'invalid' };
  return { raw, normalized: `${address.local}@${address.domain}`, domain: address.domain, type: emailType(address) };
}

function emailType({ local, domain }: Address): EmailType {
  const registrable = registrableDomain(domain);
  if (isDisposableDomain(domain, registrable)) return 'disposable';
  if (isRoleLocalPart(local)) return 'role';
  return isFreeMailDomain(domain, registrable) ? 'free' : 'business';
}

function findAddress(raw: string): Address | undefined {
  const given = compatibilityForm(typed(raw));
  const text = QUOTED.exec(given)?.[2] ?? given;
  const plain = plainAddress(text);
  if (plain !== undefined || !text.includes('@')) return plain;
  const mailto = MAILTO.exec(text)?.[1];
  if (mailto !== undefined) return plainAddress(decoded(mailto));
  if (DISPLAY_FORM.test(text)) return addressInDisplayForm(text);
  const first = LIST_OR_TAIL.exec(text)?.[1];
  return first === undefined ? undefined : plainAddress(first);
}

/** The signs of a keyboard in place of those that text programs make of them, and one i for İ, which Turkish makes of it. */
function typed(raw: string): string {
  if (!NOT_ASCII.test(raw)) return raw;
  return raw.replace(APOSTROPHES, "'").replace(HYPHENS, '-').replace(DOUBLE_QUOTES, '"').replace(DOTTED_CAPITAL_I, 'i');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * `Ada Lovelace <ada@example.com>` with the comments and quotes of RFC 5322; the angle brackets alone where the text breaks
 * that grammar. Each step is linear: parsers of the whole grammar backtrack, and take 100 ms for 320 brackets.
 */
function addressInDisplayForm(text: string): Address | undefined {
  const bare = bareAddress(text);
  const found = bare === undefined ? undefined : plainAddress(bare.replace(AROUND_AT, '@'));
  if (found !== undefined) return found;
  const inAngles = IN_ANGLES.exec(text)?.[1];
  return inAngles === undefined ? undefined : plainAddress(inAngles);
}

/**
 * What the first angle brackets outside of quotes hold, else the whole text: a comment becomes a blank, and quotes go where they
 * enclose all of the local part. Undefined when something is not closed, or is quoted in part.
 */
function bareAddress(text: string): string | undefined {
  const marked = withoutComments(text);
  if (marked === undefined) return undefined;
  const opened = marked.lastIndexOf('<', marked.indexOf('>'));
  const closed = marked.indexOf('>');
  if (opened < 0 && closed >= 0) return undefined;
  const inside = (closed < 0 ? marked : marked.slice(opened + 1, closed)).trim();
  const end = inside.lastIndexOf(QUOTE);
  if (end < 0) return inside.includes('<') ? undefined : inside;
  const isWhole = inside.startsWith(QUOTE) && inside.indexOf(QUOTE, 1) === end && /^\s*@/.test(inside.slice(end + 1));
  return isWhole ? `${inside.slice(1, end)}${inside.slice(end + 1)}` : undefined;
}

/** Stands for quotation marks that are none of the text between them. */
const QUOTE = '\0';

/** Comments as blanks, and quoted texts between two `QUOTE`, with no angle brackets in them. */
function withoutComments(text: string): string | undefined {
  let depth = 0;
  let isQuoted = false;
  let kept = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const isInside = isQuoted || depth > 0;
    if (char === '\0' || (isInside && (char === '\r' || char === '\n'))) return undefined;
    if (isInside && char === '\\') {
      at += 1;
      if (isQuoted) kept += quotable(text.charAt(at));
    } else if (depth > 0) {
      depth += char === '(' ? 1 : char === ')' ? -1 : 0;
      if (depth === 0) kept += ' ';
    } else if (char === '"') {
      isQuoted = !isQuoted;
      kept += QUOTE;
    } else if (isQuoted) kept += quotable(char);
    else if (char === '(') depth = 1;
    else kept += char;
  }
  return isQuoted || depth > 0 ? undefined : kept;
}

/** Angle brackets and an at sign within quotes are no part of an address: any character that an address cannot have stands for them. */
const quotable = (char: string): string => (char === '<' || char === '>' || char === '@' ? ' ' : char);

function plainAddress(text: string): Address | undefined {
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > 4 * LONGEST_ADDRESS) return undefined;
  const local = text.slice(0, at).toLowerCase();
  if (!PLAIN_LOCAL.test(local) && !LOCAL.test(local)) return undefined;
  const domain = asciiDomain(text.slice(at + 1).toLowerCase());
  if (domain === undefined) return undefined;
  return octets(local) > LONGEST_LOCAL || octets(local) + 1 + domain.length > LONGEST_ADDRESS
    ? undefined
    : { local, domain };
}

const octets = (text: string): number => (NOT_ASCII.test(text) ? Buffer.byteLength(text) : text.length);

function asciiDomain(given: string): string | undefined {
  const bare = given.endsWith('.') ? given.slice(0, -1) : given;
  const domain = NOT_ASCII.test(bare) || bare.includes('xn--') ? domainToASCII(bare) : bare;
  if (!DOMAIN.test(domain)) return undefined;
  return domain.includes('.') || parse(domain).isIcann ? domain : undefined;
}
