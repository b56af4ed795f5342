import fc from 'fast-check';
import t from 'tap';
import { isWorking } from '../../src/core/calendar/business-time.js';
import { zoneOffsetsOf } from '../../src/core/calendar/zone-offsets.js';
import { field } from '../../src/core/conditions/build.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import { DEFAULT_SEQUENCE } from '../../src/core/defaults/sequence.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import type { SequenceRun, SequenceSends } from '../../src/core/leads/sequence-runs.js';
import { advance, enterSequence, forecast, type TakenStep } from '../../src/core/sequences/advance.js';
import { type CompiledSequence, compileSequence } from '../../src/core/sequences/compile.js';
import type { Sequence, SequenceStep } from '../../src/core/sequences/sequence.js';
import { simulateSequence } from '../../src/core/sequences/simulate.js';
import { validateSequence } from '../../src/core/sequences/validate.js';

const DAY = 86_400_000;
/** A Thursday. */
const START = Date.UTC(2026, 0, 15, 9, 30);
const at = (ms: number) => new Date(ms).toISOString();
const compile = (document: Sequence, version = 1): CompiledSequence =>
  compileSequence(document, { version, name: 'Test' }, { zoneOf: zoneOffsetsOf, holidays: new Set([20_500]) });
const FACTS: LeadFacts = { kind: 'person', emailNormalized: 'a@a.de', phoneNormalized: '+4930901820' };
const subjectAt = (now: number, facts: Partial<LeadFacts> = {}): Subject => ({
  facts: { ...FACTS, ...facts },
  engagement: [],
  now,
  category: 'suspect',
});
const base = { key: 'test', purpose: 'education' } as const;
const mail = (key: string, template = key): SequenceStep => ({ type: 'send', key, channel: 'email', template });
const wait = (key: string, after: number, unit: 'days' | 'business_days' = 'days'): SequenceStep => ({
  ...{ type: 'wait', key, after, unit },
});
const ENTRY = { enteredBy: 'rule', category: 'suspect', stay: 1 } as const;
const enterAt = (sequence: CompiledSequence, now: number, facts: Partial<LeadFacts> = {}) =>
  enterSequence(sequence, { subject: subjectAt(now, facts), sends: {} }, ENTRY);
const dates = (sequence: CompiledSequence, now: number, facts: Partial<LeadFacts> = {}) => {
  const moment = { subject: subjectAt(now, facts), sends: {} };
  const found = forecast(sequence, enterAt(sequence, now, facts), moment, 100);
  return { ...found, steps: found.steps.map(({ step, outcome, at: when }) => `${step} ${outcome} ${at(when)}`) };
};

t.test('the default sequence educates for less than 90 days, on workdays by the clock of the lead', async (t) => {
  t.same(validateSequence(DEFAULT_SEQUENCE), []);
  const sequence = compile(DEFAULT_SEQUENCE);
  t.same(dates(sequence, START).steps, [
    'introduction due 2026-01-20T09:30:00.000Z',
    'overview due 2026-02-03T09:30:00.000Z',
    'example due 2026-02-24T09:30:00.000Z',
    'reads not_met 2026-03-17T09:30:00.000Z',
    'last_word due 2026-03-17T09:30:00.000Z',
  ]);
  t.match(dates(sequence, START), { endsAt: START + 61 * DAY, left: 'completed' });
  t.equal(
    dates(sequence, START, { timeZone: 'America/Los_Angeles' }).steps[0],
    'introduction due 2026-01-20T16:00:00.000Z',
  );
  t.equal(dates(sequence, START + 2 * DAY, {}).steps[0], 'introduction due 2026-01-22T09:30:00.000Z');
  t.equal(dates(sequence, START + 3 * DAY, {}).steps[0], 'introduction due 2026-01-23T09:30:00.000Z');
  t.equal(
    dates(sequence, START + 4 * DAY, {}).steps[0],
    'introduction due 2026-01-26T08:00:00.000Z',
    'not on a Saturday',
  );
});

