import fc from 'fast-check';
import t from 'tap';
import { checkAttributes, declaredAttributes } from '../../src/core/attributes/declared.js';
import {
  ATTRIBUTE_NAME,
  type AttributeDefinition,
  definitionViolations,
} from '../../src/core/attributes/definition.js';
import type { AttributeType } from '../../src/core/attributes/kind.js';
import { decimalText, normalValue } from '../../src/core/attributes/normal-values.js';
import { compareDecimals, textBounds, textBoundsTest } from '../../src/core/conditions/attribute-bounds.js';
import type { AttributeValue } from '../../src/core/values.js';

const define = (type: AttributeType, more: Partial<AttributeDefinition> = {}): AttributeDefinition => ({
  name: 'x',
  label: 'X',
  type,
  options: null,
  requiredForStages: [],
  unique: false,
  defaultValue: null,
  description: null,
  personal: true,
  archivedAt: null,
  ...more,
});

t.test('a value is brought into the form of its type where there is one way to read it', async (t) => {
  const options = ['Basic', 'Größe M'];
  const ID = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
  /** Undefined: refused. Null: no value. */
  const cases: [AttributeType, AttributeValue, AttributeValue | undefined][] = [
    ['text', ' Ada ', 'Ada'],
    ['text', 5, '5'],
    ['text', ['a'], undefined],
    ['text', '  ', null],
    ['number', 12.5, 12.5],
    ['number', '1234.50', 1234.5],
    ['number', '1.234,50', undefined],
    ['number', '1,234', undefined],
    ['number', '1.234', undefined],
    ['number', '0.125', 0.125],
    ['number', '12 EUR', undefined],
    ['number', '12345678901234567', undefined],
    ['number', true, undefined],
    ['decimal', '0012.50', '12.5'],
    ['decimal', '1.234', '1.234'],
    ['decimal', '-0.00', '0'],
    ['decimal', 12.5, '12.5'],
    ['decimal', '1.234,50', undefined],
    ['date', '2026-02-28', '2026-02-28'],
    ['date', '2026-02-30', undefined],
    ['date', '28.02.2026', undefined],
    ['date', '2026-02-28T00:00:00Z', undefined],
    ['instant', '2026-02-28T10:00:00+02:00', '2026-02-28T08:00:00.000Z'],
    ['instant', '2026-02-28', undefined],
    ['instant', '2026-02-28T10:00:00', undefined],
    ['boolean', true, true],
    ['boolean', 'TRUE', true],
    ['boolean', 'yes', undefined],
    ['boolean', 1, undefined],
    ['one_of', 'BASIC', 'Basic'],
    ['one_of', 'GRÖSSE m', 'Größe M'],
    ['one_of', 'Gold', undefined],
    ['many_of', ['basic', 'Basic'], ['Basic']],
    ['many_of', 'basic', ['Basic']],
    ['many_of', ['Basic', 'Gold'], undefined],
    ['rep', ID.toUpperCase(), ID],
    ['lead', 'crm-1', undefined],
    ['url', 'HTTPS://Example.COM/Path?q=1', 'https://example.com/Path?q=1'],
    ['url', 'example.com', undefined],
    ['url', 'ftp://example.com', undefined],
    ['url', 'https://user:secret@example.com', undefined],
  ];
  for (const [type, value, expected] of cases) {
    const kind = { type, options: type === 'one_of' || type === 'many_of' ? options : null };
    const normal = normalValue(kind, value as Exclude<AttributeValue, null>);
    const found = 'problem' in normal ? undefined : (normal.value ?? null);
    t.strictSame(found, expected, `${type} ${JSON.stringify(value)}`);
    if (found !== undefined && found !== null) t.strictSame(normalValue(kind, found), { value: found }, 'idempotent');
  }
});

t.test('a refusal names the attribute and what fits, and no value', async (t) => {
  const declared = declaredAttributes([define('number', { name: 'seats' })], 'refused');
  if (declared === undefined) throw new Error('nothing is declared');
  const { violations } = checkAttributes(declared, { seats: 'secret', other: 1, gone: null });
  t.match(violations, [
    { pointer: '/attributes/seats', code: 'value_invalid', detail: /takes a number/ },
    { pointer: '/attributes/other', code: 'attribute_undeclared' },
  ]);
  t.notMatch(JSON.stringify(violations), /secret/);
  const known = checkAttributes(declared, { seats: 'old', other: 1 }, { seats: 'old', other: 1 });
  t.strictSame(known.violations, [], 'values that the lead has are not checked again');
  t.equal(declaredAttributes([], 'accepted'), undefined);
});

t.test('definitions that cannot work are refused', async (t) => {
  const stages = new Set(['sql']);
  const pointers = (one: AttributeDefinition) => definitionViolations(one, stages).map(({ pointer }) => pointer);
  t.strictSame(pointers(define('one_of')), ['/options']);
  t.strictSame(pointers(define('one_of', { options: ['A', 'a'] })), ['/options']);
  t.strictSame(pointers(define('text', { options: ['A'] })), ['/options']);
  t.strictSame(pointers(define('boolean', { unique: true })), ['/unique']);
  t.strictSame(pointers(define('text', { unique: true, defaultValue: 'a' })), ['/defaultValue']);
  t.strictSame(pointers(define('number', { defaultValue: 'many' })), ['/defaultValue']);
  t.strictSame(pointers(define('text', { requiredForStages: ['sql', 'gone'] })), ['/requiredForStages/1']);
  for (const name of ['__proto__', '1st', 'a b', 'a/b', '']) t.notOk(new RegExp(ATTRIBUTE_NAME).test(name), name);
});

t.test('decimals are compared exactly', async (t) => {
  const decimal = fc
    .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 30n - 1n }), fc.nat({ max: 20 }))
    .map(([negative, digits, places]) => {
      const text = digits.toString().padStart(places + 1, '0');
      const cut = text.length - places;
      const value = places === 0 ? text : `${text.slice(0, cut)}.${text.slice(cut)}`;
      return {
        scaled: (negative ? -digits : digits) * 10n ** BigInt(20 - places),
        text: `${negative ? '-' : ''}${value}`,
      };
    });
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const expected = a.scaled < b.scaled ? -1 : a.scaled > b.scaled ? 1 : 0;
      const [left = '', right = ''] = [decimalText(a.text), decimalText(b.text)];
      return compareDecimals(left, right) === expected && (expected === 0) === (left === right);
    }),
  );
  const bounds = textBounds('0.3');
  t.ok(bounds && textBoundsTest('gt', bounds)('0.3000000000000000000001'));
  t.notOk(bounds && textBoundsTest('gt', bounds)(0.4), 'a number is no decimal');
  const dates = textBounds(['2026-01-01', '2026-12-31T23:59:59+01:00']);
  const within = dates && textBoundsTest('between', dates);
  t.ok(within?.('2026-06-01'));
  t.ok(within?.('2026-12-31T22:59:59.000Z'));
  t.notOk(within?.('2027-01-01'));
});
