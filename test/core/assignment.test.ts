import t from 'tap';
import { candidatesOf } from '../../src/core/assignment/candidates.js';
import { compileRoutingPolicy, type RoutingPolicy } from '../../src/core/assignment/policy.js';
import type { TeamFacts } from '../../src/core/assignment/pool.js';
import type { RepFacts } from '../../src/core/assignment/reps.js';
import { type AssignmentFacts, createAssignmentState } from '../../src/core/assignment/state.js';
import { validateRoutingPolicy } from '../../src/core/assignment/validate.js';
import { field } from '../../src/core/conditions/build.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import { DEFAULT_ROUTING_POLICY } from '../../src/core/defaults/routing-policy.js';

const subject = (country?: string): Subject => ({ facts: { kind: 'person', country }, engagement: [], now: 0 });
const rep = (id: string, change: Partial<RepFacts> = {}): RepFacts => ({
  id,
  name: id.toUpperCase(),
  active: true,
  capacity: null,
  openLeads: 0,
  ...change,
});
const team = (id: string, repIds: string[], change: Partial<TeamFacts> = {}): TeamFacts => ({
  id,
  name: id.toUpperCase(),
  active: true,
  members: repIds.map((repId) => ({ repId, weight: 1 })),
  ...change,
});
const POLICY: RoutingPolicy = {
  rules: [
    { id: 'germany', label: 'Germany', when: field('country', 'eq', 'DE'), teamId: 'dach' },
    { id: 'anywhere', label: 'Anywhere', teamId: 'world' },
  ],
  fallbackTeamId: 'spare',
};
type Facts = Partial<Omit<AssignmentFacts, 'reps'>> & { reps?: RepFacts[] };
const stateOf = (policy: RoutingPolicy, { reps = [], teams = [], ledgers = [] }: Facts) =>
  createAssignmentState(compileRoutingPolicy(policy, 7), {
    reps: new Map(reps.map((one) => [one.id, one])),
    teams,
    ledgers,
  });

t.test('the first rule that matches and can assign decides; the record has every step', (t) => {
  const state = stateOf(POLICY, {
    reps: [rep('a', { capacity: 1 }), rep('b', { active: false }), rep('c', { openLeads: 3 })],
    teams: [team('dach', ['a', 'b']), team('world', ['c'])],
  });
  const first = state.assign(subject('DE'));
  t.match(first, {
    outcome: 'assigned',
    repId: 'a',
    teamId: 'dach',
    ruleId: 'germany',
    record: {
      policyVersion: 7,
      ruleId: 'germany',
      tieBreak: 'only_candidate',
      rules: [{ ruleId: 'germany', teamId: 'dach', matched: true, outcome: 'routed', reason: 'country is DE' }],
    },
  });
  t.same(candidatesOf(first.record), [
    {
      repId: 'a',
      teamId: 'dach',
      ruleId: 'germany',
      eligible: true,
      openLeads: 0,
      capacity: 1,
      weight: 1,
      givenBefore: 0,
      creditBefore: 0,
      givenAfter: 1,
      creditAfter: 0,
    },
    {
      repId: 'b',
      teamId: 'dach',
      ruleId: 'germany',
      eligible: false,
      failedOn: 'inactive',
      openLeads: 0,
      capacity: null,
      weight: 1,
      givenBefore: 0,
      creditBefore: 0,
      givenAfter: 0,
      creditAfter: 0,
    },
  ]);
  const passed = state.assign(subject('DE'));
  t.match(
    passed,
    {
      outcome: 'assigned',
      repId: 'c',
      teamId: 'world',
      ruleId: 'anywhere',
      record: {
        rules: [
          { ruleId: 'germany', matched: true, outcome: 'no_eligible_rep' },
          { ruleId: 'anywhere', matched: true, outcome: 'routed', reason: 'applies to every lead' },
        ],
      },
    },
    'a full team passes on',
  );
  t.match(candidatesOf(passed.record), [
    { repId: 'a', failedOn: 'at_capacity' },
    { repId: 'b' },
    { repId: 'c', openLeads: 3 },
  ]);
  t.match(state.assign(subject()), {
    repId: 'c',
    record: {
      rules: [{ ruleId: 'germany', matched: false, outcome: 'condition_not_met', reason: 'country is not known' }, {}],
    },
  });
  state.addLoad('a', -1, 0);
  t.match(state.assign(subject('DE')), { repId: 'a' }, 'a released lead makes room');
  t.end();
});

