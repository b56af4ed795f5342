import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { SubmitCommand } from '../../src/core/leads/commands/submit.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { matchKeysOf } from '../../src/core/leads/keys.js';
import type { Lead } from '../../src/core/leads/lead.js';
import {
  ATTRIBUTE_LIMITS,
  fieldOverLimit,
  LIMITED_LISTS,
  LIST_LIMITS,
  withinLimits,
} from '../../src/core/leads/limits.js';
import { acceptedOf, differingFacts, proposalOf } from '../../src/core/leads/proposals.js';
import { fillFacts } from '../../src/core/leads/public-submissions.js';
import { effectOf, matchingKeys } from '../../src/core/leads/submissions.js';
import { sameValue } from '../../src/core/values.js';

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const word = fc.constantFrom('Ada', 'Evil', 'Zürich', '__proto__', 'constructor', '');
const words = optional(
  fc.array(
    word.map((value) => value || 'x'),
    { minLength: 1, maxLength: 60 },
  ),
);
const consent = optional(fc.constantFrom('granted', 'denied', 'unknown'));
const email = fc.constantFrom('grace@navy.mil', 'ceo@bigcorp.com', 'mallory@evil.example');
const phone = fc.constantFrom('+14155552671', '+4915112345678');
const attributes = optional(
  fc.dictionary(fc.constantFrom('vip', 'plan', '__proto__', 'seats'), fc.oneof(fc.boolean(), fc.nat(), word), {
    noNullPrototype: true,
  }),
);
const scalars = {
  externalId: optional(word),
  externalSystem: optional(word),
  name: optional(word),
  firstName: optional(word),
  lastName: optional(word),
  jobTitle: optional(word),
  organizationName: optional(word),
  website: optional(word),
  domain: optional(word),
  city: optional(word),
  country: optional(fc.constantFrom('DE', 'US')),
  need: optional(word),
  description: optional(word),
  budgetAmount: optional(fc.nat()),
  budgetCurrency: optional(fc.constantFrom('EUR', 'USD')),
  authority: optional(fc.constantFrom('user', 'decision_maker', 'unknown')),
  purchaseTimeframeDays: optional(fc.nat({ max: 3650 })),
  timeframeStatedAt: optional(fc.nat()),
  emailConsent: consent,
  phoneConsent: consent,
  consentBasis: optional(word),
};
const lists = { products: words, competitorProducts: words, tags: words, attributes };
const contacts = {
  email: optional(email),
  phone: optional(phone),
  otherEmails: optional(fc.uniqueArray(email, { minLength: 1 })),
  otherPhones: optional(fc.uniqueArray(phone, { minLength: 1 })),
};
const facts: fc.Arbitrary<LeadFacts> = fc
  .record({ kind: fc.constantFrom('person', 'organization'), ...scalars, ...lists, ...contacts })
  .map((all) => {
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    if (all.email) Object.assign(given, { emailNormalized: all.email, emailType: 'business' });
    if (all.phone) Object.assign(given, { phoneNormalized: all.phone, phoneType: 'mobile' });
    return given as unknown as LeadFacts;
  });
const consentText = optional(fc.constant('I agree.'));

const publicCommand = (stated: LeadFacts, text?: string): SubmitCommand => ({
  type: 'submission',
  facts: stated,
  keys: matchKeysOf(stated),
  source: { channel: 'web_form', name: 's' },
  fillOnly: true,
  raw: {},
  publicOrigin: { keyId: 'k', consentText: text },
});
const leadWith = (known: LeadFacts) => ({ facts: known, lastTouchAt: 0 }) as Lead;
const CONSENTS = ['emailConsent', 'phoneConsent'] as const;

