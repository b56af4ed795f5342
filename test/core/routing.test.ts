import fc from 'fast-check';
import t from 'tap';
import { candidatesOf } from '../../src/core/assignment/candidates.js';
import type { Decision } from '../../src/core/assignment/decision.js';
import { comparable } from '../../src/core/assignment/matching.js';
import { compileRoutingPolicy, type RoutingPolicy, type RoutingRule } from '../../src/core/assignment/policy.js';
import type { LedgerLine, TeamFacts } from '../../src/core/assignment/pool.js';
import { nextReassigningAbsence, reassignmentCause } from '../../src/core/assignment/reassignment.js';
import type { RepFacts, RepProfile } from '../../src/core/assignment/reps.js';
import { createAssignmentState } from '../../src/core/assignment/state.js';
import { validateRoutingPolicy } from '../../src/core/assignment/validate.js';
import { compileCalendar, type TimeOff, WEEKDAYS } from '../../src/core/calendar/calendar.js';
import { zoneOffsets } from '../../src/core/calendar/zone-offsets.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';

const HOUR = 3_600_000;
/** A Thursday noon in London. */
const NOW = Date.UTC(2026, 0, 15, 12);
const subject = (facts: Partial<LeadFacts> = {}, now = NOW, more: Partial<Subject> = {}): Subject => ({
  facts: { kind: 'person', ...facts },
  engagement: [],
  now,
  ...more,
});
const profileOf = (profile: Partial<RepProfile>) =>
  comparable({ skills: [], languages: [], products: [], territories: [], ...profile });
const rep = (id: string, change: Partial<RepFacts> = {}): RepFacts => ({
  id,
  name: id,
  active: true,
  capacity: null,
  openLeads: 0,
  ...change,
});
const office = (zone: string, timeOff: TimeOff[] = []) => {
  const hours = WEEKDAYS.slice(0, 5).map((weekday) => ({ weekday, start: '09:00', end: '17:00' }));
  return compileCalendar(zoneOffsets(zone), hours, new Set(), timeOff);
};
interface World {
  reps: RepFacts[];
  team?: Partial<TeamFacts>;
  policy?: Partial<RoutingPolicy>;
  ledgers?: LedgerLine[];
}
const stateOf = (rule: Partial<RoutingRule>, { reps, team, policy, ledgers = [] }: World) => {
  const members = reps.map(({ id }) => ({ repId: id, weight: 1 }));
  const teams = [{ id: 'team', name: 'Team', active: true, members, ...team }];
  const document = { rules: [{ id: 'rule', label: 'Rule', teamId: 'team', ...rule }], ...policy };
  return createAssignmentState(compileRoutingPolicy(document, 1), {
    reps: new Map(reps.map((one) => [one.id, one])),
    teams,
    ledgers,
  });
};
const receiver = (decision: Decision) => (decision.outcome === 'assigned' ? decision.repId : decision.reason);
const failures = ({ record }: Decision) =>
  Object.fromEntries(candidatesOf(record).map(({ repId, failedOn }) => [repId, failedOn]));

t.test('a rep has to fit the lead where the rule requires it; a rep without such facts fits all', (t) => {
  const german = rep('german', {
    profile: profileOf({ languages: ['de-AT'], country: 'DE', timeZone: 'Europe/Berlin' }),
  });
  const bavarian = rep('bavarian', {
    profile: profileOf({
      territories: [{ country: 'DE', region: 'Bavaria', minimumEmployees: 50 }, { postalPrefix: 'SW1' }],
      products: ['CRM'],
    }),
  });
  const anybody = rep('anybody');
  const reps = [german, bavarian, anybody];
  const table: [match: NonNullable<RoutingRule['matches']>[number], facts: Partial<LeadFacts>, failed: object][] = [
    ['language', { language: 'de' }, {}],
    ['language', { language: 'fr-CA' }, { german: 'language' }],
    ['language', {}, {}],
    ['product', { products: ['crm', 'ERP'] }, {}],
    ['product', { products: ['ERP'] }, { bavarian: 'product' }],
    ['territory', { country: 'de', region: 'bavaria', employeeCount: 50 }, {}],
    ['territory', { country: 'DE', region: 'Bavaria', employeeCount: 49 }, { bavarian: 'territory' }],
    ['territory', { country: 'DE', region: 'Bavaria' }, { bavarian: 'territory' }],
    ['territory', { country: 'GB', postalCode: 'sw1a 1aa' }, {}],
    ['country', { country: 'DE' }, { bavarian: 'country', anybody: 'country' }],
    ['time_zone', { timeZone: 'Europe/Berlin' }, { bavarian: 'time_zone', anybody: 'time_zone' }],
    ['region', { country: 'DE', region: 'Hesse' }, { german: 'region', bavarian: 'region', anybody: 'region' }],
  ];
  for (const [match, facts, failed] of table) {
    const decision = stateOf({ matches: [match] }, { reps }).assign(subject(facts));
    const expected = { german: undefined, bavarian: undefined, anybody: undefined, ...failed };
    t.same(failures(decision), expected, `${match} ${JSON.stringify(facts)}`);
  }
  t.end();
});

