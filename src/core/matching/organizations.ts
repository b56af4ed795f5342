import type { LevelOf } from './likelihoods.js';
import { areNear, joined } from './text-levels.js';

/** Words that many names have, so that they distinguish none. */
const WEAK = new Set(
  'the of and a an at le la les los las el der die das und de du et y group holding restaurant shop store'.split(' '),
);

/**
 * The level of two names of organizations, folded and without legal form. `near`: the same words, with errors or in another order. `shared`: the words of one are in the
 * other. `some`: a word is in both, and each has words of its own.
 */
export function organizationLevel(a: string, b: string): LevelOf<'organization'> {
  if (joined(a) === joined(b)) return 'exact';
  const [words, others] = [strong(a), strong(b)];
  const rest = [...others];
  let common = 0;
  for (const word of words) {
    const place = rest.findIndex((other) => other === word || (word.length > 3 && areNear(word, other)));
    if (place < 0) continue;
    common += 1;
    rest.splice(place, 1);
  }
  if (common === words.length && rest.length === 0) return 'near';
  if (common > 0 && common === Math.min(words.length, others.length)) return 'shared';
  if (areNear(joined(a), joined(b))) return 'near';
  return common > 0 ? 'some' : 'different';
}

function strong(name: string): string[] {
  const words = [...new Set(name.split(' '))];
  const found = words.filter((word) => !WEAK.has(word));
  return found.length > 0 ? found : words;
}
