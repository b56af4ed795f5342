/** `distinct_days` counts days of the workspace's zone: in searches, segments, rules and wake conditions, also of the past. */
import t from 'tap';
import { zoneOffsets } from '../../src/core/calendar/zone-offsets.js';
import type { EngagementCondition } from '../../src/core/condition.js';
import { compileCondition } from '../../src/core/conditions/compile.js';
import { resolveDates } from '../../src/core/conditions/relative-dates.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import { INDEXED_FROM } from '../../src/core/engagement-index.js';
import { at, HOUR } from './assignment-fixture.js';
import { openSegments } from './segments-fixture.js';

const { makeWorkspace, time, runPasses, runOperations, fireAll } = await openSegments(t);
t.setTimeout(120_000);

type Workspace = Awaited<ReturnType<typeof makeWorkspace>>;

const MINUTE = 60_000;
const days = (operator: string, value: number, more: object = {}) => ({
  ...{ type: 'engagement', measure: 'distinct_days', operator, value },
  ...more,
});

async function setZone({ workspaceId, patch }: Workspace, timeZone: string | null): Promise<void> {
  const answer = await patch<{ timeZone?: string }>(`/v1/workspaces/${workspaceId}`, { timeZone });
  t.equal(answer.status, 200, answer.text);
}

async function engage({ post }: Workspace, leadId: string, instants: readonly number[]): Promise<void> {
  const events = instants.map((occurredAt) => ({ leadId, type: 'page_viewed', occurredAt: at(occurredAt) }));
  const answer = await post<{ results: { status: number }[] }>('/v1/engagement-events/batch', {
    items: events,
    mode: 'partial',
  });
  t.ok(answer.status < 300 && answer.body.results.every(({ status }) => status < 300), answer.text);
}

/** Around midnight, and around the changes of the clock in 2025. */
const EDGES = [
  ...['2026-01-10T00:00:00Z', '2026-01-11T00:00:00Z', '2026-01-09T18:30:00Z', '2026-01-10T18:30:00Z'],
  ...['2025-11-02T04:00:00Z', '2025-11-02T05:00:00Z', '2025-11-03T05:00:00Z', '2025-11-03T04:00:00Z'],
  ...['2025-03-09T05:00:00Z', '2025-03-10T04:00:00Z', '2025-03-10T05:00:00Z'],
  ...['2025-04-05T13:00:00Z', '2025-04-06T13:30:00Z', '2025-10-05T13:30:00Z', '1999-07-01T04:00:00Z'],
].map((text) => Date.parse(text));

t.test('the database and memory count the same days of each zone', async (t) => {
  const workspace = await makeWorkspace();
  const { create, search } = workspace;
  const histories: { id: string; instants: number[] }[] = [];
  for (let lead = 0; lead < 12; lead++) {
    const { id } = await create(`days${lead}@days.example`);
    const events = lead === 0 ? INDEXED_FROM + 20 : 2 + lead;
    const instants = Array.from({ length: events }, (_, nr) => {
      const edge = EDGES[(lead * 7 + nr * 3) % EDGES.length] as number;
      return edge + ([-90, -30, -1, 0, 1, 31, 59][(nr + lead) % 7] as number) * MINUTE;
    });
    await engage(workspace, id, instants);
    histories.push({ id, instants });
  }
  let telling = 0;
  for (const zone of ['Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe', null]) {
    await setZone(workspace, zone);
    for (const withinDays of [undefined, 5, 300]) {
      for (const value of [1, 2, 3, 4, 5, 6]) {
        const condition = days('eq', value, { withinDays }) as EngagementCondition;
        const holds = compileCondition(resolveDates(condition, { now: time.now, zone: zoneOffsets(zone ?? 'UTC') }));
        const inMemory = histories.filter(({ instants }) => {
          const engagement = instants
            .map((occurredAt, nr) => ({ id: `e${nr}`, type: 'page_viewed' as const, occurredAt }))
            .sort((a, b) => a.occurredAt - b.occurredAt);
          return holds({ facts: { kind: 'person' }, engagement, now: time.now });
        });
        const counted = histories.filter(({ instants }) => {
          const from = time.now - (withinDays ?? 100_000) * 24 * HOUR;
          const dates = instants
            .filter((instant) => instant >= from)
            .map((instant) => new Date(instant).toLocaleDateString('en-CA', { timeZone: zone ?? 'UTC' }));
          return new Set(dates).size === value;
        });
        const found = await search(condition);
        const name = `${zone} ${withinDays} ${value}`;
        t.strictSame(found, inMemory.map(({ id }) => id).sort(), `${name}: memory`);
        t.strictSame(found, counted.map(({ id }) => id).sort(), `${name}: counted by date`);
        if (found.length > 0) telling++;
      }
    }
  }
  t.ok(telling > 10, `${telling} counts hold for some lead`);
});

/** Two events on one day of UTC, and on two of India. */
const TWO = ['2026-01-12T10:00:00Z', '2026-01-12T20:00:00Z'].map((text) => Date.parse(text));

/** Publishes a classification policy whose first category rule is this one. */
async function classify({ get, post }: Workspace, when: object): Promise<void> {
  const list = await get<{ data: { document: { category: { rules: object[] } } }[] }>('/v1/classification-policies');
  const document = list.body.data[0]?.document ?? { category: { rules: [] } };
  const rule = { id: 'often', label: 'Came on two days', when, category: 'sql' };
  const category = { ...document.category, rules: [rule, ...document.category.rules] };
  const draft = await post<{ version: number }>('/v1/classification-policies', {
    name: 'By days',
    document: { ...document, category },
  });
  t.equal(draft.status, 201, draft.text);
  const published = await post(`/v1/classification-policies/${draft.body.version}/publish`, {});
  t.equal(published.status, 200, published.text);
  await runOperations();
}