t.test('strategies', (t) => {
  const skilled = (id: string, level: number, change: Partial<RepFacts> = {}) =>
    rep(id, { profile: profileOf({ skills: [{ name: 'enterprise', level }] }), ...change });
  const reps = [
    skilled('a', 1, { openEffort: 9, effortCapacity: 20 }),
    skilled('b', 4, { openEffort: 5, effortCapacity: 20 }),
    skilled('c', 4, { openEffort: 5, effortCapacity: 20 }),
  ];
  const order = (rule: Partial<RoutingRule>, count: number, team?: Partial<TeamFacts>) => {
    const state = stateOf(rule, { reps, ...(team ? { team } : {}) });
    return Array.from({ length: count }, () => receiver(state.assign(subject()))).join('');
  };
  const members = [
    { repId: 'a', weight: 8 },
    { repId: 'b', weight: 1 },
    { repId: 'c', weight: 1 },
  ];
  t.match(order({}, 10, { members }), /^(?=(?:[^a]*a){8}[^a]*$)/, 'weighted: eight of ten');
  t.equal(order({ strategy: 'round_robin' }, 9, { members }), 'abcabcabc', 'equal shares, whatever the weights');
  t.equal(order({ strategy: 'least_loaded' }, 8), 'bccbbccb', 'until all have as much free');
  t.equal(order({ strategy: 'least_loaded' }, 10).slice(8), 'ab');
  const wanted = [{ name: 'enterprise', level: 1 }];
  t.equal(order({ strategy: 'best_match', skills: wanted }, 4), 'bcbc', 'the ledger breaks ties of skills');
  t.equal(order({ skills: [{ name: 'enterprise', level: 2 }] }, 4), 'bcbc', 'a level below is not enough');
  t.equal(order({ repIds: ['a', 'c'] }, 4), 'acac');
  const pooled = stateOf({ strategy: 'claim' }, { reps }).assign(subject());
  t.match(pooled, { outcome: 'queued', reason: 'claim_pool', teamId: 'team' });
  const best = stateOf({ strategy: 'best_match', skills: wanted }, { reps: reps.slice(0, 2) }).assign(subject());
  t.match(best, { repId: 'b', record: { tieBreak: 'best_skills', trials: [{ contenders: [1] }] } });
  t.match(candidatesOf(best.record), [{ creditAfter: 0 }, { creditAfter: 0, givenAfter: 1 }], 'among equals only');
  t.end();
});

