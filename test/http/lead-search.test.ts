import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { Condition, Operator, Scalar } from '../../src/core/condition.js';
import { compileCondition } from '../../src/core/conditions/compile.js';
import { subjectOf } from '../../src/core/conditions/subject.js';
import { validateCondition } from '../../src/core/conditions/validate.js';
import type { EngagementType } from '../../src/core/engagement.js';
import type { Channel } from '../../src/core/sources.js';
import { createClient } from '../../src/db/client.js';
import { AppError } from '../../src/services/errors.js';
import { openTestApp } from '../support/app.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-03-01T12:00:00.000Z');

const app = await openTestApp(t, { clock: () => NOW });
const context = {
  workspaceId: app.workspaceId,
  actor: { kind: 'api_key', id: app.newId() },
  requestId: 'search',
} as const;

const countries = ['DE', 'FR', undefined];
const cities = [
  'İstanbul',
  'ΑΘΗΝΑΣ',
  'São Paulo',
  'Ｔｏｋｙｏ',
  'GROẞENHAIN',
  'ISPARTA',
  'Iğdır',
  'ПЕРМЬ',
  'Łódź',
  'ﾄｳｷｮｳ',
  'J\u030c\u0323x',
];
const attributes = [
  undefined,
  { plan: 'Gold', seats: 12, active: true, regions: ['North', 'İZMİR'] },
  { plan: 'Sa\u0303o Σοφός', seats: 3.5, active: false, regions: [] },
  { plan: '', seats: 'many', active: 'yes', regions: 'north' },
];
for (let i = 0; i < 48; i++) {
  const { lead } = await app.services.leads.create(context, {
    email: `person${i}@${i % 2 ? 'gmail.com' : 'analytical-engines.com'}`,
    ...(i % 3 ? { firstName: ['Ada', 'ÖZGE', 'IŞIK', 'ΦΊΛΙΠΠΟΣ', 'Weiß', 'grace'][i % 6] as string } : {}),
    country: countries[i % 3],
    city: cities[i % cities.length] as string,
    ...(i % 4 ? { employeeCount: i * 50 } : {}),
    ...(i % 5 ? {} : { tags: i % 2 ? ['VIP', 'fair', 'ΦΙΛΟΣ'] : ['fair', 'straße'] }),
    attributes: attributes[i % 4],
    ...(i % 7 ? { competitorContractEndsOn: new Date(NOW + (3 * i - 70) * DAY).toISOString().slice(0, 10) } : {}),
    occurredAt: NOW - i * DAY,
    ...(i % 6 ? {} : { purchaseTimeframeDays: 30, timeframeStatedAt: NOW - (i - 3) * DAY }),
    source: {
      channel: (['event', 'linkedin', 'web_form'] as const)[i % 3] as Channel,
      name: `Source ${i % 4}`,
      campaign: i % 2 ? 'Spring' : undefined,
    },
  });
  const types = ['demo_requested', 'page_viewed', 'email_clicked'] as const;
  for (let k = 0; k < i % 4; k++) {
    await app.services.engagement.create(context, {
      leadId: lead.id,
      type: types[(i + k) % 3] as (typeof types)[number],
      occurredAt: NOW - (i % 9) * k * DAY + (k === 3 ? 3 * DAY : 0),
      ...(k % 2 ? { source: { channel: 'event', name: 'Fair' } } : {}),
    });
  }
}

const repositories = app.store.read(app.workspaceId);
const everybody = (
  await repositories.leads.search(
    { where: undefined, sort: [{ field: 'createdAt', direction: 'asc' }], now: NOW },
    { limit: 200 },
  )
).rows;
const [sources, campaigns] = await Promise.all([repositories.sources.all(), repositories.campaigns.all()]);
const channelOf = (sourceId: string | null) =>
  sources.find(({ id }) => id === sourceId)?.channel as Channel | undefined;
