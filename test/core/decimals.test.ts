import t from 'tap';
import { hasDecimals } from '../../src/core/decimals.js';

t.test('every number of two decimals has two decimals', async (t) => {
  const refused: string[] = [];
  for (let hundredths = -1_000_000; hundredths <= 1_000_000; hundredths++) {
    const text = (hundredths / 100).toFixed(2);
    if (!hasDecimals(Number(text), 2)) refused.push(text);
  }
  t.strictSame(refused, []);
});

t.test('a number of more decimals has not', async (t) => {
  for (const value of [0.001, 4.605, 1.1500001, 0.0100000001, -0.005, 9999.999, 1e-9, Number.NaN])
    t.notOk(hasDecimals(value, 2), String(value));
  for (const value of [0, -0, 1, 1e15, 4.6]) t.ok(hasDecimals(value, 1), String(value));
});
