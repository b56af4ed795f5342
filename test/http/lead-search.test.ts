import assert from 'node:assert/strict';
import { sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import t from 'tap';
import { zoneOffsets } from '../../src/core/calendar/zone-offsets.js';
import type { Condition } from '../../src/core/condition.js';
import { compileCondition } from '../../src/core/conditions/compile.js';
import { isInstantType } from '../../src/core/conditions/field-kinds.js';
import { findSearchField, STATE_FIELDS } from '../../src/core/conditions/fields.js';
import { indexedNumberWords } from '../../src/core/conditions/indexed-numbers.js';
import { type LeadFilters, withLeadFilters } from '../../src/core/conditions/lead-filters.js';
import { resolveDates } from '../../src/core/conditions/relative-dates.js';
import { SORT_FIELDS, sortValueOf } from '../../src/core/conditions/sort-fields.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import { isAbsent } from '../../src/core/conditions/value-tests.js';
import type { Lead } from '../../src/core/leads/lead.js';
import { foldedWords } from '../../src/core/words.js';
import { createClient } from '../../src/db/client.js';
import { conditionSql } from '../../src/db/repositories/lead-conditions.js';
import type { SortKey } from '../../src/db/repositories/lead-sort.js';
import { leads } from '../../src/db/schema/leads.js';
import { leadOut } from '../../src/http/routes/lead-presenters.js';
import { openTestApp } from '../support/app.js';
import {
  conditionTrees,
  engagementLeaf,
  fieldComparisons,
  leavesOfEach,
  SEARCH_FIELDS,
  touchLeaf,
} from './search-arbitraries.js';
import { NOW, seedKnownLeads } from './search-fixture.js';

const app = await openTestApp(t, { clock: () => NOW });
const known = await seedKnownLeads(app);
const client = createClient(app.databaseUrl);
await client.connect();
t.teardown(() => client.end());
const dialect = new PgDialect();

/** Its days begin at 18:30 UTC of the day before. */
const ZONE = zoneOffsets('Asia/Kolkata');

/** Random conditions on one field; on engagement and on touches half as many. `TEST_CONDITIONS=10000` tries that many. */
const CASES = Number(process.env.TEST_CONDITIONS ?? 4_000);

/** Conditions of one statement: planning and the round trip cost more than most conditions. */
const AT_ONCE = 100;

/** Compares conditions over all leads in the database with the same in memory. Returns how many hold for some lead, but not for all. */
async function compare(conditions: readonly Condition[]): Promise<number> {
  let telling = 0;
  for (let from = 0; from < conditions.length; from += AT_ONCE) {
    const batch = conditions.slice(from, from + AT_ONCE).map((one) => resolveDates(one, { now: NOW, zone: ZONE }));
    const tests = batch.map(
      (one) => sql`coalesce(${conditionSql(one, { workspaceId: app.workspaceId, now: NOW })}, false)`,
    );
    const { sql: text, params } = dialect.sqlToQuery(
      sql`select ${leads.id} as id, array[${sql.join(tests, sql`, `)}] as held from ${leads} where ${leads.workspaceId} = ${app.workspaceId}`,
    );
    const { rows } = await client.query<{ id: string; held: boolean[] }>(text, params);
    const heldBy = new Map(rows.map(({ id, held }) => [id, held]));
    batch.forEach((condition, index) => {
      const holds = compileCondition(condition);
      const expected = known.filter(({ subject }) => holds(subject)).map(({ lead }) => lead.id);
      const found = known.filter(({ lead }) => heldBy.get(lead.id)?.[index]).map(({ lead }) => lead.id);
      assert.deepEqual(found, expected, JSON.stringify(condition));
      if (expected.length > 0 && expected.length < known.length) telling += 1;
    });
  }
  return telling;
}

t.test('a condition holds for the same leads in memory and in the database', async (t) => {
  t.setTimeout(240_000 * Math.max(1, CASES / 4_000));
  const valueless = SEARCH_FIELDS.filter((name) => {
    const field = findSearchField(name);
    return known.every(({ subject }) => isAbsent(field?.read(subject)));
  });
  t.strictSame(
    valueless.filter((name) => !name.startsWith('attributes.')),
    [],
    'every field has a value in some lead',
  );
  const each = leavesOfEach(known);
  const ofOneField = await compare(each.flatMap((leaf) => fc.sample(leaf, Math.ceil(CASES / each.length))));
  t.ok(ofOneField > CASES / 10, `${ofOneField} conditions on one field are true of some leads only`);
  await compare(fc.sample(fieldComparisons(), CASES / 4));
  const ofEngagement = await compare(fc.sample(engagementLeaf(known), CASES / 2));
  t.ok(ofEngagement > CASES / 80, `${ofEngagement} conditions on engagement are true of some leads only`);
  const ofTouches = await compare(fc.sample(touchLeaf(known), CASES / 2));
  t.ok(ofTouches > CASES / 40, `${ofTouches} conditions on touches are true of some leads only`);
  const trees = await compare(fc.sample(conditionTrees(known), CASES / 8));
  t.ok(trees > CASES / 60, `${trees} trees are true of some leads only`);
});

t.test('filters select the same leads in a list, in a search, in a count and in memory', async (t) => {
  const some = <Value>(read: (lead: Lead) => Value | undefined): Value[] =>
    known.flatMap(({ lead }) => read(lead) ?? []).slice(0, 3);
  const filters: LeadFilters[] = [
    ...some((lead) => lead.category).map((category) => ({ category })),
    ...some((lead) => lead.ownerId).map((ownerId) => ({ ownerId })),
    ...some((lead) => lead.sourceId).map((sourceId) => ({ sourceId })),
    ...some((lead) => lead.campaignId).map((campaignId) => ({ campaignId, kind: 'person' })),
    ...some((lead) => lead.createdAt).map((at) => ({ createdFrom: new Date(at).toISOString(), assigned: false })),
    ...some((lead) => lead.createdAt).map((at) => ({ createdBefore: new Date(at).toISOString() })),
    ...some((lead) => lead.score.total).map((minimumScore) => ({ minimumScore, country: 'Germany' })),
    ...['hot', 'cold'].map((temperature) => ({ temperature, assigned: true })),
    ...[{ domain: 'WWW.Analytical-Engines.com' }, { country: 'fr', teamId: some((lead) => lead.teamId)[0] }],
    ...some((lead) => lead.leaseRepId).map((leaseRepId) => ({ leaseRepId })),
    ...some((lead) => lead.grade).map((grade) => ({ grade })),
  ];
  const where: Condition = { type: 'field', field: 'employeeCount', operator: 'gt', value: 400 };
  const ids = (rows: readonly Lead[]) => rows.map(({ id }) => id).sort();
  let telling = 0;
  for (const given of filters) {
    const normal = { ...given, country: given.country && { Germany: 'DE', fr: 'FR' }[given.country] };
    const condition = withLeadFilters(undefined, { ...normal, domain: given.domain && 'analytical-engines.com' });
    const holds = compileCondition(condition ?? { type: 'all', conditions: [] });
    const expected = known.filter(({ subject }) => holds(subject));
    const order = { by: 'created', direction: 'desc' } as const;
    const listed = await app.services.leads.list(app.workspaceId, given, order, { limit: 200 });
    const found = await app.services.leads.search(app.workspaceId, given, { limit: 200 });
    const both = await app.services.leads.search(app.workspaceId, { ...given, where }, { limit: 200 });
    const name = JSON.stringify(given);
    t.strictSame(ids(listed.rows), ids(expected.map(({ lead }) => lead)), name);
    t.strictSame(ids(found.rows), ids(listed.rows), name);
    t.equal(await app.services.leads.count(app.workspaceId, given), listed.rows.length, name);
    const isLarge = compileCondition(where);
    t.strictSame(ids(both.rows), ids(expected.filter(({ subject }) => isLarge(subject)).map(({ lead }) => lead)), name);
    if (expected.length > 0 && expected.length < known.length) telling += 1;
  }
  t.ok(telling > 15, `${telling} filters hold for some leads only`);
  const wrong = await app.services.leads
    .search(app.workspaceId, { country: 'Narnia' }, { limit: 1 })
    .catch((error) => error);
  t.match(wrong, { code: 'validation_failed', extra: { errors: [{ pointer: '/country' }] } });
});

t.test('the database has the same words as the core, and every lead has the words of its values', async (t) => {
  const letters = fc.constantFrom(...'aZ0_ -.ßẞæŒıİłØđςΣέЙёЯé–„ﬁ²ＤＥ\u0301\u0307\u00a0\'"\\\n');
  const texts = fc.sample(fc.oneof(fc.string({ unit: letters, maxLength: 40 }), fc.string({ maxLength: 40 })), 500);
  texts.push(`${'x'.repeat(600)} y`, `é ${'ü'.repeat(120)} `.repeat(5));
  const given = texts.filter((text) => !text.includes('\0'));
  const { rows } = await client.query<{ words: string }>(
    'select folded_words(given) as words from unnest($1::text[]) with ordinality as t(given, place) order by place',
    [given],
  );
  const split = (words: string) => words.split(' ').filter((word) => word !== '');
  t.strictSame(
    rows.map(({ words }) => split(words)),
    given.map((text) => split(foldedWords(text))),
  );
  await t.resolves(
    client.query('reindex table leads'),
    'the indexes can be made where only system functions are found',
  );
  t.end();
});

t.test('a lead with a numeric attribute has a word of every comparison that the number meets', async (t) => {
  const near = fc.sample(fc.integer({ min: -10_000, max: 10_000 }), 300).flatMap((whole) => [whole, whole / 1_000]);
  const edges = [
    0,
    0.0012,
    9.99,
    9.996,
    10,
    498,
    499.5,
    999,
    1_000,
    1e-9,
    1e-10,
    5e-324,
    1e20,
    9.99e19,
    Number.MAX_VALUE,
  ];
  const any = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 200);
  const numbers = [...new Set([...near, ...edges, ...edges.map((one) => -one), ...any].map((one) => one + 0))];
  const { rows } = await client.query<{ words: string[] }>(
    'select number_words($2, attributes) as words from unnest($1::jsonb[]) with ordinality as t(attributes, place) order by place',
    [numbers.map((seats) => JSON.stringify({ seats, name: 'x' })), app.workspaceId],
  );
  const comparisons = fc
    .sample(fc.tuple(fc.constantFrom(...numbers), fc.constantFrom(...numbers)), 300)
    .flatMap(([one, other]) => [
      ...(['gt', 'gte', 'lt', 'lte'] as const).map((operator) => ({ operator, value: one })),
      { operator: 'between' as const, value: [Math.min(one, other), Math.max(one, other)] },
    ]);
  let found = 0;
  let superfluous = 0;
  for (const comparison of comparisons) {
    const condition = { type: 'field' as const, field: 'attributes.seats', ...comparison };
    const wanted = new Set(indexedNumberWords(condition));
    assert(wanted.size < 100, `${wanted.size} words`);
    const holds = compileCondition(condition);
    numbers.forEach((seats, place) => {
      const hasWord = rows[place]?.words.some((word) => wanted.has(word)) === true;
      const isMet = holds({ facts: { attributes: { seats } } } as unknown as Subject);
      assert(hasWord || !isMet, `${seats} ${JSON.stringify(comparison)}`);
      if (hasWord) found += 1;
      if (hasWord && !isMet) superfluous += 1;
    });
  }
  t.ok(superfluous < found / 10, `${superfluous} of ${found} found numbers do not meet the comparison`);
});

