/** Which leads may be one: similarities, evidence, blocking keys, groups. */
import fc from 'fast-check';
import t from 'tap';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { blockingKeysOf, MOST_BLOCKING_KEYS, sound } from '../../src/core/matching/blocking.js';
import { blockingHash } from '../../src/core/matching/blocking-hash.js';
import { emailLevel } from '../../src/core/matching/contacts.js';
import { groupsOf, type WeighedPair } from '../../src/core/matching/groups.js';
import { firstNameLevel, lastNameLevel } from '../../src/core/matching/names.js';
import { organizationLevel } from '../../src/core/matching/organizations.js';
import { DEFAULT_MATCH_POLICY } from '../../src/core/matching/policy.js';
import { matchRecordOf, recordOfStored, storedRecord } from '../../src/core/matching/record.js';
import { isOneEdit, jaroWinkler } from '../../src/core/matching/similarity.js';
import { weigh } from '../../src/core/matching/weigh.js';

const recordOf = (facts: Partial<LeadFacts>) => matchRecordOf({ kind: 'person', ...facts }, (text) => text);
const COUNTS = { leads: 1_000, filled: () => 1_000, having: () => 1, collision: () => 0.001 };
const weighed = (a: Partial<LeadFacts>, b: Partial<LeadFacts>, counts = COUNTS) =>
  weigh(recordOf(a), recordOf(b), DEFAULT_MATCH_POLICY, counts);

t.test('Jaro-Winkler similarities are those of the literature', async (t) => {
  // Winkler 1990 and Cohen, Ravikumar and Fienberg 2003.
  for (const [a, b, expected] of [
    ['martha', 'marhta', 0.961],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.813],
    ['jones', 'johnson', 0.832],
    ['', 'a', 0],
  ] as const)
    t.ok(Math.abs(jaroWinkler(a, b) - expected) < 0.001, `${a} ${b} ${jaroWinkler(a, b)}`);
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const similarity = jaroWinkler(a, b);
      return (
        similarity >= 0 &&
        similarity <= 1 &&
        Math.abs(similarity - jaroWinkler(b, a)) < 1e-12 &&
        (similarity < 1 || a === b)
      );
    }),
  );
});

t.test('one edit is one insertion, deletion, replacement or exchange of neighbours', async () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
  const edits = (text: string): Set<string> => {
    const found = new Set([text]);
    for (let at = 0; at <= text.length; at++) {
      const [head, tail] = [text.slice(0, at), text.slice(at)];
      for (const letter of 'abc') found.add(head + letter + tail).add(head + letter + tail.slice(1));
      found.add(head + tail.slice(1));
      if (tail.length > 1) found.add(`${head}${tail[1]}${tail[0]}${tail.slice(2)}`);
    }
    return found;
  };
  fc.assert(fc.property(word, word, (a, b) => isOneEdit(a, b) === edits(a).has(b)));
});

t.test('levels of names, organizations and addresses', async (t) => {
  t.strictSame(
    [
      ['william', 'william'],
      ['bill', 'william'],
      ['jon', 'john'],
      ['j', 'john'],
      ['anna maria', 'anna'],
      ['ida', 'karl'],
    ].map(([a = '', b = '']) => firstNameLevel(a, b)),
    ['exact', 'variant', 'variant', 'initial', 'near', 'different'],
  );
  t.strictSame(
    [lastNameLevel('garcia lopez', 'garcia'), lastNameLevel('smith', 'smyth'), lastNameLevel('berg', 'stein')],
    ['near', 'near', 'different'],
  );
  t.strictSame(
    [
      ['nordwind logistik', 'nordwind logistic'],
      ['ritz carlton', 'ritz carlton cafe'],
      ['palace hotel', 'palace theatre'],
      ['mill', 'farm'],
    ].map(([a = '', b = '']) => organizationLevel(a, b)),
    ['near', 'shared', 'some', 'different'],
  );
  t.strictSame(
    [
      emailLevel(['ada@mill.example'], ['x@y.example', 'ada@mill.example']),
      emailLevel(['ada.king@mill.example'], ['ada.kng@mill.example']),
      emailLevel(['ada.king@mill.example'], ['ada.king@home.example']),
      emailLevel(['user1@mill.example'], ['user2@mill.example']),
      emailLevel(['ada@mill.example'], []),
    ].map((found) => found?.level),
    ['exact', 'near', 'local', 'similar', undefined],
  );
});