t.test(
  'a wait keeps the time of day when the clock changes, and business days leave out weekends and holidays',
  async (t) => {
    const steps = [wait('w', 3), mail('m'), wait('b', 2, 'business_days'), mail('n')];
    const sequence = compile({ ...base, timeZone: 'Europe/Berlin', steps });
    const friday = Date.UTC(2026, 2, 27, 8, 0);
    t.same(dates(sequence, friday).steps, ['m due 2026-03-30T07:00:00.000Z', 'n due 2026-04-01T07:00:00.000Z']);
    // Day 20,500 is 2026-02-16, a Monday.
    t.equal(dates(sequence, Date.UTC(2026, 1, 10, 9)).steps[1], 'n due 2026-02-18T09:00:00.000Z');
  },
);

t.test('a repeat leads back as often as it says, a condition leads on or out', async (t) => {
  const steps: SequenceStep[] = [
    mail('a'),
    wait('w', 7),
    { type: 'repeat', key: 'again', from: 'a', times: 2 },
    { type: 'condition', key: 'c', when: field('country', 'eq', 'DE'), whenTrue: 'z' },
    mail('b'),
    mail('z'),
  ];
  const sequence = compile({ ...base, steps });
  t.same(validateSequence(sequence.document), []);
  const found = dates(sequence, START, { country: 'DE' });
  t.same(
    found.steps.map((step) => step.slice(0, step.length - 14)),
    ['a due 2026-01-15', 'a due 2026-01-22', 'a due 2026-01-29', 'c met 2026-02-05', 'z due 2026-02-05'],
  );
  t.match(dates(sequence, START), { left: 'branch', steps: { length: 4 } });
});

t.test('a denied, bounced or missing channel is skipped with its reason', async (t) => {
  const sequence = compile({ ...base, steps: [mail('a')] });
  const skipped = (facts: Partial<LeadFacts>, of = sequence) =>
    advance(of, enterAt(of, START, facts), { subject: subjectAt(START, facts), sends: {} }).taken[0]?.reason;
  t.equal(skipped({ emailConsent: 'denied' }), 'denied');
  t.equal(skipped({ emailBouncedAt: START }), 'bounced');
  t.equal(skipped({ emailNormalized: undefined }), 'missing');
  t.equal(skipped({}), undefined);
  const strict = compile({ ...base, requireConsent: true, steps: [mail('a')] });
  t.equal(skipped({}, strict), 'not_granted');
  t.equal(skipped({ emailConsent: 'granted' }, strict), undefined);
});

t.test('a lead stays at its step when another version is published, or leaves where that lacks the step', async (t) => {
  const before = compile({ ...base, steps: [wait('w', 1), mail('a'), wait('v', 1), mail('b')] });
  const after = compile({ ...base, steps: [mail('first'), mail('a'), wait('v', 9), mail('c')] }, 2);
  const run = enterAt(before, START);
  const moved = advance(after, run, { subject: subjectAt(START + DAY), sends: {} });
  t.match(moved, { taken: [{ step: 'a' }], run: { version: 2, step: 'c', dueAt: START + 10 * DAY } });
  const gone = compile({ ...base, steps: [mail('other')] }, 3);
  t.match(advance(gone, run, { subject: subjectAt(START + DAY), sends: {} }), { left: 'step_removed', taken: [] });
});

t.test('what cannot work is refused with its place', async (t) => {
  const problems = (steps: SequenceStep[], more: Partial<Sequence> = {}) =>
    validateSequence({ ...base, ...more, steps }).map(({ pointer, code }) => `${pointer} ${code}`);
  const when = field('country', 'eq', 'DE');
  t.same(problems([wait('a', 1)]), ['/steps no_action']);
  t.same(problems([mail('a'), mail('a')]), ['/steps/1/key duplicate_rule_id']);
  t.same(problems([mail('exit')]), ['/steps/0/key reserved_key']);
  t.same(problems([mail('a'), { type: 'condition', key: 'c', when, whenTrue: 'a', whenFalse: 'x' }]), [
    '/steps/1/whenTrue backward_jump',
    '/steps/1/whenFalse unknown_step',
  ]);
  const repeat = (key: string, from: string): SequenceStep => ({ type: 'repeat', key, from, times: 2 });
  t.same(problems([mail('a'), repeat('r', 'a')]), ['/steps/1/from repeat_without_wait']);
  t.same(problems([repeat('r', 'a'), mail('a')]), ['/steps/0/from forward_repeat']);
  t.same(problems([mail('a'), wait('w', 1), repeat('r', 'a'), wait('v', 1), repeat('s', 'w')]), [
    '/steps/4/from overlapping_repeats',
  ]);
  t.same(problems([mail('a')], { quietHours: { start: '25:00', end: '08:00' } }), ['/quietHours/start invalid_time']);
  t.same(problems([mail('a')], { quietHours: { start: '08:00', end: '08:00' } }), ['/quietHours/end invalid_time']);
  t.same(problems([mail('a')], { enterWhen: field('nothing', 'exists') }), ['/enterWhen/field unknown_field']);
});

