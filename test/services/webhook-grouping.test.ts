import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { grouped } from '../../src/services/webhooks/grouping.js';

t.test('requests of one turn, and those that come meanwhile, are one call', async (t) => {
  const calls: number[][] = [];
  const double = grouped(3, async (numbers: readonly number[]) => {
    calls.push([...numbers]);
    await delay(5);
    return numbers.map((number) => number * 2);
  });
  const first = [1, 2].map(double);
  await delay(2);
  const later = [3, 4, 5, 6].map(double);
  t.same(await Promise.all([...first, ...later]), [2, 4, 6, 8, 10, 12]);
  t.same(calls, [[1, 2], [3, 4, 5], [6]], 'at most three at a time');
  t.equal(await double(7), 14);
});

t.test('a request that fails fails alone', async (t) => {
  const check = grouped(10, async (words: readonly string[]) => {
    if (words.includes('bad')) throw new Error('refused');
    return words;
  });
  const results = await Promise.allSettled(['a', 'bad', 'b'].map(check));
  t.match(results, [{ value: 'a' }, { reason: { message: 'refused' } }, { value: 'b' }]);
});
