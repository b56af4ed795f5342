import fc from 'fast-check';
import t from 'tap';
import { entitledOf, type LedgerEntry, newEntry, rebase } from '../../src/core/assignment/ledger.js';
import { giveNext } from '../../src/core/assignment/rotation.js';

const repId = (index: number): string => `rep-${String(index).padStart(2, '0')}`;
const poolOf = (weights: readonly number[]): LedgerEntry[] =>
  weights.map((weight, index) => newEntry(repId(index), weight));
const sumOfCredits = (pool: readonly LedgerEntry[]): number => pool.reduce((sum, { credit }) => sum + credit, 0);
const anyWeights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 20 });

t.test('equal weights take turns, weights take their share', (t) => {
  const turns = (weights: number[], count: number): string => {
    const pool = poolOf(weights);
    return Array.from({ length: count }, () => giveNext(pool)?.entry.repId.slice(-1)).join('');
  };
  t.equal(turns([1, 1, 1], 9), '012012012');
  t.equal(turns([1], 3), '000');
  t.equal(turns([2, 1], 9), '010010010');
  t.match(turns([5, 1, 1], 7), /^0+10+20+$/, 'the small ones are spread among the many of the big one');
  t.equal(giveNext([]), undefined, 'no eligible member');
  t.end();
});

t.test('the tie-break names what distinguished the first from the second', (t) => {
  const entry = (id: string, credit: number, weight = 1): LedgerEntry => ({ ...newEntry(id, weight), credit });
  const table: [pool: LedgerEntry[], receiver: string, tieBreak: string][] = [
    [[entry('a', 0)], 'a', 'only_candidate'],
    [[entry('b', 0), entry('a', 0)], 'a', 'rep_id'],
    [[entry('a', 0), entry('b', 0, 3)], 'b', 'earliest_deadline'],
    [[entry('a', 0.05), entry('b', 0.1)], 'b', 'larger_credit'],
    [[entry('a', 0.6), entry('b', -0.6)], 'a', 'only_released'],
    [[entry('a', -0.7), entry('b', -0.6)], 'b', 'larger_credit'],
  ];
  for (const [pool, receiver, tieBreak] of table) {
    const turn = giveNext(pool);
    t.equal(turn?.entry.repId, receiver);
    t.equal(turn?.tieBreak, tieBreak);
  }
  t.end();
});

t.test('no rep strays a whole lead from its entitlement, at any time, for any weights', (t) => {
  fc.assert(
    fc.property(anyWeights, (weights) => {
      const pool = poolOf(weights);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (let step = 1; step <= 3000; step += 1) {
        giveNext(pool);
        for (const [index, { given }] of pool.entries()) {
          const share = (step * (weights[index] ?? 0)) / total;
          if (Math.abs(share - given) >= 1) return false;
        }
      }
      const exact = pool.every(
        (entry, index) => Math.abs(entitledOf(entry) - (3000 * (weights[index] ?? 0)) / total) < 1e-8,
      );
      return exact && Math.abs(sumOfCredits(pool)) < 1e-9;
    }),
    { numRuns: 60 },
  );
  t.pass('held for all generated weights');
  t.end();
});

t.test('after a full cycle everybody has exactly its weight', (t) => {
  fc.assert(
    fc.property(anyWeights, (weights) => {
      const pool = poolOf(weights);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (let step = 0; step < total; step += 1) giveNext(pool);
      return pool.every(({ given, weight }) => given === weight);
    }),
    { numRuns: 60 },
  );
  t.pass('held for all generated weights');
  t.end();
});

t.test('input order does not matter', (t) => {
  fc.assert(
    fc.property(anyWeights, (weights) => {
      const straight = poolOf(weights);
      const turned = poolOf(weights).toReversed();
      for (let step = 0; step < 200; step += 1) {
        if (giveNext(straight)?.entry.repId !== giveNext(turned)?.entry.repId) return false;
      }
      return true;
    }),
    { numRuns: 40 },
  );
  t.pass('held for all generated weights');
  t.end();
});

t.test('with sets that change at every lead no rep strays a lead, and hardly any entitlement lapses', (t) => {
  let widest = 0;
  let furthest = 0;
  const anySteps = fc.array(fc.nat({ max: 2 ** 20 - 1 }), { minLength: 500, maxLength: 1500 });
  fc.assert(
    fc.property(anyWeights, anySteps, (weights, masks) => {
      const pool = poolOf(weights);
      const fluid = pool.map(() => 0);
      let assigned = 0;
      for (const mask of masks) {
        const eligible = pool.filter((_, index) => (mask >> index) & 1);
        const sum = eligible.reduce((total, { weight }) => total + weight, 0);
        for (const [index, entry] of pool.entries()) {
          if (eligible.includes(entry)) fluid[index] = (fluid[index] ?? 0) + entry.weight / sum;
        }
        if (giveNext(eligible) !== undefined) assigned += 1;
        for (const { credit } of pool) widest = Math.max(widest, Math.abs(credit));
      }
      const given = pool.reduce((sum, entry) => sum + entry.given, 0);
      for (const [index, entry] of pool.entries()) {
        furthest = Math.max(furthest, Math.abs(entitledOf(entry) - (fluid[index] ?? 0)));
      }
      return given === assigned && Math.abs(sumOfCredits(pool)) < 1e-9;
    }),
    { numRuns: 60 },
  );
  t.comment(`widest deviation ${widest.toFixed(6)} leads, furthest from all shares ${furthest.toFixed(3)}`);
  t.ok(widest < 1, 'although no rotation could give everyone its leads in time');
  t.end();
});

t.test('a joiner starts level: it gets its share from then on, no more and no less', (t) => {
  const pool = poolOf([1, 1]);
  for (let step = 0; step < 1001; step += 1) giveNext(pool);
  pool.push(newEntry('rep-99', 1));
  for (let step = 0; step < 300; step += 1) giveNext(pool);
  const joiner = pool.at(-1);
  t.ok(Math.abs((joiner?.given ?? 0) - 100) <= 1);
  t.end();
});

t.test('a returner finds its credit as it left it', (t) => {
  const pool = poolOf([1, 1, 1]);
  giveNext(pool);
  const [away, ...stay] = pool;
  const credit = away?.credit;
  for (let step = 0; step < 100; step += 1) giveNext(stay);
  t.equal(away?.credit, credit);
  const before = away?.given ?? 0;
  for (let step = 0; step < 30; step += 1) giveNext(pool);
  t.ok(Math.abs((away?.given ?? 0) - before - 10) <= 1);
  t.end();
});

t.test('a leaver: credits of those who stay sum to 0 again and only near zero', (t) => {
  fc.assert(
    fc.property(anyWeights, fc.nat(500), fc.nat(19), (weights, steps, leaver) => {
      const pool = poolOf(weights);
      for (let step = 0; step < steps; step += 1) giveNext(pool);
      const stay = pool.filter((_, index) => index !== leaver % pool.length);
      const before = stay.map(({ credit }) => credit);
      rebase(stay);
      return (
        Math.abs(sumOfCredits(stay)) < 1e-8 &&
        stay.every(({ credit }, index) => {
          const was = before[index] ?? 0;
          return Math.abs(credit) <= Math.abs(was) && credit * was >= 0;
        })
      );
    }),
    { numRuns: 300 },
  );
  t.pass('held for all generated pools');
  t.end();
});
