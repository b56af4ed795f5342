import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { normalizeCurrency } from '../../src/core/identity/currencies.js';
import { normalizeLanguage } from '../../src/core/identity/languages.js';
import { nameCase } from '../../src/core/identity/name-casing.js';
import { organizationKey } from '../../src/core/identity/organization-names.js';
import { normalizePersonName, personNameKey } from '../../src/core/identity/person-names.js';
import { isPlaceholder } from '../../src/core/identity/placeholders.js';
import { cleanLine, cleanText } from '../../src/core/identity/texts.js';
import { normalizeTimeZone } from '../../src/core/identity/time-zones.js';
import { externalKey, matchKeysOf } from '../../src/core/leads/keys.js';

/** Without the fields that are undefined. */
const known = (name: object) => JSON.parse(JSON.stringify(name));

t.test('placeholders', async (t) => {
  for (const raw of [
    '',
    '  ',
    '-',
    '---',
    '?',
    '.',
    'n/a',
    'N/A',
    'NA',
    'none',
    'Unknown',
    'NULL',
    'undefined',
    'test',
    'Select',
  ]) {
    t.ok(isPlaceholder(raw), JSON.stringify(raw));
  }
  for (const raw of [
    'Please select',
    '--- Select ---',
    '- Select one -',
    '<test lead: dummy data for full_name>',
    '#N/A',
  ]) {
    t.ok(isPlaceholder(raw), raw);
  }
  for (const raw of [
    'Na',
    'Nadia',
    'Testa',
    'Selecta Ltd',
    'Please hold',
    'P. Select',
    '0',
    'Nona',
    '<b>',
    'Nonesuch Records',
  ]) {
    t.notOk(isPlaceholder(raw), raw);
  }
});

t.test('clean text: one line, no invisible characters, composed letters', async (t) => {
  t.equal(cleanLine('  Zoe\u0308 \u00a0 \t Q\u200bu\u202ai\u0000nn\r\n '), 'Zo\u00eb Quinn');
  t.equal(cleanLine(' \ufeff '), undefined);
  t.equal(
    cleanLine('\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'),
    '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
    'Persian joiner stays',
  );
  t.equal(cleanText(' two\nlines '), 'two\nlines');
});

/** People whose first or last name is also a word for "no value". */
const NAMED_LIKE_NOTHING = [
  ['Martin', 'Blank'],
  ['Nan', 'Golding'],
  ['Uwe', 'Empty'],
  ['Ed', 'Null'],
  ['Li', 'Na'],
  ['Nil', 'Sorsky'],
  ['Maria', 'Test'],
];

