import assert from 'node:assert/strict';
import { sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import t from 'tap';
import { zoneOffsets } from '../../src/core/calendar/zone-offsets.js';
import type { Condition, Scalar } from '../../src/core/condition.js';
import { isInstantType, operatorsOf } from '../../src/core/conditions/field-kinds.js';
import { PERIODS, resolveDates } from '../../src/core/conditions/relative-dates.js';
import { validateCondition } from '../../src/core/conditions/validate.js';
import { isAbsent } from '../../src/core/conditions/value-tests.js';
import {
  compileRecordCondition,
  RECORD_FIELDS,
  RECORD_KINDS,
  RECORD_OBJECTS,
  type RecordKind,
  type RecordValues,
  recordFieldsOf,
} from '../../src/core/records/fields.js';
import { createClient } from '../../src/db/client.js';
import { recordConditionSql, recordIndexTests } from '../../src/db/repositories/record-conditions.js';
import { caller, openService, type Page } from './ingest-fixture.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const at = (days: number) => new Date(NOW - days * DAY).toISOString();
const service = await openService(t, { clock: () => NOW });
const client = createClient(service.databaseUrl);
await client.connect();
t.teardown(() => client.end());
const dialect = new PgDialect();
const ZONE = zoneOffsets('Asia/Kolkata');

type Item = Record<string, unknown> & { id: string; leadId: string; occurredAt: string };
interface Source {
  id: string;
  channel: string;
  name: string;
}

const PATHS: Record<RecordKind, string> = {
  touches: '/v1/touches',
  engagement: '/v1/engagement-events',
  activities: '/v1/activities',
  stageChanges: '/v1/stage-changes',
};
const nth = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** A workspace with leads that have touches, events, activities and stage changes of all sorts. */
async function seeded(leadCount = 12) {
  const workspace = await service.makeWorkspace();
  const { post, get } = workspace;
  const rep = await post<{ id: string }>('/v1/reps', { name: 'Ada', email: 'ada@headwater.example' });
  const leadIds: string[] = [];
  for (let index = 0; index < leadCount; index++) {
    const source = {
      channel: nth(['event', 'web_form', 'linkedin'], index),
      name: nth(['Fair', 'STRASSE', 'İstanbul'], index),
      ...(index % 2 && { campaign: nth(['Spring', 'ΦΙΛΟΣ'], index >> 1) }),
    };
    const submission = { email: `p${index}@records.example`, firstName: nth(['Ada', 'Weiß'], index) };
    const created = await post<{ lead: { id: string } }>('/v1/leads', { ...submission, source, occurredAt: at(index) });
    const leadId = created.body.lead.id;
    leadIds.push(leadId);
    if (index % 3 === 0) await post('/v1/leads', { ...submission, source, city: 'Ulm', occurredAt: at(index / 2) });
    await post('/v1/engagement-events', {
      ...{ leadId, type: nth(['content_liked', 'page_viewed', 'demo_requested'], index), occurredAt: at(index * 3) },
      ...(index % 2 && { externalId: `Event ${index}` }),
      ...(index % 3 && { source: { channel: 'event', name: 'Fair', ...(index % 2 && { campaign: 'Spring' }) } }),
      ...(index % 4 && {
        properties: nth([{ post: 7, plan: 'Gold' }, { post: '7' }, { score: 6.5, tags: ['VIP'] }], index),
      }),
    });
    await post(`/v1/leads/${leadId}/activities`, {
      ...nth(
        [
          { kind: 'call', outcome: 'busy', durationSeconds: 60 * index, metadata: { line: 3 } },
          { kind: 'note', body: 'Große Straße' },
          { kind: 'email', automatic: true, subject: 'GRÜẞE', externalId: `Mail ${index}` },
          { kind: 'meeting', direction: 'incoming', outcome: 'held', repId: rep.body.id },
        ],
        index,
      ),
      occurredAt: at(index * 2),
    });
  }
  for (const [index, leadId] of leadIds.entries()) {
    const stage = nth(['prospect', 'sql', 'mql'], index);
    await post(`/v1/leads/${leadId}/stage`, { stage, reason: nth(['Große Straße', 'Fair'], index) });
  }
  const items = leadIds.map((_, index) => ({
    ...{ email: `past${index}@records.example`, firstName: 'Weiß', source: { channel: 'event', name: 'Fair' } },
    ...{ createdAt: at(40), stages: [{ stage: nth(['sql', 'prospect'], index), at: at(12 - index) }] },
  }));
  await post('/v1/leads/history', { items });
  const { body } = await get<Page<Source>>('/v1/sources?limit=200');
  const sources = new Map(body.data.map((one) => [one.id, one]));
  return { ...workspace, leadIds, sources, repId: rep.body.id };
}

/** The value of a field as the answer shows it. */
function valuesOf(kind: RecordKind, item: Item, sources: ReadonlyMap<string, Source>): RecordValues {
  const fieldOf = recordFieldsOf(kind);
  return (field) => {
    const source = sources.get(String(item.sourceId));
    if (field === 'source.channel') return source?.channel;
    if (field === 'source.name') return source?.name;
    if (field === 'source.campaign') return item.campaignName as string | undefined;
    const value = field.split('.').reduce<unknown>((part, step) => Object(part)[step], item) ?? undefined;
    const isInstant = isInstantType(fieldOf(field)?.type ?? 'text');
    return isInstant && value !== undefined ? Date.parse(String(value)) : (value as Scalar | undefined);
  };
}

const MEMBERS = ['post', 'plan', 'score', 'tags', 'line', 'unknown'];
const WORDS: Scalar[] = ['fair', 'strasse', 'istanbul', 'spring', 'φίλος', 'gold', '7', 'vip', 'event 1', 'grüsse'];
const INSTANTS: Scalar[] = [at(0), at(3), at(9), at(10.5), '2026-02-20', '-7d', 'now', ...PERIODS];

/** Valid conditions on each field and operator of a kind, with values that some records have. */
function leavesOf(kind: RecordKind, all: readonly RecordValues[]): fc.Arbitrary<Condition> {
  const object = RECORD_OBJECTS[kind];
  const names = [
    ...Object.keys(RECORD_FIELDS[kind]),
    ...(object ? MEMBERS.map((member) => `${object}.${member}`) : []),
  ];
  const recordFieldOf = recordFieldsOf(kind);
  const leaves = names.flatMap((field) => {
    const type = recordFieldOf(field)?.type ?? 'text';
    const stored = all.flatMap((values) => values(field) ?? []) as Scalar[];
    const shown = isInstantType(type) ? stored.map((ms) => new Date(Number(ms)).toISOString()) : stored;
    const upper = type === 'text' ? shown.map((text) => String(text).toUpperCase()) : [];
    const others: Scalar[] = isInstantType(type)
      ? INSTANTS
      : type === 'attribute'
        ? [7, 6.5, ...WORDS]
        : type === 'number'
          ? [60, 180]
          : type === 'boolean'
            ? [true, false]
            : type === 'text'
              ? WORDS
              : [];
    const value = fc.constantFrom<Scalar>(...shown, ...upper, ...others, '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f');
    const pair = fc.tuple(value, value).map((two): Scalar[] => [...two].sort((a, b) => (a < b ? -1 : 1)));
    return operatorsOf(type, 'search').map((operator) => {
      const operand =
        operator === 'in' || operator === 'not_in'
          ? fc.array(value, { minLength: 1, maxLength: 3 })
          : operator === 'between'
            ? pair
            : ['within_last', 'older_than', 'within_next'].includes(operator)
              ? fc.constantFrom<Scalar>(0, 1, 4, 12)
              : operator.endsWith('exists')
                ? fc.constant(undefined)
                : value;
      return operand.map(
        (one): Condition => ({ type: 'field', field, operator, ...(one !== undefined && { value: one }) }),
      );
    });
  });
  const isValid = (one: Condition) => validateCondition(one, { purpose: 'search', recordFieldOf }).length === 0;
  return fc.oneof(...leaves).filter(isValid);
}

const treesOf = (leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
  fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: fc.tuple(leaf, leaf).map((conditions): Condition => ({ type: 'all', conditions })) },
    { weight: 1, arbitrary: fc.tuple(leaf, leaf).map((conditions): Condition => ({ type: 'any', conditions })) },
    { weight: 1, arbitrary: leaf.map((condition): Condition => ({ type: 'not', condition })) },
  );

