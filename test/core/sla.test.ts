import fc from 'fast-check';
import t from 'tap';
import type { DecisionBasis } from '../../src/core/batch/evaluation.js';
import { isWorking } from '../../src/core/calendar/business-time.js';
import { compileCalendar, type WorkCalendar, type WorkingBlock } from '../../src/core/calendar/calendar.js';
import { timeBetween } from '../../src/core/calendar/clock-time.js';
import { zoneOffsets } from '../../src/core/calendar/zone-offsets.js';
import { field } from '../../src/core/conditions/build.js';
import type { Handoff } from '../../src/core/leads/handoff.js';
import type { Lead } from '../../src/core/leads/lead.js';
import type { Sla, SlaClock } from '../../src/core/leads/sla.js';
import type { SlaBasis, SlaChange } from '../../src/core/sla/changes.js';
import { contactMade } from '../../src/core/sla/commands/contacts.js';
import { checkClocks, followClocks, meetTouches, pauseClocks, resumeClocks } from '../../src/core/sla/follow.js';
import { compileSlaPolicy, type SlaPolicy, type SlaRule, validateSlaPolicy } from '../../src/core/sla/policy.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const utc = (text: string) => Date.parse(`${text}Z`);
const OFFICE: WorkingBlock[] = (['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const).map((weekday) => ({
  weekday,
  start: '09:00',
  end: '17:00',
}));
const LONDON = compileCalendar(zoneOffsets('Europe/London'), OFFICE, new Set(), []);
const NEW_YORK = compileCalendar(zoneOffsets('America/New_York'), OFFICE, new Set(), []);
const OWNERS: Record<string, WorkCalendar | undefined> = { london: LONDON, york: NEW_YORK, anytime: undefined };

const rule = (id: string, clock: SlaRule['clock'], minutes: number, more: Partial<SlaRule> = {}): SlaRule => ({
  id,
  label: id,
  clock,
  withinMinutes: minutes,
  hours: 'always',
  ...more,
});
const compile = (...rules: SlaRule[]) =>
  compileSlaPolicy({ rules }, 7, { zoneOf: (name) => zoneOffsets(name), holidays: new Set() });

type Part = Partial<Pick<Lead, 'category' | 'ownerId' | 'temperature' | 'lifecycle'>>;
const leadOf = (part: Part = {}) =>
  ({
    id: 'lead',
    facts: { kind: 'person', timeZone: 'Asia/Tokyo' },
    category: 'sql',
    temperature: 'cold',
    sourceId: 's',
    createdAt: 0,
    ...part,
  }) as Lead;

const basisOf = (policy: SlaBasis['policy'], lead: Lead, now: number): SlaBasis => ({
  policy,
  calendarOf: ({ hours, ownerId }) =>
    hours === 'always'
      ? undefined
      : hours === 'lead'
        ? policy.leadCalendar(lead.facts.timeZone)
        : OWNERS[ownerId ?? ''],
  subject: () => ({ facts: lead.facts, engagement: [], now, temperature: lead.temperature, category: lead.category }),
  now,
});
const withSla = (lead: Lead, change: SlaChange | undefined): Lead =>
  change === undefined ? lead : { ...lead, lifecycle: { ...lead.lifecycle, sla: change.sla } };
const clocksOf = ({ lifecycle }: Lead): SlaClock[] => lifecycle?.sla?.clocks ?? [];
const stepsOf = (change: SlaChange | undefined) => change?.steps.map(({ type }) => type.slice('lead.sla_'.length));

