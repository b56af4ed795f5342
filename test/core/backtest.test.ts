import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { type BacktestCase, backtest, type ModelResult } from '../../src/core/evidence/backtest.js';
import { decilesOf } from '../../src/core/evidence/deciles.js';
import { qualifyingTotal } from '../../src/core/evidence/threshold.js';

const placing = (total: number, category: ModelResult['category'] = 'lead'): ModelResult => ({
  score: { fit: total, engagement: 0, total },
  grade: 'B2',
  temperature: 'cold',
  category,
});

/** `count` leads, every other one won; points by each model from the place and the outcome. */
const cases = (count: number, candidate: (won: boolean, i: number) => number, present = candidate): BacktestCase[] =>
  Array.from({ length: count }, (_, i) => {
    const won = i % 2 === 0;
    return { leadId: `lead-${i}`, won, candidate: placing(candidate(won, i)), present: placing(present(won, i)) };
  });

t.test('a model that knows the end beats one that knows nothing', async (t) => {
  const report = backtest(
    cases(
      200,
      (won) => (won ? 80 : 20),
      (_, i) => (i * 37) % 100,
    ),
    50,
  );
  t.match(report, { verdict: 'ok', won: 100, lost: 100, threshold: 50, comparison: 'better', classesChanged: 0 });
  t.match(report.candidate, { auc: 1, precision: 1, recall: 1, selected: 100 });
  t.ok((report.present?.aucLow ?? 1) < 0.5 && (report.present?.aucHigh ?? 0) > 0.5);
  t.match(report.candidate?.deciles[0], { averageScore: 80, winRate: 1, lift: 2 });
  t.match(report.candidate?.deciles[9], { averageScore: 20, winRate: 0, lift: 0 });
});

t.test('too few outcomes and no signal are reported, not hidden', async (t) => {
  const few = backtest(
    cases(58, (won) => (won ? 80 : 20)),
    50,
  );
  t.match(few, { verdict: 'insufficient_outcomes', won: 29, lost: 29 });
  t.equal(few.candidate, undefined);
  const flat = backtest(
    cases(100, () => 10),
    50,
  );
  t.match(flat, { verdict: 'no_signal', comparison: 'not_distinguishable' });
  t.match(flat.candidate, { auc: 0.5, selected: 0, precision: undefined, recall: 0 });
});

t.test('leads that would be placed differently: all counted, the first listed', async (t) => {
  const moved = cases(120, (won) => (won ? 80 : 20)).map((one) => ({ ...one, candidate: placing(60, 'mql') }));
  const { classesChanged, changes } = backtest(moved, 50);
  t.equal(classesChanged, 120);
  t.equal(changes.length, 50);
  t.match(changes[0], { leadId: 'lead-0', won: true, from: { category: 'lead' }, to: { category: 'mql' } });
});

t.test('tenths share out all leads and all that was won, ties evenly', async () => {
  const row = fc.record({ won: fc.nat(1), score: fc.nat(20) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 300 }), (rows) => {
      const deciles = decilesOf(
        rows.map(({ won }) => won),
        rows.map(({ score }) => score),
      );
      const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);
      close(mean(deciles.map(({ winRate }) => winRate)), mean(rows.map(({ won }) => won)));
      close(mean(deciles.map(({ averageScore }) => averageScore)), mean(rows.map(({ score }) => score)));
      for (const [index, { averageScore, winRate, winRateLow, winRateHigh }] of deciles.entries()) {
        assert.ok(averageScore <= (deciles[index - 1]?.averageScore ?? 20) + 1e-9);
        assert.ok(winRateLow <= winRate + 1e-9 && winRate <= winRateHigh + 1e-9);
      }
    }),
  );
});

t.test('the threshold is where the policy makes an MQL by score', async (t) => {
  t.equal(qualifyingTotal(DEFAULT_CLASSIFICATION_POLICY), 50);
  const { category } = DEFAULT_CLASSIFICATION_POLICY;
  const without = { ...category, rules: category.rules.filter(({ id }) => id !== 'mql-score') };
  t.equal(qualifyingTotal({ ...DEFAULT_CLASSIFICATION_POLICY, category: without }), 50, 'or fifty');
});
