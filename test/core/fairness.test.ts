import fc from 'fast-check';
import t from 'tap';
import { candidatesOf } from '../../src/core/assignment/candidates.js';
import { compileRoutingPolicy } from '../../src/core/assignment/policy.js';
import type { LedgerLine } from '../../src/core/assignment/pool.js';
import type { RepFacts } from '../../src/core/assignment/reps.js';
import { type AssignmentState, createAssignmentState } from '../../src/core/assignment/state.js';
import type { Subject } from '../../src/core/conditions/subject.js';

const NOW = Date.UTC(2026, 0, 15, 12);
const SUBJECT: Subject = { facts: { kind: 'person' }, engagement: [], now: NOW };
const TEAM = 'team';

const rep = (id: string, change: Partial<RepFacts> = {}): RepFacts => ({
  id,
  name: id,
  active: true,
  capacity: null,
  openLeads: 0,
  ...change,
});

interface World {
  reps: readonly RepFacts[];
  weights?: readonly number[];
  /** Reps that the rule names; all when absent. */
  named?: string[] | undefined;
  ledgers?: readonly LedgerLine[];
}

function stateOf({ reps, weights = [], named, ledgers = [] }: World): AssignmentState {
  const members = reps.map(({ id }, index) => ({ repId: id, weight: weights[index] ?? 1 }));
  const rules = [{ id: 'rule', label: 'Rule', teamId: TEAM, ...(named ? { repIds: named } : {}) }];
  return createAssignmentState(compileRoutingPolicy({ rules }, 1), {
    reps: new Map(reps.map((one) => [one.id, one])),
    teams: [{ id: TEAM, name: 'Team', active: true, members }],
    ledgers,
  });
}

/** The owner that the rules find; undefined when the lead waits. */
function give(state: AssignmentState, leadId: string, declined: readonly string[] = []): string | undefined {
  const decision = state.assign(SUBJECT, { leadId, declined });
  return decision.outcome === 'assigned' ? decision.repId : undefined;
}

const lineOf = (state: AssignmentState, repId: string) => state.changedLedgers().find((line) => line.repId === repId);

t.test('a return reverses what its own decision gave, and nothing else', (t) => {
  const reps = [rep('a'), rep('b'), rep('c')];
  const before = stateOf({ reps, named: ['a'] });
  for (const leadId of ['1', '2', '3']) t.equal(give(before, leadId), 'a');
  for (const leadId of ['1', '2', '3']) before.takeBack({ leadId, ownerId: 'a', teamId: TEAM, isMissed: true });
  t.match(before.changedLedgers(), [
    { repId: 'a', given: 0, credit: 0, missed: 0 },
    { repId: 'b', given: 0, credit: 0, missed: 0 },
    { repId: 'c', given: 0, credit: 0, missed: 0 },
  ]);
  const after = stateOf({ reps, ledgers: before.changedLedgers() });
  after.assignManually(SUBJECT, { leadId: 'hand', repId: 'b', teamId: TEAM, reason: 'knows it' });
  const next = ['4', '5', '6', '7', '8', '9'].map((leadId) => give(after, leadId));
  t.same(next, ['a', 'c', 'a', 'b', 'c', 'a'], 'one lead by hand is one turn');

  const weighted = stateOf({ reps, weights: [3, 2, 1] });
  t.equal(give(weighted, 'x'), 'a');
  const [given] = weighted.changedLedgers();
  t.match(given, { credit: -0.5, given: 1 });
  const later = stateOf({ reps, weights: [1, 1, 1], ledgers: weighted.changedLedgers() });
  const { record } = stateOf({ reps, weights: [3, 2, 1] }).assign(SUBJECT);
  later.setDecision('x', record);
  later.takeBack({ leadId: 'x', ownerId: 'a', teamId: TEAM });
  for (const { credit } of later.changedLedgers()) t.ok(Math.abs(credit) < 1e-9, 'with the weights of that decision');
  t.end();
});

t.test('by hand, members who could not have taken the lead have no share in it', (t) => {
  const state = stateOf({ reps: [rep('a'), rep('away', { active: false }), rep('full', { capacity: 0 }), rep('z')] });
  for (let lead = 0; lead < 40; lead += 1) {
    state.assignManually(SUBJECT, { leadId: `${lead}`, repId: 'a', teamId: TEAM, reason: 'knows it' });
  }
  t.match(lineOf(state, 'away'), { given: 0, credit: 0 });
  t.match(lineOf(state, 'full'), { given: 0, credit: 0 });
  t.match(lineOf(state, 'a'), { given: 40 });
  t.ok(Math.abs(lineOf(state, 'z')?.credit ?? 9) < 1);
  const decision = state.assignManually(SUBJECT, { repId: 'full', teamId: TEAM, reason: 'asks for it' });
  const candidates = new Map(candidatesOf(decision.record).map((one) => [one.repId, one]));
  t.match(candidates.get('away'), { eligible: false, failedOn: 'inactive', creditAfter: 0 });
  t.match(candidates.get('full'), { eligible: true, givenAfter: 1 }, 'whom a person chose');
  t.end();
});

