import t from 'tap';
import { fold } from '../../src/core/fold.js';

/** Texts of one line are one text, whatever case and form they are typed in. */
const SAME = [
  ['İstanbul', 'istanbul', 'ISTANBUL', 'ıstanbul', 'i\u0307stanbul', 'I\u0307STANBUL'],
  ['IŞIK', 'ışık', 'işik', 'Işık', 'İŞİK'],
  ['ΑΘΗΝΑΣ', 'Αθηνας', 'αθηνασ'],
  ['ΣΟΦΟΣ, ΦΙΛΟΣ', 'σοφος, φιλος', 'σοφοσ, φιλοσ'],
  ['Straße', 'STRASSE', 'STRAẞE', 'strasse'],
  ['São Paulo', 'Sa\u0303o Paulo', 'SÃO PAULO'],
  ['Ｔｏｋｙｏ　１', 'tokyo 1'],
  ['ﾄｳｷｮｳ', 'トウキョウ'],
  ['ｶﾞ', 'ガ', 'カ\u3099'],
  ['ǰ', 'J\u030c', 'j\u030c'],
  ['ΐ', 'Ϊ\u0301', 'ι\u0308\u0301'],
  ['ﬁnance', 'FINANCE'],
  ['ПЕРМЬ', 'пермь'],
  ['Ǆ', 'ǆ', 'ǅ', 'dž'],
];
const WITHOUT_CASE = /[\p{Cn}\p{Co}\p{Cs}\p{Script=Han}\p{Script=Hangul}]/u;
const DIFFERENT = ['a', 'ä', 'á', 'o', 'ø', 'ł', 'l', 'e', 'и', 'й', 'щ', 'ş', 's', 'ά', 'α', 'が', 'か', 'n', 'ñ'];

t.test('case, composition and width make no difference, accents do', async (t) => {
  for (const [first = '', ...others] of SAME)
    for (const other of others) t.equal(fold(other), fold(first), `${other} is ${first}`);
  t.equal(new Set(DIFFERENT.map(fold)).size, DIFFERENT.length);
});

t.test('every letter folds as its other forms do, and folding again changes nothing', async (t) => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const letter = String.fromCodePoint(code);
    if (WITHOUT_CASE.test(letter)) continue;
    const folded = fold(letter);
    // A capital with an iota beside it is two letters; the small form is one.
    const hasIota = letter.normalize('NFD').includes('\u0345');
    const forms = [folded, letter.toLowerCase(), letter.normalize('NFD'), letter.normalize('NFKC')];
    if (!hasIota) forms.push(letter.toUpperCase());
    if (forms.some((form) => fold(form) !== folded)) wrong.push(code.toString(16));
    if (fold(`a${letter}b`) !== fold(`A${letter}B`)) wrong.push(`${code.toString(16)} between letters`);
  }
  t.strictSame(wrong, []);
});

t.test('no text within the limits takes long', async (t) => {
  const texts = ['\u0301\u0323'.repeat(20_000), 'ﷺ'.repeat(5_000), 'i\u0307'.repeat(20_000), 'ß'.repeat(40_000)];
  const begun = process.hrtime.bigint();
  for (const text of texts) fold(text);
  t.ok(process.hrtime.bigint() - begun < 500_000_000n);
});