const did = await Promise.all(
  everybody.map(async ({ id }) => (await repositories.engagement.list(id, { limit: 200 })).rows),
);
const subjects = everybody.map((lead, index) => {
  const source = sources.find(({ id }) => id === lead.sourceId);
  const campaign = campaigns.find(({ id }) => id === lead.campaignId)?.name;
  const subject = subjectOf(lead, {
    source: source && { channel: source.channel as Channel, name: source.name, campaign },
    engagement: (did[index] ?? []).map(({ id, type, occurredAt, sourceId }) => ({
      id,
      type: type as EngagementType,
      occurredAt: occurredAt.getTime(),
      channel: channelOf(sourceId),
    })),
    now: NOW,
  });
  const { score, grade, temperature, category } = lead;
  return { lead, subject: { ...subject, score, grade, temperature, category } };
});

const texts = fc.constantFrom<Scalar>(
  'DE',
  'de',
  'ada',
  'Ö',
  'özge',
  ...[
    'İstanbul',
    'istanbul',
    'ISTANBUL',
    'i\u0307stanbul',
    'ı',
    'i',
    'I',
    'ışık',
    'αθήνας',
    'αθηνασ',
    'ΑΘΗΝΑΣ',
    'ς',
    'σ',
  ],
  ...[
    'Sao Paulo',
    'Sa\u0303o Paulo',
    'são',
    'tokyo',
    'ＴＯＫＹＯ',
    'Großenhain',
    'grossenhain',
    'ss',
    's',
    'ß',
    'WEISS',
  ],
  ...[
    'пермь',
    'ŁÓDŹ',
    'トウキョウ',
    'ｷ',
    'φίλιπποσ',
    'φιλος',
    'izmir',
    'STRASSE',
    'são σοφός',
    '\u0303',
    'ǰ',
    'j',
    'ğ',
    '\u0323',
  ],
  'gold',
  'Silver',
  'north',
  'fair',
  'VIP',
  'Source 1',
  'event',
  'Spring',
  'analytical',
  'many',
  'A',
  'cold',
);
const numbers = fc.constantFrom<Scalar>(0, 3.5, 12, 100, 600, 1200, -1);
const scalars = fc.oneof(texts, numbers, fc.boolean());
const fields = fc.constantFrom(
  'country',
  'firstName',
  'city',
  'email',
  'emailType',
  'kind',
  'employeeCount',
  'tags',
  'purchaseTimeframeDays',
  'timeframeStatedAt',
  'timeframeDaysLeft',
  'competitorContractEndsOn',
  'competitorContractEndsOn',
  'createdAt',
  'firstTouchAt',
  'lastTouchAt',
  'lastEngagedAt',
  'source.channel',
  'source.name',
  'source.campaign',
  'score.total',
  'score.engagement',
  'grade',
  'temperature',
  'category',
  'attributes.plan',
  'attributes.seats',
  'attributes.active',
  'attributes.regions',
  'attributes.unknown',
);
const operators = fc.constantFrom<Operator>(
  'eq',
  'neq',
  'in',
  'not_in',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'exists',
  'not_exists',
  'contains',
  'starts_with',
  'ends_with',
  'within_last',
  'older_than',
  'within_next',
);
const instants = fc.integer({ min: -60, max: 60 }).map((days) => new Date(NOW + days * DAY).toISOString() as Scalar);
const enums = fc.constantFrom<Scalar>(
  'person',
  'free',
  'business',
  'B2',
  'C3',
  'hot',
  'warm',
  'suspect',
  'lead',
  'linkedin',
);
const values = fc.option(
  fc.oneof(
    scalars,
    enums,
    instants,
    fc.array(fc.oneof(scalars, enums), { minLength: 1, maxLength: 3 }),
    fc.tuple(numbers, numbers).map((pair) => pair as Scalar[]),
    fc.tuple(instants, instants).map((pair) => pair as Scalar[]),
  ),
  { nil: undefined },
);
const fieldLeaf = fc
  .record({ field: fields, operator: operators, value: values })
  .map((leaf): Condition => ({ type: 'field', ...leaf }));
