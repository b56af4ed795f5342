import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { factsAfterCustomer, factsAfterLead, unitedFacts } from '../../src/core/customers/consent.js';
import { filledFacts } from '../../src/core/customers/filling.js';
import { channelNote, contactChannels } from '../../src/core/leads/channels.js';
import {
  type ContactEvent,
  factsAfterEvent,
  isHardBounce,
  replacesConsent,
  withConsentsAt,
} from '../../src/core/leads/consent.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { mergeFacts } from '../../src/core/leads/merge.js';
import { permittedTask, permittedTasks } from '../../src/core/playbooks/permitted.js';
import type { Due } from '../../src/core/tasks/tasks.js';

const ADDRESS = 'o@acme.example';
const known = (more: Partial<LeadFacts> = {}): LeadFacts => ({
  kind: 'person',
  email: ADDRESS,
  emailNormalized: ADDRESS,
  ...more,
});
const after = (facts: LeadFacts, event: ContactEvent, history: ContactEvent[] = []) =>
  factsAfterEvent(facts, event, () => history);

t.test('consent is what was stated last, in whatever order the statements arrive', (t) => {
  const statement = fc.record({
    by: fc.constantFrom('submission' as const, 'email_unsubscribed' as const, 'spam_reported' as const),
    consent: fc.constantFrom('granted' as const, 'denied' as const, 'unknown' as const),
    at: fc.integer({ min: 1, max: 6 }),
  });
  const property = fc.property(fc.array(statement, { maxLength: 8 }), fc.boolean(), (statements, isLatest) => {
    let facts = known();
    let latest: { consent?: string; at?: number } = {};
    for (const { by, consent, at } of statements) {
      if (by === 'submission') {
        facts = mergeFacts(facts, withConsentsAt(known({ emailConsent: consent }), at), isLatest, false);
      } else facts = after(facts, { type: by, occurredAt: at });
      const stated = by === 'submission' ? consent : 'denied';
      const isNewer = at > (latest.at ?? 0) || (at === latest.at && stated === 'denied');
      if (stated !== 'unknown' && isNewer) latest = { consent: stated, at };
    }
    assert.deepEqual(
      { consent: facts.emailConsent, at: facts.emailConsentAt },
      { consent: undefined, at: undefined, ...latest },
    );
  });
  fc.assert(property);
  t.end();
});

t.test('statements without an instant, and grants of purchased lists', (t) => {
  const latest = { isLatest: true, fillOnly: false };
  const late = { isLatest: false, fillOnly: false };
  const bought = { isLatest: false, fillOnly: true };
  const table: [Parameters<typeof replacesConsent>, boolean][] = [
    [[{ consent: 'granted' }, { consent: 'denied', at: 1 }, late], true],
    [[{ consent: 'denied' }, { consent: 'granted', at: 1 }, late], false],
    [[{ consent: 'denied' }, { consent: 'granted', at: 1 }, latest], true],
    [[{ consent: 'denied', at: 1 }, { consent: 'granted', at: 2 }, bought], false],
    [[{ consent: 'granted', at: 1 }, { consent: 'denied', at: 2 }, bought], true],
    [[{ consent: 'unknown' }, { consent: 'granted', at: 1 }, bought], true],
    [[{}, { consent: 'unknown', at: 2 }, latest], false],
  ];
  for (const [given, expected] of table) t.equal(replacesConsent(...given), expected, JSON.stringify(given));
  const denied = known({ emailConsent: 'denied', emailConsentAt: 5, consentBasis: 'call' });
  const stale = mergeFacts(
    denied,
    known({ emailConsent: 'granted', emailConsentAt: 2, consentBasis: 'form' }),
    true,
    false,
  );
  t.strictSame(stale, denied, 'a consent that does not count brings no basis');
  t.end();
});

t.test('a bounce is hard if a property says so', (t) => {
  const table: [Record<string, unknown> | undefined, boolean][] = [
    [undefined, false],
    [{}, false],
    [{ hard: true }, true],
    [{ permanent: true }, true],
    [{ hard: false, bounceType: 'soft' }, false],
    [{ hard: 'true' }, true],
    [{ isPermanent: ' TRUE' }, true],
    [{ permanent: '1' }, true],
    [{ hard: 1 }, true],
    [{ hard: 'false' }, false],
    [{ hard: '0' }, false],
    [{ bounceType: 'hard' }, true],
    [{ bounceType: 'Permanent', bounceSubType: 'General' }, true],
    [{ bounceType: 'Transient' }, false],
    [{ type: 'HardBounce' }, true],
    [{ bounce_type: 'hard_bounce' }, true],
    [{ severity: 'permanent' }, true],
    [{ severity: 'temporary' }, false],
    [{ status: '5.1.1' }, true],
    [{ diagnosticCode: 'smtp; 550 5.1.1 user unknown' }, true],
    [{ status: '4.2.2' }, false],
    [{ status: '5.2.2' }, false],
  ];
  for (const [properties, expected] of table) t.equal(isHardBounce(properties), expected, JSON.stringify(properties));
  t.end();
});

