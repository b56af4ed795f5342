import type { LevelOf } from './likelihoods.js';
import { isOneEdit } from './similarity.js';
import { areNear } from './text-levels.js';

const DATE = /^(\d{4}) ?(\d{2}) ?(\d{2})$/;

/** The level of two values of a custom attribute, folded. Dates are compared by day, month and year, codes by one wrong digit, texts as names are. */
export function attributeLevel(a: string, b: string): LevelOf<'attribute'> {
  if (a === b) return 'exact';
  const [date, other] = [dateOf(a), dateOf(b)];
  if (date && other) return dateLevel(date, other);
  if (/\d/.test(a) && /\d/.test(b)) return Math.min(a.length, b.length) >= 5 && isOneEdit(a, b) ? 'near' : 'different';
  return Math.min(a.length, b.length) >= 5 && areNear(a, b) ? 'near' : 'different';
}

type DateParts = readonly [year: string, month: string, day: string];

function dateOf(text: string): DateParts | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return /^(?:1[89]|20)/.test(year) ? [year, month, day] : undefined;
}

function dateLevel([year, month, day]: DateParts, other: DateParts): LevelOf<'attribute'> {
  const [otherYear, otherMonth, otherDay] = other;
  const equal = Number(year === otherYear) + Number(month === otherMonth) + Number(day === otherDay);
  if (isOneEdit(year + month + day, other.join(''))) return 'near';
  if (year === otherYear && month === otherDay && day === otherMonth) return 'near';
  return equal === 2 ? 'part' : 'different';
}
