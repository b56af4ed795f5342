import { readFileSync } from 'node:fs';
import t from 'tap';
import { zoneOffsets } from '../../src/core/calendar/zone-offsets.js';
import type { Condition, Operator } from '../../src/core/condition.js';
import { field } from '../../src/core/conditions/build.js';
import { compileCondition } from '../../src/core/conditions/compile.js';
import { FIELDS, STATE_FIELDS } from '../../src/core/conditions/fields.js';
import { resolveDates } from '../../src/core/conditions/relative-dates.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import { validateCondition } from '../../src/core/conditions/validate.js';
import type { Playbook } from '../../src/core/playbooks/playbook.js';
import { validatePlaybook } from '../../src/core/playbooks/validate.js';
import { validateSlaPolicy } from '../../src/core/sla/policy.js';

t.test('relative dates follow the calendar of the zone', (t) => {
  const zone = zoneOffsets('America/New_York');
  // 21:30 on Saturday, 31 May, while it is 1 June in UTC.
  const now = Date.parse('2025-06-01T01:30:00Z');
  const bounds = (operator: Operator, value: string, name = 'parked.wakeAt') => {
    const found = resolveDates(field(name, operator, value), { now, zone });
    const parts = found.type === 'all' ? found.conditions : [found];
    return parts
      .map((part) => part.type === 'field' && `${part.operator} ${String(part.value).replace(':00.000Z', 'Z')}`)
      .join(' ');
  };
  const table: [text: string, expected: string][] = [
    [bounds('gte', '-1mo'), 'gte 2025-05-01T01:30Z'],
    [bounds('lt', '-3mo'), 'lt 2025-03-01T02:30Z'],
    [bounds('gt', '+2h'), 'gt 2025-06-01T03:30Z'],
    [bounds('lte', '+1w'), 'lte 2025-06-08T01:30Z'],
    [bounds('gt', '+1y'), 'gt 2026-06-01T01:30Z'],
    [bounds('gte', 'now'), 'gte 2025-06-01T01:30Z'],
    [bounds('during', 'today'), 'gte 2025-05-31T04:00Z lt 2025-06-01T04:00Z'],
    [bounds('during', 'this_week'), 'gte 2025-05-26T04:00Z lt 2025-06-02T04:00Z'],
    [bounds('during', 'this_month'), 'gte 2025-05-01T04:00Z lt 2025-06-01T04:00Z'],
    [bounds('during', 'next_month'), 'gte 2025-06-01T04:00Z lt 2025-07-01T04:00Z'],
    [bounds('during', 'last_quarter'), 'gte 2025-01-01T05:00Z lt 2025-04-01T04:00Z'],
    [bounds('during', 'last_year'), 'gte 2024-01-01T05:00Z lt 2025-01-01T05:00Z'],
    [bounds('gt', 'this_month'), 'gte 2025-06-01T04:00Z'],
    [bounds('gte', 'this_month'), 'gte 2025-05-01T04:00Z'],
    [bounds('lt', 'this_month'), 'lt 2025-05-01T04:00Z'],
    [bounds('lte', 'this_month'), 'lt 2025-06-01T04:00Z'],
    // A date without a time is midnight of the zone.
    [bounds('gte', '2025-05-31'), 'gte 2025-05-31T04:00Z'],
    [bounds('lt', '2025-12-01', 'createdAt'), 'lt 2025-12-01T05:00Z'],
    [bounds('lt', '2025-12-01T00:00:00Z', 'createdAt'), 'lt 2025-12-01T00:00:00Z'],
    [bounds('during', 'this_month', 'attributes.renewal'), 'gte 2025-05-01 lt 2025-06-01'],
    // A day is midnight UTC, whatever the zone.
    [bounds('during', 'tomorrow', 'competitorContractEndsOn'), 'gte 2025-06-01T00:00Z lt 2025-06-02T00:00Z'],
    [bounds('lte', '+30d', 'competitorContractEndsOn'), 'lte 2025-06-30T00:00Z'],
  ];
  for (const [text, expected] of table) t.equal(text, expected);
  const month = resolveDates(field('updatedAt', 'gte', '-3mo'), { now: Date.parse('2025-05-31T12:00:00Z'), zone });
  t.match(month, { value: '2025-02-28T13:00:00.000Z' }, 'a shorter month has its last day');
  t.match(validateCondition(field('createdAt', 'gte', '-30d')), [{ code: 'value_invalid' }], 'a rule has within_last');
  t.match(validateCondition(field('createdAt', 'during', 'this_month')), [{ code: 'operator_invalid' }]);
  t.match(validateCondition(field('createdAt', 'gte', 'soon'), { purpose: 'search' }), [{ code: 'value_invalid' }]);
  t.same(validateCondition(field('createdAt', 'between', ['-1mo', 'today']), { purpose: 'search' }), []);
  t.end();
});

