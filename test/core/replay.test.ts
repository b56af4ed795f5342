import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { compileRoutingPolicy } from '../../src/core/assignment/policy.js';
import { createAssignmentState } from '../../src/core/assignment/state.js';
import { Batch } from '../../src/core/batch/batch.js';
import { compileClassificationPolicy } from '../../src/core/classification/classify.js';
import { execute, refusalOf } from '../../src/core/commands/execute.js';
import type { Command } from '../../src/core/commands/table.js';
import { field } from '../../src/core/conditions/build.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { EngagementFact, EngagementType } from '../../src/core/engagement.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { matchKeysOf } from '../../src/core/leads/keys.js';
import type { Lead } from '../../src/core/leads/lead.js';
import { historyUntil } from '../../src/core/replay/history-until.js';
import { type HistoryEvent, replayLead } from '../../src/core/replay/replay.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import { LIFECYCLES, lifecycleCommand, toldLifecycle } from './lifecycle-arbitraries.js';
import { NAMED_SOURCES } from './named-sources.js';
import { PURCHASE, StoredSales } from './stored-sales.js';

/** The file takes a minute or two of processor time: on a busy machine that is more than the usual limit. */
t.setTimeout(480_000);

const START = Date.UTC(2026, 0, 15);
const DAY = 86_400_000;

/** Two versions of each document, so that histories cross publications. */
const MODELS = [
  DEFAULT_SCORE_MODEL,
  {
    ...DEFAULT_SCORE_MODEL,
    fit: {
      ...DEFAULT_SCORE_MODEL.fit,
      rules: DEFAULT_SCORE_MODEL.fit.rules.map((rule) => ({ ...rule, points: rule.points * 2 })),
    },
  },
].map((document, index) => ({ version: index + 1, compiled: compileScoreModel(document) }));
const POLICIES = [DEFAULT_CLASSIFICATION_POLICY, { ...DEFAULT_CLASSIFICATION_POLICY }].map((document, index) => ({
  version: index + 1,
  compiled: compileClassificationPolicy(document),
}));

const few = <T>(...values: T[]) => fc.constantFrom(...values);
const facts: fc.Arbitrary<LeadFacts> = fc
  .record(
    {
      jobTitle: few('CEO', 'Intern'),
      industry: few('Software', 'Retail'),
      employeeCount: few(5, 5000),
      country: few('DE', 'FR'),
      purchaseTimeframeDays: few(0, 30, 90),
      authority: few('user' as const, 'decision_maker' as const),
      tags: fc.uniqueArray(few('x', 'y'), { minLength: 1 }),
      attributes: few({ plan: 'pro' as string | null }, { plan: null }),
      emailConsent: few('granted' as const, 'denied' as const),
      emailConsentAt: few(START - DAY, START + DAY),
    },
    { requiredKeys: [] },
  )
  .map((given) => ({ kind: 'person', name: 'Ada', email: 'a@a.de', emailNormalized: 'a@a.de', ...given }));
