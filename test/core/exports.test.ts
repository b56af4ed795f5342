import fc from 'fast-check';
import papa from 'papaparse';
import t from 'tap';
import {
  attributeCell,
  attributeOfCell,
  COMPUTED_TEXT,
  cellOf,
  listOfCell,
  withoutGuard,
} from '../../src/core/exports/cells.js';
import { narrowed, openColumns, unknownFields, valueAt, wantedColumns } from '../../src/core/exports/columns.js';

const SIGNS = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];
const COMMANDS = ['1+1', "cmd|' /C calc'!A0", 'HYPERLINK("https://a.example","x")', 'SUM(A1:A9)', ' '];

const written = (cells: (string | number)[], raw = false) =>
  papa.unparse([cells], { newline: '\r\n', escapeFormulae: raw ? false : COMPUTED_TEXT });
const read = (text: string) => papa.parse<string[]>(text, { newline: '\r\n', delimiter: ',' }).data[0] ?? [];

t.test('no text of a file begins as a formula, and each is read back', async (t) => {
  const payloads = SIGNS.flatMap((sign) => COMMANDS.map((command) => `${sign}${command}`));
  t.equal(payloads.length, 60);
  for (const payload of [...payloads, "'=1", "''-1", "'quoted", 'plain', 'a"b', 'a,b']) {
    const [cell = ''] = read(written([payload, 'next']));
    t.notOk(
      SIGNS.some((sign) => cell.startsWith(sign)),
      JSON.stringify(payload),
    );
    t.equal(withoutGuard(cell), payload);
    t.equal(read(written([payload, 'next'], true))[0], payload, 'raw');
  }
});

t.test('every text is read back as it was', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 4 }), (texts) => {
      t.strictSame(read(written(texts)).map(withoutGuard), texts);
    }),
    { numRuns: 300 },
  );
});

t.test('a negative number stays a number', async (t) => {
  t.equal(written([-5, '-5']), `-5,"'-5"`);
});

t.test('a list is one cell: separated where no text contains a separator, else JSON', async (t) => {
  t.equal(cellOf(['a', 'b c']), 'a; b c');
  t.equal(cellOf([]), '');
  for (const list of [['a;b'], ['Smith, Ada'], ['a|b', 'c'], [' a'], ['["x'], ['', 'x'], ['+49 30 / 12']])
    t.strictSame(listOfCell(String(cellOf(list))), list);
  t.strictSame(listOfCell('["a'), ['["a']);
  t.strictSame(listOfCell('a; b'), ['a', 'b']);
  t.equal(cellOf([{ a: 1 }]), '[{"a":1}]');
  t.equal(cellOf(true), 'true');
  t.equal(cellOf(undefined), '');
});

t.test('the type of an attribute follows from its cell', async (t) => {
  const values = [
    3,
    -3.5,
    1e21,
    true,
    false,
    ['a'],
    [],
    '3',
    '-3',
    "'3",
    '1e5',
    'true',
    'True',
    '["a"]',
    '3 apples',
    '=1',
    "'=1",
    'x; y',
  ];
  for (const value of values) {
    const [cell = ''] = read(written([attributeCell(value, false), 'next']));
    const expected = Array.isArray(value) && value.length === 0 ? undefined : value;
    t.strictSame(attributeOfCell(cell === '[]' ? '' : cell), expected, JSON.stringify(value));
  }
  t.equal(attributeCell('3', true), '3', 'raw');
});

t.test('fields are named as in the API; an object stands for its fields', async (t) => {
  const columns = ['id', 'score.fit', 'score.total', 'tags'].map((name) => ({ name, path: name.split('.') }));
  const fields = { columns, open: 'attributes' };
  const names = (wanted?: string[]) => wantedColumns(columns, wanted).map(({ name }) => name);
  t.strictSame(names(), ['id', 'score.fit', 'score.total', 'tags']);
  t.strictSame(names(['tags', 'score']), ['tags', 'score.fit', 'score.total']);
  t.strictSame(unknownFields(fields, ['id', 'score', 'sc', 'attributes.x', 'attributes.', 'scores']), [
    'sc',
    'attributes.',
    'scores',
  ]);
  const open = openColumns(fields, ['a.b', 'c'], undefined);
  t.strictSame(
    open.map(({ name }) => name),
    ['attributes.a.b', 'attributes.c'],
  );
  t.equal(valueAt({ attributes: { 'a.b': 1 } }, open[0]?.path ?? []), 1, 'a point in a name is no level');
  t.strictSame(openColumns(fields, ['a', 'c'], ['attributes.c']).length, 1);
  const row = { id: 1, score: { fit: 2, total: 3 }, other: 4 };
  t.strictSame(narrowed(row, wantedColumns(columns, ['score.total', 'id'])), { score: { total: 3 }, id: 1 });
});
