import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { matchKeysOf } from '../../src/core/leads/keys.js';
import type { RawLead } from '../../src/core/leads/raw-leads.js';
import { normalizeCountry } from '../../src/services/identity/countries.js';
import { companyDomain, normalizeDomain } from '../../src/services/identity/domains.js';
import { normalizeEmail } from '../../src/services/identity/emails.js';
import { normalizeFacts } from '../../src/services/identity/facts.js';
import { normalizePhone } from '../../src/services/identity/phones.js';

const now = Date.UTC(2026, 0, 15);

t.test('e-mails in every spelling people paste', async (t) => {
  const ada = [
    'ada@example.com',
    ' ADA@Example.COM ',
    'mailto:ada@example.com?subject=Hello%20there',
    'Ada Lovelace <ada@example.com>',
    '"Lovelace, Ada" <ada@example.com>',
    'Lovelace, Ada <ADA@example.com>',
    '<ada@example.com>',
    'ada@example.com (work)',
    'ada@example.com.',
    'ada@example.com; ada@example.org',
    'ada@example.com, second@example.org',
    'ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ',
    '\u200bada@example.com\ufeff',
    "'ada@example.com'",
    '“ada@example.com”',
    '“Ada Lovelace” <ada@example.com>',
  ];
  for (const raw of ada) t.equal(normalizeEmail(raw).normalized, 'ada@example.com', raw);
  t.equal(normalizeEmail('Jürgen@Müller.example').normalized, 'jürgen@xn--mller-kva.example', 'IDNA');
  t.equal(normalizeEmail('jürgen@xn--mller-kva.example').domain, 'xn--mller-kva.example');
  for (const sign of "'’‘ʼ′´＇")
    t.equal(normalizeEmail(`Tim.O${sign}Connor@acme.example`).normalized, "tim.o'connor@acme.example", sign);
  for (const sign of '-‐‑–—−－')
    t.equal(
      normalizeEmail(`anne${sign}marie@acme${sign}corp.example`).normalized,
      'anne-marie@acme-corp.example',
      sign,
    );
  t.equal(normalizeEmail('İNFO@FİRMA.example').normalized, 'info@firma.example', 'as a Turkish program capitalises');
  t.equal(normalizeEmail('a.d.a+lists@gmail.com').normalized, 'a.d.a+lists@gmail.com', 'tags and dots stay');
  for (const raw of [
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@localhost',
    'ada@127.0.0.1',
    'a b@example.com',
    'ada@exa_mple.com',
  ]) {
    t.strictSame(normalizeEmail(raw), { raw, type: 'invalid' }, raw);
  }
  t.equal(normalizeEmail(`${'a'.repeat(2_000)}@example.com`).type, 'invalid');
});

t.test('e-mail types', async (t) => {
  const table: [string, string][] = [
    ['ada@siemens.com', 'business'],
    ['ada@example.com', 'business'],
    ['ada@gmail.com', 'free'],
    ['ada@gmx.de', 'free'],
    ['info@siemens.com', 'role'],
    ['Sales+web@siemens.com', 'role'],
    ['no-reply@gmail.com', 'role'],
    ['information@siemens.com', 'business'],
    ['ada@mailinator.com', 'disposable'],
    ['info@mailinator.com', 'disposable'],
    ['ada@sub.mailinator.com', 'disposable'],
    ['ada at gmail', 'invalid'],
  ];
  for (const [raw, type] of table) t.equal(normalizeEmail(raw).type, type, raw);
});