t.test('pages of one key go on where they ended, whether the first leads in its order suffice or not', async (t) => {
  const where: Condition = { type: 'field', field: 'country', operator: 'in', value: ['DE', 'FR'] };
  const matching = known.filter(({ subject }) => compileCondition(where)(subject));
  for (const field of ['createdAt', 'updatedAt', 'score.total'] as const) {
    for (const direction of ['asc', 'desc'] as const) {
      const sort = [{ field, direction }];
      const search = async (limit: number) => {
        const ids: string[] = [];
        for (let cursor: string | undefined, more = true; more; ) {
          const page = await app.services.leads.search(app.workspaceId, { where, sort }, { limit, cursor });
          ids.push(...page.rows.map(({ id }) => id));
          [cursor, more] = [page.nextCursor, page.hasMore];
        }
        return ids;
      };
      const whole = await search(200);
      t.equal(whole.length, matching.length);
      t.strictSame(await search(7), whole, `${field} ${direction}`);
    }
  }
});

t.test('every sort field orders, leads without a value come last, and pages go on where they ended', async (t) => {
  for (const [index, field] of SORT_FIELDS.entries()) {
    const direction = index % 2 === 0 ? 'asc' : 'desc';
    const second: SortKey = { field: 'assignedAt', direction: 'desc' };
    const sort: SortKey[] = [{ field, direction }, ...(index % 3 === 0 ? [second] : [])];
    const read = async (limit: number) => {
      const rows: Lead[] = [];
      for (let cursor: string | undefined, more = true; more; ) {
        const page = await app.services.leads.search(app.workspaceId, { sort }, { limit, cursor });
        rows.push(...page.rows);
        [cursor, more] = [page.nextCursor, page.hasMore];
      }
      return rows;
    };
    const whole = await read(200);
    t.equal(whole.length, known.length);
    const values = whole.map((lead) => sortValueOf(lead, field));
    const present = values.filter((value) => value !== '');
    t.strictSame(
      values.slice(present.length).filter((value) => value !== ''),
      [],
      `${field}: none after those without`,
    );
    const small = present.map((value) =>
      typeof value === 'number' ? value : value.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
    );
    const sorted = small.toSorted((a, b) =>
      typeof a === 'number' && typeof b === 'number'
        ? a - b
        : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b))),
    );
    t.strictSame(small, direction === 'asc' ? sorted : sorted.reverse(), `${field} ${direction}`);
    t.strictSame(
      (await read(20)).map(({ id }) => id),
      whole.map(({ id }) => id),
      `${field} in pages`,
    );
  }
});