t.test(
  'whatever a public submission states, known facts stay, and consent moves to granted with a text only',
  async (t) => {
    const property = fc.property(facts, facts, consentText, (known, stated, text) => {
      const before = structuredClone(known);
      const { facts: after, keys } = effectOf(publicCommand(stated, text), leadWith(known));
      assert.deepEqual(known, before, 'its input is left alone');
      for (const [field, value] of Object.entries(before)) {
        if (field === 'attributes') continue;
        const isConsent = CONSENTS.some((one) => one === field);
        const isEmpty = value === 'unknown' || (Array.isArray(value) && value.length === 0);
        if (isConsent || (isEmpty && !isConsent)) continue;
        assert.deepEqual(after[field as keyof LeadFacts], value, field);
      }
      for (const [name, value] of Object.entries(before.attributes ?? {})) {
        assert.ok(Object.hasOwn(after.attributes ?? {}, name), name);
        assert.ok(sameValue(after.attributes?.[name], value), name);
      }
      for (const field of CONSENTS) {
        if (after[field] === before[field]) continue;
        if (after[field] === 'denied') assert.equal(stated[field], 'denied');
        else {
          assert.equal(after[field], 'granted');
          assert.ok(text !== undefined && stated[field] === 'granted' && before[field] !== 'denied', field);
        }
      }
      assert.deepEqual(keys, [], 'a known lead claims no key');
      for (const field of ['externalId', 'externalSystem', 'email', 'phone', 'otherEmails', 'otherPhones'] as const) {
        assert.deepEqual(after[field], before[field], field);
      }
    });
    t.doesNotThrow(() => fc.assert(property, { numRuns: 2000 }));
  },
);

t.test('empty facts are filled', async (t) => {
  const stated: LeadFacts = {
    kind: 'person',
    name: 'Grace Hopper',
    firstName: 'Grace',
    lastName: 'Hopper',
    jobTitle: 'Admiral',
    city: 'Arlington',
    website: 'navy.mil',
    domain: 'navy.mil',
    budgetAmount: 5,
    budgetCurrency: 'USD',
    authority: 'user',
    tags: ['a'],
    attributes: { plan: 'pro', vip: false },
  };
  const known: LeadFacts = {
    kind: 'person',
    jobTitle: 'Rear admiral',
    authority: 'unknown',
    attributes: { vip: true },
  };
  const { facts: after, kept } = fillFacts(known, stated, {});
  t.strictSame(after, {
    ...stated,
    jobTitle: 'Rear admiral',
    attributes: { plan: 'pro', vip: true },
  });
  t.strictSame(kept, { jobTitle: 'Admiral', attributes: { vip: false } });
});

t.test('facts that mean something only together are filled together', async (t) => {
  const known: LeadFacts = { kind: 'person', lastName: 'Hopper', budgetAmount: 1000 };
  const stated: LeadFacts = {
    kind: 'person',
    firstName: 'Evil',
    budgetCurrency: 'JPY',
    purchaseTimeframeDays: 0,
    timeframeStatedAt: 7,
  };
  const { facts: after, kept } = fillFacts(known, stated, {});
  t.strictSame(after, { ...known, purchaseTimeframeDays: 0, timeframeStatedAt: 7 });
  t.strictSame(kept, { firstName: 'Evil', budgetCurrency: 'JPY' });
});

t.test('a new lead has its main addresses only, and consents only as the form shows them', async (t) => {
  const property = fc.property(facts, consentText, (stated, text) => {
    const { facts: after, keys, kept } = effectOf(publicCommand(stated, text), undefined);
    assert.deepEqual([after.externalId, after.otherEmails, after.otherPhones], [undefined, undefined, undefined]);
    assert.deepEqual([after.email, after.phone], [stated.email, stated.phone]);
    for (const { kind, value } of keys) {
      assert.ok((kind === 'email' && value === stated.email) || (kind === 'phone' && value === stated.phone), value);
    }
    for (const field of CONSENTS) if (after[field] === 'granted') assert.ok(text !== undefined, field);
    if (stated.emailConsent === 'granted' && text === undefined) assert.equal(kept?.emailConsent, 'granted');
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1000 }));
});

t.test('it finds leads by its main addresses only', async (t) => {
  const stated: LeadFacts = {
    kind: 'person',
    externalId: 'crm-1',
    email: 'm@evil.example',
    emailNormalized: 'm@evil.example',
    otherEmails: ['grace@navy.mil'],
    otherPhones: ['+14155552671'],
  };
  t.strictSame(matchingKeys(publicCommand(stated)), [{ kind: 'email', value: 'm@evil.example' }]);
});