const FACTS = fc.record(
  {
    firstName: fc.constantFrom('Ada', 'Adah', 'Karl', 'Charles', 'J'),
    lastName: fc.constantFrom('King', 'Kng', 'Stein', 'Ada'),
    emailNormalized: fc.constantFrom('ada@mill.example', 'adah@mill.example', 'karl@farm.example'),
    phoneNormalized: fc.constantFrom('+4930901820', '+4930901821', '+441429860000'),
    street: fc.constantFrom('Mill Road 12', '12 mill rd', 'Hill Lane 3'),
    city: fc.constantFrom('Berlin', 'Berlim', 'Hull'),
    postalCode: fc.constantFrom('10115', '10116', '20095'),
    organizationName: fc.constantFrom('Mill GmbH', 'Mill', 'Farm Ltd'),
    attributes: fc.record(
      {
        born: fc.constantFrom('1970-01-31', '1970-01-13', '1999-12-01'),
        code: fc.constantFrom('A-123456', 'A-123457'),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

t.test('evidence is symmetric and sums to the bits; a record survives storage', async () => {
  fc.assert(
    fc.property(FACTS, FACTS, (a, b) => {
      const [one, other] = [weighed(a, b), weighed(b, a)];
      const prior = Math.log2(DEFAULT_MATCH_POLICY.duplicatesPerLead / COUNTS.leads);
      const sum = one.evidence.reduce((total, { bits }) => total + bits, prior);
      const copy = recordOfStored(JSON.parse(JSON.stringify(storedRecord(recordOf(a)))));
      const again = weigh(copy, recordOf(b), DEFAULT_MATCH_POLICY, COUNTS);
      return (
        again.bits === one.bits &&
        Math.abs(one.bits - other.bits) < 1e-9 &&
        Math.abs(sum - one.bits) < 1e-9 &&
        Math.abs(one.probability - 1 / (1 + 2 ** -one.bits)) < 1e-12
      );
    }),
    { numRuns: 300 },
  );
});

t.test('a frequent name says less, and an agreement never less than an error', async (t) => {
  const rare = weighed({ lastName: 'King' }, { lastName: 'King' });
  const frequent = weighed({ lastName: 'King' }, { lastName: 'King' }, { ...COUNTS, having: () => 300 });
  t.ok(frequent.bits < rare.bits - 3);
  const twins = { lastName: 'King', street: '12 Mill Road', city: 'Berlin', postalCode: '10115' };
  t.ok(
    weighed({ ...twins, firstName: 'Ada' }, { ...twins, firstName: 'Karl' }).probability < DEFAULT_MATCH_POLICY.same,
  );
  const levels = ['King', 'Kng', 'Stein'].map((lastName) => weighed({ lastName: 'King' }, { lastName }).bits);
  t.strictSame(
    [...levels].sort((a, b) => b - a),
    levels,
  );
});

t.test('leads with one error in one field have a blocking key in common', async (t) => {
  const known = {
    ...{ firstName: 'William', lastName: 'Thackeray', emailNormalized: 'w.thackeray@mill.example' },
    ...{ phoneNormalized: '+441429860000', street: '12 Mill Road', city: 'Hartlepool', postalCode: 'TS247QX' },
  };
  const typo = (text: string, at: number) => text.slice(0, at) + text.slice(at + 1);
  const fields = Object.keys(known) as (keyof typeof known)[];
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.nat({ max: 5 }), (field, at) => {
      const keys = new Set(blockingKeysOf(recordOf({ ...known, [field]: typo(known[field], at) })));
      return blockingKeysOf(recordOf(known)).some((key) => keys.has(key));
    }),
  );
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`id${index}`, `1000000${index}`]));
  t.ok(blockingKeysOf(recordOf({ ...known, attributes: many })).length <= MOST_BLOCKING_KEYS);
  t.strictSame(['robert', 'rupert', 'ashcraft', 'tymczak', 'pfister'].map(sound), [
    'r163',
    'r163',
    'a261',
    't522',
    'p236',
  ]);
  t.not(blockingHash('one', 'name a'), blockingHash('two', 'name a'), 'workspaces share no keys');
  t.ok(Number.isSafeInteger(blockingHash('one', 'name a')));
});

t.test('groups hold no pair that is decided to be two, in any order of the pairs', async (t) => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const pair = fc.record({
    leadId: fc.constantFrom(...ids),
    otherId: fc.constantFrom(...ids),
    probability: fc.constantFrom(0.3, 0.6, 0.9),
    areDistinct: fc.boolean(),
  });
  const unique = (pairs: WeighedPair[]) => [
    ...new Map(
      pairs
        .filter(({ leadId, otherId }) => leadId < otherId)
        .map((one) => [`${one.leadId}${one.otherId}`, one] as const),
    ).values(),
  ];
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 12 }), (given) => {
      const pairs = unique(given);
      const groups = groupsOf(pairs);
      const isApart = ({ leadId, otherId }: WeighedPair) =>
        groups.every((group) => !(group.includes(leadId) && group.includes(otherId)));
      t.strictSame(groupsOf([...pairs].reverse()), groups);
      return (
        pairs.filter(({ areDistinct }) => areDistinct).every(isApart) &&
        groups.every((group) => group.length > 1) &&
        new Set(groups.flat()).size === groups.flat().length
      );
    }),
  );
});
