import type { MatchRecord } from './record.js';

/** Most keys of a lead. */
export const MOST_BLOCKING_KEYS = 16;

/**
 * The blocking keys of a lead: two leads are compared only if they have one in common. Each joins two things that rarely go wrong together, so that
 * errors in one of them leave the others. Source of the idea: Newcombe 1959, "Automatic linkage of vital records"; several passes as in Christen 2012.
 */
export function blockingKeysOf(record: MatchRecord): string[] {
  const { firstName, lastName, emails, phones, street, houseNumber, postalCode, city } = record;
  const keys = new Set<string>();
  const add = (kind: string, ...parts: (string | undefined)[]) => {
    if (parts.every((part) => part)) keys.add(`${kind} ${parts.join('|')}`);
  };
  for (const email of emails.slice(0, 2)) {
    const local = email.slice(0, email.lastIndexOf('@'));
    if (local.length > 4) add('mailbox', local);
    else add('email', email);
  }
  for (const phone of phones.slice(0, 2)) add('phone', phone.slice(-8));
  const area = postalCode ?? city;
  if (record.kind === 'person') {
    const [first, last] = [firstName && sound(firstName), lastName && sound(lastName)];
    add('name', ...[first, last].sort());
    for (const name of [first, last]) {
      add('name in area', name, area);
      add('name at number', name, houseNumber);
    }
    for (const value of numbersOf(record)) {
      add('value', value);
      add('name', first?.[0] ?? last?.[0], value.slice(0, 8));
    }
  }
  if (record.organization !== undefined) {
    const words = record.organization
      .split(' ')
      .filter((word) => word.length > 2)
      .sort();
    if (record.kind === 'organization') {
      for (const word of words.slice(0, 4)) add('organization in area', sound(word), city ?? postalCode);
      add('organization', words.slice(0, 2).join(' '));
    } else add('employee', lastName && sound(lastName), words[0]);
  }
  if (street !== undefined) add('address', sound(street), houseNumber);
  return [...keys].slice(0, MOST_BLOCKING_KEYS);
}

/** Attributes that may identify: with six digits or more. */
function* numbersOf({ attributes }: MatchRecord): Generator<string> {
  let count = 0;
  for (const [name, value] of attributes) {
    if (count === 4) return;
    if (value.replace(/\D/g, '').length < 6) continue;
    count += 1;
    yield `${value.replace(/ /g, '')} ${name}`;
  }
}

const CODES: Readonly<Record<string, string>> = Object.fromEntries(
  ['bfpv', 'cgjkqsxz', 'dt', 'l', 'mn', 'r'].flatMap((letters, index) =>
    [...letters].map((letter) => [letter, String(index + 1)]),
  ),
);

/** The Soundex code of a folded text (Russell 1918): its first letter and up to three digits for the consonants that follow. Other scripts: the first four letters. */
export function sound(text: string): string {
  const letters = text.replace(/[^a-z]/g, '');
  if (letters === '') return text.slice(0, 4);
  let code = letters[0] ?? '';
  let last = CODES[code];
  for (const letter of letters.slice(1)) {
    const digit = CODES[letter];
    if (digit !== undefined && digit !== last) code += digit;
    if (code.length === 4) break;
    if (letter !== 'h' && letter !== 'w') last = digit;
  }
  return code;
}
