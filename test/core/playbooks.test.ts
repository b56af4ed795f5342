import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { compileCalendar } from '../../src/core/calendar/calendar.js';
import { UTC } from '../../src/core/calendar/zone.js';
import { field } from '../../src/core/conditions/build.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import { DEFAULT_PLAYBOOK } from '../../src/core/defaults/playbook.js';
import type { Lifecycle } from '../../src/core/leads/lifecycle.js';
import type { SlaClock } from '../../src/core/leads/sla.js';
import { CATEGORIES, type Category, TEMPERATURES } from '../../src/core/leads/vocabulary.js';
import { automaticTasks } from '../../src/core/playbooks/automatic.js';
import { chooseEntry, compilePlaybook, type PlaybookKey } from '../../src/core/playbooks/choose.js';
import {
  type NextAction,
  type NextActionFacts,
  nextAction,
  type TaskState,
} from '../../src/core/playbooks/next-action.js';
import type { Playbook, PlaybookEntry, TaskTemplate } from '../../src/core/playbooks/playbook.js';
import { validatePlaybook } from '../../src/core/playbooks/validate.js';
import { waitingOf } from '../../src/core/playbooks/waiting.js';
import { dueAt, TASK_STATUSES } from '../../src/core/tasks/tasks.js';

const HOUR = 3_600_000;
/** A Friday, 15:00 UTC. */
const NOW = Date.UTC(2026, 0, 16, 15);
const subject: Subject = { facts: { kind: 'person', phoneNormalized: '+4930901820' }, engagement: [], now: NOW };

const template = (key: string, more: Partial<TaskTemplate> = {}): TaskTemplate => ({
  key,
  title: `Do ${key}`,
  kind: 'call',
  due: { after: 2, unit: 'calendar_hours' },
  ...more,
});
const entry = (id: string, more: Partial<PlaybookEntry>): PlaybookEntry => ({
  id,
  label: id,
  guidance: `Guidance of ${id}`,
  tasks: [],
  ...more,
});
const chosenId = (entries: PlaybookEntry[], playbookKey: PlaybookKey) =>
  chooseEntry(compilePlaybook({ entries }, 1), playbookKey)?.entry.id;

t.test('the default playbook is valid, speaks of every category, and has one automatic task, for an MQL', (t) => {
  t.strictSame(validatePlaybook(DEFAULT_PLAYBOOK), []);
  const compiled = compilePlaybook(DEFAULT_PLAYBOOK, 1);
  t.equal(compiled.hasAutomatic, true);
  const automatic = DEFAULT_PLAYBOOK.entries.flatMap(({ category, tasks }) =>
    tasks.filter((task) => task.automatic).map(({ key, needsRep }) => ({ category, key, needsRep })),
  );
  t.strictSame(automatic, [{ category: 'mql', key: 'send_material', needsRep: true }]);
  for (const category of CATEGORIES) {
    t.ok(chooseEntry(compiled, { stage: category, category, temperature: 'cold' }), category);
  }
  for (const category of ['lost', 'disqualified'] as const) {
    const [first] = chooseEntry(compiled, { category, temperature: 'cold' })?.entry.tasks ?? [];
    t.match(
      first,
      { key: 'ask_for_recommendations', kind: 'recommendations' },
      `${category}: ask whom else to speak with`,
    );
  }
  const referred = { category: 'sql', temperature: 'hot', channel: 'referral' } as const;
  t.equal(chooseEntry(compiled, referred)?.entry.id, 'sql-hot-referral');
  t.end();
});

t.test('of the entries that fit, the most specific one counts', (t) => {
  const entries = [
    entry('category', { category: 'sql' }),
    entry('channel', { category: 'sql', channel: 'event' }),
    entry('temperature', { category: 'sql', temperature: 'hot' }),
    entry('both', { category: 'sql', temperature: 'hot', channel: 'event' }),
    entry('stage', { stage: 'demo' }),
    entry('stage-cold', { stage: 'demo', temperature: 'cold' }),
  ];
  const table: [playbookKey: Partial<PlaybookKey>, id: string | undefined][] = [
    [{}, 'category'],
    [{ channel: 'event' }, 'channel'],
    [{ temperature: 'hot' }, 'temperature'],
    [{ temperature: 'hot', channel: 'event' }, 'both'],
    [{ stage: 'demo', temperature: 'hot', channel: 'event' }, 'stage'],
    [{ stage: 'demo', temperature: 'cold' }, 'stage-cold'],
    [{ category: 'mql' }, undefined],
  ];
  for (const [playbookKey, id] of table) {
    t.equal(
      chosenId(entries, { category: 'sql', temperature: 'warm', ...playbookKey }),
      id,
      JSON.stringify(playbookKey),
    );
  }
  t.end();
});