const storedCategory = async ({ search }: Workspace, id: string) =>
  (await search({ type: 'field', field: 'category', operator: 'eq', value: 'sql' })).includes(id);

t.test('a change of the zone decides leads again, and the past keeps the zone of its time', async (t) => {
  const workspace = await makeWorkspace();
  const { create, get, make, members } = workspace;
  const { id } = await create('often@days.example');
  await engage(workspace, id, TWO);
  await classify(workspace, days('gte', 2));
  const { id: segmentId } = await make('Often', days('gte', 2));
  await runPasses();
  const category = async (asOf = '') => (await get(`/v1/leads/${id}${asOf}`)).body.category;
  t.not(await category(), 'sql');
  t.strictSame(await members(segmentId), []);
  time.now += HOUR;
  const inUtc = at(time.now);
  time.now += HOUR;
  await setZone(workspace, 'Asia/Kolkata');
  t.equal(await category(), 'sql', 'a read is exact at once');
  await runOperations();
  await runPasses();
  t.ok(await storedCategory(workspace, id), 'the stored class follows');
  t.strictSame(await members(segmentId), [id]);
  const operations = await get<{ data: { kind: string; rescore: object }[] }>('/v1/operations?kind=rescore');
  t.match(operations.body.data[0]?.rescore, { leadsDecided: 1, classesChanged: 1 });
  t.notOk('evaluatedBefore' in (operations.body.data[0]?.rescore ?? {}));
  time.now += HOUR;
  const inIndia = at(time.now);
  time.now += HOUR;
  await setZone(workspace, null);
  await runOperations();
  t.notOk(await storedCategory(workspace, id));
  t.not(await category(), 'sql');
  t.not(await category(`?asOf=${inUtc}`), 'sql');
  t.equal(await category(`?asOf=${inIndia}`), 'sql');
  const why = await get<{ category: { reason: string } }>(`/v1/leads/${id}/classification?asOf=${inIndia}`);
  t.match(why.text, /on 2 days/);
});

t.test('a score model that counts each day once counts days of the zone, and follows its changes', async (t) => {
  const workspace = await makeWorkspace();
  const { create, get, post } = workspace;
  const { id } = await create('scored@days.example');
  await engage(workspace, id, TWO);
  const rule = {
    ...{ id: 'views', label: 'Views', engagementTypes: ['page_viewed'], countBy: 'day', points: 5 },
    ...{ frequency: { type: 'every' }, decay: { type: 'none' } },
  };
  const engagement = { rules: [rule], minimum: 0, maximum: 100 };
  const document = { ...DEFAULT_SCORE_MODEL, engagement };
  const draft = await post<{ version: number }>('/v1/score-models', { name: 'Days', document });
  t.equal(draft.status, 201, draft.text);
  t.equal((await post(`/v1/score-models/${draft.body.version}/publish`, {})).status, 200);
  await runOperations();
  const points = async (asOf = '') => (await get(`/v1/leads/${id}${asOf}`)).body.score.engagement;
  const stored = (value: number) =>
    workspace.search({ type: 'field', field: 'score.engagement', operator: 'eq', value });
  t.equal(await points(), 5);
  time.now += HOUR;
  const inUtc = at(time.now);
  time.now += HOUR;
  await setZone(workspace, 'Asia/Kolkata');
  t.equal(await points(), 10, 'a read is exact at once');
  await runOperations();
  t.strictSame(await stored(10), [id], 'the stored score follows');
  t.equal(await points(`?asOf=${inUtc}`), 5);
  const model = await get<{ document: { engagement: object } }>(`/v1/score-models/${draft.body.version}`);
  t.strictSame(model.body.document.engagement, engagement, 'the document is as it was sent');
  await setZone(workspace, null);
  await runOperations();
  t.strictSame(await stored(5), [id]);
});

t.test('a zone changes nothing where no rule counts days', async (t) => {
  const workspace = await makeWorkspace();
  await workspace.create('plain@days.example');
  await setZone(workspace, 'Asia/Kolkata');
  const operations = await workspace.get<{ data: unknown[] }>('/v1/operations?kind=rescore');
  t.strictSame(operations.body.data, []);
});

t.test('a parked lead wakes by days of the zone', async (t) => {
  const workspace = await makeWorkspace();
  const { create, post, get } = workspace;
  await setZone(workspace, 'Asia/Kolkata');
  const { id } = await create('parked@days.example');
  const parked = await post(`/v1/leads/${id}/park`, {
    reason: 'bad_timing',
    wakeWhen: { condition: days('gte', 2) },
  });
  t.equal(parked.status, 200, parked.text);
  await engage(workspace, id, TWO.slice(0, 1));
  await fireAll();
  t.equal((await get(`/v1/leads/${id}`)).body.category, 'parked');
  await engage(workspace, id, TWO.slice(1));
  await fireAll();
  t.not((await get(`/v1/leads/${id}`)).body.category, 'parked');
});

t.test('an operation shows the condition as it was sent', async (t) => {
  const workspace = await makeWorkspace();
  await setZone(workspace, 'Asia/Kolkata');
  const where = days('gte', 2);
  const started = await workspace.post<{ bulkChange: { where: object } }>('/v1/leads/bulk', {
    where,
    change: { tags: { add: ['often'] } },
    dryRun: true,
  });
  t.equal(started.status, 202, started.text);
  t.strictSame(started.body.bulkChange.where, where);
});
