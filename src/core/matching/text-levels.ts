import { isOneEdit, jaroWinkler } from './similarity.js';

/** One typing error apart: a close Jaro-Winkler similarity, or one edit of a text of three letters or more. */
export const areNear = (a: string, b: string): boolean =>
  (Math.min(a.length, b.length) >= 3 && isOneEdit(a, b)) || jaroWinkler(a, b) >= 0.93;

const WITHOUT_GAPS = / /g;
export const joined = (text: string): string => (text.includes(' ') ? text.replace(WITHOUT_GAPS, '') : text);