/** Known by the same key, so that there is one lead. */
const BARE: LeadFacts = { kind: 'person', name: 'Ada', email: 'a@a.de', emailNormalized: 'a@a.de' };
const passing = few(0, 1000, DAY / 2, 3 * DAY, 20 * DAY, 60 * DAY);
const command = fc.oneof(
  fc
    .record({ given: facts, past: few(undefined, -3 * DAY) })
    .map(({ given, past }) => (lead: Lead | undefined, now: number) => ({
      type: 'submission' as const,
      facts: given,
      keys: matchKeysOf(given),
      source: { channel: 'api' as const, name: lead === undefined ? 's' : 't', campaign: 'c' },
      fillOnly: false,
      occurredAt: past === undefined ? undefined : now + past,
      raw: {},
    })),
  fc.record({ given: facts, bare: fc.boolean() }).map(({ given, bare }) => (lead: Lead | undefined) => ({
    type: 'patch' as const,
    leadId: lead?.id ?? 'nobody',
    apply: (known: LeadFacts) => (bare ? BARE : { ...known, ...given }),
  })),
  fc
    .record({
      type: few<EngagementType>(
        ...(['page_viewed', 'demo_requested', 'spam_reported', 'price_requested'] as const),
        ...(['email_bounced', 'email_opened'] as const),
      ),
      ago: few(0, 5 * DAY),
    })
    .map(({ type, ago }) => (lead: Lead | undefined, now: number) => ({
      type: 'engagement' as const,
      lead: { id: lead?.id ?? 'nobody' },
      engagementType: type,
      occurredAt: now - ago,
      source: { channel: 'web_form' as const, name: 's' },
      properties: { hard: true },
    })),
  fc
    .record({
      category: few('prospect' as const, 'lost' as const, 'mql' as const),
      reason: few('r', 'q'),
      competitor: few(undefined, 'x'),
    })
    .map(({ category, reason, competitor }) => (lead: Lead | undefined) => ({
      type: 'move' as const,
      leadId: lead?.id ?? 'nobody',
      category,
      reason,
      competitor: category === 'lost' ? competitor : undefined,
      actorId: `key-${reason}`,
    })),
  fc.constant((lead: Lead | undefined) => ({ type: 'release' as const, leadId: lead?.id ?? 'nobody' })),
  fc.constantFrom('decay' as const, 'publish' as const).map((cause) => (lead: Lead | undefined) => ({
    type: 'review' as const,
    cause,
    leadId: lead?.id ?? 'nobody',
  })),
  fc
    .record({ repId: few('a', 'b'), reason: few('knows them', 'asked for') })
    .map(({ repId, reason }) => (lead: Lead | undefined) => ({
      type: 'assign' as const,
      leadId: lead?.id ?? 'nobody',
      repId,
      reason,
      actorId: `key-${reason}`,
    })),
  fc.constant((lead: Lead | undefined) => ({ type: 'unlock' as const, leadId: lead?.id ?? 'nobody' })),
  few(undefined, 'a', 'b').map((from) => (lead: Lead | undefined) => ({
    type: 'route' as const,
    leadId: lead?.id ?? 'nobody',
    from,
  })),
  few('a', 'b').map((repId) => () => ({ type: 'claim' as const, repId, leaseMs: DAY })),
  fc
    .record({ action: few('renew' as const, 'return' as const, 'take' as const), repId: few('a', 'b') })
    .map(({ action, repId }) => (lead: Lead | undefined) => ({
      type: 'lease' as const,
      action,
      leadId: lead?.id ?? 'nobody',
      repId,
      leaseMs: 2 * DAY,
    })),
  fc.constant((lead: Lead | undefined) => ({
    type: 'convert' as const,
    leadId: lead?.id ?? 'nobody',
    request: PURCHASE,
    actorId: 'key-c',
  })),
  fc.constant((lead: Lead | undefined) => ({ type: 'undo_conversion' as const, leadId: lead?.id ?? 'nobody' })),
  few('price' as const, 'demo' as const).map((reason) => (lead: Lead | undefined) => ({
    type: 'lose' as const,
    leadId: lead?.id ?? 'nobody',
    reason,
    loseDeals: true,
    actorId: `key-${reason}`,
  })),
  fc.constant((lead: Lead | undefined) => ({ type: 'lease_expiry' as const, leadId: lead?.id ?? 'nobody' })),
  { arbitrary: lifecycleCommand, weight: 6 },
  fc.constant((lead: Lead | undefined) => ({ type: 'removal' as const, leadId: lead?.id ?? 'nobody' })),
);
const moment = fc.record({
  /** Milliseconds since the step before; time stands still within a transaction. */
  after: passing,
  publish: fc.option(fc.record({ model: few(0, 1), policy: few(0, 1), funnel: few(0, 1) }), {
    nil: undefined,
    freq: 6,
  }),
  command,
});

interface Recorded {
  leadId: string;
  /** How many events there were. */
  events: number;
  at: number;
  lead: Lead | undefined;
  engagement: EngagementFact[];
}

interface Published {
  model: number;
  policy: number;
  funnel: number;
}

interface World {
  lead: Lead | undefined;
  engagement: EngagementFact[];
}

