import type { LevelOf } from './likelihoods.js';
import { areVariants } from './name-variants.js';
import { jaroWinkler } from './similarity.js';
import { areNear, joined } from './text-levels.js';

/** The level of two given names, folded. "anna maria" and "anna" are near; "j" is the initial of "john". */
export function firstNameLevel(a: string, b: string): LevelOf<'firstName'> {
  const [one, other] = [joined(a), joined(b)];
  if (one === other) return 'exact';
  if (one.length === 1 || other.length === 1) return one[0] === other[0] ? 'initial' : 'different';
  if (areVariants(a, b)) return 'variant';
  if (areNear(one, other) || shareWord(a, b)) return 'near';
  return jaroWinkler(one, other) >= 0.84 ? 'similar' : 'different';
}

/** The level of two family names, folded. "garcia lopez" and "garcia" are near. */
export function lastNameLevel(a: string, b: string): LevelOf<'lastName'> {
  const [one, other] = [joined(a), joined(b)];
  if (one === other) return 'exact';
  if (areNear(one, other) || shareWord(a, b)) return 'near';
  return jaroWinkler(one, other) >= 0.84 ? 'similar' : 'different';
}

const LONG_WORD = 3;

function shareWord(a: string, b: string): boolean {
  if (!a.includes(' ') && !b.includes(' ')) return false;
  const words = b.split(' ');
  return a.split(' ').some((word) => word.length >= LONG_WORD && words.includes(word));
}
