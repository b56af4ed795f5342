/** Entries of costs, their days, and exchange rates. */
import fc from 'fast-check';
import t from 'tap';
import { firstDayFrom } from '../../src/core/calendar/first-day.js';
import { UTC } from '../../src/core/calendar/zone.js';
import { zoneOffsets } from '../../src/core/calendar/zone-offsets.js';
import { type CostInput, costContent, spreadByDay } from '../../src/core/costs/cost.js';
import { addConversions, rateViolations } from '../../src/core/costs/exchange-rates.js';

t.test('the parts of the days add up to the amount exactly, and differ by less than a ten-thousandth', async () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 19n }), fc.integer({ min: 1, max: 3_653 }), (units, days) => {
      const parts = spreadByDay(units, days);
      const sum = parts.reduce((total, part) => total + part, 0n);
      const even = units / BigInt(days);
      return parts.length === days && sum === units && parts.every((part) => part === even || part === even + 1n);
    }),
  );
});

t.test('an entry has one place; a correction keeps it, and corrects once', async (t) => {
  const known = new Map([
    ['open', { sourceId: 's', campaignId: 'c', leadId: null, correctedById: null }],
    ['done', { sourceId: 's', campaignId: null, leadId: null, correctedById: 'open' }],
  ]);
  const decide = (more: Partial<CostInput>) =>
    costContent(
      { from: '2026-01-01', before: '2026-02-01', amount: '5', currency: 'EUR', kind: 'media', ...more },
      {
        isSource: (id) => id === 's',
        sourceOfCampaign: (id) => (id === 'c' ? 's' : undefined),
        placeOfLead: (id) => (id === 'l' ? { sourceId: 's', campaignId: null } : undefined),
        entry: (id) => known.get(id),
      },
    );
  t.match(decide({ sourceId: 's' }), { content: { sourceId: 's', campaignId: null, correctsId: null } });
  t.match(decide({ campaignId: 'c' }), { content: { sourceId: 's', campaignId: 'c' } });
  t.match(decide({ leadId: 'l' }), { content: { sourceId: 's', leadId: 'l' } });
  t.match(decide({ correctsId: 'open' }), { content: { sourceId: 's', campaignId: 'c', correctsId: 'open' } });
  t.match(decide({ correctsId: 'done' }), { refusal: { code: 'conflict', detail: /open/ } });
  t.match(decide({ correctsId: 'none' }), { refusal: { code: 'reference_not_found', pointer: '/correctsId' } });
  t.match(decide({}), { refusal: { pointer: '/sourceId' } });
  t.match(decide({ sourceId: 's', campaignId: 'c' }), { refusal: { pointer: '/campaignId' } });
  t.match(decide({ sourceId: 's', before: '2026-01-01' }), { refusal: { pointer: '/before' } });
});

t.test('a period has the days that begin in it, in the zone', async (t) => {
  const day = (at: string, zone = UTC) => firstDayFrom(zone, Date.parse(at));
  t.equal(day('2026-03-01T00:00:00Z'), '2026-03-01');
  t.equal(day('2026-03-01T00:00:00.001Z'), '2026-03-02');
  const rome = zoneOffsets('Europe/Rome');
  t.equal(day('2026-02-28T23:00:00Z', rome), '2026-03-01');
  t.equal(day('2026-02-28T22:59:59Z', rome), '2026-03-01');
  t.equal(day('2026-03-31T22:00:00Z', rome), '2026-04-01', 'in summer time');
});

t.test('rates are above 0, of two currencies, and once for a day', async (t) => {
  const rate = { base: 'EUR', quote: 'USD', day: '2026-03-01', rate: '1.1' };
  t.strictSame(rateViolations([rate, { ...rate, day: '2026-03-02' }, { ...rate, day: '2026-03-03', rate: null }]), []);
  t.strictSame(
    rateViolations([{ ...rate, quote: 'EUR' }, { ...rate, rate: '0.00' }, rate]).map(({ pointer }) => pointer),
    ['/rates/0/quote', '/rates/1/rate', '/rates/2'],
  );
});

t.test('conversions of several sets of records are added by currency', async (t) => {
  const one = {
    currency: 'USD',
    amounts: 2,
    withoutRate: 0,
    oldestDay: '2026-01-02',
    newestDay: '2026-01-05',
    sources: ['ECB'],
  };
  const other = { ...one, amounts: 3, withoutRate: 1, oldestDay: undefined, newestDay: '2026-02-01', sources: ['api'] };
  t.strictSame(addConversions([one, other, { ...one, currency: 'CHF' }]), [
    { ...one, currency: 'CHF' },
    { ...one, amounts: 5, withoutRate: 1, newestDay: '2026-02-01', sources: ['ECB', 'api'] },
  ]);
});