t.test('each name of a field of the state is the path of its value in the answer about a lead', async (t) => {
  const differing = new Set<string>();
  for (const { lead, subject } of known) {
    const answer: unknown = JSON.parse(JSON.stringify(leadOut(lead, () => 'a name')));
    for (const [name, { read, type }] of STATE_FIELDS) {
      const value = read(subject) ?? undefined;
      const expected = typeof value === 'number' && isInstantType(type) ? new Date(value).toISOString() : value;
      const shownAt = (path: string) => path.split('.').reduce<unknown>((part, step) => Object(part)[step], answer);
      // The answer has the present loss and disqualification only once.
      const present = name.replace('lastLoss', 'loss').replace('lastDisqualification', 'disqualification');
      const shown = shownAt(present) ?? shownAt(name);
      if (!isAbsent(value) && shown !== expected) differing.add(`${name}: ${String(shown)}, not ${String(expected)}`);
    }
  }
  t.strictSame([...differing], []);
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

t.test('a cursor of another search is refused with its pointer, and a day that no calendar has too', async (t) => {
  const search = (input: object, cursor?: string) =>
    app.services.leads.search(app.workspaceId, input, { limit: 1, cursor }).catch((error) => error);
  const refused = { code: 'cursor_invalid', extra: { errors: [{ pointer: '/cursor', code: 'cursor_invalid' }] } };
  t.match(await search({}, 'abc'), refused);
  for (const value of ['2026-02-30', '2026-02-30T00:00:00Z', '2026-04-31']) {
    const error = await search({ where: { type: 'field', field: 'createdAt', operator: 'gte', value } });
    t.match(error, { code: 'rule_refused', extra: { errors: [{ pointer: '/where/value' }] } }, value);
  }
});

t.test('conditions that the database does not get through in time are refused with what to do', async (t) => {
  const other = createClient(app.databaseUrl);
  await other.connect();
  t.teardown(() => other.end());
  await other.query('alter table leads rename to stored_leads');
  const slow = (seconds: number) =>
    other.query(
      `create or replace view leads as select stored_leads.* from (select pg_sleep(${seconds})) slow, stored_leads`,
    );
  // Longer than a search may take, and shorter than a count may.
  await slow(3);
  const where: Condition = { type: 'field', field: 'attributes.plan', operator: 'contains', value: 'gold' };
  const error = await app.services.leads.search(app.workspaceId, { where }, { limit: 1 }).catch((error) => error);
  t.match(error, { code: 'rule_refused', extra: { errors: [{ pointer: '/where', code: 'too_expensive' }] } });
  const all = await app.services.leads.search(app.workspaceId, {}, { limit: 1 }).catch((error) => error);
  t.match(all, { code: 'overloaded' });
  t.match(await app.services.leads.aggregate(app.workspaceId, {}), { groups: [{}] });
  await slow(6);
  const counted = await app.services.leads.aggregate(app.workspaceId, {}).catch((error) => error);
  t.match(counted, { code: 'rule_refused', extra: { errors: [{ pointer: '/where', code: 'too_expensive' }] } });
  await other.query('drop view leads');
  await other.query('alter table stored_leads rename to leads');
});