t.test(
  'hours, time off and caps: each rep has the time until which it is unavailable, and the lead the first of them',
  (t) => {
    const evening = Date.UTC(2026, 0, 15, 18);
    const reps = [
      rep('london', { calendar: office('Europe/London') }),
      rep('york', { calendar: office('America/New_York') }),
    ];
    const at = (mode: 'anytime' | 'now' | 'within' | 'hold', now: number, hours?: number) =>
      stateOf({ availability: { mode, hours } }, { reps }).assign(subject({}, now));
    t.equal(receiver(at('anytime', evening)), 'london');
    t.equal(receiver(at('now', evening)), 'york');
    t.same(failures(at('now', evening)), { london: 'not_working', york: undefined });
    const night = Date.UTC(2026, 0, 16, 3);
    const waits = at('now', night);
    t.match(waits, { outcome: 'queued', reason: 'no_eligible_rep', nextEligibleAt: Date.UTC(2026, 0, 16, 9) });
    t.match(candidatesOf(waits.record), [
      { failedOn: 'not_working', eligibleFrom: Date.UTC(2026, 0, 16, 9) },
      { failedOn: 'not_working', eligibleFrom: Date.UTC(2026, 0, 16, 14) },
    ]);
    t.equal(receiver(at('within', night, 6)), 'london', 'who begins in six hours is near enough');
    t.match(at('within', night, 2), { nextEligibleAt: Date.UTC(2026, 0, 16, 7) });
    t.match(at('hold', night), { reason: 'held', teamId: 'team', nextEligibleAt: Date.UTC(2026, 0, 16, 9) });

    const away = rep('away', { calendar: office('UTC', [{ from: NOW - HOUR, to: NOW + 24 * HOUR }]) });
    const off = stateOf({}, { reps: [away] }).assign(subject());
    t.match(off, { nextEligibleAt: NOW + 24 * HOUR }, 'time off counts at any time');
    const both = stateOf({ availability: { mode: 'now' } }, { reps: [away] }).assign(subject({}, NOW + 3 * HOUR));
    t.match(both, { nextEligibleAt: NOW + 24 * HOUR });

    const capped = stateOf(
      {},
      { reps: [rep('capped', { burst: { leads: 2, minutes: 30 }, dailyCap: 3, recent: [] })] },
    );
    const given = [0, 10, 20, 31, 62].map((minutes) => {
      const decision = capped.assign(subject({}, NOW + minutes * 60_000));
      return decision.outcome === 'queued' ? [decision.nextEligibleAt, failures(decision).capped] : decision.outcome;
    });
    const [burst, tomorrow] = [NOW + 30 * 60_000, Date.UTC(2026, 0, 16)];
    t.same(given, ['assigned', 'assigned', [burst, 'burst_cap'], 'assigned', [tomorrow, 'daily_cap']]);
    t.same(capped.changedRecent(), [{ repId: 'capped', recent: [0, 10, 31].map((m) => NOW + m * 60_000) }]);
    t.end();
  },
);

t.test('a held lead goes on to the next rule when waiting would not help', (t) => {
  const reps = [rep('full', { capacity: 0 }), rep('spare')];
  const members = [{ repId: 'full', weight: 1 }];
  const document: RoutingPolicy = {
    rules: [
      { id: 'first', label: 'First', teamId: 'a', availability: { mode: 'hold' } },
      { id: 'second', label: 'Second', teamId: 'b' },
    ],
  };
  const team = (id: string, of: TeamFacts['members']) => ({ id, name: id, active: true, members: of });
  const state = createAssignmentState(compileRoutingPolicy(document, 1), {
    reps: new Map(reps.map((one) => [one.id, one])),
    teams: [team('a', members), team('b', [{ repId: 'spare', weight: 1 }])],
    ledgers: [],
  });
  t.equal(receiver(state.assign(subject())), 'spare');
  t.end();
});

t.test('effort: a hot lead weighs more, and fits only where there is room for it', (t) => {
  const state = stateOf({}, { reps: [rep('a', { effortCapacity: 5 }), rep('b', { effortCapacity: 100 })] });
  const hot = subject({}, NOW, { temperature: 'hot', category: 'sql' });
  const cold = subject({}, NOW, { temperature: 'cold', category: 'lead' });
  t.same([hot, hot, hot, cold, cold, cold].map((one) => receiver(state.assign(one))).join(''), 'abbbab');
  t.equal(state.room.hasRoomAgain, false);
  state.addLoad('a', 0, -2);
  t.equal(state.room.hasRoomAgain, true);
  const released = stateOf(
    {},
    {
      reps: [rep('a', { effortCapacity: 1, openEffort: 1 })],
      policy: { effort: { hot: 9, warm: 2, cold: 1, released: ['prospect'] } },
    },
  );
  t.equal(released.effortOf({ temperature: 'hot', category: 'prospect' }), 0);
  t.equal(released.effortOf({ temperature: 'hot', category: 'lost' }), 0);
  t.equal(receiver(released.assign(subject({}, NOW, { temperature: 'hot', category: 'prospect' }))), 'a');
  t.end();
});