t.test('fallback team, and the same team is not tried twice', (t) => {
  const spare = stateOf(POLICY, { reps: [rep('s')], teams: [team('spare', ['s'])] });
  t.match(spare.assign(subject('DE')), {
    outcome: 'assigned',
    repId: 's',
    ruleId: null,
    record: {
      rules: [{ outcome: 'team_unavailable' }, { outcome: 'team_unavailable' }, { ruleId: null, outcome: 'routed' }],
    },
  });
  const one: RoutingPolicy = { rules: [{ id: 'all', label: 'All', teamId: 'x' }], fallbackTeamId: 'x' };
  const decision = stateOf(one, { reps: [rep('a', { active: false })], teams: [team('x', ['a'])] }).assign(subject());
  t.equal(decision.outcome, 'queued');
  t.equal(decision.record.trials.length, 1);
  t.end();
});

t.test('without teams the eligible rep with the fewest open leads gets the leads of the default policy', (t) => {
  const reps = [rep('c', { openLeads: 1 }), rep('b'), rep('a', { active: false }), rep('d', { capacity: 0 })];
  const state = stateOf(DEFAULT_ROUTING_POLICY, { reps });
  const sql: Subject = { ...subject(), category: 'sql' };
  const first = state.assign(sql);
  t.match(first, { outcome: 'assigned', repId: 'b', teamId: undefined, ruleId: null });
  t.match(first.record, {
    rules: [{ ruleId: null, teamId: undefined, matched: true, outcome: 'routed', reason: 'category is sql' }],
    tieBreak: 'fewest_open_leads',
  });
  const ledger = { givenBefore: 0, givenAfter: 0, creditBefore: 0, creditAfter: 0 };
  t.match(candidatesOf(first.record), [
    { repId: 'b', teamId: undefined, ruleId: null, eligible: true, openLeads: 0, ...ledger },
    { repId: 'c', eligible: true, openLeads: 1, ...ledger },
    { repId: 'd', eligible: false, failedOn: 'at_capacity', fact: '0 open leads of 0', ...ledger },
  ]);
  const next = [state.assign(sql), state.assign(sql), state.assign(sql)];
  t.match(next, [
    { repId: 'b', record: { tieBreak: 'rep_id' } },
    { repId: 'c', record: { tieBreak: 'fewest_open_leads' } },
    { repId: 'b', record: { tieBreak: 'rep_id' } },
  ]);
  t.match(state.assign(sql, { declined: ['b'] }), { repId: 'c', record: { tieBreak: 'only_candidate' } });
  t.same(state.changedLedgers(), [], 'no ledger counts them');
  const owned = { leadId: 'known', ownerId: 'c', teamId: undefined, declined: undefined };
  t.equal(state.rerun(sql, owned), undefined, 'an owner keeps the lead');
  t.match(state.assign({ ...sql, category: 'mql' }), { outcome: 'queued', reason: 'no_rule_matched' });
  t.end();
});

t.test('a lead is queued with the reason', (t) => {
  const full = rep('a', { capacity: 2, openLeads: 2 });
  const always: RoutingPolicy = { rules: [{ id: 'all', label: 'All', teamId: 'x' }] };
  const table: [policy: RoutingPolicy, facts: Facts, reason: string, detail: string][] = [
    [{ rules: [] }, {}, 'no_rule_matched', 'The routing policy has no rules and no fallback team.'],
    [
      DEFAULT_ROUTING_POLICY,
      { reps: [rep('a')] },
      'no_rule_matched',
      'The routing policy sends it to no rep: category is not known.',
    ],
    [{ rules: [], anyRep: {} }, { reps: [rep('b', { active: false })] }, 'no_rep', 'The workspace has no active rep.'],
    [
      { ...always, anyRep: {} },
      { reps: [full], teams: [team('x', [])] },
      'no_eligible_rep',
      'Team "X" has no members. None of the 1 active reps can take it: 1 at capacity, 0 inactive.',
    ],
    [
      { rules: POLICY.rules.slice(0, 1) },
      {},
      'no_rule_matched',
      'None of the 1 rules matched and the routing policy has no fallback team.',
    ],
    [always, {}, 'no_team_member', 'Team x does not exist.'],
    [always, { teams: [team('x', ['a'], { active: false })] }, 'no_team_member', 'Team "X" is inactive.'],
    [always, { teams: [team('x', [])] }, 'no_team_member', 'Team "X" has no members.'],
    [
      always,
      { reps: [full, rep('b', { active: false })], teams: [team('x', ['a', 'b', 'gone'])] },
      'no_eligible_rep',
      'Team "X" has nobody to take it: 1 at capacity, 2 inactive.',
    ],
  ];
  for (const [policy, facts, reason, detail] of table) {
    const state = stateOf(policy, facts);
    t.match(state.assign(subject()), { outcome: 'queued', reason, detail, record: { reason, detail, tieBreak: null } });
    t.same(state.changedLedgers(), [], 'a queued lead takes no turn');
  }
  t.end();
});

