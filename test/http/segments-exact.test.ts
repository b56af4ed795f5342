/** The members of segments after random writes, time and changes of conditions: what a search finds; and the events lead there. */
import t from 'tap';
import { field, inSegment, openSegments, type SegmentOut } from './segments-fixture.js';

const service = await openSegments(t);
const { runPasses, makeWorkspace, time, fireAll, runOperations } = service;
t.setTimeout(240_000);

const all = (...conditions: object[]) => ({ type: 'all', conditions });
const CONDITIONS = [
  field('country', 'eq', 'DE'),
  all(field('country', 'in', ['DE', 'FR']), field('category', 'neq', 'disqualified')),
  field('tags', 'contains', 'vip'),
  field('score.total', 'gte', 10),
  field('category', 'eq', 'parked'),
  field('stage', 'neq', 'mql'),
  field('ownerId', 'exists'),
  field('attributes.seats', 'gte', 10),
  { type: 'engagement', engagementTypes: ['demo_requested'] },
  { type: 'engagement', engagementTypes: ['demo_requested'], withinDays: 20, operator: 'eq', value: 0 },
  field('createdAt', 'within_last', 15),
  field('lastTouchAt', 'gte', '-10d'),
  { type: 'related', relation: 'activities', kinds: ['note'] },
  { type: 'not', condition: { type: 'engagement', properties: [{ name: 'post', operator: 'eq', value: 7 }] } },
  field('loss.competitor', 'eq', 'Rival'),
];
const DAY = 86_400_000;
const STEPS = 150;

/** A generator of numbers below `most`, the same in each run. */
function numbers(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
}

for (const seed of [1, 2, 3]) {
  t.test(`members are what a search finds, and events of each lead alternate (${seed})`, async (t) => {
    const { make, create, members, search, segment, post, patch, call, eventsOf, makeRep } = await makeWorkspace();
    const below = numbers(seed);
    const one = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
    await makeRep('Grace');
    const ids: string[] = [];
    const made: { id: string; condition: object }[] = [];
    const add = async (condition: object) => {
      const { id } = await make(`Segment ${made.length}`, condition);
      made.push({ id, condition });
    };
    for (const condition of CONDITIONS.slice(0, 10)) await add(condition);
    const facts = () => ({
      country: one(['DE', 'FR', 'AT']),
      tags: one([['vip'], ['other'], []]),
      attributes: { seats: below(20) },
      purchaseTimeframeDays: one([10, 300]),
    });
    const WRITES: (() => Promise<unknown>)[] = [
      async () => ids.push((await create(`a${ids.length}@exact${seed}.example`, facts())).id),
      () => patch(`/v1/leads/${one(ids)}`, facts()),
      () => post('/v1/engagement-events', { leadId: one(ids), type: 'demo_requested', properties: { post: below(9) } }),
      () => post(`/v1/leads/${one(ids)}/activities`, { kind: 'note', body: 'Rang' }),
      () =>
        post(`/v1/leads/${one(ids)}/park`, {
          reason: 'bad_timing',
          wakeWhen: { at: new Date(time.now + 5 * DAY).toISOString() },
        }),
      () => post(`/v1/leads/${one(ids)}/lose`, { reason: 'competitor', competitor: 'Rival' }),
      () => post(`/v1/leads/${one(ids)}/recycle`, { reason: 'other' }),
      () => post(`/v1/leads/${one(ids)}/disqualify`, { reason: 'invalid_contact' }),
      () => post('/v1/leads', { email: `a${below(ids.length)}@exact${seed}.example`, country: 'DE' }),
      async () => {
        time.now += below(3 * DAY);
        await fireAll();
      },
      async () => {
        await post('/v1/bulk-changes', {
          leadIds: ids.slice(0, 20),
          change: { tags: { add: ['vip'] } },
          dryRun: false,
        });
        await runOperations();
      },
      async () => {
        const gone = one(ids);
        if (below(3) === 0 && (await call('DELETE', `/v1/leads/${gone}`)).status === 204)
          ids.splice(ids.indexOf(gone), 1);
      },
      async () => {
        if (made.length < CONDITIONS.length) await add(CONDITIONS[made.length] as object);
        else await add(inSegment(one(made).id));
      },
      async () => {
        const changed = one(made);
        const condition = one(CONDITIONS);
        const answer = await patch<SegmentOut>(`/v1/segments/${changed.id}`, { condition });
        if (answer.status === 200) changed.condition = condition;
      },
    ];
    for (let n = 0; n < 10; n += 1) await WRITES[0]?.();
    for (let n = 0; n < STEPS; n += 1) {
      // Several at once race, also with the passes.
      await Promise.all([one(WRITES)(), one(WRITES.slice(0, 9))(), below(5) === 0 ? runPasses() : undefined]);
      if (n % 30 === 0) await immediateAreExact();
    }
    async function immediateAreExact() {
      await runPasses();
      for (const { id } of made) {
        const { updates } = await segment(id);
        if (updates === 'immediate') t.strictSame(await members(id), await search(inSegment(id)));
      }
    }
    await fireAll();
    time.now += 60_000;
    await runPasses();
    const living = await search(field('id', 'exists'));
    let entered = 0;
    for (const { id, condition } of made) {
      const now = await members(id);
      t.strictSame(now, await search(condition), JSON.stringify(condition));
      t.match(await segment(id), { count: now.length, status: 'current' });
      const inside = new Map<string, boolean>();
      for (const { type, subjectId } of await eventsOf(id)) {
        const enters = type === 'segment.entered';
        entered += enters ? 1 : 0;
        if (inside.get(subjectId) === enters || (!enters && !inside.has(subjectId))) t.fail(`${type} twice`);
        inside.set(subjectId, enters);
      }
      const byEvents = [...inside].flatMap(([leadId, is]) => (is && living.includes(leadId) ? [leadId] : []));
      t.strictSame(byEvents.sort(), now, 'the events lead to the members');
    }
    t.ok(entered > 100, `${entered} entered`);
  });
}
