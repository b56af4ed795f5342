import t from 'tap';
import { publicPace } from '../../src/services/leads/public-pace.js';

t.test('a submission that is not stored takes as long as recent ones that were', async (t) => {
  let now = 1_000;
  const pauses: number[] = [];
  const pace = publicPace(
    () => now,
    async (ms) => void pauses.push(ms),
  );
  await pace.wait(1_000);
  t.strictSame(pauses.splice(0), [5], 'before the first one');
  const stored = [8, 20, 11, 9_000];
  for (const ms of stored) pace.note(ms);
  now += 3;
  for (const _ of stored) await pace.wait(1_000);
  t.strictSame(
    pauses.splice(0).sort((a, b) => a - b),
    [5, 8, 17, 247],
    'their times, less what it has taken; a very long one counts as 250 ms',
  );
  now += 1_000;
  await pace.wait(1_000);
  t.strictSame(pauses, [], 'never longer than that');
});