t.test('a dry run on the past enters, steps and leaves as the lead was then', async (t) => {
  const document = {
    ...base,
    enterWhen: field('category', 'eq', 'suspect'),
    steps: [mail('a'), wait('w', 5), mail('b')],
  };
  const states = [
    { at: START, subject: { ...subjectAt(START), category: 'lead' as const } },
    { at: START + DAY, subject: subjectAt(START + DAY) },
    { at: START + 4 * DAY, subject: subjectAt(START + 4 * DAY, { emailConsent: 'denied', emailConsentAt: START }) },
  ];
  const run = (until: number, past = states, from = START) => {
    const simulation = simulateSequence(compile(document), past, { from, until });
    let step = simulation.next();
    while (step.done !== true) step = simulation.next();
    return step.value;
  };
  t.match(run(START + 9 * DAY), {
    enteredAt: START + DAY,
    steps: [
      { step: 'a', outcome: 'due', at: START + DAY },
      { step: 'b', outcome: 'skipped', reason: 'denied', at: START + 6 * DAY },
    ],
    left: 'completed',
  });
  t.match(run(START + 2 * DAY), { steps: { length: 1 }, left: undefined, run: { step: 'b' } });
  const changed = [
    ...states.slice(0, 2),
    { at: START + 3 * DAY, subject: { ...subjectAt(START + 3 * DAY), category: 'mql' as const } },
  ];
  t.match(run(START + 9 * DAY, changed), { steps: { length: 1 }, left: 'class_change', leftAt: START + 3 * DAY });
  t.match(run(START + 9 * DAY, states.slice(0, 2), START + 2 * DAY), { enteredAt: START + 2 * DAY });
});