t.test('a batch of 64 over weighted reps with capacity, and the same in two batches', (t) => {
  const weights = [5, 3, 2, 1, 1];
  const reps = weights.map((_, index) => rep(`r${index}`, { capacity: index === 0 ? 10 : null }));
  const members = weights.map((weight, index) => ({ repId: `r${index}`, weight }));
  const facts: Required<Facts> = { reps, teams: [team('world', [], { members })], ledgers: [] };
  const policy: RoutingPolicy = { rules: [{ id: 'all', label: 'All', teamId: 'world' }] };
  const run = (batchOf: number) => {
    let { ledgers, reps: current } = facts;
    const order: string[] = [];
    for (let done = 0; done < 64; done += batchOf) {
      const state = stateOf(policy, { ...facts, ledgers, reps: current });
      for (let index = 0; index < batchOf; index += 1) {
        const decision = state.assign(subject());
        if (decision.outcome === 'assigned') order.push(decision.repId);
      }
      ledgers = state.changedLedgers();
      current = reps.map((each) => ({ ...each, openLeads: order.filter((id) => id === each.id).length }));
    }
    return { order, ledgers };
  };
  const { order, ledgers } = run(64);
  t.same(run(64), run(1), 'one batch of 64 decides as 64 batches of one');
  t.same(run(16).order, order);
  const given = Object.fromEntries(ledgers.map((line) => [line.repId, line.given]));
  t.equal(given.r0, 10, 'full at its capacity');
  // r0 fills up after 24 leads; the other 40 go by 3:2:1:1.
  const expected = [10, 6 + 17.14, 4 + 11.43, 2 + 5.71, 2 + 5.71];
  expected.forEach((leads, index) => {
    t.ok(Math.abs((given[`r${index}`] ?? 0) - leads) < 1, `r${index}: ${given[`r${index}`]} of ${leads}`);
  });
  t.ok(Math.abs(ledgers.reduce((sum, line) => sum + line.credit, 0)) < 1e-9);
  t.equal(facts.reps[1]?.openLeads, 0, 'the facts handed in are not changed');
  t.end();
});

t.test('the order of reps, teams and members does not matter', (t) => {
  const ids = ['d', 'b', 'a', 'c'];
  const run = (order: string[]): string[] => {
    const state = stateOf(POLICY, { reps: order.map((id) => rep(id)), teams: [team('world', order)] });
    return Array.from({ length: 10 }, () => state.assign(subject())).map((each) =>
      'repId' in each ? each.repId : '-',
    );
  };
  t.same(run(ids), run(ids.toSorted()));
  t.same(run(ids), 'abcdabcdab'.split(''));
  t.end();
});

t.test('a line of a former member is settled among those who stay', (t) => {
  const state = stateOf(POLICY, {
    reps: [rep('a'), rep('b')],
    teams: [team('world', ['a', 'b'])],
    ledgers: [
      { teamId: 'world', repId: 'a', given: 5, credit: -0.5 },
      { teamId: 'world', repId: 'b', given: 5, credit: 0.25, missed: 0 },
      { teamId: 'world', repId: 'gone', given: 9, credit: 0.25 },
    ],
  });
  const decision = state.assign(subject());
  t.match(decision, { repId: 'b' });
  t.match(candidatesOf(decision.record), [
    { repId: 'a', creditBefore: -0.25, creditAfter: 0.25 },
    { repId: 'b', creditBefore: 0.25, creditAfter: -0.25 },
  ]);
  t.same(state.changedLedgers(), [
    { teamId: 'world', repId: 'a', given: 5, credit: 0.25, missed: 0 },
    { teamId: 'world', repId: 'b', given: 6, credit: -0.25, missed: 0 },
  ]);
  t.end();
});

const teamsOf = (...ids: string[]) => new Map(ids.map((id) => [id, new Set(['a'])]));

t.test('validation of a routing policy', (t) => {
  t.same(validateRoutingPolicy(POLICY, teamsOf('dach', 'world', 'spare')), []);
  t.same(validateRoutingPolicy(DEFAULT_ROUTING_POLICY, new Map()), []);
  const broken: RoutingPolicy = {
    rules: [
      { id: 'x', label: '', teamId: 'dach', when: field('nope', 'exists') },
      { id: 'x', label: '', teamId: 'nowhere' },
    ],
    fallbackTeamId: 'nobody',
  };
  const places = validateRoutingPolicy(broken, teamsOf('dach')).map(({ pointer, code }) => `${pointer} ${code}`);
  t.same(places.sort(), [
    '/fallbackTeamId unknown_team',
    '/rules/0/when/field unknown_field',
    '/rules/1/id duplicate_rule_id',
    '/rules/1/teamId unknown_team',
  ]);
  const many = Array.from({ length: 201 }, (_, index) => ({ id: `r${index}`, label: '', teamId: 'dach' }));
  t.match(validateRoutingPolicy({ rules: many }, teamsOf('dach')), [{ code: 'too_many_rules' }]);
  t.end();
});
