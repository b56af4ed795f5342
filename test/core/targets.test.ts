/** Working days, projections and progress of targets. */
import fc from 'fast-check';
import t from 'tap';
import { UTC } from '../../src/core/calendar/zone.js';
import { zoneOffsets } from '../../src/core/calendar/zone-offsets.js';
import { randomStream } from '../../src/core/prediction/random.js';
import { periodOf, progressOf } from '../../src/core/targets/progress.js';
import { projectAmount, projectCount, type WorkedDay } from '../../src/core/targets/projection.js';
import { dayNumber, endOfPeriod, type Target, validateTarget } from '../../src/core/targets/target.js';
import { workdayWeights } from '../../src/core/targets/workdays.js';

const AT = new Date(0);
const target = (changes: Partial<Target> = {}): Target => ({
  ...{ workspaceId: 'w', id: 't', version: 1, metric: 'leads_created', teamId: null, repId: null, sourceId: null },
  ...{ product: null, currency: null, period: 'month', fromDay: '2026-03-01', beforeDay: '2026-04-01', value: '100' },
  ...{ reachedAt: null, closedAt: null, missed: null, checkDueAt: null, createdAt: AT, updatedAt: AT },
  ...changes,
});

t.test('a calendar period ends on the first day of the next, also in leap years', (t) => {
  t.equal(endOfPeriod('month', '2028-02-01'), '2028-03-01');
  t.equal(dayNumber('2028-03-01') - dayNumber('2028-02-01'), 29);
  t.equal(endOfPeriod('month', '2026-12-01'), '2027-01-01');
  t.equal(endOfPeriod('quarter', '2026-10-01'), '2027-01-01');
  t.equal(endOfPeriod('year', '2028-01-01'), '2029-01-01');
  t.strictSame([endOfPeriod('quarter', '2026-02-01'), endOfPeriod('month', '2026-02-02')], [undefined, undefined]);
  t.end();
});

t.test('terms that mean nothing are refused by field', (t) => {
  const faults = (changes: object) =>
    validateTarget({ metric: 'mqls', period: 'month', fromDay: '2026-03-01', value: '5', ...changes }).map(
      ({ pointer }) => pointer,
    );
  t.strictSame(faults({}), []);
  t.strictSame(faults({ value: '0.00' }), ['/value']);
  t.strictSame(faults({ value: '1.5' }), ['/value']);
  t.strictSame(faults({ metric: 'mql_rate' }), ['/metric']);
  t.strictSame(faults({ metric: 'open_pipeline' }), ['/metric']);
  t.strictSame(faults({ metric: 'average_deal' }), ['/metric']);
  t.strictSame(faults({ metric: 'sales_volume' }), ['/currency']);
  t.strictSame(faults({ currency: 'EUR' }), ['/currency']);
  t.strictSame(faults({ fromDay: '2026-03-02' }), ['/from']);
  t.strictSame(faults({ beforeDay: '2026-04-01' }), ['/before']);
  t.strictSame(faults({ period: 'days' }), ['/before']);
  t.strictSame(faults({ period: 'days', beforeDay: '2026-03-01' }), ['/before']);
  t.strictSame(faults({ teamId: 'a', repId: 'b' }), ['/repId']);
  t.end();
});

t.test('working days follow from hours, holidays and absences; without any, from Monday to Friday', (t) => {
  const [monday, days] = [dayNumber('2026-03-02'), 7];
  const rep = { zone: UTC, workingHours: [], holidays: new Set<number>(), absences: [] };
  t.strictSame(workdayWeights([], monday, monday + days), [1, 1, 1, 1, 1, 0, 0]);
  const saturday = { ...rep, workingHours: [{ weekday: 'saturday' as const, start: '09:00', end: '12:00' }] };
  t.strictSame(workdayWeights([rep, saturday], monday, monday + days), [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0]);
  const away = {
    ...rep,
    holidays: new Set([monday]),
    absences: [{ from: Date.UTC(2026, 2, 3), to: Date.UTC(2026, 2, 5) }],
  };
  t.strictSame(workdayWeights([away], monday, monday + days), [0, 0, 0, 1, 1, 0, 0]);
  t.strictSame(workdayWeights([], monday + 5, monday + 7), [1, 1], 'a weekend counts where there is nothing else');
  t.end();
});