t.test('phones in every spelling people paste', async (t) => {
  const table: [string, string | undefined, string, string][] = [
    ['310/246-1501', 'US', '+13102461501', 'other'],
    ['310-246-1501', 'US', '+13102461501', 'other'],
    ['(310) 246-1501 ext. 12', 'US', '+13102461501', 'other'],
    ['1 310 246 1501', 'US', '+13102461501', 'other'],
    ['+1 310.246.1501', undefined, '+13102461501', 'other'],
    ['p:+61412345678', undefined, '+61412345678', 'mobile'],
    ['tel:+1-310-246-1501;ext=5', undefined, '+13102461501', 'other'],
    ['Mobile: 07400 123456', 'GB', '+447400123456', 'mobile'],
    ['+44 (0)20 7031 3000', undefined, '+442070313000', 'fixed_line'],
    ['0044 20 7031 3000', undefined, '+442070313000', 'fixed_line'],
    ['0044 20 7031 3000', 'US', '+442070313000', 'fixed_line'],
    ['030 / 901820', 'DE', '+4930901820', 'fixed_line'],
    ['030 901820 / 0171 2345678', 'DE', '+4930901820', 'fixed_line'],
    ['310-246-1501 or 310-246-1502', 'US', '+13102461501', 'other'],
    ['310-246-1501, 310-246-1502', 'US', '+13102461501', 'other'],
    ['unknown; +49 30 901820', undefined, '+4930901820', 'fixed_line'],
    ["'+4930901820", undefined, '+4930901820', 'fixed_line'],
    ['13102461501.0', 'US', '+13102461501', 'other'],
    ['＋４９ ３０ ９０１８２０', undefined, '+4930901820', 'fixed_line'],
    ['(11) 96123-4567', 'BR', '+5511961234567', 'mobile'],
    ['+800 1234 5678', undefined, '+80012345678', 'other'],
    // The calling code of the country without plus: international, unless the digits are a mobile number of the country.
    ['491773333333', 'DE', '+491773333333', 'mobile'],
    ['49 162 2897306', 'DE', '+491622897306', 'mobile'],
    ['49301234567', 'DE', '+49301234567', 'fixed_line'],
    ['62812345678', 'ID', '+62812345678', 'mobile'],
    ['3912312312', 'IT', '+393912312312', 'mobile'],
    ['393912312312', 'IT', '+393912312312', 'mobile'],
    ['43 664 1234567', 'AT', '+436641234567', 'mobile'],
    ['919812345678', 'IN', '+919812345678', 'mobile'],
    ['9198123456', 'IN', '+919198123456', 'mobile'],
    ['5511961234567', 'BR', '+5511961234567', 'mobile'],
    ['55999123456', 'BR', '+5555999123456', 'mobile'],
    ['0491 773333', 'DE', '+49491773333', 'fixed_line'],
    ['358401234567', 'FI', '+358401234567', 'mobile'],
    // The calling code of another country without plus: international where the digits are no number of the country.
    ['905321234567', 'DE', '+905321234567', 'mobile'],
    ['90 532 123 45 67', 'DE', '+905321234567', 'mobile'],
    ['905321234567.0', 'DE', '+905321234567', 'mobile'],
    ['12124560123', 'DE', '+12124560123', 'other'],
    ['31612345678', 'DE', '+31612345678', 'mobile'],
    ['4915112345678', 'AT', '+4915112345678', 'mobile'],
    ['5511961234567', 'AR', '+5511961234567', 'mobile'],
    ['0090 532 1234567', 'DE', '+905321234567', 'mobile'],
    ['3162345678', 'US', '+13162345678', 'other'],
    ['030 901824 App. 12', 'DE', '+4930901824', 'fixed_line'],
    ['030 901824 Apparat 12', 'DE', '+4930901824', 'fixed_line'],
    ['030 901824 DW 12', 'DE', '+4930901824', 'fixed_line'],
    ['030 901824-DW12', 'DE', '+4930901824', 'fixed_line'],
    ['030 901824 (Durchwahl 12)', 'DE', '+4930901824', 'fixed_line'],
    ['905321234567, Durchwahl: 12', 'DE', '+905321234567', 'mobile'],
  ];
  for (const [raw, country, e164, type] of table) {
    t.match(normalizePhone(raw, country), { raw, e164, type }, `${raw} ${country}`);
  }
  t.equal(normalizePhone('+442070313000', 'US').country, 'GB', 'the plus wins over the country');
  for (const [raw, country] of [
    ['310-246-1501', undefined],
    ['123', 'US'],
    ['000-000-0000', 'US'],
    ['4.93E+11', 'DE'],
    ['call me', 'US'],
    ['+1 310', 'US'],
    ['310-246-1501', 'ZZ'],
    ['905321234567', undefined],
    ['2902234', 'US'],
    ['0905321234567', 'IT'],
  ] as const) {
    t.strictSame(normalizePhone(raw, country), { raw, type: 'invalid' }, `${raw} ${country}`);
  }
});

