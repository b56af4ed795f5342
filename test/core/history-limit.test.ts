import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { compileRoutingPolicy } from '../../src/core/assignment/policy.js';
import { createAssignmentState } from '../../src/core/assignment/state.js';
import { Batch } from '../../src/core/batch/batch.js';
import { nextReviewAt } from '../../src/core/batch/evaluation.js';
import { compileClassificationPolicy } from '../../src/core/classification/classify.js';
import { evaluateRecorded, execute, recordOnly } from '../../src/core/commands/execute.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_LIFECYCLE } from '../../src/core/defaults/lifecycle.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { EngagementFact, EngagementType } from '../../src/core/engagement.js';
import { HISTORY_LIMIT, latestArrived, withArrived } from '../../src/core/engagement-history.js';
import { oldestFirst } from '../../src/core/engagement-index.js';
import { type HistoryEvent, replayLead } from '../../src/core/replay/replay.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import { scoreLead } from '../../src/core/scoring/score.js';
import { NAMED_SOURCES } from './named-sources.js';

const NOW = Date.UTC(2026, 0, 15);
const MINUTE = 60_000;
/** Without caps, so that each event shows. */
const { engagement, total } = DEFAULT_SCORE_MODEL;
const MODEL = {
  version: 1,
  compiled: compileScoreModel({
    ...DEFAULT_SCORE_MODEL,
    engagement: {
      ...engagement,
      rules: engagement.rules.map((rule) => ({ ...rule, frequency: { type: 'every' }, maximum: undefined })),
      maximum: 100_000,
    },
    total: { ...total, maximum: 100_000 },
  }),
};
const TYPES: EngagementType[] = ['demo_requested', 'page_viewed', 'content_viewed', 'email_clicked'];
const idOf = (place: number) => `e${String(place).padStart(8, '0')}`;

function openBatch(events: HistoryEvent[], from: number) {
  let ids = from;
  const reps = { reps: new Map(), teams: [], ledgers: [] };
  const basis = {
    scoreModelFor: () => MODEL,
    classification: { version: 1, compiled: compileClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY) },
    assignment: createAssignmentState(compileRoutingPolicy({ rules: [] }, 1), reps),
    lifecycle: DEFAULT_LIFECYCLE,
    sourceOf: () => undefined,
  };
  const batch = new Batch({ basis, sources: NAMED_SOURCES, now: NOW, newId: () => idOf(++ids) });
  batch.emitTo((event) => {
    const logged = JSON.parse(JSON.stringify(event)) as typeof event;
    events.push({ ...logged, actorId: 'key', occurredAt: NOW });
  });
  const record = (leadId: string, { type: engagementType, occurredAt }: EngagementFact) =>
    recordOnly(batch, { type: 'engagement', lead: { id: leadId }, engagementType, occurredAt });
  return { basis, batch, record };
}

t.test('of many events the latest by id are kept, in the order given; a short list is the same list', (t) => {
  const unique = fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { maxLength: 40 });
  fc.assert(
    fc.property(unique, fc.integer({ min: 0, max: 20 }), (places, limit) => {
      const events = places.map((place) => ({ id: idOf(place) }));
      const kept = latestArrived(events, limit);
      if (events.length <= limit) return assert.equal(kept, events);
      const latest = places.toSorted((a, b) => b - a).slice(0, limit);
      assert.deepEqual(
        kept,
        places.filter((place) => latest.includes(place)).map((place) => ({ id: idOf(place) })),
      );
    }),
  );
  const many = Array.from({ length: HISTORY_LIMIT + 3 }, (_, place) => ({ id: idOf(place) }));
  const added = [{ id: '0' }, { id: '1' }];
  t.same(withArrived(many, added), [...many.slice(5), ...added], 'what would happen next counts whatever its id');
  t.end();
});