/** Lives through the moments, one transaction each, and keeps what was answered after every one. */
function live(
  moments: readonly {
    after: number;
    publish?: Published | undefined;
    command: (lead: Lead | undefined, now: number) => Command;
  }[],
) {
  const [events, recorded]: [(HistoryEvent & { subjectId: string })[], Recorded[]] = [[], []];
  let [now, count, published, world]: [number, number, Published, World] = [
    START,
    0,
    { model: 0, policy: 0, funnel: 0 },
    { lead: undefined, engagement: [] },
  ];
  const sales = new StoredSales();
  for (const { after, publish, command: make } of moments) {
    now += after;
    published = publish ?? published;
    const batch = open(world, published, now, () => `id${++count}`);
    sales.load(batch.sales);
    const wanted = make(world.lead, now);
    if (refusalOf(batch, wanted)) continue;
    const actorId = 'actorId' in wanted ? wanted.actorId : 'key';
    batch.emitTo((event) => {
      const logged = JSON.parse(JSON.stringify(event)) as typeof event;
      events.push({ ...logged, actorId, occurredAt: now });
    });
    execute(batch, wanted);
    const { inserted, replaced, redecided, removedIds, engagement, sales: changes } = batch.takeChanges();
    sales.store(changes, removedIds);
    const leadId = world.lead?.id ?? inserted[0]?.id;
    const stored = removedIds.length > 0 ? undefined : (inserted[0] ?? replaced[0] ?? redecided[0] ?? world.lead);
    const did = engagement.map(({ id, type, occurredAt }) => ({ id, type: type as EngagementType, occurredAt }));
    world =
      stored === undefined
        ? { lead: undefined, engagement: [] }
        : { lead: stored, engagement: [...world.engagement, ...did] };
    if (leadId !== undefined) recorded.push({ leadId, events: events.length, at: now, ...world });
  }
  return { events, recorded };
}

function open({ lead, engagement }: World, published: Published, now: number, newId: () => string) {
  const routing = { rules: [{ id: 'de', label: 'Germany', when: field('country', 'eq', 'DE'), teamId: 'dach' }] };
  const batch = new Batch({
    basis: {
      scoreModelFor: () => MODELS[published.model] as (typeof MODELS)[0],
      classification: POLICIES[published.policy] as (typeof POLICIES)[0],
      assignment: createAssignmentState(compileRoutingPolicy(routing, 1), {
        reps: new Map(['a', 'b'].map((id) => [id, { id, name: id, active: true, capacity: null, openLeads: 0 }])),
        teams: [{ id: 'dach', name: 'DACH', active: true, members: ['a', 'b'].map((repId) => ({ repId, weight: 1 })) }],
        ledgers: [],
      }),
      lifecycle: LIFECYCLES[published.funnel] as (typeof LIFECYCLES)[0],
      sourceOf: () => undefined,
      comparesTouches: true,
    },
    sources: NAMED_SOURCES,
    now,
    newId,
  });
  if (lead) {
    batch.loadLead(lead, engagement);
    for (const { kind, value } of matchKeysOf(lead.facts)) batch.leads.loadKey(kind, value, lead.id);
    if (lead.ownerId === undefined) batch.leads.loadWaiting([lead.id]);
  }
  return batch;
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

/** As in JSON, without what events do not hold. */
const recordedPart = (lead: Lead | undefined) => {
  if (lead === undefined) return undefined;
  const { reviewAt: _, nextEligibleAt: __, effort: ___, touches: ____, ...rest } = lead;
  return JSON.parse(JSON.stringify({ ...rest, lifecycle: toldLifecycle(lead) }));
};

t.test('a lead replayed from its events is what was stored at each instant', async (t) => {
  let answers = 0;
  const property = fc.property(fc.array(moment, { minLength: 1, maxLength: 40, size: 'max' }), (moments) => {
    const { events, recorded } = live(moments);
    for (const { leadId, events: count, at, lead, engagement } of recorded) {
      const own = events.filter(({ subjectId }) => subjectId === leadId);
      const until = events.slice(0, count).filter(({ subjectId }) => subjectId === leadId);
      const replayed = replayLead(leadId, until);
      answers++;
      assert.deepEqual(recordedPart(replayed?.lead), recordedPart(lead));
      assert.deepEqual(
        (replayed?.engagement ?? []).map(({ id, type, occurredAt }) => ({ id, type, occurredAt })),
        engagement,
      );
      assert.deepEqual(asJson(replayed?.touches ?? []), asJson(lead?.touches ?? []));
      // The last answer at an instant is the one as of it.
      const isLast = recorded.every((other) => other.at !== at || other.events <= count);
      if (isLast) assert.deepEqual(recordedPart(replayLead(leadId, historyUntil(own, at))?.lead), recordedPart(lead));
    }
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 10_000 }));
  t.ok(answers > 30_000, `${answers} answers compared`);
});

t.test('the order of the log decides, not the clocks of its writers', async (t) => {
  const history = [10, 30, 28, 40].map((occurredAt) => ({ occurredAt }));
  t.strictSame(historyUntil(history, 28), history.slice(0, 3));
  t.strictSame(historyUntil(history, 29), history.slice(0, 3));
  t.strictSame(historyUntil(history, 9), []);
  t.strictSame(historyUntil(history, 99), history);
});