t.test('when a promise is due, counted by hand', async (t) => {
  const table: [what: string, SlaRule, owner: string, from: string, due: string][] = [
    ['around the clock', rule('r', 'first_touch', 90), 'london', '2026-01-16T16:30', '2026-01-16T18:00'],
    [
      'over a weekend',
      rule('r', 'first_touch', 90, { hours: 'owner' }),
      'london',
      '2026-01-16T16:30',
      '2026-01-19T10:00',
    ],
    [
      'over the change of the clock',
      rule('r', 'first_touch', 120, { hours: 'owner' }),
      'london',
      '2026-03-27T16:00',
      '2026-03-30T09:00',
    ],
    [
      'where the lead is',
      rule('r', 'first_touch', 60, { hours: 'lead' }),
      'london',
      '2026-01-15T12:00',
      '2026-01-16T01:00',
    ],
    [
      'of an owner without hours',
      rule('r', 'first_touch', 60, { hours: 'owner' }),
      'anytime',
      '2026-01-17T12:00',
      '2026-01-17T13:00',
    ],
  ];
  for (const [what, one, ownerId, from, due] of table) {
    const lead = leadOf({ ownerId });
    const started = followClocks(lead, basisOf(compile(one), lead, utc(from)));
    t.same(stepsOf(started), ['started'], what);
    t.equal(started?.sla.clocks[0]?.dueAt, utc(due), what);
    t.equal(started?.sla.dueAt, utc(due), what);
  }
});

t.test('the first rule of a clock that holds decides, and another takes its place when it does', async (t) => {
  const policy = compile(
    rule('hot', 'first_touch', 30, { when: field('temperature', 'eq', 'hot'), warnAtPercent: 50 }),
    rule('others', 'first_touch', 600),
  );
  let lead = leadOf({ ownerId: 'london' });
  lead = withSla(lead, followClocks(lead, basisOf(policy, lead, 0)));
  t.match(clocksOf(lead), [{ ruleId: 'others', policyVersion: 7, dueAt: 600 * MINUTE }]);
  t.equal(followClocks(lead, basisOf(policy, lead, HOUR)), undefined, 'it runs on');
  const hot = { ...lead, temperature: 'hot' as const };
  const changed = followClocks(hot, basisOf(policy, hot, HOUR));
  t.same(stepsOf(changed), ['cancelled', 'started']);
  t.match(changed?.steps[0]?.clock, { status: 'cancelled', cancelReason: 'rule_changed', leftMs: 540 * MINUTE });
  t.match(changed?.sla, { dueAt: HOUR + 15 * MINUTE, clocks: [{ ruleId: 'hot', dueAt: HOUR + 30 * MINUTE }] });
});

t.test('a clock warns once, breaches once, and is promised anew to another owner only', async (t) => {
  const policy = compile(rule('r', 'first_touch', 60, { warnAtPercent: 75, onBreach: ['reassign'] }));
  let lead = leadOf({ ownerId: 'london' });
  const at = (ms: number) => basisOf(policy, lead, ms);
  lead = withSla(lead, followClocks(lead, at(0)));
  t.equal(checkClocks(lead, at(45 * MINUTE - 1)), undefined);
  const warned = checkClocks(lead, at(45 * MINUTE));
  t.same(stepsOf(warned), ['warned']);
  lead = withSla(lead, warned);
  t.equal(checkClocks(lead, at(60 * MINUTE - 1)), undefined);
  const breached = checkClocks(lead, at(60 * MINUTE));
  t.match(breached, { steps: [{ type: 'lead.sla_breached', clock: { ownerId: 'london', onBreach: ['reassign'] } }] });
  lead = withSla(lead, breached);
  t.equal(lead.lifecycle?.sla?.dueAt, undefined);
  t.equal(checkClocks(lead, at(DAY)), undefined);
  t.equal(followClocks(lead, at(DAY)), undefined);
  const unowned = { ...lead, ownerId: undefined };
  t.equal(followClocks(unowned, basisOf(policy, unowned, DAY)), undefined);
  const other = { ...lead, ownerId: 'york' };
  t.same(stepsOf(followClocks(other, basisOf(policy, other, DAY))), ['started']);
});