t.test('company domains', async (t) => {
  const table: [string, string | undefined][] = [
    ['https://www.Acme.co.uk/about?x=1', 'acme.co.uk'],
    ['acme.com', 'acme.com'],
    ['http://shop.bücher.de:8080/', 'xn--bcher-kva.de'],
    ['acme.myshopify.com', 'acme.myshopify.com'],
    ['http://192.168.0.1/', undefined],
    ['intranet', undefined],
    ['our new site', undefined],
    ['co.uk', undefined],
  ];
  for (const [raw, expected] of table) t.equal(normalizeDomain(raw), expected, raw);
  t.equal(companyDomain('acme.com', 'gmail.com'), 'acme.com');
  t.equal(companyDomain(undefined, 'mail.acme.co.uk'), 'acme.co.uk');
  t.equal(companyDomain('linkedin.com', 'acme.com'), 'acme.com', 'a page is not the company');
  t.equal(companyDomain(undefined, 'linkedin.com'), 'linkedin.com', 'but its own people write from there');
  t.equal(companyDomain('facebook.com', 'gmail.com'), undefined);
  t.equal(companyDomain('gmx.de', 'mailinator.com'), undefined);
});

t.test('countries', async (t) => {
  const table: [string, string | undefined][] = [
    ['DE', 'DE'],
    ['de', 'DE'],
    ['DEU', 'DE'],
    ['Deutschland', 'DE'],
    ['ALLEMAGNE', 'DE'],
    ['Niemcy', 'DE'],
    ['U.S.', 'US'],
    ['USA', 'US'],
    ['United States of America', 'US'],
    ['UK', 'GB'],
    ['England', 'GB'],
    ['the Netherlands', 'NL'],
    ['Côte d’Ivoire', 'CI'],
    ["COTE D'IVOIRE", 'CI'],
    ['España', 'ES'],
    ['日本', 'JP'],
    ['NA', 'NA'],
    ['Niger', 'NE'],
    ['ZZ', undefined],
    ['Atlantis', undefined],
    ['', undefined],
  ];
  for (const [raw, expected] of table) t.equal(normalizeCountry(raw), expected, raw);
});

t.test('a typical submission', async (t) => {
  const { facts, notes } = normalizeFacts(
    {
      firstName: 'ADA',
      lastName: 'LOVELACE',
      jobTitle: 'CTO',
      organizationName: 'Analytical  Engines Ltd',
      website: 'https://www.linkedin.com/company/analytical-engines',
      email: 'Ada@Analytical-Engines.co.uk',
      phone: '020 7031 3000',
      otherEmails: ['INFO@Analytical-Engines.co.uk', 'not an address'],
      country: 'England',
      language: 'English',
      budgetCurrency: 'gbp',
      purchaseTimeframeDays: 30,
      tags: ['test', ' test '],
      city: 'n/a',
    },
    { now },
  );
  t.strictSame(facts, {
    kind: 'person',
    name: 'Ada Lovelace',
    firstName: 'Ada',
    lastName: 'Lovelace',
    organizationName: 'Analytical Engines Ltd',
    jobTitle: 'CTO',
    country: 'GB',
    language: 'en',
    website: 'https://www.linkedin.com/company/analytical-engines',
    domain: 'analytical-engines.co.uk',
    email: 'Ada@Analytical-Engines.co.uk',
    emailNormalized: 'ada@analytical-engines.co.uk',
    emailType: 'business',
    otherEmails: ['info@analytical-engines.co.uk', 'not an address'],
    phone: '020 7031 3000',
    phoneNormalized: '+442070313000',
    phoneType: 'fixed_line',
    budgetCurrency: 'GBP',
    purchaseTimeframeDays: 30,
    timeframeStatedAt: now,
    tags: ['test'],
  });
  t.strictSame(
    notes.map(({ field, code }) => [field, code]),
    [
      ['city', 'placeholder_ignored'],
      ['otherEmails', 'email_invalid'],
    ],
  );
  t.strictSame(matchKeysOf(facts), [
    { kind: 'email', value: 'ada@analytical-engines.co.uk' },
    { kind: 'email', value: 'info@analytical-engines.co.uk' },
    { kind: 'phone', value: '+442070313000' },
  ]);
});