const TABLES: Record<RecordKind, string> = {
  touches: 'touches',
  engagement: 'engagement_events',
  activities: 'activities',
  stageChanges: 'stage_changes',
};

t.test('a condition holds for the same records in memory and in the database', async (t) => {
  const { get, workspaceId, sources } = await seeded();
  for (const kind of RECORD_KINDS) {
    const { data } = (await get<Page<Item>>(`${PATHS[kind]}?limit=200`)).body;
    const known = data.map((item) => ({ item, values: valuesOf(kind, item, sources) }));
    const names = Object.keys(RECORD_FIELDS[kind]).filter((name) => !['taskId', 'publicKeyId'].includes(name));
    const valueless = names.filter((name) => known.every(({ values }) => isAbsent(values(name))));
    t.strictSame(valueless, [], `every field of ${kind} has a value in some record`);
    const recordFieldOf = recordFieldsOf(kind);
    const conditions = fc
      .sample(
        treesOf(
          leavesOf(
            kind,
            known.map(({ values }) => values),
          ),
        ),
        1_500,
      )
      .map((one) => resolveDates(one, { now: NOW, zone: ZONE, recordFieldOf }));
    let telling = 0;
    let indexed = 0;
    for (let from = 0; from < conditions.length; from += 100) {
      const batch = conditions.slice(from, from + 100);
      const context = { workspaceId, now: NOW };
      const tests = batch.map((one) =>
        sql.join([recordConditionSql(kind, one, context), ...recordIndexTests(kind, one, context)], sql` and `),
      );
      const table = sql.identifier(TABLES[kind]);
      const { sql: text, params } = dialect.sqlToQuery(
        sql`select id, array[${sql.join(tests, sql`, `)}] as held from ${table} where workspace_id = ${workspaceId}`,
      );
      const { rows } = await client.query<{ id: string; held: boolean[] }>(text, params);
      const heldBy = new Map(rows.map(({ id, held }) => [id, held]));
      batch.forEach((condition, index) => {
        const holds = compileRecordCondition(kind, condition);
        const expected = known.filter(({ values }) => holds(values, NOW)).map(({ item }) => item.id);
        const found = known.filter(({ item }) => heldBy.get(item.id)?.[index]).map(({ item }) => item.id);
        assert.deepEqual(found, expected, `${kind}: ${JSON.stringify(condition)}`);
        if (expected.length > 0 && expected.length < known.length) telling += 1;
        if (expected.length > 0 && recordIndexTests(kind, condition, context).length > 0) indexed += 1;
      });
    }
    t.ok(telling > 400, `${telling} conditions are true of some ${kind} only`);
    t.ok(indexed > 0 || kind !== 'engagement', `${indexed} of those that hold are found by an index of words`);
  }
});