t.test(
  'more events than the limit are decided about as the latest of them: in memory, from the store, and replayed',
  (t) => {
    // The first to arrive are worth most and are the latest by their dates: order of arrival decides, not dates.
    const all = Array.from({ length: HISTORY_LIMIT + 700 }, (_, place) => ({
      id: idOf(place + 1_000),
      type: place < 690 ? ('demo_requested' as const) : (TYPES[place % TYPES.length] as EngagementType),
      occurredAt: NOW - (place < 690 ? place : (place * 7919) % 90_000) * MINUTE,
    }));
    const log: HistoryEvent[] = [];
    const first = openBatch(log, 0);
    const created = execute(first.batch, {
      type: 'submission',
      facts: { kind: 'person', name: 'Ada' },
      keys: [],
      source: { channel: 'api', name: 's' },
      fillOnly: false,
      raw: {},
    });
    const { id } = created.lead;
    const logs = [...log];

    const whole = openBatch(log, 999);
    whole.batch.loadLead(created.lead, []);
    for (const event of all) whole.record(id, event);
    evaluateRecorded(whole.batch, id);
    const inMemory = whole.batch.leads.get(id);
    t.equal(whole.batch.leads.engagementOf(id).length, HISTORY_LIMIT);

    // As the store would: the rest arrives in pieces, each after the latest ones have been read.
    let stored: EngagementFact[] = [];
    let lead = created.lead;
    for (const size of [690, HISTORY_LIMIT - 1, 1, 10]) {
      const part = openBatch(logs, 999 + stored.length);
      part.batch.loadLead(lead, oldestFirst(stored.slice(-HISTORY_LIMIT)));
      const added = all.slice(stored.length, stored.length + size);
      for (const event of added) part.record(id, event);
      evaluateRecorded(part.batch, id);
      stored = [...stored, ...added];
      lead = part.batch.leads.get(id);
    }
    t.equal(stored.length, all.length);
    t.same(lead.score, inMemory.score);
    t.equal(lead.grade, inMemory.grade);

    for (const history of [log, logs]) {
      const replayed = replayLead(id, history);
      t.same(replayed?.lead.score, lead.score);
      t.same(
        replayed?.engagement.map((event) => event.id),
        all.slice(-HISTORY_LIMIT).map((event) => event.id),
      );
    }
    const { facts } = lead;
    const scoreOf = (engagement: readonly EngagementFact[]) =>
      scoreLead(MODEL.compiled, { facts, engagement, now: NOW }).engagement;
    t.equal(lead.score.engagement, scoreOf(all.slice(-HISTORY_LIMIT)));
    t.not(scoreOf(all.slice(-HISTORY_LIMIT)), scoreOf(all), 'all of them would score otherwise');
    t.end();
  },
);

t.test('a lead that is evaluated many times in one transaction is searched once for its next review', (t) => {
  const log: HistoryEvent[] = [];
  const { basis, batch, record } = openBatch(log, 0);
  const source = { channel: 'api', name: 's' } as const;
  const facts = { kind: 'person', name: 'Ada' } as const;
  const ids = [1, 2].map(
    () => execute(batch, { type: 'submission', facts, keys: [], source, fillOnly: false, raw: {} }).lead.id,
  );
  for (let place = 0; place < 50; place += 1) {
    const id = ids[place % 2] ?? '';
    record(id, { id: '', type: 'demo_requested', occurredAt: NOW - place * MINUTE });
    evaluateRecorded(batch, id);
  }
  t.same(batch.reviews.dueIds, ids);
  const { inserted, timersSet } = batch.takeChanges();
  t.same(batch.reviews.dueIds, []);
  for (const id of ids) {
    const reviewAt = nextReviewAt(basis, batch.leads.get(id), batch.leads.engagementOf(id), NOW);
    t.ok(reviewAt !== undefined && reviewAt > NOW, 'points fade');
    t.equal(inserted.find((lead) => lead.id === id)?.reviewAt, reviewAt);
    t.same(
      timersSet.filter(({ subjectId }) => subjectId === id),
      [{ kind: 'lead_review', subjectId: id, dueAt: reviewAt }],
    );
  }
  t.end();
});