t.test('what cannot be normalised is kept and reported, never refused', async (t) => {
  const { facts, notes } = normalizeFacts(
    {
      email: 'ada(at)example.com',
      phone: '246-1501',
      website: 'soon!',
      country: 'Atlantis',
      language: 'xx',
      timeZone: 'Mars/Olympus',
      budgetCurrency: '$',
    },
    { now },
  );
  t.strictSame(facts, {
    kind: 'person',
    website: 'soon!',
    email: 'ada(at)example.com',
    emailType: 'invalid',
    phone: '246-1501',
  });
  t.strictSame(matchKeysOf(facts), []);
  const typeOf = (phone: string, country?: string) => normalizeFacts({ phone, country }, { now }).facts.phoneType;
  t.equal(typeOf('246-1501', 'DE'), 'fixed_line', 'whether a number without a country is valid is not known');
  for (const [phone, country] of [['call me'], ['1234'], ['+49 1'], ['246', 'DE']] as const) {
    t.equal(typeOf(phone, country), 'invalid', phone);
  }
  t.strictSame(notes.map(({ code }) => code).sort(), [
    'country_not_recognised',
    'currency_not_recognised',
    'email_invalid',
    'language_not_recognised',
    'phone_country_unknown',
    'time_zone_not_recognised',
    'website_not_recognised',
  ]);
  for (const { detail } of notes) t.notMatch(detail, /ada|246|atlantis|olympus/i, 'notes hold no personal data');
});

t.test('kind and name', async (t) => {
  const kindAndName = (input: RawLead) => {
    const { facts } = normalizeFacts(input, { now });
    return [facts.kind, facts.name, facts.organizationName];
  };
  t.strictSame(kindAndName({ organizationName: 'hotel bel-air', phone: '1' }), [
    'organization',
    'hotel bel-air',
    'hotel bel-air',
  ]);
  t.strictSame(kindAndName({ organizationName: 'ACME', firstName: 'n/a' }), ['organization', 'ACME', 'ACME']);
  t.strictSame(kindAndName({ organizationName: 'ACME', jobTitle: 'CEO' }), ['person', undefined, 'ACME']);
  t.strictSame(kindAndName({ kind: 'organization', name: 'acme works' }), ['organization', 'acme works', 'acme works']);
  t.strictSame(kindAndName({ kind: 'organization', organizationName: 'Acme', name: 'Ada' }), [
    'organization',
    'Acme',
    'Acme',
  ]);
  t.strictSame(kindAndName({ email: 'ada@example.com' }), ['person', undefined, undefined]);
});

t.test(
  'the country given decides on a national number, then the default, which is not written to the lead',
  async (t) => {
    const phoneOf = (country: string | undefined, byDefault: string | undefined) =>
      normalizeFacts({ phone: '030 901820', country }, { country: byDefault, now }).facts;
    t.equal(phoneOf('Germany', 'US').phoneNormalized, '+4930901820');
    t.equal(phoneOf(undefined, 'DE').phoneNormalized, '+4930901820');
    t.equal(phoneOf(undefined, 'DE').country, undefined);
    t.equal(phoneOf('US', 'DE').phoneNormalized, undefined);
  },
);

t.test('a timeframe keeps the time at which it was stated', async (t) => {
  t.equal(normalizeFacts({ purchaseTimeframeDays: 0 }, { now }).facts.timeframeStatedAt, now);
  t.equal(normalizeFacts({ purchaseTimeframeDays: 0, timeframeStatedAt: 5 }, { now }).facts.timeframeStatedAt, 5);
  t.equal(normalizeFacts({ timeframeStatedAt: 5 }, { now }).facts.timeframeStatedAt, undefined);
});

t.test('normalising facts again gives the same facts', async (t) => {
  const text = fc.oneof(
    fc.constantFrom(
      'Ada Lovelace',
      'n/a',
      'ADA@Example.com',
      '310/246-1501',
      '+49 30 901820',
      'Acme, Inc.',
      'DE',
      'German',
      'acme.co.uk',
    ),
    fc.constantFrom(
      'Ada <ada@example.com>',
      '"a b"@example.com',
      'tel:+13102461501;ext=5',
      '0049 30 901820',
      'UTC',
      'eur',
      ' x ',
      '',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const texts = fc.array(text, { maxLength: 3 });
  const fields = [
    'externalId',
    'name',
    'firstName',
    'lastName',
    'jobTitle',
    'organizationName',
    'website',
    'email',
    'phone',
    'country',
    'language',
    'timeZone',
    'budgetCurrency',
    'need',
    'city',
  ];
  const lead = fc.record(
    {
      ...Object.fromEntries(fields.map((field) => [field, text])),
      otherEmails: texts,
      otherPhones: texts,
      tags: texts,
      products: texts,
    },
    { requiredKeys: [] },
  );
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(lead, fc.constantFrom(undefined, 'US', 'DE'), (input: RawLead, country) => {
        const { facts } = normalizeFacts(input, { country, now });
        return isDeepStrictEqual(normalizeFacts(facts, { country, now }).facts, facts);
      }),
      { numRuns: 300 },
    ),
  );
});