t.test('stickiness: the owner of the company, full or not, and no rep loses a turn', (t) => {
  const reps = [rep('a'), rep('owner', { capacity: 0 })];
  const state = stateOf({}, { reps, policy: { stickiness: ['company'] } });
  state.setCompanyOwner('acme.com', 'owner');
  t.match(state.assign(subject({ domain: 'acme.com' })), {
    repId: 'owner',
    record: { stickiness: 'company', trials: [] },
  });
  t.same(state.changedLedgers(), []);
  t.equal(
    receiver(state.assign(subject({ domain: 'acme.com' }), { from: 'owner' })),
    'a',
    'taken away from it, it goes on',
  );
  t.equal(receiver(state.assign(subject({ domain: 'acme.com' }))), 'a', 'and later leads with it');
  t.same([...state.changedCompanyOwners()], [['acme.com', 'a']]);
  t.end();
});

t.test('stickiness: the owner of the contact before that of the company, and no lead sticks to itself', (t) => {
  const reps = [rep('a'), rep('owner'), rep('other')];
  const state = stateOf({ repIds: ['a'] }, { reps, policy: { stickiness: ['contact', 'company'] } });
  state.setCompanyOwner('acme.com', 'other');
  state.setContactOwner({ kind: 'phone', value: '+4989123456' }, { leadId: 'known', ownerId: 'owner' });
  const facts = { domain: 'acme.com', emailNormalized: 'new@acme.com', phoneNormalized: '+4989123456' };
  t.match(state.assign(subject(facts), { leadId: 'new' }), { repId: 'owner', record: { stickiness: 'contact' } });
  t.match(state.assign(subject({ ...facts, phoneNormalized: undefined, emailNormalized: undefined })), {
    repId: 'owner',
    record: { stickiness: 'company' },
  });
  t.same(state.changedLedgers(), [], 'the rotation is not touched');
  const alone = stateOf({ repIds: ['a'] }, { reps, policy: { stickiness: ['contact'] } });
  alone.setContactOwner({ kind: 'email', value: 'x@y.org' }, { leadId: 'self', ownerId: 'owner' });
  t.equal(receiver(alone.assign(subject({ emailNormalized: 'x@y.org' }), { leadId: 'self' })), 'a');
  t.equal(receiver(alone.assign(subject({ emailNormalized: 'x@y.org' }), { leadId: 'another' })), 'a', 'its owner now');
  alone.assignManually(subject({ emailNormalized: 'x@y.org' }), { leadId: 'self', repId: 'other', reason: 'knows it' });
  t.equal(receiver(alone.assign(subject({ otherEmails: ['x@y.org'] }))), 'other', 'what the batch has done is known');
  t.end();
});

t.test('by hand it counts; what comes back is reversed', (t) => {
  const state = stateOf({}, { reps: [rep('a'), rep('b')] });
  const byHand = { leadId: 'grabbed', repId: 'a', teamId: 'team', reason: 'knows it' };
  const grabbed = state.assignManually(subject(), byHand);
  t.match(candidatesOf(grabbed.record), [
    { repId: 'a', givenAfter: 1, creditAfter: -0.5 },
    { repId: 'b', givenAfter: 0, creditAfter: 0.5 },
  ]);
  t.equal(receiver(state.assign(subject())), 'b', 'whose turn it is now');
  state.takeBack({ leadId: 'grabbed', ownerId: 'a', teamId: 'team' });
  t.match(state.changedLedgers(), [
    { repId: 'a', given: 0, credit: 0.5 },
    { repId: 'b', given: 1, credit: -0.5 },
  ]);
  t.equal(receiver(state.assign(subject())), 'a');
  state.takeBack({ leadId: 'grabbed', ownerId: 'nobody', teamId: 'team' });
  t.same(
    [state.teamFor('a', undefined), state.teamFor('a', 'other'), state.teamFor('x', 'team')],
    ['team', 'team', undefined],
  );
  t.end();
});

t.test('a returner keeps its place, or catches up as far as the team says', (t) => {
  const run = (catchUp: number | undefined) => {
    const away = rep('a', { calendar: office('UTC', [{ from: NOW, to: NOW + HOUR }]) });
    const state = stateOf({}, { reps: [away, rep('b'), rep('c')], team: { catchUp } });
    for (let lead = 0; lead < 30; lead += 1) state.assign(subject());
    const back = Array.from({ length: 9 }, () => receiver(state.assign(subject({}, NOW + HOUR))));
    const credits = state.changedLedgers().reduce((sum, { credit }) => sum + credit, 0);
    t.ok(Math.abs(credits) < 1e-9);
    return back.filter((id) => id === 'a').length;
  };
  t.equal(run(undefined), 3, 'its share of what comes');
  t.ok(run(3) >= 5 && run(3) <= 6, 'and up to three that it missed');
  t.end();
});

