import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { factsChanged, mergeFacts } from '../../src/core/leads/merge.js';

const facts = (known: Partial<LeadFacts>): LeadFacts => ({ kind: 'person', ...known });
const newer = (known: Partial<LeadFacts>, incoming: Partial<LeadFacts>) =>
  mergeFacts(facts(known), facts(incoming), true);
const filling = (known: Partial<LeadFacts>, incoming: Partial<LeadFacts>) =>
  mergeFacts(facts(known), facts(incoming), false);

const ADA = { email: 'Ada@a.example', emailNormalized: 'ada@a.example', emailType: 'business' } as const;
const ADA_AT_HOME = { email: 'ada@gmail.com', emailNormalized: 'ada@gmail.com', emailType: 'free' } as const;

t.test('facts that identify a person are completed and never overwritten', async (t) => {
  for (const merge of [newer, filling]) {
    const merged = merge({ name: 'Ada Lovelace', ...ADA }, { name: 'A. King', externalId: '1', externalSystem: 'crm' });
    t.strictSame(merged, facts({ name: 'Ada Lovelace', ...ADA, externalId: '1', externalSystem: 'crm' }));
    t.strictSame(merge(ADA, ADA_AT_HOME), facts({ ...ADA, otherEmails: ['ada@gmail.com'] }), 'kept beside the first');
    t.strictSame(merge({}, ADA), facts(ADA), 'an address brings along what was found out about it');
    t.strictSame(merge({ otherEmails: ['ada@a.example'] }, ADA), facts(ADA), 'and is not listed twice');
    t.strictSame(merge({ ...ADA, otherEmails: ['x@a.example'] }, ADA), facts({ ...ADA, otherEmails: ['x@a.example'] }));
    t.strictSame(
      merge({ externalId: '1' }, { externalId: '2', externalSystem: 'crm' }),
      facts({ externalId: '1' }),
      'a system belongs to its id',
    );
  }
});

t.test('facts that change follow the newer submission; older ones fill gaps', async (t) => {
  const known = { jobTitle: 'Clerk', country: 'DE', purchaseTimeframeDays: 90, timeframeStatedAt: 1 };
  const incoming = { jobTitle: 'Head', industry: 'Computing', purchaseTimeframeDays: 7, timeframeStatedAt: 2 };
  t.strictSame(newer(known, incoming), facts({ ...known, ...incoming }));
  t.strictSame(filling(known, incoming), facts({ ...known, industry: 'Computing' }));
  t.strictSame(newer(known, {}), facts(known), 'silence takes nothing back');
  t.equal(newer({ authority: 'decision_maker' }, { authority: 'unknown' }).authority, 'decision_maker');
  t.equal(newer({ authority: 'user' }, { authority: 'influencer' }).authority, 'influencer');
  t.equal(filling({ authority: 'unknown' }, { authority: 'user' }).authority, 'user', 'unknown is a gap');
  t.equal(filling({ authority: 'influencer' }, { authority: 'user' }).authority, 'influencer');
});

t.test('the company domain is that of the website or e-mail the lead goes by', async (t) => {
  const site = { website: 'https://new.com', domain: 'new.com' };
  t.match(newer({ website: 'https://old.com', domain: 'old.com' }, site), site);
  t.match(filling({ website: 'https://old.com', domain: 'old.com' }, site), { domain: 'old.com' });
  t.match(
    newer({ ...ADA, domain: 'a.com' }, { ...ADA_AT_HOME, domain: 'b.com' }),
    { domain: 'a.com' },
    'second e-mail',
  );
  t.match(newer(ADA_AT_HOME, { ...ADA, domain: 'a.com' }), { domain: 'a.com' }, 'better than none');
});

t.test('consent: a denial counts whenever it was given, a grant only when it is the latest statement', async (t) => {
  const consent = (merge: typeof newer, known?: LeadFacts['emailConsent'], said?: LeadFacts['emailConsent']) =>
    merge(known ? { emailConsent: known } : {}, said ? { emailConsent: said } : {}).emailConsent;
  t.equal(consent(filling, 'granted', 'denied'), 'denied');
  t.equal(consent(newer, 'granted', 'denied'), 'denied');
  t.equal(consent(filling, 'denied', 'granted'), 'denied');
  t.equal(consent(newer, 'denied', 'granted'), 'granted');
  t.equal(consent(filling, undefined, 'granted'), 'granted');
  t.equal(consent(filling, 'unknown', 'granted'), 'granted');
  t.equal(consent(newer, 'denied', 'unknown'), 'denied');
  t.equal(consent(newer, 'granted', 'unknown'), 'granted');
});