t.test('hours of the owner are the owner’s: another gets a clock of its own', async (t) => {
  const policy = compile(rule('r', 'first_touch', 60, { hours: 'owner' }));
  const withoutOwner = leadOf();
  t.equal(
    followClocks(withoutOwner, basisOf(policy, withoutOwner, 0)),
    undefined,
    'hours without an owner do not pass',
  );
  const from = utc('2026-01-15T10:00');
  const first = leadOf({ ownerId: 'london' });
  const owned = withSla(first, followClocks(first, basisOf(policy, first, from)));
  const given = { ...owned, ownerId: 'york' };
  const change = followClocks(given, basisOf(policy, given, from + HOUR / 2));
  t.match(change?.steps, [
    { type: 'lead.sla_cancelled', clock: { cancelReason: 'owner_changed', ownerId: 'london' } },
    { type: 'lead.sla_started', clock: { ownerId: 'york', dueAt: utc('2026-01-15T15:00') } },
  ]);
});

t.test('a contact keeps both promises of touches, by when it was and not by when it is recorded', async (t) => {
  const policy = compile(rule('first', 'first_touch', 60), rule('next', 'next_touch', 600));
  let lead = leadOf({ ownerId: 'london' });
  lead = withSla(lead, followClocks(lead, basisOf(policy, lead, 0)));
  const late = meetTouches(lead, basisOf(policy, lead, 2 * HOUR), 2 * HOUR);
  t.match(late?.steps, [{ type: 'lead.sla_breached' }], 'too late is a breach, also when no timer was there');
  const told_ = meetTouches(lead, basisOf(policy, lead, 2 * HOUR), HOUR / 2);
  t.match(told_?.steps, [
    { type: 'lead.sla_met', clock: { endedAt: HOUR / 2, leftMs: HOUR / 2 } },
    { type: 'lead.sla_started', clock: { clock: 'next_touch', startedAt: HOUR / 2 } },
  ]);
  const met = withSla({ ...lead, lifecycle: { ...lead.lifecycle, firstContactAt: HOUR / 2 } }, told_);
  const next = withSla(met, followClocks(met, basisOf(policy, met, 2 * HOUR)));
  t.match(
    clocksOf(next).find(({ clock }) => clock === 'next_touch'),
    { status: 'running', dueAt: 10.5 * HOUR },
  );
  const again = meetTouches(next, basisOf(policy, next, 3 * HOUR), 3 * HOUR);
  t.match(again?.steps, [{ type: 'lead.sla_met', clock: { clock: 'next_touch' } }, { type: 'lead.sla_started' }]);
  const before = meetTouches(next, basisOf(policy, next, 3 * HOUR), HOUR / 4);
  t.same(stepsOf(before), ['restated'], 'a contact before the promise does not keep it: it was the first one');
  const breached = withSla(next, checkClocks(next, basisOf(policy, next, 11 * HOUR)));
  const early = meetTouches(breached, basisOf(policy, breached, 12 * HOUR), HOUR / 4);
  t.same(stepsOf(early), ['restated'], 'nor starts another after its breach');
  t.match(meetTouches(breached, basisOf(policy, breached, 12 * HOUR), 11.5 * HOUR)?.steps, [
    { type: 'lead.sla_started', clock: { startedAt: 11.5 * HOUR, dueAt: 21.5 * HOUR } },
  ]);
});