const CHANNELS = ['event', 'referral'] as const;
const some = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const anyPlace = fc.record({
  stage: some(['demo', 'offer']),
  category: fc.constantFrom(...CATEGORIES.slice(0, 3)),
  temperature: fc.constantFrom(...TEMPERATURES),
  channel: some(CHANNELS),
});
const anyEntries = fc
  .array(
    fc.record({
      stage: some(['demo', 'offer']),
      category: fc.constantFrom(...CATEGORIES.slice(0, 3)),
      temperature: some(TEMPERATURES),
      channel: some(CHANNELS),
    }),
    { maxLength: 12 },
  )
  .map((places) => {
    const entries = places.map(({ stage, category, ...rest }, index) =>
      entry(`e${index}`, stage === undefined ? { category, ...rest } : { stage, ...rest }),
    );
    const wrong = new Set(validatePlaybook({ entries }).map(({ pointer }) => pointer));
    return entries.filter((_, index) => !wrong.has(`/entries/${index}`));
  });

t.test('laws of the choice: it fits, nothing that fits is more specific, and order does not matter', (t) => {
  fc.assert(
    fc.property(anyEntries, anyPlace, (entries, playbookKey) => {
      const id = chosenId(entries, playbookKey);
      assert.equal(chosenId([...entries].reverse(), playbookKey), id);
      const fitting = entries.filter(
        (one) =>
          (one.stage === undefined ? one.category === playbookKey.category : one.stage === playbookKey.stage) &&
          [undefined, playbookKey.temperature].includes(one.temperature) &&
          [undefined, playbookKey.channel as string | undefined].includes(one.channel),
      );
      assert.equal(id === undefined, fitting.length === 0);
      const said = (one: PlaybookEntry) =>
        [one.stage, one.temperature, one.channel].map((value) => (value === undefined ? '0' : '1')).join('');
      const best = fitting.map(said).sort().at(-1);
      if (id !== undefined) assert.equal(said(fitting.find((one) => one.id === id) as PlaybookEntry), best);
    }),
  );
  t.end();
});

t.test('a playbook that cannot work is refused where it is wrong', (t) => {
  const bad: Playbook = {
    entries: [
      entry('one', { category: 'sql', tasks: [template('a'), template('a')] }),
      entry('one', { category: 'sql' }),
      entry('neither', {}),
      entry('both', { category: 'mql', stage: 'demo' }),
      entry('rule', { category: 'lost', tasks: [template('b', { when: field('nothing', 'exists') })] }),
    ],
  };
  t.strictSame(
    validatePlaybook(bad).map(({ pointer, code }) => [pointer, code]),
    [
      ['/entries/1/id', 'duplicate_rule_id'],
      ['/entries/0/tasks/1/key', 'duplicate_rule_id'],
      ['/entries/1', 'duplicate_entry'],
      ['/entries/2', 'stage_or_category'],
      ['/entries/3', 'stage_or_category'],
      ['/entries/4/tasks/0/when/field', 'unknown_field'],
    ],
  );
  t.end();
});

t.test('due: by the clock, by working hours, and without any working hours', (t) => {
  t.equal(dueAt({ after: 5, unit: 'calendar_hours' }, NOW, undefined), NOW + 5 * HOUR);
  const monday = Date.UTC(2026, 0, 19);
  t.equal(
    dueAt({ after: 3, unit: 'business_hours' }, NOW, undefined),
    monday + 10 * HOUR,
    'two on Friday, one on Monday',
  );
  const saturdays = compileCalendar(UTC, [{ weekday: 'saturday', start: '10:00', end: '12:00' }], new Set(), []);
  t.equal(dueAt({ after: 1, unit: 'business_hours' }, NOW, saturdays), monday - 24 * HOUR - 13 * HOUR);
  const never = compileCalendar(UTC, [], new Set(), []);
  t.equal(dueAt({ after: 3, unit: 'business_hours' }, NOW, never), NOW + 3 * HOUR);
  t.end();
});

