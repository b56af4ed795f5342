import t from 'tap';
import type { Operator, Scalar } from '../../src/core/condition.js';
import { compileCondition } from '../../src/core/conditions/compile.js';
import { fold } from '../../src/core/fold.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { wordsOf } from '../../src/core/words.js';
import { foldTables } from '../../src/db/repositories/folded-sql.js';
import { type LeadOut, openService, type Page } from './ingest-fixture.js';

const service = await openService(t);

/** Texts in all the forms in which they are typed. */
const TEXTS = [
  ...[
    'İstanbul',
    'istanbul',
    'ISTANBUL',
    'ıstanbul',
    'i\u0307stanbul',
    'ΑΘΗΝΑΣ',
    'Αθηνας',
    'αθηνασ',
    'ΤΡΑΠΕΖΑ ΗΠΕΙΡΟΣ',
  ],
  ...[
    'Straße',
    'STRASSE',
    'STRAẞE',
    'São Paulo',
    'Sa\u0303o Paulo',
    'Ｔｏｋｙｏ',
    'ﾄｳｷｮｳ',
    'トウキョウ',
    'ПЕРМЬ',
    'пермь',
  ],
  ...['ŁÓDŹ', 'łódź', 'J\u030cx', 'ǰx', 'Ϊ\u0301', 'ΐ', 'Berlin', 'Kiel', 'ﬁn', 'x\u0323\u0307i', 'Ị\u0307', '𐐀'],
];
const PARTS = [
  'ς',
  'ι',
  'İ',
  'ı',
  'ß',
  's',
  'ss',
  'ã',
  '\u0303',
  '\u0301',
  'j',
  'ｷ',
  'ό',
  'k',
  'Ж',
  '\u0307',
  'ị',
  'ʞ',
];
const OPERATORS: Operator[] = ['eq', 'neq', 'in', 'not_in', 'contains', 'starts_with', 'ends_with', 'fuzzy'];
const isList = (operator: Operator) => operator === 'in' || operator === 'not_in';

t.test('a search selects exactly the leads for which a rule holds', async (t) => {
  const { post } = await service.makeWorkspace();
  const leads: { id: string; facts: LeadFacts }[] = [];
  for (const [index, text] of TEXTS.entries()) {
    const facts = { city: text, industry: text, tags: [text], attributes: { place: text, places: [text, 'Rom'] } };
    const sent = await post('/v1/leads', { email: `person${index}@acme.example`, ...facts });
    t.equal(sent.status, 201);
    leads.push({ id: sent.body.lead.id, facts: { kind: 'person', ...facts } });
  }
  const subjects = leads.map(({ id, facts }) => ({ id, subject: { facts, engagement: [], now: Date.now() } }));
  const wrong: string[] = [];
  let found = 0;
  const check = async (field: string, operator: Operator, operand: string) => {
    const value: Scalar | Scalar[] = isList(operator) ? [operand, 'Rom'] : operand;
    const where = { type: 'field' as const, field, operator, value };
    const { status, body } = await post<Page<LeadOut>>('/v1/leads/search', { where, limit: 200 });
    const holds = compileCondition(where);
    const expected = subjects.filter(({ subject }) => holds(subject)).map(({ id }) => id);
    const ids = body.data?.map(({ id }) => id).sort();
    found += expected.length;
    if (status !== 200 || JSON.stringify(ids) !== JSON.stringify(expected.sort()))
      wrong.push(`${field} ${operator} ${operand}`);
  };
  for (const operand of [...TEXTS, ...PARTS]) {
    for (const operator of OPERATORS) {
      if (operator === 'fuzzy' && wordsOf(operand).length === 0) continue;
      await check('city', operator, operand);
      if (operator !== 'neq' && operator !== 'not_in') await check('attributes.place', operator, operand);
    }
    for (const operator of ['contains', 'in', 'not_in'] as const) {
      await check('tags', operator, operand);
      await check('attributes.places', operator, operand);
    }
  }
  t.strictSame(wrong, []);
  t.ok(found > 1_000);
});

t.test('the tables of the database fold every letter', async (t) => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const letter = String.fromCodePoint(code);
    const folded = fold(letter);
    if (folded === letter || [...folded].length > 1 || letter.normalize('NFKC') !== letter) continue;
    const { from, to } = foldTables([folded]);
    const at = [...from].indexOf(letter);
    if ([...to][at] !== folded) wrong.push(code.toString(16));
  }
  t.strictSame(wrong, []);
});
