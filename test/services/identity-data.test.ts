import { existsSync, readFileSync } from 'node:fs';
import { getCountries, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import t from 'tap';
import { organizationKey } from '../../src/core/identity/organization-names.js';
import { normalizeCountry } from '../../src/services/identity/countries.js';
import { normalizeEmail } from '../../src/services/identity/emails.js';
import { plainNumber } from '../../src/services/identity/numbering-plans.js';
import { normalizePhone } from '../../src/services/identity/phones.js';

const file = (path: string) => new URL(`../../../shared/data/${path}`, import.meta.url);
const lines = (path: string) =>
  readFileSync(file(path), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
const without = (path: string) => (existsSync(file(path)) ? false : `no ${path}`);

interface EmailCase {
  id: string;
  address: string;
  category: string;
  diagnosis: string;
}

function emailCases(): EmailCase[] {
  const xml = readFileSync(file('isemail/tests.xml'), 'utf8');
  const field = (test: string, name: string) => new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(test)?.[1] ?? '';
  return [...xml.matchAll(/<test id="(\d+)">([\s\S]*?)<\/test>/g)].map(([, id = '', test = '']) => ({
    id,
    address: unescaped(field(test, 'address')),
    category: field(test, 'category').replace('ISEMAIL_', ''),
    diagnosis: field(test, 'diagnosis').replace('ISEMAIL_', ''),
  }));
}

/** XML entities, and the "symbol for" characters by which the file writes control characters. */
const unescaped = (text: string) =>
  text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/[\u2400-\u241f]/g, (symbol) => String.fromCharCode(symbol.charCodeAt(0) - 0x2400));

/** Errors by the letter of the RFCs that are repaired here: line breaks around an address, a final dot, an invisible NUL. */
const REPAIRED_SPACE = [
  '99',
  '127',
  '128',
  '132',
  '141',
  '142',
  '143',
  '145',
  '146',
  '147',
  '150',
  '151',
  '152',
  '154',
  '155',
  '156',
];
const REPAIRED = new Set([...REPAIRED_SPACE, '35', '57']);
/** Valid by the letter and refused here: quotes that are needed, domain literals, numeric top-level domains. */
const REFUSED_BY_POLICY = new Set(['23', '24', '43', '46', '48', '55', '61', '68', '72', '75', '77', '79', '81']);

t.test('isemail test set', { skip: without('isemail/tests.xml') }, async (t) => {
  const cases = emailCases();
  t.equal(cases.length, 164);
  for (const { id, address, category, diagnosis } of cases) {
    const { normalized } = normalizeEmail(address);
    const label = `${id} ${diagnosis} ${JSON.stringify(address).slice(0, 60)}`;
    if (category === 'VALID_CATEGORY') t.equal(normalized, address.toLowerCase(), label);
    if (category === 'DNSWARN' || category === 'CFWS') t.ok(normalized, label);
    if (category === 'RFC5321') t.equal(normalized === undefined, REFUSED_BY_POLICY.has(id), label);
    if (category === 'RFC5322') t.equal(normalized, undefined, label);
    if (category === 'ERR') t.equal(normalized !== undefined, REPAIRED.has(id), label);
    if (REPAIRED_SPACE.includes(id)) t.equal(normalized, 'test@iana.org', label);
  }
});

const phoneExamples = () =>
  lines('libphonenumber/examples_raw.txt')
    .map((line) => line.split(';').map((cell) => cell.replaceAll('"', '').trim()))
    .filter((cells) => cells[3] !== 'Number')
    .map(([callingCode = '', region = '', type = '', number = '']) => ({ callingCode, region, type, number }));

t.test("libphonenumber's example numbers", { skip: without('libphonenumber/examples_raw.txt') }, async (t) => {
  /** Numbering plans changed between the two releases: Benin 2024, Zimbabwe. */
  const changed = new Set(['+22985751234', '+22981123456', '+2631312345']);
  const examples = phoneExamples();
  t.equal(examples.length, 1_148);
  let sameType = 0;
  for (const { callingCode, region, type, number } of examples) {
    const e164 = `+${callingCode}${number}`;
    const international = normalizePhone(e164);
    if (changed.has(e164)) continue;
    if (international.e164 !== e164) t.fail(`${e164} gave ${international.e164}`);
    const national = region === '001' ? international : normalizePhone(number, region);
    if (national.e164 !== e164) t.fail(`${number} of ${region} gave ${national.e164}`);
    const expected = type === 'MOBILE' ? 'mobile' : type === 'FIXED_LINE' ? 'fixed_line' : 'other';
    if (international.type === expected) sameType++;
  }
  t.ok(sameType >= 1_130, `${sameType} of 1145 types agree`);
});

t.test(
  'the fast path never disagrees with the library',
  { skip: without('libphonenumber/examples_raw.txt') },
  async (t) => {
    let seed = 7;
    const below = (limit: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * limit);
    };
    const countries = getCountries();
    const counts = { fast: 0, valid: 0 };
    const compare = (digits: string, country: string | undefined) => {
      const parsed = parsePhoneNumberFromString(digits, { defaultCountry: country as 'US', extract: false });
      const type = parsed?.getType();
      if (type !== undefined) counts.valid++;
      const plain = plainNumber(digits, country);
      if (plain === undefined) return;
      counts.fast++;
      const same =
        plain === 'invalid'
          ? type === undefined
          : plain.e164 === parsed?.number && plain.country === parsed.country && plain.type === type;
      if (!same)
        t.fail(`${digits} ${country}: ${JSON.stringify(plain)}, library ${parsed?.number} ${parsed?.country} ${type}`);
    };
    for (const { callingCode, region, number } of phoneExamples()) {
      if (region === '001') continue;
      for (let changes = 0; changes < 4; changes++) {
        const digits = [...number];
        for (let i = 0; i < changes; i++) digits[below(digits.length)] = String(below(10));
        if (changes === 3) digits.push(String(below(10)));
        const changed = digits.join('');
        compare(`+${callingCode}${changed}`, undefined);
        for (const prefix of ['', '0', '1', '8', callingCode, `00${callingCode}`])
          compare(`${prefix}${changed}`, region);
        compare(changed, countries[below(countries.length)]);
      }
    }
    t.ok(counts.fast > 0.4 * counts.valid, `fast path took ${counts.fast} of ${counts.valid} valid numbers`);
  },
);

t.test('company list', { skip: without('cleanco/companies.csv') }, async (t) => {
  const rows = lines('cleanco/companies.csv').map((line) => line.split(';'));
  const unknown = new Set(
    rows.map(([, country = '']) => country.trim()).filter((country) => !normalizeCountry(country)),
  );
  t.strictSame(
    [...unknown].sort(),
    ['British Virgin Isl', 'Marshall Isl', 'Neth. Antilles'],
    'abbreviations and a former country',
  );
  const left = rows
    .map(([name = '']) => organizationKey(name))
    .filter((key) => / (?:inc|ltd|llc|plc|gmbh|ag|sa|nv|bv|corp|co|ab|spa)$/.test(key));
  t.strictSame(left, []);
});