t.test('tasks are automatic only where the template declares it and its condition holds', (t) => {
  const playbook = compilePlaybook(
    {
      entries: [
        entry('mql', {
          category: 'mql',
          tasks: [
            template('by-hand'),
            template('call', { automatic: true, when: field('phoneNormalized', 'exists') }),
            template('write', { automatic: true, when: field('emailNormalized', 'exists') }),
            template('visit', { automatic: true, needsRep: true }),
          ],
        }),
      ],
    },
    1,
  );
  const madeIn = (category: Category, hasReps: boolean) =>
    automaticTasks(playbook, { category, temperature: 'cold' }, subject, { calendar: undefined, hasReps });
  const made = madeIn('mql', true);
  t.match(made, [{ template: { key: 'call' }, dueAt: NOW + 2 * HOUR }, { template: { key: 'visit' } }]);
  t.equal(made.length, 2);
  t.strictSame(
    madeIn('mql', false).map(({ template }) => template.key),
    ['call'],
    'without reps only what needs none',
  );
  t.strictSame(madeIn('sql', true), []);
  t.end();
});

const PLAYBOOK = compilePlaybook(
  {
    entries: [
      entry('mql', {
        category: 'mql',
        tasks: [
          template('write', { when: field('emailNormalized', 'exists') }),
          template('call', { guidance: 'Speak slowly' }),
          template('visit'),
        ],
      }),
    ],
  },
  7,
);
const SINCE = NOW - 24 * HOUR;
const base: NextActionFacts = {
  now: NOW,
  playbookKey: { stage: 'mql', category: 'mql', temperature: 'warm' },
  since: SINCE,
  subject,
  tasks: [],
};
const task = (id: string, more: Partial<TaskState> = {}): TaskState => ({
  id,
  kind: 'call',
  title: id,
  status: 'open',
  dueAt: NOW + HOUR,
  ...more,
});
const done = (templateKey: string, closedAt = NOW - HOUR) =>
  task(templateKey, { templateKey, status: 'done', closedAt });

t.test('what is next, in the order in which it is looked for', (t) => {
  const overdue = [task('later', { dueAt: NOW - HOUR }), task('sooner', { dueAt: NOW - 2 * HOUR }), task('open')];
  const clocks = [
    { name: 'acceptance', warnsAt: NOW + 1, breachesAt: NOW + 2 },
    { name: 'first_touch', warnsAt: NOW, breachesAt: NOW + HOUR },
  ];
  const handoff = { until: NOW + HOUR };
  const parked = { until: NOW, reason: 'no budget', isDue: true };
  const waiting = { until: NOW + HOUR, reason: 'no budget', isDue: false };
  const nowhere = { ...base.playbookKey, category: 'parked' as const };
  const table: [what: string, facts: Partial<NextActionFacts>, expected: Partial<NextAction>][] = [
    ['an overdue task', { tasks: overdue, handoff, clocks, parked }, { kind: 'overdue_task', taskId: 'sooner' }],
    ['a hand-off', { handoff, clocks, parked }, { kind: 'accept_handoff', dueAt: NOW + HOUR }],
    ['a clock that warns', { clocks, parked }, { kind: 'meet_sla', dueAt: NOW + HOUR }],
    ['a park that is over', { parked }, { kind: 'wake', dueAt: NOW }],
    ['the first template that applies', {}, { kind: 'playbook_task', templateKey: 'call', guidance: 'Speak slowly' }],
    ['not what is done', { tasks: [done('call')] }, { templateKey: 'visit', guidance: 'Guidance of mql' }],
    ['not what is skipped', { tasks: [{ ...done('call'), status: 'skipped' }] }, { templateKey: 'visit' }],
    ['again what was done before it came here', { tasks: [done('call', SINCE - 1)] }, { templateKey: 'call' }],
    [
      'the task of it, if there is one',
      { tasks: [task('mine', { templateKey: 'call' })] },
      { kind: 'playbook_task', taskId: 'mine', dueAt: NOW + HOUR },
    ],
    ['else another task', { playbookKey: nowhere, tasks: [task('open')] }, { kind: 'open_task', taskId: 'open' }],
    ['else to wait', { playbookKey: nowhere, parked: waiting }, { kind: 'await_wake', dueAt: NOW + HOUR }],
    ['else nothing', { tasks: [done('call'), done('visit')] }, { kind: 'nothing', taskId: undefined }],
  ];
  for (const [what, facts, expected] of table) {
    const found = nextAction(PLAYBOOK, { ...base, ...facts });
    t.match(found, { ...expected, playbookVersion: 7 }, what);
    t.match(found.reason, /^[A-Z].*\.$/, `${what}: a sentence says why`);
  }
  t.end();
});