t.test('a hard bounce marks the main address until mail is received later, in any order', (t) => {
  const bounce: ContactEvent = { type: 'email_bounced', occurredAt: 5, properties: { bounceType: 'hard' } };
  const opened = (occurredAt: number): ContactEvent => ({ type: 'email_opened', occurredAt });
  const marked = after(known(), bounce);
  t.equal(marked.emailBouncedAt, 5);
  t.equal(after(known(), { ...bounce, properties: {} }).emailBouncedAt, undefined);
  t.equal(after(known(), { ...bounce, address: 'other@acme.example' }).emailBouncedAt, undefined, 'another address');
  t.equal(after(known(), { ...bounce, properties: { hard: true, email: 'X@acme.example' } }).emailBouncedAt, undefined);
  t.equal(after(known(), { ...bounce, address: ADDRESS }).emailBouncedAt, 5);
  t.equal(after(marked, opened(6)).emailBouncedAt, undefined);
  t.equal(after(marked, opened(4)).emailBouncedAt, 5);
  t.equal(after(known(), bounce, [opened(6)]).emailBouncedAt, undefined, 'the bounce arrives late');
  t.equal(after(known(), bounce, [opened(4)]).emailBouncedAt, 5);
  const silent = known();
  t.equal(after(silent, { type: 'page_viewed', occurredAt: 9 }), silent);
  t.end();
});

const HOURS: Due = { after: 1, unit: 'calendar_hours' };
const KINDS = ['call', 'email', 'meeting', 'research', 'recommendations', 'other'] as const;

t.test('a task takes an allowed channel, or none is allowed', (t) => {
  const phone = { phoneNormalized: '+4930901820' };
  const table: [what: string, facts: Partial<LeadFacts>, expected: (string | undefined)[]][] = [
    ['both allowed', phone, [...KINDS]],
    ['no phone', {}, [...KINDS]],
    ['calls denied', { ...phone, phoneConsent: 'denied' }, ['email', ...KINDS.slice(1)]],
    ['mail denied', { ...phone, emailConsent: 'denied' }, ['call', 'call', ...KINDS.slice(2)]],
    ['mail bounced', { ...phone, emailBouncedAt: 1 }, ['call', 'call', ...KINDS.slice(2)]],
    [
      'mail denied, no phone',
      { emailConsent: 'denied' },
      ['call', undefined, undefined, 'research', undefined, 'other'],
    ],
    [
      'both denied',
      { ...phone, emailConsent: 'denied', phoneConsent: 'denied' },
      [undefined, undefined, undefined, 'research', undefined, 'other'],
    ],
  ];
  for (const [what, facts, expected] of table) {
    const channels = contactChannels(known(facts));
    t.strictSame(
      KINDS.map((kind) => permittedTask({ kind, title: 'It' }, channels)?.kind),
      expected,
      what,
    );
  }
  const denied = contactChannels(known({ ...phone, phoneConsent: 'denied', phoneConsentAt: 0 }));
  t.strictSame(permittedTask({ kind: 'call', title: 'Call now' }, denied), {
    kind: 'email',
    title: 'Contact by e-mail',
    note: 'It replaces the task "Call now". Phone is denied since 1970-01-01T00:00:00.000Z. Allowed: e-mail.',
  });
  t.equal(channelNote(contactChannels(known({ emailConsent: 'denied' }))), 'E-mail is denied. No channel is allowed.');
  t.equal(channelNote(contactChannels(known())), undefined);
  const call = { key: 'call', title: 'Call', kind: 'call', due: HOURS } as const;
  const write = { key: 'write', title: 'Write', kind: 'email', due: HOURS } as const;
  const later = { ...write, key: 'later', due: { ...HOURS, after: 2 } };
  t.match(permittedTasks([call, write], denied).tasks, [{ title: 'Write', note: undefined }], 'beside it');
  t.match(permittedTasks([call, later], denied).tasks, [{ title: 'Contact by e-mail' }, { title: 'Write' }]);
  t.end();
});

