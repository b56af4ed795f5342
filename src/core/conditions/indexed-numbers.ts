import type { FieldCondition } from '../condition.js';
import { attributeOf } from './indexed-words.js';

/**
 * Numeric attributes are found by words that name ranges of numbers: the power of ten, and the same with one, two and three digits. 498 has the words
 * `p2`, `p2:4`, `p2:49` and `p2:498` (n: negative, z: zero). The function `number_words` of a migration makes them for each lead; a
 * comparison needs the fewest words whose ranges hold all numbers that meet it.
 */

/** Numbers beyond 10^20 and below 10^-9 have the word of this power alone. */
const POWER = { least: -10, most: 20 } as const;
/** Ranges of three digits from 1.00 to 9.99 times a power of ten. */
const OF_POWER = 900;
const FIRST_DIGITS = 100;
/** Names are cut here: an index takes no long words. */
const LONGEST_NAME = 100;
/** Between the name of the attribute and the range. */
const SEPARATOR = '\u001f';

/** The words of which every lead that meets the comparison has at least one; undefined: no index serves it. Other leads may have some too. */
export function indexedNumberWords({ field, operator, value, otherField }: FieldCondition): string[] | undefined {
  const name = attributeOf(field);
  const bounds = otherField === undefined ? boundsOf(operator, value) : undefined;
  if (name === undefined || bounds === undefined) return undefined;
  const [from, until] = bounds;
  const ranges = [
    ...(from < 0 ? rangesBetween('n', Math.max(0, -until), -from) : []),
    ...(from <= 0 && until >= 0 ? ['z0'] : []),
    ...(until > 0 ? rangesBetween('p', Math.max(0, from), until) : []),
  ];
  const start = [...name].slice(0, LONGEST_NAME).join('');
  return ranges.map((range) => `${start}${SEPARATOR}${range}`);
}

/** The least and the greatest number that meet the comparison. */
function boundsOf(
  operator: FieldCondition['operator'],
  value: FieldCondition['value'],
): readonly [number, number] | undefined {
  const [first, second] = [value].flat();
  if (typeof first !== 'number') return undefined;
  if (operator === 'gt' || operator === 'gte') return [first, Number.POSITIVE_INFINITY];
  if (operator === 'lt' || operator === 'lte') return [Number.NEGATIVE_INFINITY, first];
  return operator === 'between' && typeof second === 'number' ? [first, second] : undefined;
}

/** The fewest ranges that hold all positive numbers from one to another, both inclusive. */
function rangesBetween(sign: 'n' | 'p', from: number, until: number): string[] {
  const ranges: string[] = [];
  const last = placeOf(until);
  for (let place = placeOf(from); place <= last; ) {
    const { power, digits } = {
      power: Math.floor(place / OF_POWER) + POWER.least,
      digits: (place % OF_POWER) + FIRST_DIGITS,
    };
    const isWhole = power === POWER.least || power === POWER.most;
    const width = isWhole ? OF_POWER - (place % OF_POWER) : widthAt(place, last);
    const kept = { [OF_POWER]: 0, 100: 1, 10: 2 }[width] ?? 3;
    ranges.push(`${sign}${power}${isWhole || kept === 0 ? '' : `:${String(digits).slice(0, kept)}`}`);
    place += width;
  }
  return ranges;
}

/** The widest range that begins at a place and does not go beyond the last one. */
const widthAt = (place: number, last: number): number =>
  [OF_POWER, 100, 10].find((width) => (place % OF_POWER) % width === 0 && place + width - 1 <= last) ?? 1;

/** The place of a positive number among all ranges of three digits, in their order; of 0 and infinity the first and last. */
function placeOf(size: number): number {
  const [digits = '', power = '0'] = size.toExponential().split('e');
  if (size === 0 || Number(power) <= POWER.least) return 0;
  const last = (POWER.most - POWER.least) * OF_POWER;
  if (!Number.isFinite(size) || Number(power) >= POWER.most) return last;
  const three = Number(digits.replace('.', '').padEnd(3, '0').slice(0, 3));
  return (Number(power) - POWER.least) * OF_POWER + three - FIRST_DIGITS;
}
