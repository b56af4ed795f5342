import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { field, happened } from '../../src/core/conditions/build.js';
import { dependsOnTime } from '../../src/core/conditions/time-dependence.js';
import { DEFAULT_FUNNEL } from '../../src/core/defaults/funnel.js';
import type { Lead } from '../../src/core/leads/lead.js';
import { mergeSections } from '../../src/core/leads/lifecycle.js';
import { CATEGORIES } from '../../src/core/leads/vocabulary.js';
import { rottingAt } from '../../src/core/lifecycle/commands/rot.js';
import { compileFunnel, stageKeyOf, stageOf, validateFunnel } from '../../src/core/lifecycle/funnel.js';
import { stageHistory } from '../../src/core/lifecycle/stage-history.js';
import { LIFECYCLES } from './lifecycle-arbitraries.js';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 15);

t.test('whatever is kept, a lead belongs to a stage of its category', async (t) => {
  const lead = fc.record({
    category: fc.constantFrom(...CATEGORIES),
    stage: fc.constantFrom(undefined, 'demo', 'offer', 'nurture', 'gone'),
    funnel: fc.constantFrom(...LIFECYCLES.map((one) => one.funnel)),
  });
  const law = fc.property(lead, ({ category, stage, funnel }) => {
    const kept = { category, lifecycle: stage === undefined ? undefined : { stage } };
    const found = stageOf(funnel, kept);
    assert.equal(found.category, category);
    if (funnel.byKey.get(stageKeyOf(kept))?.category === category) assert.equal(found.key, stageKeyOf(kept));
    else assert.equal(found, funnel.firstOf[category]);
  });
  t.doesNotThrow(() => fc.assert(law));
});

t.test('the default funnel keeps nothing of a lead, and is sound', async (t) => {
  t.same(validateFunnel(DEFAULT_FUNNEL), []);
  t.ok(compileFunnel(DEFAULT_FUNNEL, 1).isPlain);
  const ageing = DEFAULT_FUNNEL.stages.map((stage) => (stage.key === 'lead' ? { ...stage, ageingDays: 3 } : stage));
  t.notOk(compileFunnel({ ...DEFAULT_FUNNEL, stages: ageing }, 1).isPlain);
});

t.test('a lead rots so many days after whatever happened last', async (t) => {
  const instant = fc.integer({ min: NOW - 90 * DAY, max: NOW + DAY });
  const activity = fc.record({ lastTouchAt: instant, lastEngagedAt: instant, categorySince: instant, at: instant });
  const [, own] = LIFECYCLES;
  if (own === undefined) throw new Error('there are two funnels');
  const law = fc.property(activity, ({ at: lastActivityAt, ...instants }) => {
    const lead = { ...instants, category: 'prospect', lifecycle: { stage: 'demo', lastActivityAt } } as unknown as Lead;
    const last = Math.max(lastActivityAt, ...Object.values(instants));
    assert.equal(rottingAt(own.funnel, lead, NOW), Math.min(last, NOW) + 5 * DAY);
  });
  t.doesNotThrow(() => fc.assert(law));
});

t.test('sections are taken away by null, and none are no lifecycle', async (t) => {
  t.same(mergeSections({ stage: 'demo', cycles: 1 }, { stage: null, stageSince: 3 }), { cycles: 1, stageSince: 3 });
  t.equal(mergeSections({ stage: 'demo' }, { stage: null }), undefined);
  t.equal(mergeSections(undefined, {}), undefined);
});

t.test('conditions that time alone can turn are known as such', async (t) => {
  const country = field('country', 'eq', 'DE');
  t.notOk(dependsOnTime(country));
  t.notOk(dependsOnTime({ type: 'not', condition: happened(['page_viewed']) }));
  t.ok(dependsOnTime({ type: 'all', conditions: [country, field('createdAt', 'older_than', 3)] }));
  t.ok(dependsOnTime(field('score.total', 'lt', 3)));
  t.ok(dependsOnTime(happened(['page_viewed'], 7)));
});

t.test('stays follow each other without gaps, also when all happens at one instant', async (t) => {
  const step = (type: 'lead.created' | 'lead.classified' | 'lead.stage_changed', at: number, after: object) =>
    ({
      type,
      cause: type === 'lead.stage_changed' ? 'category' : 'api',
      actorId: 'key',
      occurredAt: NOW + at,
      after,
    }) as const;
  const stays = stageHistory(
    [
      step('lead.created', 0, { category: 'lead' }),
      step('lead.classified', 0, { category: 'mql' }),
      step('lead.classified', 5, { category: 'prospect' }),
      step('lead.stage_changed', 5, { category: 'prospect', lifecycle: { stage: 'demo', stageSince: NOW + 5 } }),
      step('lead.classified', 9, { category: 'prospect', grade: 'A1' }),
    ],
    NOW + 20,
  );
  t.same(
    stays.map(({ stage, enteredAt, leftAt, duration }) => [stage, enteredAt - NOW, leftAt && leftAt - NOW, duration]),
    [
      ['lead', 0, 0, 0],
      ['mql', 0, 5, 5],
      ['demo', 5, undefined, 15],
    ],
  );
});
