import { foldedKey } from './texts.js';

/** Legal forms as one folded word. "holding", "group" and the like are part of a name, not forms. */
const LEGAL_FORMS = new Set([
  ...['inc', 'incorporated', 'corp', 'corporation', 'co', 'company', 'llc', 'llp', 'lllp', 'lp', 'pllc', 'pc', 'pa'],
  ...['ltd', 'limited', 'plc', 'cic', 'cio', 'unlimited', 'ulc', 'pty', 'pte', 'pvt', 'private', 'bhd', 'sdn', 'tbk'],
  ...[
    'gmbh',
    'mbh',
    'ggmbh',
    'ag',
    'aktiengesellschaft',
    'kg',
    'kgaa',
    'ohg',
    'gbr',
    'ug',
    'ev',
    'eg',
    'ek',
    'se',
    'sarl',
    'sas',
    'sasu',
  ],
  ...[
    'sa',
    'sl',
    'slu',
    'sau',
    'scs',
    'sca',
    'snc',
    'eurl',
    'sci',
    'spa',
    'srl',
    'srls',
    'sapa',
    'lda',
    'ltda',
    'eireli',
  ],
  ...['nv', 'bv', 'cv', 'vof', 'bvba', 'sprl', 'ab', 'hb', 'as', 'asa', 'aps', 'ivs', 'oy', 'oyj', 'ky', 'hf', 'ehf'],
  ...[
    'sp',
    'zoo',
    'sro',
    'kft',
    'zrt',
    'nyrt',
    'bt',
    'doo',
    'dd',
    'ad',
    'ood',
    'eood',
    'ooo',
    'oao',
    'zao',
    'pao',
    'ou',
  ],
  ...[
    'uab',
    'sia',
    'kk',
    'gk',
    'yk',
    'jsc',
    'pjsc',
    'ojsc',
    'cjsc',
    'sab',
    'sapi',
    'wll',
    'fze',
    'fzco',
    'saog',
    'saoc',
  ],
]);
/** Forms that come before the name in some countries: AB Volvo, OOO Yandex, PT Telkom. */
const LEADING_FORMS = new Set(['ab', 'ooo', 'oao', 'zao', 'pao', 'pt', 'uab', 'sia']);
/** Words that only join forms: "GmbH & Co. KG", "S.A. de C.V.", "Sp. z o.o.". */
const JOINING_WORDS = new Set(['and', 'de', 'z']);

/** Whether the name ends in a legal form (Inc., GmbH, S.A. ...), the mark of an organization. */
export function hasLegalForm(name: string): boolean {
  const words = nameWords(name);
  return words.length > 1 && LEGAL_FORMS.has(words[words.length - 1] ?? '');
}

/**
 * A key for proposing that two organizations may be one: lower case, no diacritics or punctuation, without legal form
 * and leading "the". Never empty unless the name has no letters or digits. Not proof of identity: never join by it alone.
 */
export function organizationKey(name: string): string {
  const words = nameWords(name);
  let end = words.length;
  while (end > 1 && isTail(words, end)) end--;
  let start = 0;
  if (end - start > 1 && words[0] === 'the') start++;
  if (end - start > 1 && LEADING_FORMS.has(words[start] ?? '')) start++;
  return words.slice(start, end).join(' ');
}

/** A joining word belongs to the legal form only if a form precedes it. */
function isTail(words: string[], end: number): boolean {
  const word = words[end - 1] ?? '';
  if (LEGAL_FORMS.has(word)) return true;
  return end < words.length && JOINING_WORDS.has(word);
}

/** Folded words; single letters in a row are one abbreviation ("S. A." and "S.A." are both "sa"). */
function nameWords(name: string): string[] {
  const words: string[] = [];
  let joining = false;
  for (const word of foldedKey(name).split(' ')) {
    const single = /^\p{L}$/u.test(word);
    if (single && joining) words.push(`${words.pop() ?? ''}${word}`);
    else words.push(word);
    joining = single;
  }
  return words;
}