t.test('the first contact measures how long the lead waited, by the clock and by the hours of the rep', async (t) => {
  const policy = compile(rule('first', 'first_touch', 600));
  const createdAt = utc('2026-01-16T16:00');
  const fresh = { ...leadOf({ ownerId: 'london' }), createdAt };
  const lead = withSla(fresh, followClocks(fresh, basisOf(policy, fresh, createdAt)));
  const assignment = { rep: (id: string) => ({ id, calendar: OWNERS[id] }) };
  const basis = { lifecycle: { sla: policy }, assignment, sourceOf: () => undefined } as unknown as DecisionBasis;
  const now = utc('2026-01-19T11:00');
  const at = utc('2026-01-19T10:30');
  const change = { lead, engagement: [], basis, now };
  const { speedToLead, events } = contactMade(change, { at });
  t.same(speedToLead, {
    repId: 'london',
    sourceId: 's',
    cycle: 0,
    contactedAt: at,
    elapsedMs: 66.5 * HOUR,
    businessMs: 2.5 * HOUR,
  });
  t.match(events, [{ type: 'lead.sla_breached' }], 'ten hours were over on Saturday');
  const known = { ...lead, lifecycle: { ...lead.lifecycle, firstContactAt: at } };
  t.equal(contactMade({ ...change, lead: known }, { at: at + 1 }).speedToLead, undefined);
  t.equal(contactMade({ ...change, lead: known }, { at: at - 1 }).speedToLead?.contactedAt, at - 1, 'recorded later');
});

t.test('a contact that is recorded late restates the clocks that ended without it', async (t) => {
  const policy = compile(rule('first', 'first_touch', 60, { onBreach: ['reassign'] }));
  const fresh = leadOf({ ownerId: 'london' });
  let lead = withSla(fresh, followClocks(fresh, basisOf(policy, fresh, 0)));
  lead = withSla(lead, checkClocks(lead, basisOf(policy, lead, HOUR)));
  t.match(clocksOf(lead), [{ status: 'breached', dueAt: HOUR }]);
  t.equal(lead.lifecycle?.sla?.dueAt, undefined, 'an ended clock fires no timer');
  const inTime = meetTouches(lead, basisOf(policy, lead, 2 * HOUR), HOUR / 2);
  t.match(inTime?.steps, [
    {
      type: 'lead.sla_restated',
      clock: { status: 'met', endedAt: HOUR / 2, leftMs: HOUR / 2 },
      before: { status: 'breached' },
    },
  ]);
  t.equal(
    meetTouches(lead, basisOf(policy, lead, 2 * HOUR), HOUR + 1),
    undefined,
    'after the deadline it stays breached',
  );
  t.equal(meetTouches(lead, basisOf(policy, lead, 2 * HOUR), -1), undefined, 'and a contact before its start is none');
  const other: Lead = { ...lead, ownerId: 'anytime' };
  const given = withSla(other, followClocks(other, basisOf(policy, other, 2 * HOUR)));
  t.match(given.lifecycle?.sla, { clocks: [{ status: 'running' }], followed: [{ status: 'breached' }] });
  const restated = meetTouches(given, basisOf(policy, given, 3 * HOUR), HOUR / 2);
  t.match(restated?.steps, [{ type: 'lead.sla_restated', clock: { ownerId: 'london', status: 'met' } }]);
  const contacted = withSla(given, restated);
  const known: Lead = { ...contacted, lifecycle: { ...contacted.lifecycle, firstContactAt: HOUR / 2 } };
  t.match(followClocks(known, basisOf(policy, known, 3 * HOUR))?.steps, [{ type: 'lead.sla_cancelled' }]);
  const met = withSla(lead, inTime);
  t.match(meetTouches(met, basisOf(policy, met, 3 * HOUR), HOUR / 4)?.steps, [{ clock: { endedAt: HOUR / 4 } }]);
});

t.test('acceptance is met by it, and cancelled by any other ending', async (t) => {
  const policy = compile(rule('accept', 'acceptance', 60));
  const offer: Handoff = { id: 'h', status: 'offered', offers: 1, repId: 'london', offeredAt: 0, policyVersion: 1 };
  const offered = leadOf({ ownerId: 'london', lifecycle: { handoff: offer } });
  const running = withSla(offered, followClocks(offered, basisOf(policy, offered, 0)));
  t.match(clocksOf(running), [{ clock: 'acceptance', handoffId: 'h', status: 'running' }]);
  for (const [status, expected] of [
    ['accepted', 'met'],
    ['rejected', 'cancelled'],
    ['timed_out', 'cancelled'],
    ['withdrawn', 'cancelled'],
  ] as const) {
    const answered = { ...running, lifecycle: { ...running.lifecycle, handoff: { ...offer, status } } };
    t.same(stepsOf(followClocks(answered, basisOf(policy, answered, HOUR / 2))), [expected], status);
  }
  const next = { ...running, lifecycle: { ...running.lifecycle, handoff: { ...offer, id: 'i' } } };
  t.same(stepsOf(followClocks(next, basisOf(policy, next, HOUR / 2))), ['cancelled', 'started']);
});