t.test('a customer takes what its lead stated last, and a bounce of the same address', (t) => {
  const granted = known({ emailConsent: 'granted', emailConsentAt: 5 });
  const table: [what: string, customer: Partial<LeadFacts>, lead: Partial<LeadFacts>, expected: Partial<LeadFacts>][] =
    [
      ['later', { emailConsent: 'denied', emailConsentAt: 4 }, granted, { emailConsent: 'granted', emailConsentAt: 5 }],
      [
        'earlier',
        { emailConsent: 'denied', emailConsentAt: 6 },
        granted,
        { emailConsent: 'denied', emailConsentAt: 6 },
      ],
      [
        'at once',
        { emailConsent: 'denied', emailConsentAt: 5 },
        granted,
        { emailConsent: 'denied', emailConsentAt: 5 },
      ],
      ['undated', { emailConsent: 'denied' }, granted, { emailConsent: 'denied', emailConsentAt: undefined }],
      ['a bounce', {}, { emailBouncedAt: 3 }, { emailBouncedAt: 3 }],
      ['a later bounce', { emailBouncedAt: 4 }, { emailBouncedAt: 3 }, { emailBouncedAt: 4 }],
      ['another address', { emailNormalized: 'x@acme.example' }, { emailBouncedAt: 3 }, { emailBouncedAt: undefined }],
    ];
  for (const [what, customer, lead, expected] of table) {
    const [before, after] = [known(customer), known(lead)];
    t.match(factsAfterLead(before, known(), after, false), expected, `${what}: event`);
    t.match(filledFacts(before, after, false), expected, `${what}: conversion`);
  }
  const customer = known({ emailConsent: 'denied', emailConsentAt: 4 });
  t.equal(factsAfterLead(customer, known(), granted, true), customer, 'a grant that only fills');
  t.equal(factsAfterLead(customer, granted, granted, false), customer, 'nothing new');
  const basis = { emailConsent: 'denied', emailConsentAt: 6, consentBasis: 'form' } as const;
  const kept = filledFacts(known(basis), { ...granted, consentBasis: 'list' }, true);
  t.match(kept, basis, 'the basis stays with the statement that counts');
  t.end();
});

t.test('a lead of a customer takes its denial always, its later grant, and the mark of the same address', (t) => {
  const [denied, granted] = [
    { emailConsent: 'denied', emailConsentAt: 4 },
    { emailConsent: 'granted', emailConsentAt: 4 },
  ] as const;
  const table: [what: string, lead: Partial<LeadFacts>, customer: Partial<LeadFacts>, expected: Partial<LeadFacts>][] =
    [
      ['nothing stated', {}, denied, denied],
      ['a grant of a list after the denial', { emailConsent: 'granted', emailConsentAt: 9 }, denied, denied],
      ['a later denial of its own', { emailConsent: 'denied', emailConsentAt: 5 }, granted, { emailConsentAt: 5 }],
      ['an earlier denial', { emailConsent: 'denied', emailConsentAt: 3 }, granted, granted],
      ['an undated denial', { emailConsent: 'denied' }, granted, { emailConsent: 'denied' }],
      ['nothing known of the customer', granted, {}, granted],
      ['a bounce', {}, { emailBouncedAt: 3 }, { emailBouncedAt: 3 }],
      ['a bounce of another address', {}, { emailBouncedAt: 3, emailNormalized: 'x@acme.example' }, known()],
      ['a mark of its own', { emailBouncedAt: 3 }, {}, { emailBouncedAt: 3 }],
    ];
  for (const [what, lead, customer, expected] of table) {
    t.match(factsAfterCustomer(known(lead), known(customer)), expected, what);
  }
  const marked = known({ emailBouncedAt: 3 });
  t.equal(factsAfterCustomer(marked, known(), { before: marked }).emailBouncedAt, undefined, 'mail was received');
  t.equal(factsAfterCustomer(known(), known(), { source: marked }).emailBouncedAt, 3, 'another lead of the address');
  t.equal(factsAfterCustomer(known({ emailBouncedAt: 3 }), known(granted)).emailConsentAt, 4);
  const same = known(denied);
  t.equal(factsAfterCustomer(same, known(denied)), same, 'nothing new');
  t.end();
});

t.test('records of a person that were kept apart are united with the strictest statement', (t) => {
  const [denied, granted] = [
    { emailConsent: 'denied', emailConsentAt: 4, consentBasis: 'mail' },
    { emailConsent: 'granted', emailConsentAt: 6, consentBasis: 'form' },
  ] as const;
  const table: [what: string, customer: Partial<LeadFacts>, lead: Partial<LeadFacts>, expected: Partial<LeadFacts>][] =
    [
      ['a denial of the lead, and a later grant', granted, denied, denied],
      ['a denial of the customer, and a later grant', denied, granted, denied],
      ['a grant fills a gap', {}, granted, granted],
      ['the later grant', granted, { emailConsent: 'granted', emailConsentAt: 8 }, { emailConsentAt: 8 }],
      ['the later denial', denied, { emailConsent: 'denied', emailConsentAt: 3 }, denied],
      ['an undated grant', { emailConsent: 'granted' }, denied, denied],
      ['a bounce of the address', {}, { emailBouncedAt: 3 }, { emailBouncedAt: 3 }],
    ];
  for (const [what, customer, lead, expected] of table)
    t.match(unitedFacts(known(customer), [known(lead)]), expected, what);
  const same = known(denied);
  t.equal(unitedFacts(same, [known(), known(granted)]), same, 'nothing new');
  t.end();
});
