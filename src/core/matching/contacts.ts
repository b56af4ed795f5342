import type { LevelOf } from './likelihoods.js';
import { isOneEdit, jaroWinkler } from './similarity.js';

/** A level, with the value that both have where it is `exact`. */
export interface Agreement<Level extends string> {
  level: Level;
  value?: string | undefined;
}

const SHORT_LOCAL = 4;

/** The best level of any two addresses; undefined where one lead has none. `local`: the same mailbox name at another domain. */
export function emailLevel(
  emails: readonly string[],
  others: readonly string[],
): Agreement<LevelOf<'email'>> | undefined {
  return best(emails, others, (a, b) => {
    const [local, domain] = parts(a);
    const [otherLocal, otherDomain] = parts(b);
    if (local.length > SHORT_LOCAL && local === otherLocal) return 'local';
    if (!isOneEdit(a, b) && jaroWinkler(a, b) < 0.93) return 'different';
    // Mailboxes are numbered: ida1 and ida2 are two people more often than one.
    if (digits(a) !== digits(b)) return 'similar';
    return isOneEdit(local, otherLocal) || domain !== otherDomain ? 'near' : 'similar';
  });
}

const digits = (text: string): string => text.replace(/\D/g, '');

function parts(address: string): [string, string] {
  const cut = address.lastIndexOf('@');
  return [address.slice(0, cut), address.slice(cut + 1)];
}

/** The best level of any two numbers (E.164); undefined where one lead has none. `near`: one digit is wrong, or two are exchanged. */
export const phoneLevel = (
  phones: readonly string[],
  others: readonly string[],
): Agreement<LevelOf<'phone'>> | undefined => best(phones, others, (a, b) => (isOneEdit(a, b) ? 'near' : 'different'));

/** Most values of a lead that are compared with each other one by one. */
const COMPARED = 5;
const ORDER = ['near', 'local', 'similar', 'different'];

function best<Level extends string>(
  values: readonly string[],
  others: readonly string[],
  levelOf: (a: string, b: string) => Level,
): Agreement<Level | 'exact'> | undefined {
  if (values.length === 0 || others.length === 0) return undefined;
  const equal = values.find((value) => others.includes(value));
  if (equal !== undefined) return { level: 'exact', value: equal };
  let found: Level | undefined;
  for (const value of values.slice(0, COMPARED))
    for (const other of others.slice(0, COMPARED)) {
      const level = levelOf(value, other);
      if (found === undefined || ORDER.indexOf(level) < ORDER.indexOf(found)) found = level;
    }
  return found && { level: found };
}