t.test('records of all leads come the last that occurred first, and pages go on where they ended', async (t) => {
  const { post, get } = await seeded();
  const where = { type: 'field', field: 'occurredAt', operator: 'gte', value: '-10d' };
  const lead = { type: 'field', field: 'firstName', operator: 'eq', value: 'weiss' };
  for (const kind of RECORD_KINDS) {
    const all = (await get<Page<Item>>(`${PATHS[kind]}?limit=200`)).body.data;
    t.ok(all.length >= 12);
    const sorted = all.toSorted(
      (a, b) => Date.parse(b.occurredAt) - Date.parse(a.occurredAt) || (a.id < b.id ? 1 : -1),
    );
    t.strictSame(
      all.map(({ id }) => id),
      sorted.map(({ id }) => id),
      kind,
    );
    for (const conditions of [{}, { where }, { where, lead }]) {
      const search = async (limit: number) => {
        const ids: string[] = [];
        for (let cursor: string | undefined, more = true; more; ) {
          const { body } = await post<Page<Item>>(`${PATHS[kind]}/search`, { ...conditions, limit, cursor });
          ids.push(...body.data.map(({ id }) => id));
          [cursor, more] = [body.nextCursor ?? undefined, body.hasMore];
        }
        return ids;
      };
      const whole = await search(200);
      t.ok(whole.length > 1 && (conditions.where ? whole.length < all.length : whole.length === all.length));
      t.strictSame(await search(2), whole, `${kind} ${Object.keys(conditions).join()}`);
    }
  }
});