const engagementLeaf = fc
  .record({
    engagementTypes: fc.option(fc.constant(['demo_requested', 'page_viewed'] as const), { nil: undefined }),
    sourceChannels: fc.option(fc.constant(['event'] as const), { nil: undefined }),
    withinDays: fc.option(fc.constantFrom(1, 8, 20), { nil: undefined }),
    measure: fc.constantFrom('count', 'distinct_days', 'days_since_last'),
    operator: fc.constantFrom('eq', 'neq', 'gt', 'gte', 'lt', 'lte'),
    value: fc.constantFrom(0, 1, 2, 8, 16),
  })
  .map((leaf) => ({ type: 'engagement', ...leaf }) as unknown as Condition);
const leaf = fc.oneof({ weight: 5, arbitrary: fieldLeaf }, { weight: 1, arbitrary: engagementLeaf });
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc
      .array(tie('condition'), { minLength: 1, maxLength: 3 })
      .map((conditions): Condition => ({ type: 'all', conditions })),
    fc
      .array(tie('condition'), { minLength: 1, maxLength: 3 })
      .map((conditions): Condition => ({ type: 'any', conditions })),
    tie('condition').map((part): Condition => ({ type: 'not', condition: part })),
  ),
}));
const oneOf = leaf.filter((one) => validateCondition(one).length === 0);

async function assertSame(where: Condition): Promise<boolean> {
  let found: string[];
  try {
    const page = await app.services.leads.search(app.workspaceId, { where }, { limit: 200 });
    found = page.rows.map(({ id }) => id).sort();
  } catch (error) {
    if (error instanceof AppError && error.code === 'rule_refused') return false;
    throw error;
  }
  const holds = compileCondition(where);
  const expected = subjects.filter(({ subject }) => holds(subject)).map(({ lead }) => lead.id);
  assert.deepEqual(found, expected.sort(), JSON.stringify(where));
  return true;
}

t.test('a search finds the leads for which the condition holds as a rule', async (t) => {
  t.equal(everybody.length, 48);
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(oneOf, async (where) => {
      if (await assertSame(where)) asked++;
    }),
    { numRuns: 600 },
  );
  t.ok(asked > 300, `${asked} conditions on one field`);
  await fc.assert(
    fc.asyncProperty(
      condition.filter((one) => validateCondition(one).length === 0),
      async (where) => void (await assertSame(where)),
    ),
    {
      numRuns: 150,
    },
  );
});

t.test('three keys order, and pages go on where they ended', async (t) => {
  const sort = [
    { field: 'score.total', direction: 'desc' },
    { field: 'lastTouchAt', direction: 'asc' },
    { field: 'createdAt', direction: 'desc' },
  ] as const;
  const whole = (await app.services.leads.search(app.workspaceId, { sort }, { limit: 200 })).rows;
  const sorted = [...whole].sort(
    (a, b) => b.score.total - a.score.total || a.lastTouchAt - b.lastTouchAt || (a.id < b.id ? 1 : -1),
  );
  t.strictSame(
    whole.map(({ id }) => id),
    sorted.map(({ id }) => id),
  );
  const paged: string[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await app.services.leads.search(app.workspaceId, { sort }, { limit: 5, cursor });
    paged.push(...page.rows.map(({ id }) => id));
    [cursor, more] = [page.nextCursor, page.hasMore];
  }
  t.strictSame(
    paged,
    whole.map(({ id }) => id),
  );
});

t.test('conditions that the database does not get through in time are refused with what to do', async (t) => {
  const other = createClient(app.databaseUrl);
  await other.connect();
  t.teardown(() => other.end());
  await other.query('alter table leads rename to stored_leads');
  await other.query('create view leads as select stored_leads.* from (select pg_sleep(6)) slow, stored_leads');
  const where: Condition = { type: 'field', field: 'attributes.plan', operator: 'contains', value: 'gold' };
  const error = await app.services.leads.search(app.workspaceId, { where }, { limit: 1 }).catch((error) => error);
  t.match(error, { code: 'rule_refused', extra: { errors: [{ pointer: '/where', code: 'too_expensive' }] } });
  const all = await app.services.leads.search(app.workspaceId, {}, { limit: 1 }).catch((error) => error);
  t.match(all, { code: 'overloaded' });
  await other.query('drop view leads');
  await other.query('alter table stored_leads rename to leads');
});