t.test('clocks stand while a lead is parked, and end when it is closed', async (t) => {
  const policy = compile(rule('r', 'first_touch', 60));
  const fresh = leadOf({ ownerId: 'london' });
  const running = withSla(fresh, followClocks(fresh, basisOf(policy, fresh, 0)));
  const parked = { ...running, category: 'parked' as const };
  const stopped = followClocks(parked, basisOf(policy, parked, HOUR / 2));
  t.same(stepsOf(stopped), ['paused']);
  const standing = withSla(parked, stopped);
  t.equal(followClocks(standing, basisOf(policy, standing, 30 * DAY)), undefined);
  const awake = { ...standing, category: 'sql' as const };
  const going = followClocks(awake, basisOf(policy, awake, 30 * DAY));
  t.same(stepsOf(going), ['resumed']);
  t.equal(going?.sla.clocks[0]?.dueAt, 30 * DAY + HOUR / 2);
  const lost = { ...running, category: 'lost' as const };
  t.match(followClocks(lost, basisOf(policy, lost, 1))?.steps, [{ clock: { cancelReason: 'closed' } }]);
});

t.test('a policy that cannot work is refused at each place', async (t) => {
  const policy: SlaPolicy = {
    rules: [
      rule('a', 'first_touch', 0, { warnAtPercent: 100, onBreach: ['notify', 'notify'] }),
      rule('a', 'first_touch', 10, { when: field('nothing', 'eq', 1) }),
    ],
    workingHours: [{ weekday: 'monday', start: '24:00', end: '25:00' }],
  };
  t.same(
    validateSlaPolicy(policy).map(({ pointer }) => pointer),
    [
      '/rules/1/id',
      '/rules/0/withinMinutes',
      '/rules/0/warnAtPercent',
      '/rules/0/onBreach',
      '/rules/1/when/field',
      '/workingHours/0/start',
      '/workingHours/0/end',
    ],
  );
});

t.test('a clock paused and resumed loses no business time and gains none', async (t) => {
  const policy = compile(rule('r', 'first_touch', 16 * 60, { hours: 'owner', warnAtPercent: 50 }));
  const steps = fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 12 });
  const property = fc.property(
    fc.constantFrom('london', 'york'),
    fc.integer({ min: 0, max: 400_000 }),
    steps,
    (ownerId, minute, lengths) => {
      const start = utc('2026-01-01T00:00') + minute * MINUTE;
      let lead = leadOf({ ownerId });
      lead = withSla(lead, followClocks(lead, basisOf(policy, lead, start)));
      let [now, ran, warned] = [start, 0, false];
      const calendar = OWNERS[ownerId];
      for (const [index, length] of lengths.entries()) {
        const until = now + length * MINUTE;
        if (index % 2 === 0) {
          const due = clocksOf(lead)[0]?.dueAt ?? 0;
          ran += timeBetween(calendar, now, Math.min(until, due));
          const change = checkClocks(lead, basisOf(policy, lead, until));
          lead = withSla(lead, change);
          if (stepsOf(change)?.includes('warned')) warned = true;
          if (due <= until) return clocksOf(lead)[0]?.status === 'breached' && ran === 16 * HOUR;
          if (warned !== ran >= 8 * HOUR) return false;
          lead = withSla(lead, pauseClocks(lead, basisOf(policy, lead, until), 'asked'));
          if (clocksOf(lead)[0]?.leftMs !== 16 * HOUR - ran) return false;
        } else lead = withSla(lead, resumeClocks(lead, basisOf(policy, lead, until)));
        now = until;
      }
      return clocksOf(lead)[0]?.status !== 'breached';
    },
  );
  t.doesNotThrow(() => fc.assert(property, { numRuns: 2_000 }));
  // The arithmetic itself against a slow oracle, a minute at a time.
  const oracle = (from: number, to: number) => {
    let sum = 0;
    for (let at = from; at < to; at += MINUTE) if (isWorking(LONDON, at)) sum += MINUTE;
    return sum;
  };
  const from = utc('2026-03-26T11:00');
  t.equal(timeBetween(LONDON, from, from + 5 * DAY), oracle(from, from + 5 * DAY));
});