t.test('lists unite; attributes merge by name', async (t) => {
  t.strictSame(newer({ tags: ['a', 'b'] }, { tags: ['b', 'c'] }).tags, ['a', 'b', 'c']);
  t.strictSame(filling({ products: ['x'] }, { products: ['y'] }).products, ['x', 'y']);
  const [known, incoming] = [{ attributes: { a: 1, b: 1 } }, { attributes: { b: 2, c: null } }];
  t.strictSame(newer(known, incoming).attributes, { a: 1, b: 2, c: null });
  t.same(filling(known, incoming).attributes, { a: 1, b: 1, c: null });
});

const few = (...values: string[]) => fc.constantFrom(...values);
const some = (...values: string[]) => fc.uniqueArray(few(...values), { minLength: 1 });
const consents = fc.constantFrom('granted', 'denied', 'unknown') as fc.Arbitrary<LeadFacts['emailConsent']>;
const arbitraryFacts: fc.Arbitrary<LeadFacts> = fc
  .record(
    {
      name: few('Ada', 'Grace'),
      organizationName: few('Acme', 'Globex'),
      externalId: few('1', '2'),
      externalSystem: few('crm', 'erp'),
      jobTitle: few('Head', 'Clerk'),
      country: few('DE', 'FR'),
      website: few('a.com', 'b.com'),
      domain: few('a.com', 'b.com'),
      email: few('a@a.com', 'b@a.com'),
      phone: few('+4930901820', '+4930901821'),
      otherEmails: some('a@a.com', 'b@a.com', 'c@a.com'),
      otherPhones: some('+4930901820', '+4930901829'),
      tags: some('x', 'y', 'z'),
      products: some('p', 'q'),
      emailConsent: consents,
      phoneConsent: consents,
      authority: fc.constantFrom('user', 'unknown') as fc.Arbitrary<LeadFacts['authority']>,
      budgetAmount: fc.integer({ min: 0, max: 3 }),
      attributes: fc.dictionary(few('a', 'b', 'c'), fc.oneof(fc.integer(), fc.constant(null), some('u', 'v')), {
        noNullPrototype: true,
      }),
    },
    { requiredKeys: [] },
  )
  .map(({ email, phone, ...rest }) =>
    facts({
      ...rest,
      ...(email && { email, emailNormalized: email, emailType: 'business' as const }),
      ...(phone && { phone, phoneNormalized: phone, phoneType: 'mobile' as const }),
    }),
  );
const IDENTITY = ['name', 'organizationName', 'externalId', 'externalSystem', 'email', 'phone', 'kind'] as const;
const CURRENT = ['jobTitle', 'country', 'website', 'budgetAmount'] as const;

t.test('whatever the facts', async (t) => {
  const property = fc.property(arbitraryFacts, arbitraryFacts, fc.boolean(), (known, incoming, overwrite) => {
    const [before, said] = [structuredClone(known), structuredClone(incoming)];
    const merged = mergeFacts(known, incoming, overwrite);
    assert.deepStrictEqual([known, incoming], [before, said], 'nothing is changed in place');
    assert.ok(!Object.values(merged).includes(undefined), 'absent is how facts say unknown');
    for (const field of IDENTITY)
      if (known[field] !== undefined && field !== 'externalSystem') assert.equal(merged[field], known[field]);
    for (const field of CURRENT) {
      const [was, is] = [known[field], incoming[field]];
      assert.equal(merged[field], overwrite ? (is ?? was) : (was ?? is), field);
    }
    for (const field of ['tags', 'products'] as const) {
      assert.deepStrictEqual(new Set(merged[field]), new Set([...(known[field] ?? []), ...(incoming[field] ?? [])]));
    }
    for (const [main, field] of [
      ['email', 'otherEmails'],
      ['phone', 'otherPhones'],
    ] as const) {
      const all = [merged[main], ...(merged[field] ?? [])].filter((value) => value !== undefined);
      const given = [known, incoming].flatMap((one) => [one[main], ...(one[field] ?? [])]);
      assert.equal(new Set(all).size, all.length, 'no address twice');
      assert.deepStrictEqual(new Set(all), new Set(given.filter((value) => value !== undefined)), 'no address lost');
    }
    assert.deepEqual(mergeFacts(merged, incoming, overwrite), merged, 'said again, it changes nothing');
    const change = factsChanged(known, merged);
    for (const field of Object.keys(merged) as (keyof LeadFacts)[]) {
      const same = JSON.stringify(known[field]) === JSON.stringify(merged[field]);
      assert.equal(
        change === undefined || !(field in change.after),
        same,
        `${field} is in the event when it changed, only then`,
      );
    }
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 500 }));
});
