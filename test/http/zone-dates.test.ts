/** A date without a time begins at midnight of the workspace's zone: in searches, in rules, and in rules by a segment. */
import t from 'tap';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { LeadOut } from './ingest-fixture.js';
import { field, inSegment, openSegments } from './segments-fixture.js';

const { makeWorkspace, runOperations, runPasses } = await openSegments(t);

const DATE = '2025-11-27';
/** Still the day before in Los Angeles, and already the day in UTC. */
const EARLY = '2025-11-27T03:00:00Z';
const LATE = '2025-11-27T12:00:00Z';
const CONDITIONS = {
  touches: { type: 'related', relation: 'touches', from: DATE },
  touchesBefore: { type: 'related', relation: 'touches', before: DATE },
  first: field('firstTouchAt', 'gte', DATE),
  lastBefore: field('lastTouchAt', 'lt', DATE),
  between: field('firstTouchAt', 'between', [DATE, '2025-11-28']),
  meeting: field('attributes.meeting', 'gt', DATE),
  ends: field('competitorContractEndsOn', 'gte', '2027-01-01'),
};

t.test('rules and searches agree in every zone, also after it changes', async (t) => {
  const { workspaceId, post, patch, create, search, make, get } = await makeWorkspace();
  const setZone = (timeZone: string | null) => patch(`/v1/workspaces/${workspaceId}`, { timeZone });
  await post('/v1/attribute-definitions', { name: 'meeting', type: 'instant' });
  await setZone('America/Los_Angeles');
  const submit = async (name: string, at: string) =>
    (
      await create(`${name}@zones.example`, {
        ...{ occurredAt: at, source: { channel: 'event', name: 'Fair' }, attributes: { meeting: at } },
        competitorContractEndsOn: '2027-01-01',
      })
    ).id;
  const ids = [await submit('early', EARLY), await submit('late', LATE)];
  const conditions = { ...CONDITIONS, segment: inSegment((await make('From the day', CONDITIONS.first)).id) };
  const rules = Object.values(conditions).map((when, index) => {
    const id = `r${index}`;
    return { id, label: id, when, points: 2 ** index / 4 };
  });
  const fit = { ...DEFAULT_SCORE_MODEL.fit, rules, minimum: 0, maximum: 100 };
  const draft = await post<{ version: number }>('/v1/score-models', {
    name: 'Dates',
    document: { ...DEFAULT_SCORE_MODEL, fit },
  });
  t.equal(draft.status, 201, draft.text);
  await post(`/v1/score-models/${draft.body.version}/publish`, undefined);
  const seen = new Set<string>();
  for (const timeZone of ['America/Los_Angeles', null, 'Asia/Kolkata', 'America/Los_Angeles']) {
    await setZone(timeZone);
    await runOperations();
    await runPasses();
    const found = await Promise.all(Object.values(conditions).map(search));
    seen.add(JSON.stringify(found));
    for (const id of ids) {
      const points = found.reduce((sum, leads, index) => sum + (leads.includes(id) ? 2 ** index / 4 : 0), 0);
      const { score } = (await get<LeadOut>(`/v1/leads/${id}`)).body;
      t.equal(score.fit, points, `${id === ids[0] ? 'early' : 'late'} in ${timeZone}`);
    }
  }
  t.equal(seen.size, 2, 'the zone decides about the early one');
});
