import type { LevelOf } from './likelihoods.js';
import type { MatchRecord } from './record.js';
import { isOneEdit } from './similarity.js';
import { areNear, joined } from './text-levels.js';

/** `area`: what both have, where the level is that. */
export interface AddressAgreement {
  level: LevelOf<'address'>;
  area?: { field: 'postalCode' | 'city'; value: string };
}

/** How two parts agree: 2 equal, 1 near, 0 different; undefined where one is missing. */
type PartLevel = 2 | 1 | 0 | undefined;

/**
 * The level of two addresses, as one: its parts depend on each other. `exact`: street, house number and area. `street`: the same with errors.
 * `place`: the street, with its house number or the area. `area`: postal code, or city with a code that is near. Undefined where no part is
 * known of both.
 */
export function addressLevel(a: MatchRecord, b: MatchRecord): AddressAgreement | undefined {
  const street = textPart(a.street, b.street);
  const city = textPart(a.city, b.city);
  const code = codePart(a.postalCode, b.postalCode);
  if (street === undefined && city === undefined && code === undefined) return undefined;
  const number = codePart(a.houseNumber, b.houseNumber);
  const area = Math.max(code ?? 0, city ?? 0);
  if (street !== undefined && street > 0) {
    if (number === 2 && street === 2 && area > 0) return { level: 'exact' };
    if (number !== 0 && area > 0) return { level: 'street' };
    if (number === 2 || area > 0) return { level: 'place' };
  }
  if (number === 2 && area === 2) return { level: 'place' };
  if (code === 2) return { level: 'area', area: { field: 'postalCode', value: a.postalCode ?? '' } };
  if (city === 2 && code !== 0) return { level: 'area', area: { field: 'city', value: a.city ?? '' } };
  return { level: area > 0 ? 'city' : 'different' };
}

function textPart(a: string | undefined, b: string | undefined): PartLevel {
  if (a === undefined || b === undefined) return undefined;
  if (joined(a) === joined(b)) return 2;
  if (areNear(joined(a), joined(b))) return 1;
  const [words, others] = [a.split(' '), b.split(' ')];
  const [few, many] = words.length <= others.length ? [words, others] : [others, words];
  return few.some((word) => word.length > 3) &&
    few.every((word) => many.some((other) => areNear(word, other) || word === other))
    ? 1
    : 0;
}

function codePart(a: string | undefined, b: string | undefined): PartLevel {
  if (a === undefined || b === undefined) return undefined;
  if (a === b) return 2;
  return isOneEdit(a, b) ? 1 : 0;
}