t.test('an accepted proposal leaves nothing to decide', async (t) => {
  const property = fc.property(facts, facts, (known, stated) => {
    const { facts: after, kept } = fillFacts(known, stated, {});
    const proposal = kept && proposalOf(after, kept);
    assert.equal(proposal !== undefined, kept !== undefined);
    if (!proposal || !kept) return;
    const { attributes: accepted, ...rest } = acceptedOf(proposal) as Partial<LeadFacts>;
    const corrected: Record<string, unknown> = { ...after, ...rest };
    if (accepted) corrected.attributes = { ...after.attributes, ...accepted };
    if (rest.email) corrected.emailNormalized = rest.email;
    if (rest.phone) corrected.phoneNormalized = rest.phone;
    for (const [field, value] of Object.entries(corrected)) if (value === null) delete corrected[field];
    assert.equal(differingFacts(corrected as unknown as LeadFacts, kept), undefined);
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1000 }));
});

t.test('a part of a proposal is accepted with its group', async (t) => {
  const known: LeadFacts = {
    kind: 'person',
    name: 'Grace Hopper',
    firstName: 'Grace',
    lastName: 'Hopper',
    city: 'Arlington',
  };
  const proposal = proposalOf(known, { name: 'Ada', firstName: 'Ada', city: 'London' });
  t.ok(proposal);
  if (!proposal) return;
  t.strictSame(acceptedOf(proposal, ['firstName']), { name: 'Ada', firstName: 'Ada', lastName: null });
  t.strictSame(acceptedOf(proposal, ['city']), { city: 'London' });
  t.strictSame(acceptedOf(proposal, ['email']), {});
});

t.test('an address proposed beside a known one becomes a further address', async (t) => {
  const known: LeadFacts = { kind: 'person', email: 'g@n.mil', emailNormalized: 'g@n.mil', otherEmails: ['h@n.mil'] };
  const kept: Partial<LeadFacts> = {
    email: 'X@y.com',
    emailNormalized: 'x@y.com',
    otherEmails: ['h@n.mil', 'z@y.com'],
  };
  t.strictSame(proposalOf(known, kept), {
    current: { otherEmails: ['h@n.mil'] },
    proposed: { otherEmails: ['h@n.mil', 'x@y.com', 'z@y.com'] },
  });
  t.strictSame(proposalOf({ kind: 'person' }, { email: 'X@y.com', emailNormalized: 'x@y.com' }), {
    current: {},
    proposed: { email: 'X@y.com' },
  });
});

t.test('a lead keeps within its limits: known entries stay, new ones follow in the order sent', async (t) => {
  const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
  for (const field of LIMITED_LISTS) {
    const [known, all] = [numbered('k', 3), [...numbered('k', 3), ...numbered('n', 100)]];
    const { facts: after, surplus } = withinLimits({ [field]: known }, { kind: 'person', [field]: all });
    t.strictSame(after[field], all.slice(0, LIST_LIMITS[field]), field);
    t.strictSame(surplus, { [field]: all.slice(LIST_LIMITS[field]) }, field);
    t.equal(fieldOverLimit({ kind: 'person' }, { kind: 'person', [field]: all }), field);
    t.equal(fieldOverLimit({ kind: 'person', [field]: all }, { kind: 'person', [field]: all }), undefined);
  }
  const many = Object.fromEntries(numbered('a', ATTRIBUTE_LIMITS.names + 5).map((name) => [name, true]));
  const { facts: named, surplus: unnamed } = withinLimits({}, { kind: 'person', attributes: many });
  t.equal(Object.keys(named.attributes ?? {}).length, ATTRIBUTE_LIMITS.names);
  t.strictSame(Object.keys(unnamed?.attributes ?? {}), numbered('a', 105).slice(100));
  const text = 'x'.repeat(2000);
  const known = { vip: true, big: text };
  const large = Object.fromEntries(numbered('a', 40).map((name) => [name, text]));
  const { facts: sized, surplus } = withinLimits(
    { attributes: known },
    { kind: 'person', attributes: { ...known, ...large } },
  );
  t.ok(JSON.stringify(sized.attributes).length <= ATTRIBUTE_LIMITS.characters);
  t.match(sized.attributes, known);
  t.equal(Object.keys(sized.attributes ?? {}).length + Object.keys(surplus?.attributes ?? {}).length, 42);
  t.equal(fieldOverLimit({ kind: 'person' }, { kind: 'person', attributes: { ...known, ...large } }), 'attributes');
});