t.test('two fields are compared by their types, in searches', (t) => {
  const compared = (name: string, operator: Operator, otherField: string): Condition => ({
    ...{ type: 'field', field: name, operator, otherField },
  });
  const lead: Subject = {
    engagement: [],
    now: 0,
    facts: {
      kind: 'person',
      email: 'A@X.com',
      emailNormalized: 'a@x.com',
      employeeCount: 5,
      attributes: { seats: 7, note: 'x' },
    },
  };
  const table: [condition: Condition, expected: boolean][] = [
    [compared('employeeCount', 'lt', 'attributes.seats'), true],
    [compared('attributes.seats', 'lte', 'employeeCount'), false],
    [compared('email', 'eq', 'emailNormalized'), true],
    [compared('emailNormalized', 'contains', 'attributes.note'), true],
    [compared('employeeCount', 'gt', 'attributes.note'), false],
    [compared('employeeCount', 'neq', 'attributes.note'), true],
    [compared('city', 'eq', 'region'), false],
  ];
  for (const [condition, expected] of table) {
    t.same(validateCondition(condition, { purpose: 'search' }), []);
    t.equal(compileCondition(condition)(lead), expected, JSON.stringify(condition));
  }
  const refused = [
    [compared('employeeCount', 'lt', 'createdAt'), { pointer: '/otherField', code: 'value_invalid' }],
    [compared('city', 'gt', 'region'), { pointer: '/otherField', code: 'value_invalid' }],
    [compared('city', 'in', 'region'), { pointer: '/operator', code: 'operator_invalid' }],
    [compared('city', 'eq', 'contact.email'), { pointer: '/otherField', code: 'field_unavailable' }],
    [
      { ...compared('city', 'eq', 'region'), value: 'x' },
      { pointer: '/value', code: 'value_invalid' },
    ],
  ] as const;
  for (const [condition, error] of refused)
    t.match(validateCondition(condition as Condition, { purpose: 'search' }), [error]);
  t.match(validateCondition(compared('city', 'eq', 'region')), [{ pointer: '/otherField', code: 'field_unavailable' }]);
  t.end();
});

t.test('tasks, service levels and sequences read the state of a lead, rules that decide class or owner do not', (t) => {
  const owned = field('ownerId', 'exists');
  t.match(validateCondition(owned), [{ pointer: '/field', code: 'field_unavailable' }]);
  t.same(validateCondition(owned, { purpose: 'reactions' }), []);
  t.same(validateCondition(field('parked.wakeAt', 'within_next', 9), { purpose: 'reactions' }), []);
  t.match(validateCondition(field('ownerId', 'eq', 'me'), { purpose: 'reactions' }), [{ code: 'value_invalid' }]);
  const due = { after: 1, unit: 'calendar_hours' } as const;
  const playbook = (when: Condition, automatic: boolean): Playbook => {
    const task = { key: 'call', title: 'Call', kind: 'call', due, when, automatic } as const;
    return { entries: [{ id: 'one', label: 'One', guidance: 'Call', category: 'lead', tasks: [task] }] };
  };
  const offered = field('handoff.status', 'eq', 'offered');
  t.same(validatePlaybook(playbook(offered, false)), []);
  const unknown = { pointer: '/entries/0/tasks/0/when/field', code: 'field_unavailable' };
  t.match(validatePlaybook(playbook(offered, true)), [unknown], 'it is offered after its tasks are created');
  t.same(validatePlaybook(playbook(owned, true)), []);
  const rule = { id: 'one', label: 'One', clock: 'first_touch', hours: 'always', withinMinutes: 5 } as const;
  t.same(validateSlaPolicy({ rules: [{ ...rule, when: owned }] }), []);
  const circle = field('sla.firstTouch.status', 'eq', 'running');
  t.match(validateSlaPolicy({ rules: [{ ...rule, when: circle }] }), [
    { pointer: '/rules/0/when/field', code: 'field_unavailable' },
  ]);
  t.end();
});

t.test('the page about conditions names every field', (t) => {
  const page = readFileSync(new URL('../../docs/conditions.md', import.meta.url), 'utf8');
  for (const name of [...FIELDS.keys(), ...STATE_FIELDS.keys()]) t.ok(page.includes(`\`${name}\``), name);
  t.end();
});