const OFFER = { id: 'an offer', offers: 1, offeredAt: NOW - HOUR, dueAt: NOW + HOUR, policyVersion: 1 };

t.test('what a lifecycle asks for: open offers, promises that run or were broken, parks that are over', (t) => {
  const clock = (more: Partial<SlaClock>): SlaClock => ({
    ...{
      clock: 'first_touch',
      ruleId: 'a',
      policyVersion: 1,
      status: 'running',
      hours: 'always',
      onBreach: ['notify'],
    },
    ...{ startedAt: SINCE, allowedMs: HOUR, leftMs: HOUR, countedAt: SINCE },
    ...more,
  });
  const running = clock({ warnAt: NOW - 1, dueAt: NOW + 1 });
  const breached = clock({ status: 'breached', endedAt: NOW - HOUR });
  const again = clock({ clock: 'next_touch', status: 'breached', endedAt: NOW - HOUR });
  const table: [what: string, lifecycle: Lifecycle | undefined, kind: NextAction['kind']][] = [
    ['nothing', undefined, 'nothing'],
    ['a clock that warns', { sla: { clocks: [running] } }, 'meet_sla'],
    ['one that does not yet', { sla: { clocks: [clock({ warnAt: NOW + 1, dueAt: NOW + 2 })] } }, 'nothing'],
    ['one that warned', { sla: { clocks: [clock({ warnedAt: NOW - 1, dueAt: NOW + 2 })] } }, 'meet_sla'],
    ['one that stands', { sla: { clocks: [clock({ status: 'paused' })] } }, 'nothing'],
    ['one that was broken', { sla: { clocks: [breached] } }, 'meet_sla'],
    ['one that was broken, and then kept', { sla: { clocks: [breached] }, firstContactAt: NOW }, 'nothing'],
    ['a contact that is late', { sla: { clocks: [again] }, lastActivityAt: NOW - 2 * HOUR }, 'meet_sla'],
    ['a contact that came late', { sla: { clocks: [again] }, lastActivityAt: NOW }, 'nothing'],
    ['an offer', { handoff: { ...OFFER, status: 'offered' } }, 'accept_handoff'],
    ['an offer that was accepted', { handoff: { ...OFFER, status: 'accepted' } }, 'nothing'],
  ];
  for (const [what, lifecycle, kind] of table) {
    const waiting = waitingOf({ category: 'sql', lifecycle }, NOW);
    const facts = { ...base, tasks: [done('call'), done('visit')], ...waiting };
    t.equal(nextAction(PLAYBOOK, facts).kind, kind, what);
  }
  for (const category of ['lost', 'disqualified', 'customer'] as const) {
    const waiting = waitingOf({ category, lifecycle: { sla: { clocks: [breached] } } }, NOW);
    const facts = { ...base, tasks: [done('call'), done('visit')], ...waiting };
    t.equal(nextAction(PLAYBOOK, facts).kind, 'nothing', `${category}: too late`);
  }
  t.end();
});

t.test('laws of the next action: what is closed is never asked for, and the longest overdue always first', (t) => {
  const anyTask = fc.record({
    id: fc.uuid(),
    kind: fc.constant('call' as const),
    title: fc.constant('a task'),
    status: fc.constantFrom(...TASK_STATUSES),
    dueAt: fc.integer({ min: NOW - HOUR, max: NOW + HOUR }),
    templateKey: some(['write', 'call', 'visit']),
    closedAt: fc.integer({ min: SINCE, max: NOW }),
  });
  fc.assert(
    fc.property(fc.array(anyTask, { maxLength: 8 }), fc.boolean(), (tasks, isOffered) => {
      const found = nextAction(PLAYBOOK, { ...base, tasks, handoff: isOffered ? {} : undefined });
      const open = tasks.filter(({ status }) => status === 'open');
      const overdue = open.filter((one) => one.dueAt <= NOW).sort((a, b) => a.dueAt - b.dueAt);
      const [first] = overdue;
      assert.equal(found.kind === 'overdue_task', first !== undefined);
      if (first) assert.equal(found.dueAt, first.dueAt);
      if (found.taskId !== undefined) assert.ok(open.some(({ id }) => id === found.taskId));
      if (found.kind === 'playbook_task') {
        const closed = tasks.filter(
          ({ status, templateKey }) => status !== 'open' && templateKey === found.templateKey,
        );
        assert.deepEqual(closed, []);
      }
      if (found.kind === 'nothing') assert.deepEqual(open, []);
    }),
  );
  t.end();
});
