import type { KeyValue } from '../../core/leads/keys.js';
import { normalizeEmail } from '../identity/emails.js';
import { normalizePhone } from '../identity/phones.js';

/** Whether an address is one of the person. */
export type IsWanted = (address: KeyValue) => boolean;

/** What separates several addresses in a text, or an address from a name. */
const SEPARATORS = /[\s,;|<>()"']+/u;
const FEWEST_DIGITS = 7;

/** Whether one of the texts has an address of the person. `country`: of phone numbers without a country code. */
export function namesPerson(texts: readonly string[], isWanted: IsWanted, country: string | undefined): boolean {
  const isPerson = (text: string): boolean => {
    const emails = text.includes('@') ? [text, ...text.split(SEPARATORS).filter((part) => part.includes('@'))] : [];
    if (emails.some((email) => isKnown('email', normalizeEmail(email).normalized))) return true;
    const isNumber = text.replace(/\D/gu, '').length >= FEWEST_DIGITS && emails.length === 0;
    return isNumber && isKnown('phone', normalizePhone(text, country).e164);
  };
  const isKnown = (kind: 'email' | 'phone', value: string | undefined): boolean =>
    value !== undefined && isWanted({ kind, value });
  return texts.some(isPerson);
}