t.test('person names', async (t) => {
  const table: [Parameters<typeof normalizePersonName>[0], ReturnType<typeof normalizePersonName>][] = [
    [{ name: 'Ada Lovelace' }, { name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' }],
    [{ name: ' Lovelace ,  Ada ' }, { name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' }],
    [{ name: 'LOVELACE, ADA' }, { name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' }],
    [
      { firstName: 'ada', lastName: 'lovelace' },
      { name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' },
    ],
    [
      { firstName: 'ADA', lastName: 'LOVELACE' },
      { name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' },
    ],
    [
      { firstName: 'JD', lastName: 'SMITH' },
      { name: 'JD Smith', firstName: 'JD', lastName: 'Smith' },
    ],
    [
      { name: 'Ludwig van Beethoven' },
      { name: 'Ludwig van Beethoven', firstName: 'Ludwig', lastName: 'van Beethoven' },
    ],
    [
      { name: 'LUDWIG VAN BEETHOVEN' },
      { name: 'Ludwig van Beethoven', firstName: 'Ludwig', lastName: 'van Beethoven' },
    ],
    [{ name: 'Maria de la Cruz' }, { name: 'Maria de la Cruz', firstName: 'Maria', lastName: 'de la Cruz' }],
    [{ name: 'Van Morrison' }, { name: 'Van Morrison', firstName: 'Van', lastName: 'Morrison' }],
    [{ name: 'von Neumann' }, { name: 'von Neumann', lastName: 'von Neumann' }],
    [{ name: 'Mary Ann Smith' }, { name: 'Mary Ann Smith', firstName: 'Mary Ann', lastName: 'Smith' }],
    [{ name: 'Dr. Ada Lovelace' }, { name: 'Dr. Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' }],
    [{ name: 'Mr Smith' }, { name: 'Mr Smith', lastName: 'Smith' }],
    [{ name: 'John Smith, PhD' }, { name: 'John Smith, PhD', firstName: 'John', lastName: 'Smith' }],
    [{ name: 'John Smith Jr.' }, { name: 'John Smith Jr.', firstName: 'John', lastName: 'Smith' }],
    [{ name: 'Acme, Inc.' }, { name: 'Acme, Inc.' }],
    [{ name: 'Madonna' }, { name: 'Madonna' }],
    [{ name: '山田 太郎' }, { name: '山田 太郎' }],
    [{ name: 'ada@example.com' }, { name: 'ada@example.com' }],
    [
      { firstName: 'Ada', lastName: 'n/a' },
      { name: 'Ada', firstName: 'Ada' },
    ],
    [
      { firstName: 'Roberta', lastName: 'Null' },
      { name: 'Roberta Null', firstName: 'Roberta', lastName: 'Null' },
    ],
    ...NAMED_LIKE_NOTHING.map(
      ([firstName, lastName]): [Parameters<typeof normalizePersonName>[0], ReturnType<typeof normalizePersonName>] => [
        { firstName, lastName },
        { name: `${firstName} ${lastName}`, firstName, lastName },
      ],
    ),
    ...NAMED_LIKE_NOTHING.map(
      ([firstName, lastName]): [Parameters<typeof normalizePersonName>[0], ReturnType<typeof normalizePersonName>] => [
        { name: `${firstName} ${lastName}` },
        { name: `${firstName} ${lastName}`, firstName, lastName },
      ],
    ),
    [
      { firstName: 'MARTIN', lastName: 'BLANK' },
      { name: 'Martin Blank', firstName: 'Martin', lastName: 'Blank' },
    ],
    [{ name: 'NAN GOLDING' }, { name: 'Nan Golding', firstName: 'Nan', lastName: 'Golding' }],
    [
      { firstName: 'uwe', lastName: 'empty' },
      { name: 'Uwe Empty', firstName: 'Uwe', lastName: 'Empty' },
    ],
    [
      { firstName: 'Ada', lastName: 'NULL' },
      { name: 'Ada', firstName: 'Ada' },
    ],
    [
      { firstName: 'ADA', lastName: 'NULL' },
      { name: 'ADA', firstName: 'ADA' },
    ],
    [
      { firstName: 'Ada', lastName: 'nan' },
      { name: 'Ada', firstName: 'Ada' },
    ],
    [
      { firstName: 'nan', lastName: 'Lovelace' },
      { name: 'Lovelace', lastName: 'Lovelace' },
    ],
    [
      { firstName: 'Ada', lastName: '(blank)' },
      { name: 'Ada', firstName: 'Ada' },
    ],
    [
      { firstName: 'Ada', lastName: 'unknown' },
      { name: 'Ada', firstName: 'Ada' },
    ],
    [{ lastName: 'Blank' }, {}],
    [{ firstName: 'Null', lastName: 'Null' }, {}],
    [{ firstName: 'null', lastName: 'null' }, {}],
    [
      { name: 'n/a', firstName: 'Ada' },
      { name: 'Ada', firstName: 'Ada' },
    ],
    [
      { name: 'A. K. Byron', firstName: 'Ada', lastName: 'Byron' },
      { name: 'A. K. Byron', firstName: 'Ada', lastName: 'Byron' },
    ],
  ];
  for (const [given, expected] of table)
    t.strictSame(known(normalizePersonName(given)), expected, JSON.stringify(given));
});

t.test('title case only for one-case spellings', async (t) => {
  const table: Record<string, string> = {
    'ronald mcdonald': 'Ronald McDonald',
    "CONAN O'BRIEN": "Conan O'Brien",
    'anne-marie d’angelo': 'Anne-Marie D’Angelo',
    'JEAN-LUC PICARD': 'Jean-Luc Picard',
    'j.r.r. tolkien': 'J.R.R. Tolkien',
    'HENRY TUDOR VIII': 'Henry Tudor VIII',
    'ÉLODIE ÇELİK': 'Élodie Çelik',
    'İBRAHİM IŞIK': 'İbrahim Işık',
    'ibrahim ışık': 'İbrahim Işık',
    'IŞIK YILDIRIM': 'IŞIK YILDIRIM',
    'ŞABAN ÖZTÜRK': 'Şaban Öztürk',
    'DOĞAN YILDIZ': 'Doğan Yıldız',
    'ΝΙΚΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ': 'Νικος Παπαδοπουλος',
    'GROẞ MÜLLER': 'Groß Müller',
    'JAN IJZERMAN': 'Jan IJzerman',
    'IJAZ KHAN': 'Ijaz Khan',
    'jörg ßommer': 'Jörg ßommer',
    'bell hooks': 'Bell Hooks',
    bo: 'bo',
    TJ: 'TJ',
    'deAndre McKay': 'deAndre McKay',
    李小龙: '李小龙',
  };
  for (const [given, expected] of Object.entries(table)) t.equal(nameCase(given), expected, given);
  for (const name of ['YILDIRIM KAYA', 'JOHN SMITH', 'ibrahim kaya']) t.equal(nameCase(name, true), name, 'which i?');
  t.equal(nameCase('AHMET KAYA', true), 'Ahmet Kaya');
});

t.test('spellings of one name have one key, names of two people have two', async (t) => {
  const same = [
    ['Anna Muster', 'Dr. Anna Muster', 'ANNA MÚSTER', 'Frau Anna Muster', 'Prof. Dr. Anna Muster', 'Anna  Muster, PhD'],
    ['Jürgen Müller', 'Juergen Mueller', 'JURGEN MULLER', 'Herrn Dr.-Ing. Jürgen Müller'],
    ['Łukasz Groß', 'Lukasz Gross'],
    ["Tim O'Connor", 'Tim O’Connor', 'tim oconnor'],
    ['IŞIK Yıldırım', 'Isik Yildirim'],
    ['Frau Muster', 'Muster'],
  ];
  for (const [first = '', ...others] of same)
    for (const other of others) t.equal(personNameKey(other), personNameKey(first), other);
  t.equal(new Set(['Anna Muster', 'Anne Muster', 'Bernd Probe', 'Anna Muster-Probe'].map(personNameKey)).size, 4);
});

t.test('person names: idempotent, and nothing invented', async (t) => {
  const word = fc.oneof(
    fc.constantFrom(
      'ADA',
      'van',
      'DE',
      "o'neil",
      'Jr.',
      'Dr.',
      'mcduff',
      'SMITH,',
      'Null',
      'n/a',
      'ß',
      'ÉVA',
      'Inc',
      '李',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  const text = fc.array(word, { maxLength: 5 }).map((words) => words.join(' '));
  const given = fc.record({ name: text, firstName: text, lastName: text }, { requiredKeys: [] });
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(given, (input) => {
        const once = normalizePersonName(input);
        const letters = (value: string | undefined) => new Set((value ?? '').toLowerCase().normalize('NFKD'));
        const submitted = letters(Object.values(input).join(' '));
        const made = letters(Object.values(once).join(' '));
        return (
          isDeepStrictEqual(normalizePersonName(once), once) &&
          [...made].every((one) => submitted.has(one) || one === ' ')
        );
      }),
      { numRuns: 2_000 },
    ),
  );
});

t.test('organization keys leave legal forms and punctuation out', async (t) => {
  const same = [
    ['Acme Inc.', 'ACME, INC', 'Acme', 'The Acme Company', 'Acme Co. Ltd.'],
    ['Müller & Söhne GmbH & Co. KG', 'Muller and Sohne', 'MÜLLER & SÖHNE GmbH'],
    ['Telefónica S.A.', 'Telefonica SA', 'Telefonica S. A.'],
    ['Grupo Bimbo S.A.B. de C.V.', 'Grupo Bimbo'],
    ['AB Volvo', 'A B Volvo', 'Volvo AB'],
    ['J.C. Penney Corp.', 'J C Penney'],
  ];
  for (const names of same) t.equal(new Set(names.map(organizationKey)).size, 1, names.join(' = '));
  t.not(organizationKey('Acme Holding'), organizationKey('Acme'));
  t.equal(organizationKey('Company'), 'company', 'a name that is all form stays');
  t.equal(organizationKey('Bank and Trust'), 'bank and trust');
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (name) => /[\p{L}\p{N}]/u.test(name.normalize('NFKD')) === organizationKey(name) > '',
    ),
  );
});

t.test('languages, time zones and currencies', async (t) => {
  const languages: [string, string | undefined][] = [
    ['de', 'de'],
    ['DE', 'de'],
    ['pt_br', 'pt-BR'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['German', 'de'],
    ['Deutsch', 'de'],
    ['allemand', 'de'],
    ['Español', 'es'],
    ['日本語', 'ja'],
    ['English (US)', 'en'],
    ['xx', undefined],
    ['Klingonish', undefined],
    ['n/a', undefined],
  ];
  for (const [given, expected] of languages) t.equal(normalizeLanguage(given), expected, given);
  const zones: [string, string | undefined][] = [
    ['europe/berlin', 'Europe/Berlin'],
    ['America/New York', 'America/New_York'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['US/Pacific', 'America/Los_Angeles'],
    ['asia/calcutta', 'Asia/Kolkata'],
    ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['Asia/Katmandu', 'Asia/Kathmandu'],
    ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['Asia/Tel_Aviv', 'Asia/Jerusalem'],
    ['GB', 'Europe/London'],
    ['Europe/Oslo', 'Europe/Oslo'],
    ['CET', 'CET'],
    ['utc', 'UTC'],
    ['Etc/UTC', 'UTC'],
    ['Zulu', 'UTC'],
    ['Mars/Olympus', undefined],
    ['', undefined],
  ];
  for (const [given, expected] of zones) t.equal(normalizeTimeZone(given), expected, given);
  t.equal(normalizeCurrency(' usd '), 'USD');
  t.equal(normalizeCurrency('€'), 'EUR');
  t.equal(normalizeCurrency('$'), undefined, 'twenty currencies use it');
});

t.test('match keys: strongest first, each once, only what is in normal form', async (t) => {
  t.strictSame(matchKeysOf({ kind: 'person' }), []);
  t.strictSame(
    matchKeysOf({
      kind: 'person',
      externalId: 'A-1',
      externalSystem: 'crm',
      emailNormalized: 'ada@example.com',
      otherEmails: ['ada@example.com', 'info@example.org', 'Not normalised@example.org', 'a@localhost'],
      phoneNormalized: '+13102461501',
      otherPhones: ['+13102461501', '+493012345678', '030 12345678'],
    }),
    [
      { kind: 'external_id', value: 'crm\u001fA-1' },
      { kind: 'email', value: 'ada@example.com' },
      { kind: 'email', value: 'info@example.org' },
      { kind: 'phone', value: '+13102461501' },
      { kind: 'phone', value: '+493012345678' },
    ],
  );
  t.not(externalKey('1', 'a'), externalKey('1'), 'an id of one system is not that of another');
});