t.test('with reps that join, leave, come and go, no rep strays a lead while the set stays', (t) => {
  const any = fc.array(
    fc.record({
      who: fc.nat(7),
      what: fc.constantFrom('on', 'off', 'leave', 'join'),
      leads: fc.integer({ min: 1, max: 40 }),
    }),
    { minLength: 3, maxLength: 12 },
  );
  const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(any, weights, (steps, shares) => {
      const active = shares.map((_, index) => index < 5);
      const members = new Set([0, 1, 2, 3, 4]);
      let ledgers: LedgerLine[] = [];
      for (const { who, what, leads } of steps) {
        if (what === 'join') members.add(who);
        else if (what === 'leave' && members.size > 1) members.delete(who);
        else active[who] = what === 'on';
        const reps = [...members].map((index) => rep(`r${index}`, { active: active[index] === true }));
        const team = { members: [...members].map((index) => ({ repId: `r${index}`, weight: shares[index] ?? 1 })) };
        const state = stateOf({}, { reps, team, ledgers });
        const before = new Map(ledgers.map((line) => [line.repId, line.credit]));
        for (let lead = 0; lead < leads; lead += 1) state.assign(subject());
        const after = state.changedLedgers();
        if (after.length === 0) continue;
        ledgers = after;
        const sum = after.reduce((total, { credit }) => total + credit, 0);
        if (Math.abs(sum) > 1e-6) return false;
        // Whoever was within a lead before stays within one and a half, and nears zero again with every lead.
        if (
          after.some(({ repId, credit }) => Math.abs(credit) >= Math.max(1.5, Math.abs(before.get(repId) ?? 0) + 1e-9))
        )
          return false;
      }
      return true;
    }),
    { numRuns: 150 },
  );
  t.pass('held for all generated histories');
  t.end();
});

t.test('validation of strategies and availability', (t) => {
  const known = new Map([['team', new Set(['a'])]]);
  const rule = { id: 'r', label: '', teamId: 'team' };
  const codes = (change: Partial<RoutingRule>) =>
    validateRoutingPolicy({ rules: [{ ...rule, ...change }] }, known).map(({ pointer, code }) => `${pointer} ${code}`);
  t.same(codes({ repIds: ['a', 'b'] }), ['/rules/0/repIds/1 unknown_rep']);
  t.same(codes({ availability: { mode: 'within' } }), ['/rules/0/availability/hours hours_missing']);
  t.same(codes({ availability: { mode: 'now', hours: 3 } }), ['/rules/0/availability/hours hours_unused']);
  t.same(codes({ strategy: 'best_match' }), ['/rules/0/skills skills_missing']);
  t.same(
    codes({ strategy: 'best_match', skills: [{ name: 'x', level: 1 }], availability: { mode: 'within', hours: 2 } }),
    [],
  );
  t.end();
});

t.test('why the leads of a rep go to others, and when an absence takes them next', (t) => {
  const absences = [
    { from: 30, to: 40 },
    { from: 10, to: 20 },
  ];
  t.equal(reassignmentCause({ active: false }, 0), 'inactive', 'unless said otherwise');
  t.equal(reassignmentCause({ active: false, whenInactive: 'keep', whenAbsent: 'reassign', absences }, 10), undefined);
  t.equal(
    reassignmentCause({ active: true, absences }, 10),
    undefined,
    'who is away keeps them, unless said otherwise',
  );
  const going = { active: true, absences, whenAbsent: 'reassign' } as const;
  t.same(
    [9, 10, 19, 20].map((now) => reassignmentCause(going, now)),
    [undefined, 'absent', 'absent', undefined],
  );
  t.same(
    [0, 10, 29, 30].map((now) => nextReassigningAbsence(going, now)),
    [10, 30, 30, undefined],
  );
  t.equal(nextReassigningAbsence({ active: true, absences }, 0), undefined);
  t.end();
});