t.test('a rep whose leads were all taken away gets its share on return, not all of them back in a row', (t) => {
  const reps = [rep('a'), rep('b'), rep('c')];
  const state = stateOf({ reps });
  const owners = Array.from({ length: 105 }, (_, lead) => [`${lead}`, give(state, `${lead}`)] as const);
  const lost = owners.filter(([, owner]) => owner === 'a');
  t.equal(lost.length, 35);
  for (const [leadId] of lost) {
    state.takeBack({ leadId, ownerId: 'a', teamId: TEAM });
    give(state, leadId, ['a']);
  }
  t.match(lineOf(state, 'a'), { given: 0 });
  const back = Array.from({ length: 60 }, (_, lead) => give(state, `back${lead}`));
  t.ok(Math.abs(back.filter((owner) => owner === 'a').length - 20) <= 2, `${back}`);
  t.notMatch(back.join(''), /aaa/);
  t.end();
});

t.test('letting leads go by brings no more of them, however many reps and whatever the weights', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 6 }),
      fc.nat(5),
      fc.integer({ min: 1, max: 12 }),
      (weights, which, together) => {
        const reps = weights.map((_, index) => rep(`r${index}`));
        const idle = `r${which % weights.length}`;
        const state = stateOf({ reps, weights });
        const first = new Map(reps.map(({ id }) => [id, 0]));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const rounds = 240;
        let open: string[] = [];
        for (let lead = 0; lead < rounds; lead += 1) {
          const owner = give(state, `${lead}`);
          if (owner === undefined) return false;
          first.set(owner, (first.get(owner) ?? 0) + 1);
          if (owner === idle) open.push(`${lead}`);
          if (lead % together !== 0) continue;
          // The offers that the idle rep has run out together.
          for (const leadId of open) {
            state.takeBack({ leadId, ownerId: idle, teamId: TEAM, isMissed: true });
            give(state, leadId, [idle]);
          }
          open = [];
        }
        const share = (rounds * (weights[which % weights.length] ?? 0)) / total;
        return (first.get(idle) ?? 0) <= share + 2;
      },
    ),
    { numRuns: 150 },
  );
  t.pass('held for all generated teams');
  t.end();
});

const STEPS = ['give', 'give', 'give', 'reject', 'miss', 'withdraw', 'hand', 'leave', 'back'];
const anyStep = fc.record({
  what: fc.constantFrom(...STEPS),
  who: fc.nat(5),
  which: fc.nat(1_000),
});

t.test(
  'with rejections, time-outs and returns at random no rep strays a lead, and who was not eligible is untouched',
  (t) => {
    let widest = 0;
    const anySteps = (which: string[]) =>
      fc.array(
        anyStep.filter(({ what }) => which.includes(what)),
        { minLength: 50, maxLength: 400 },
      );
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 8, maxLength: 8 }),
        fc.oneof(anySteps(['give', 'reject', 'miss', 'withdraw', 'leave', 'back']), anySteps(STEPS)),
        (weights, steps) => {
          const named = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5'];
          const active = new Set(named);
          // A person may give a lead to any rep, so the one that no rule names shares in leads by hand.
          const untouched = steps.some(({ what }) => what === 'hand') ? ['gone'] : ['gone', 'unfit'];
          let ledgers: LedgerLine[] = [];
          const records = new Map<
            string,
            { owner: string; declined: string[]; record: Parameters<AssignmentState['setDecision']>[1] }
          >();
          const open = () => {
            const reps = [...named, 'gone', 'unfit'].map((id) => rep(id, { active: id === 'unfit' || active.has(id) }));
            const state = stateOf({ reps, weights, named, ledgers });
            for (const [leadId, { record }] of records) state.setDecision(leadId, record);
            return state;
          };
          let state = open();
          const assign = (leadId: string, declined: string[]) => {
            const decision = state.assign(SUBJECT, { leadId, declined });
            if (decision.outcome === 'assigned')
              records.set(leadId, { owner: decision.repId, declined, record: decision.record });
            else records.delete(leadId);
          };
          for (const [index, { what, who, which }] of steps.entries()) {
            const chosen = named[who] ?? 'r0';
            const leadId = [...records.keys()][which % Math.max(1, records.size)];
            const lead = records.get(leadId ?? '');
            if (what === 'give' || lead === undefined || leadId === undefined) assign(`${index}`, []);
            else if (what === 'hand' && active.has(chosen)) {
              state.takeBack({ leadId, ownerId: lead.owner, teamId: TEAM });
              const { record } = state.assignManually(SUBJECT, { leadId, repId: chosen, teamId: TEAM, reason: 'asks' });
              records.set(leadId, { owner: chosen, declined: lead.declined, record });
            } else if (what === 'leave') {
              active.delete(chosen);
              ledgers = state.changedLedgers();
              state = open();
              for (const [id, { owner }] of [...records]) {
                if (owner !== chosen) continue;
                state.takeBack({ leadId: id, ownerId: owner, teamId: TEAM });
                assign(id, [chosen]);
              }
            } else if (what === 'back') {
              active.add(chosen);
              ledgers = state.changedLedgers();
              state = open();
            } else {
              state.takeBack({ leadId, ownerId: lead.owner, teamId: TEAM, isMissed: what === 'miss' });
              if (what === 'withdraw') records.delete(leadId);
              else assign(leadId, [...lead.declined, lead.owner]);
            }
            const lines = state.changedLedgers();
            for (const { credit } of lines) widest = Math.max(widest, Math.abs(credit));
            const sum = lines.reduce((total, { credit }) => total + credit, 0);
            const isUntouched = lines.every(
              ({ repId, given, credit }) => !untouched.includes(repId) || (given === 0 && credit === 0),
            );
            if (Math.abs(sum) > 1e-6 || widest >= 1 || !isUntouched) return false;
          }
          return true;
        },
      ),
      { numRuns: 60 },
    );
    t.comment(`widest ${widest}`);
    t.pass('held for all generated histories');
    t.end();
  },
);