t.test('whatever happens, every clock that started ends once or is live', async (t) => {
  const policy = compile(
    rule('hot', 'first_touch', 60, { when: field('temperature', 'eq', 'hot'), warnAtPercent: 50 }),
    rule('first', 'first_touch', 300, { hours: 'owner' }),
    rule('accept', 'acceptance', 120, { hours: 'owner' }),
    rule('next', 'next_touch', 200, { hours: 'lead' }),
  );
  const few = <T>(...values: T[]) => fc.constantFrom(...values);
  const doing = fc.oneof(
    few('london', 'york', 'anytime', undefined).map((ownerId) => ({ ownerId })),
    few('sql', 'prospect', 'parked', 'lost', 'lead').map((category) => ({ category })),
    few('hot', 'cold').map((temperature) => ({ temperature })),
    few('offered', 'accepted', 'rejected').map((status) => ({ status })),
    few('pause', 'resume', 'contact', 'check').map((verb) => ({ verb })),
  );
  const property = fc.property(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), doing), { maxLength: 40 }),
    (run) => {
      let [now, offers, started, ended] = [utc('2026-01-15T08:00'), 0, 0, 0];
      let lead = leadOf();
      const take = (change: SlaChange | undefined) => {
        lead = withSla(lead, change);
        for (const type of stepsOf(change) ?? []) {
          if (type === 'started') started++;
          if (type === 'met' || type === 'breached' || type === 'cancelled') ended++;
        }
      };
      for (const [minutes, one] of run) {
        now += minutes * MINUTE;
        const basis = basisOf(policy, lead, now);
        if ('verb' in one) {
          if (one.verb === 'pause') take(pauseClocks(lead, basis, 'asked'));
          if (one.verb === 'resume') take(resumeClocks(lead, basis));
          if (one.verb === 'check') take(checkClocks(lead, basis));
          if (one.verb === 'contact') {
            take(meetTouches(lead, basis, now));
            lead = { ...lead, lifecycle: { ...lead.lifecycle, firstContactAt: now } };
          }
        } else if ('status' in one) {
          if (one.status === 'offered') offers++;
          const handoff = { id: `h${offers}`, status: one.status, offers, offeredAt: now, policyVersion: 1 } as Handoff;
          lead = { ...lead, lifecycle: { ...lead.lifecycle, handoff } };
        } else lead = { ...lead, ...(one as Partial<Lead>) };
        take(followClocks(lead, basisOf(policy, lead, now)));
        const { clocks, paused, dueAt } = lead.lifecycle?.sla ?? ({ clocks: [] } as Sla);
        const live = clocks.filter(({ status }) => status === 'running' || status === 'paused');
        if (started - ended !== live.length) return false;
        if (live.some(({ status }) => (status === 'paused') !== (paused !== undefined))) return false;
        if (new Set(clocks.map(({ clock }) => clock)).size < clocks.length) return false;
        if (live.length === 0 && dueAt !== undefined) return false;
      }
      return true;
    },
  );
  t.doesNotThrow(() => fc.assert(property, { numRuns: 5_000 }));
});
