import assert from 'node:assert';
import fc from 'fast-check';
import t from 'tap';
import { sharesOf } from '../../src/core/assignment/candidates.js';
import type { CandidateFailure, DecisionRecord, PoolTrial, Roster } from '../../src/core/assignment/decision.js';
import { neededRecords, type PackedRecord, recordPacker, unpackRecord } from '../../src/db/schema/decision-records.js';

const FAILURES: readonly CandidateFailure[] = ['territory', 'at_capacity', 'not_working'];

/** What happens between two decisions about a team, and in the later one. */
interface Step {
  failing: number[];
  byHand: boolean;
  strategy: 'weighted' | 'round_robin';
  /** A lead of this member is closed in between. */
  closed: number | undefined;
  /** The credit of this member changes otherwise. */
  nudged: number | undefined;
}

const step = (members: number): fc.Arbitrary<Step> => {
  const place = fc.nat({ max: members - 1 });
  return fc.record({
    failing: fc.uniqueArray(place, { maxLength: 5 }),
    byHand: fc.boolean(),
    strategy: fc.constantFrom('weighted', 'round_robin'),
    closed: fc.option(place, { nil: undefined, freq: 4 }),
    nudged: fc.option(place, { nil: undefined, freq: 6 }),
  });
};

const aRun = fc.integer({ min: 2, max: 60 }).chain((members) =>
  fc.record({
    weights: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: members, maxLength: members }),
    steps: fc.array(step(members), { minLength: 1, maxLength: 80 }),
  }),
);

function recordsOf(roster: Roster, steps: readonly Step[]): DecisionRecord[] {
  const zeros = roster.members.map(() => 0);
  let ledger = { openLeads: zeros, given: zeros, credit: zeros };
  return steps.map(({ failing, byHand, strategy, closed, nudged }) => {
    const openLeads = ledger.openLeads.map((open, place) => (place === closed ? open - 1 : open));
    const credit = ledger.credit.map((value, place) => (place === nudged ? value + 1 / 3 : value));
    const trial: PoolTrial = { roster, ruleId: 'all', openLeads, given: ledger.given, credit };
    if (failing.length > 0 && !byHand) {
      trial.failures = roster.members.map((_, place) =>
        failing.includes(place) ? (FAILURES[place % FAILURES.length] ?? null) : null,
      );
      trial.facts = trial.failures.map((failure) => failure && `is ${failure}`);
    }
    if (strategy === 'round_robin') trial.strategy = strategy;
    const receiver = roster.members.findIndex((_, place) => byHand || !failing.includes(place));
    if (receiver >= 0) trial.receiver = receiver;
    const shares = sharesOf(trial);
    const got = (place: number) => (place === receiver ? 1 : 0);
    ledger = {
      openLeads: openLeads.map((open, place) => open + got(place)),
      given: ledger.given.map((value, place) => value + got(place)),
      credit: credit.map((value, place) => value + (shares[place] ?? 0) - got(place)),
    };
    return { policyVersion: 1, ruleId: 'all', rules: [], trials: [trial], tieBreak: 'larger_credit' };
  });
}

const asRead = ({ trials, ...record }: DecisionRecord) => ({
  ...record,
  trials: trials.map((trial) => ({ ...trial, credit: trial.credit.map((one) => Math.round(one * 1e9) / 1e9) })),
});

const inJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));

t.test('a decision record is read as it was made, from no more than the records that it names', async (t) => {
  const property = fc.property(aRun, ({ weights, steps }) => {
    const members = weights.map((weight, index) => ({ repId: `rep-${index}`, weight, capacity: null }));
    const made = recordsOf({ teamId: 'team', members }, steps);
    const pack = recordPacker();
    const sequenceOf = (index: number) => 100 + 3 * index;
    const stored = new Map<number, PackedRecord>();
    for (const [index, record] of made.entries()) {
      stored.set(sequenceOf(index), inJson(pack(record, sequenceOf(index))));
    }
    for (const [index, record] of made.entries()) {
      const sequence = sequenceOf(index);
      const own = stored.get(sequence) as PackedRecord;
      const ranges = neededRecords(own, sequence);
      const read = [...stored].filter(([at]) =>
        at === sequence ? true : ranges.some(({ first, last }) => at >= first && at <= last),
      );
      assert.deepStrictEqual(inJson(unpackRecord(sequence, new Map(read))), inJson(asRead(record)));
    }
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 60 }));
});

t.test('a decision about a large team has a small record', async (t) => {
  const members = Array.from({ length: 1_000 }, (_, index) => ({ repId: `rep-${index}`, weight: 1, capacity: null }));
  const quiet: Step = { failing: [], byHand: false, strategy: 'weighted', closed: undefined, nudged: undefined };
  const made = recordsOf(
    { teamId: 'team', members },
    Array.from({ length: 320 }, () => quiet),
  );
  const pack = recordPacker();
  const sizes = made.map((record, index) => JSON.stringify(pack(record, index + 1)).length);
  t.ok(sizes.reduce((sum, size) => sum + size, 0) / sizes.length < 2_000, `${sizes.slice(0, 40)}`);
});

t.test('records that an earlier version has written whole are read', async (t) => {
  const roster: Roster = { teamId: 'team', members: [{ repId: 'a', weight: 1, capacity: 3 }] };
  const trial = { ruleId: null, openLeads: [1], given: [2], credit: [0.5], receiver: 0 };
  const record = { policyVersion: 1, rules: [], tieBreak: null };
  const stored = new Map<number, PackedRecord>([
    [1, { ...record, trials: [{ roster, ...trial }] }],
    [4, { ...record, trials: [{ roster: { sequence: 1, teamId: 'team' }, ...trial }] }],
  ]);
  t.strictSame(unpackRecord(4, stored).trials, [{ roster, ...trial }]);
});