/** Steps that are valid by the way they are made: keys by place, repeats that do not overlap, jumps forward. */
const arbitrarySteps = fc
  .array(
    fc.oneof(
      fc.record({ of: fc.constant('send' as const), channel: fc.constantFrom('email' as const, 'phone' as const) }),
      fc.record({ of: fc.constant('wait' as const), after: fc.integer({ min: 1, max: 9 }), business: fc.boolean() }),
      fc.record({ of: fc.constant('condition' as const), country: fc.constantFrom('DE', 'FR'), ahead: fc.nat(4) }),
      fc.record({ of: fc.constant('task' as const) }),
      fc.record({
        of: fc.constant('repeat' as const),
        back: fc.integer({ min: 1, max: 4 }),
        times: fc.integer({ min: 1, max: 4 }),
      }),
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((parts) => {
    const last = parts.length;
    const steps = parts.map((part, index): SequenceStep => {
      const key = `s${index}`;
      if (part.of === 'send') return { type: 'send', key, channel: part.channel, template: key };
      if (part.of === 'wait') return wait(key, part.after, part.business ? 'business_days' : 'days');
      if (part.of === 'task') {
        return { type: 'task', key, kind: 'email', title: 'Write', due: { after: 1, unit: 'calendar_hours' } };
      }
      if (part.of === 'repeat')
        return { type: 'repeat', key, from: `s${Math.max(0, index - part.back)}`, times: part.times };
      const to = index + 1 + part.ahead;
      return {
        type: 'condition',
        key,
        when: field('country', 'eq', part.country),
        whenFalse: to >= last ? 'exit' : `s${to}`,
      };
    });
    return [...steps, mail('end')];
  })
  .filter((steps) => validateSequence({ ...base, steps }).length === 0);

const clock = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:30`);
const arbitrarySequence = fc
  .record({
    steps: arbitrarySteps,
    quietHours: fc
      .record({ start: clock, end: clock, workdaysOnly: fc.boolean() })
      .filter(({ start, end }) => start !== end),
    caps: fc.array(
      fc.record({
        channel: fc.constantFrom('email' as const, 'phone' as const),
        sends: fc.integer({ min: 1, max: 3 }),
        days: fc.integer({ min: 1, max: 10 }),
      }),
      { maxLength: 3 },
    ),
    requireConsent: fc.boolean(),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
  })
  .map((document): Sequence => ({ ...base, exitOn: [], ...document }));
const arbitraryFacts: fc.Arbitrary<Partial<LeadFacts>> = fc.record({
  emailConsent: fc.constantFrom(undefined, 'granted' as const, 'granted' as const, 'denied' as const),
  phoneConsent: fc.constantFrom(undefined, 'granted' as const, 'denied' as const),
  emailNormalized: fc.constantFrom('a@a.de', 'a@a.de', 'a@a.de', undefined),
  emailBouncedAt: fc.constantFrom(undefined, undefined, undefined, START),
  country: fc.constantFrom('DE', 'FR', undefined),
  timeZone: fc.constantFrom(undefined, 'Asia/Tokyo', 'Europe/London'),
});

type Sent = TakenStep & { now: number; facts: Partial<LeadFacts> };

/** Fires the first steps late by `lags`, each with the facts of that moment; then on time and with the last facts. */
function runThrough(
  sequence: CompiledSequence,
  facts: Partial<LeadFacts>[],
  lags: number[],
): { sent: Sent[]; fired: number } {
  const factsOf = (index: number) => facts[Math.min(index, facts.length - 1)] ?? {};
  let run: SequenceRun | undefined = enterAt(sequence, START, factsOf(0));
  let sends: SequenceSends = {};
  const sent: Sent[] = [];
  let fired = 0;
  let now = START;
  for (; run !== undefined && fired < 5_000; fired += 1) {
    now = Math.max(now, run.dueAt + (lags[fired] ?? 0));
    const found = advance(sequence, run, { subject: subjectAt(now, factsOf(fired)), sends });
    for (const one of found.taken) if (one.outcome === 'due') sent.push({ ...one, now, facts: factsOf(fired) });
    if (found.run && found.run.dueAt <= now) throw new Error('the next step is not later than now');
    run = found.run;
    sends = found.sends;
  }
  return { sent, fired };
}

t.test('no send beyond a cap, in quiet hours or without consent, and every sequence ends', async (t) => {
  let count = 0;
  fc.assert(
    fc.property(
      arbitrarySequence,
      fc.array(arbitraryFacts, { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 0, max: 3 * DAY }), { minLength: 1, maxLength: 5 }),
      (document, facts, lags) => {
        const sequence = compile(document);
        const { sent, fired } = runThrough(sequence, facts, lags);
        if (fired >= 5_000) return false;
        count += sent.length;
        const { caps = [], requireConsent } = document;
        for (const { channel, sends, days } of caps) {
          const past = sent.flatMap((one) => (one.channel === channel ? one.now : []));
          const isOver = past.some((one, index) => index >= sends && one - (past[index - sends] ?? 0) < days * DAY);
          if (isOver) return false;
        }
        return sent.every(({ channel, now, facts: of }) => {
          const { sending } = sequence.timesOf(of.timeZone);
          if (sending !== undefined && !isWorking(sending, now)) return false;
          const consent = channel === 'email' ? of.emailConsent : of.phoneConsent;
          if (
            channel === 'email' &&
            (of.emailBouncedAt !== undefined || !('emailNormalized' in of ? of.emailNormalized : true))
          )
            return false;
          return requireConsent ? consent === 'granted' : consent !== 'denied';
        });
      },
    ),
    { numRuns: 300 },
  );
  t.ok(count > 100, `${count} sends`);
});