t.test('days begin in the zone, and today counts by its part', (t) => {
  const berlin = zoneOffsets('Europe/Berlin');
  const period = periodOf(target(), berlin);
  t.equal(new Date(period.from).toISOString(), '2026-02-28T23:00:00.000Z');
  t.equal(new Date(period.before).toISOString(), '2026-03-31T22:00:00.000Z', 'summer time has begun');
  const weights = workdayWeights([], dayNumber('2026-03-01'), dayNumber('2026-04-01'));
  const at = (now: string) =>
    progressOf({ target: target(), measured: [], weights, zone: berlin, now: Date.parse(now) });
  t.match(at('2026-02-28T22:59:59Z'), { status: 'upcoming', expected: 0, daysLeft: 31, projection: 'not_begun' });
  t.match(at('2026-02-28T23:00:00Z'), { status: 'running', workdaysElapsed: 0, projection: 'too_few_days' });
  t.match(at('2026-03-02T11:00:00Z'), { workdays: 22, workdaysElapsed: 0.5, daysLeft: 30 });
  t.match(at('2026-03-31T22:00:00Z'), {
    status: 'ended',
    expected: 100,
    daysLeft: 0,
    workdaysLeft: 0,
    projection: 'ended',
  });
  t.end();
});

t.test('actual is the exact sum, and reaching is exact', (t) => {
  const deals = target({ metric: 'sales_volume', currency: 'EUR', value: '0.3000' });
  const weights = workdayWeights([], dayNumber('2026-03-01'), dayNumber('2026-04-01'));
  const of = (amounts: bigint[]) =>
    progressOf({
      ...{ target: deals, weights, zone: UTC, now: Date.UTC(2026, 2, 20) },
      measured: amounts.map((amount, index) => ({ day: dayNumber('2026-03-02') + index, amount })),
    });
  t.match(of([1_000n, 2_000n]), { actual: '0.30', reached: true });
  t.match(of([1_000n, 1_999n]), { actual: '0.2999', reached: false });
  t.end();
});

/** The number of successes of a Poisson process of one day. */
function poisson(random: () => number, mean: number): number {
  let [count, product] = [0, random()];
  for (const bound = Math.exp(-mean); product > bound; product *= random()) count += 1;
  return count;
}

t.test('80 % intervals of counts and amounts hold the number at the end in 70 to 90 % of cases', (t) => {
  const random = randomStream(11);
  const held = { counts: 0, bursts: 0, amounts: 0 };
  const cases = 600;
  for (let run = 0; run < cases; run += 1) {
    const [elapsed, left] = [6 + Math.floor(random() * 10), 4 + Math.floor(random() * 12)];
    const rate = 0.3 + random() * 6;
    const series = (next: () => number) => Array.from({ length: elapsed + left }, next);
    const check = (days: number[], project: typeof projectCount | typeof projectAmount) => {
      const worked: WorkedDay[] = days.slice(0, elapsed).map((amount) => ({ weight: 1, amount }));
      const actual = worked.reduce((sum, { amount }) => sum + amount, 0);
      const found = project({ actual, days: worked, elapsed, left });
      const end = days.reduce((sum, amount) => sum + amount, 0);
      return found === undefined || (end >= found.low && end <= found.high) ? 1 : 0;
    };
    held.counts += check(
      series(() => poisson(random, rate)),
      projectCount,
    );
    held.bursts += check(
      series(() => poisson(random, rate * (random() < 0.3 ? 3 : 0.2))),
      projectCount,
    );
    const volume = () => Array.from({ length: poisson(random, 2) }, () => 200 + random() * 4_000);
    held.amounts += check(
      series(() => volume().reduce((sum, one) => sum + one, 0)),
      projectAmount,
    );
  }
  for (const [name, count] of Object.entries(held)) {
    const share = count / cases;
    // A count is a whole number, so that its interval holds somewhat more than it must.
    t.ok(share >= 0.7 && share <= (name === 'amounts' ? 0.9 : 0.95), `${name}: ${share}`);
  }
  t.end();
});

t.test('a projection lies in its interval, and grows with what was counted', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(40), { minLength: 5, maxLength: 25 }),
      fc.integer({ min: 0, max: 20 }),
      (counts, left) => {
        const project = (of: number[]) => {
          const actual = of.reduce((sum, one) => sum + one, 0);
          return projectCount({ actual, days: of.map((amount) => ({ weight: 1, amount })), elapsed: of.length, left });
        };
        const [one, more] = [project(counts), project(counts.map((count) => count + 1))];
        const actual = counts.reduce((sum, count) => sum + count, 0);
        return (
          actual <= one.low && one.low <= one.projected && one.projected <= one.high && more.projected > one.projected
        );
      },
    ),
  );
  t.end();
});