t.test('a condition on the lead selects the records of its leads, also of few among many', async (t) => {
  const { post, leadIds } = await seeded();
  const [first = '', second = ''] = leadIds;
  const lead = {
    type: 'any',
    conditions: [first, second].map((value) => ({ type: 'field', field: 'id', operator: 'eq', value })),
  };
  for (const kind of RECORD_KINDS) {
    const { body } = await post<Page<Item>>(`${PATHS[kind]}/search`, { lead });
    t.strictSame(new Set(body.data.map(({ leadId }) => leadId)), new Set([first, second]), kind);
  }
  const engaged = {
    type: 'engagement',
    engagementTypes: ['content_liked'],
    properties: [{ name: 'post', operator: 'eq', value: '7' }],
  };
  const of = await post<Page<Item>>('/v1/activities/search', { lead: { type: 'not', condition: engaged }, limit: 200 });
  t.ok(of.body.data.length > 6);
});

t.test('names stand beside ids, and another workspace has none of it', async (t) => {
  const { post, repId } = await seeded(4);
  const where = { type: 'field', field: 'repId', operator: 'eq', value: repId };
  t.match((await post('/v1/activities/search', { where })).body, { data: [{ kind: 'meeting', repName: 'Ada' }] });
  const touches = await post<Page<Item>>('/v1/touches/search', {
    where: { type: 'field', field: 'source.campaign', operator: 'eq', value: 'SPRING' },
  });
  t.match(touches.body.data[0], { sourceName: 'STRASSE', campaignName: 'Spring' });
  const other = await service.makeWorkspace();
  t.strictSame((await other.post<Page<Item>>('/v1/activities/search', { where })).body.data, []);
});

t.test('a wrong condition is refused with the place of each fault', async (t) => {
  const { post } = await service.makeWorkspace();
  const { status, body } = await post<{ errors: object[] }>('/v1/touches/search', {
    where: {
      type: 'all',
      conditions: [
        { type: 'field', field: 'category', operator: 'eq', value: 'sql' },
        { type: 'engagement', engagementTypes: ['content_liked'] },
        { type: 'field', field: 'occurredAt', operator: 'gte', value: 'soon' },
        { type: 'field', field: 'matchedBy', operator: 'contains', value: 'email' },
        { type: 'field', field: 'sourceId', operator: 'eq', otherField: 'campaignId', value: 'x' },
      ],
    },
    lead: { type: 'field', field: 'nowhere', operator: 'exists' },
  });
  t.equal(status, 422);
  t.match(body.errors, [
    { pointer: '/where/conditions/0/field', code: 'unknown_field' },
    { pointer: '/where/conditions/1', code: 'field_unavailable' },
    { pointer: '/where/conditions/2/value', code: 'value_invalid' },
    { pointer: '/where/conditions/3/operator', code: 'operator_invalid' },
    { pointer: '/where/conditions/4/otherField', code: 'field_unavailable' },
    { pointer: '/where/conditions/4/value', code: 'value_invalid' },
    { pointer: '/lead/field', code: 'unknown_field' },
  ]);
  const cursor = await post<{ errors: object[] }>('/v1/touches/search', { cursor: 'abc' });
  t.match(cursor.body.errors, [{ pointer: '/cursor', code: 'cursor_invalid' }]);
});

t.test('a key that cannot read leads gets no condition on them', async (t) => {
  const admin = await service.makeWorkspace();
  const made = { name: 'Reader', kind: 'service', scopes: ['engagement:read'] };
  const key = (await admin.post<{ token: string }>('/v1/api-keys', made)).body.token;
  const call = caller(service.urls, key);
  const post = (path: string, body: unknown) => call<object>('POST', path, body);
  const lead = { type: 'field', field: 'country', operator: 'eq', value: 'DE' };
  t.match(await post('/v1/engagement-events/search', {}), { status: 200 });
  t.match(await post('/v1/engagement-events/search', { lead }), { status: 403, body: { code: 'scope_missing' } });
});
