import fc from 'fast-check';
import t from 'tap';
import { type KnownConsent, projectedBounce, projectedConsent, subjectsOf } from '../../src/core/consents/consent.js';

const entry = fc.record({
  channel: fc.constantFrom('email' as const, 'phone' as const),
  purpose: fc.constantFrom('marketing', 'events'),
  status: fc.constantFrom('granted' as const, 'denied' as const, 'withdrawn' as const),
  occurredAt: fc.integer({ min: 0, max: 5 }),
});

const numbered = (entries: readonly Omit<KnownConsent, 'id' | 'byEmail' | 'source'>[]): KnownConsent[] =>
  entries.map((one, index) => ({ ...one, id: String(index).padStart(3, '0'), byEmail: true, source: 'api' }));

t.test('the consent of full statements does not depend on the order of recording', async (t) => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
      const one = projectedConsent(numbered(entries), 'email');
      const other = projectedConsent(numbered(entries.toReversed()), 'email');
      t.same(one, other);
    }),
    { numRuns: 200 },
  );
});

t.test('the last statement counts, and a denial at the same instant', async (t) => {
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 8 }), (entries) => {
      const own = entries.filter(({ channel, purpose }) => channel === 'email' && purpose === 'marketing');
      const last = Math.max(...own.map(({ occurredAt }) => occurredAt));
      const isDenied = own.some(({ occurredAt, status }) => occurredAt === last && status !== 'granted');
      const expected = own.length === 0 ? {} : { consent: isDenied ? 'denied' : 'granted', at: last };
      t.same(projectedConsent(numbered(entries), 'email'), expected);
    }),
    { numRuns: 200 },
  );
});

const of = (...statuses: KnownConsent['status'][]): KnownConsent[] =>
  numbered(statuses.map((status, at) => ({ channel: 'email', purpose: 'marketing', status, occurredAt: at })));

t.test('special entries', async (t) => {
  t.same(projectedConsent(of('denied', 'removed'), 'email'), {}, 'a mistake is removed');
  t.same(projectedConsent(of('removed', 'denied'), 'email'), { consent: 'denied', at: 1 });
  const list = of('denied', 'granted').map((one) => ({ ...one, fillOnly: one.status === 'granted' }));
  t.same(projectedConsent(list, 'email'), { consent: 'denied', at: 0 }, 'a purchased list replaces nothing');
  const byPhone = of('granted').map((one) => ({ ...one, byEmail: false }));
  t.same(projectedConsent(byPhone, 'email'), {}, 'a shared number grants nothing');
  t.equal(projectedBounce(of('undeliverable')), 0);
  t.equal(projectedBounce(of('undeliverable', 'deliverable')), undefined);
  t.equal(projectedBounce(of('undeliverable', 'deliverable', 'undeliverable')), 2);
  const [email, phone] = [
    { kind: 'email', value: 'a@b.example' },
    { kind: 'phone', value: '+49301' },
  ] as const;
  t.same(subjectsOf('email', [email, phone]), [email]);
  t.same(subjectsOf('sms', [email, phone]), [phone]);
  t.same(subjectsOf('phone', [email]), [email], 'another address where there is none of the channel');
});
