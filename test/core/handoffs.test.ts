import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { compileRoutingPolicy } from '../../src/core/assignment/policy.js';
import { createAssignmentState } from '../../src/core/assignment/state.js';
import { Batch } from '../../src/core/batch/batch.js';
import { compileClassificationPolicy } from '../../src/core/classification/classify.js';
import { execute, refusalOf } from '../../src/core/commands/execute.js';
import type { Command } from '../../src/core/commands/table.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_HANDOFF_POLICY } from '../../src/core/defaults/handoff-policy.js';
import { DEFAULT_LIFECYCLE } from '../../src/core/defaults/lifecycle.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import {
  compileHandoffPolicy,
  type HandoffPolicy,
  offersToNextRep,
  validateHandoffPolicy,
} from '../../src/core/handoffs/policy.js';
import { type Handoff, REJECTION_REASONS } from '../../src/core/leads/handoff.js';
import type { Lead } from '../../src/core/leads/lead.js';
import { lifecycleBasis } from '../../src/core/lifecycle/basis.js';
import { type HistoryEvent, replayLead } from '../../src/core/replay/replay.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import { compileSlaPolicy, type SlaRule } from '../../src/core/sla/policy.js';
import { NAMED_SOURCES } from './named-sources.js';

const START = Date.UTC(2026, 0, 15);
const HOUR = 3_600_000;
const REPS = ['a', 'b', 'c'];

const policyOf = (more: Partial<HandoffPolicy>): HandoffPolicy => ({ ...DEFAULT_HANDOFF_POLICY, ...more });

t.test('what follows an offer that is not accepted', async (t) => {
  const compiled = (more: Partial<HandoffPolicy>) => compileHandoffPolicy(policyOf(more), 1);
  const rejected = (reason: (typeof REJECTION_REASONS)[number]) => ({ status: 'rejected', reason }) as const;
  const about = REJECTION_REASONS.filter((reason) => offersToNextRep(compiled({}), rejected(reason), 1));
  t.same(about, ['not_my_territory', 'not_my_product', 'no_capacity', 'conflict_of_interest']);
  t.ok(offersToNextRep(compiled({ afterRejection: 'next_rep' }), rejected('no_budget'), 2));
  t.notOk(offersToNextRep(compiled({ afterRejection: 'next_rep' }), rejected('no_budget'), 3), 'three offers were all');
  t.notOk(offersToNextRep(compiled({ afterRejection: 'marketing' }), rejected('no_capacity'), 1));
  t.ok(offersToNextRep(compiled({}), { status: 'timed_out' }, 2));
  t.notOk(offersToNextRep(compiled({ afterTimeout: 'marketing' }), { status: 'timed_out' }, 1));
  const wrong = policyOf({ automatic: ['sql', 'sql'], acceptWithinHours: { mql: 0, sql: 721 }, maximumOffers: 0 });
  t.same(
    validateHandoffPolicy(wrong).map(({ pointer }) => pointer),
    ['/acceptWithinHours/mql', '/acceptWithinHours/sql', '/automatic/1', '/maximumOffers'],
  );
});

interface World {
  now: number;
  count: number;
  lead: Lead | undefined;
  events: (HistoryEvent & { subjectId: string })[];
}

/** One transaction about the only lead. */
function step(world: World, policy: HandoffPolicy, command: Command): boolean {
  const { now } = world;
  const newId = () => `id${++world.count}`;
  const routing = { rules: [{ id: 'all', label: 'All', teamId: 'team' }] };
  const members = REPS.map((repId) => ({ repId, weight: 1 }));
  const rule: SlaRule = { id: 'first', label: 'First', clock: 'first_touch', hours: 'owner', withinMinutes: 90 };
  const sla = { rules: [{ ...rule, onBreach: ['reassign' as const] }] };
  const batch = new Batch({
    basis: {
      scoreModelFor: () => ({ version: 1, compiled: compileScoreModel(DEFAULT_SCORE_MODEL) }),
      classification: { version: 1, compiled: compileClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY) },
      assignment: createAssignmentState(compileRoutingPolicy(routing, 1), {
        reps: new Map(REPS.map((id) => [id, { id, name: id, active: true, capacity: null, openLeads: 0 }])),
        teams: [{ id: 'team', name: 'Team', active: true, members }],
        ledgers: [],
      }),
      lifecycle: lifecycleBasis({
        ...DEFAULT_LIFECYCLE,
        handoff: compileHandoffPolicy(policy, 1),
        sla: compileSlaPolicy(sla, 1, { zoneOf: () => undefined, holidays: new Set() }),
      }),
      sourceOf: () => undefined,
    },
    sources: NAMED_SOURCES,
    now,
    newId,
  });
  if (world.lead) {
    batch.loadLead(world.lead, []);
    if (world.lead.ownerId === undefined) batch.leads.loadWaiting([world.lead.id]);
  }
  if (refusalOf(batch, command)) return false;
  batch.emitTo((event) => {
    const stored = JSON.parse(JSON.stringify(event)) as typeof event;
    world.events.push({ ...stored, actorId: 'key', occurredAt: now });
  });
  execute(batch, command);
  const { inserted, replaced, redecided } = batch.takeChanges();
  world.lead = inserted[0] ?? replaced[0] ?? redecided[0] ?? world.lead;
  return true;
}

const leadId = 'id2';
const FACTS = { kind: 'person', name: 'Ada', email: 'a@a.de', emailNormalized: 'a@a.de' } as const;
const SUBMISSION: Command = {
  type: 'submission',
  facts: { ...FACTS, purchaseTimeframeDays: 0, timeframeStatedAt: START },
  keys: [],
  source: { channel: 'api', name: 's' },
  fillOnly: false,
  raw: {},
};

const few = <T>(...values: T[]) => fc.constantFrom(...values);
const command: fc.Arbitrary<Command> = fc.oneof(
  few<Command>(
    { type: 'handoff_offer', leadId, cause: 'request' },
    { type: 'handoff_offer', leadId, cause: 'request', teamId: 'team' },
    { type: 'handoff_withdraw', leadId },
    { type: 'handoff_timeout', leadId },
    { type: 'sla_pause', leadId, reason: 'asked' },
    { type: 'sla_resume', leadId },
    { type: 'sla_check', leadId },
    { type: 'route', leadId },
    { type: 'release', leadId },
    { type: 'unlock', leadId },
    { type: 'review', leadId, cause: 'decay' },
  ),
  few(...REPS).map((repId): Command => ({ type: 'handoff_offer', leadId, cause: 'request', repId })),
  few(undefined, ...REPS).map((repId): Command => ({ type: 'handoff_accept', leadId, repId, actorId: 'key' })),
  few(...REJECTION_REASONS).map((reason): Command => ({ type: 'handoff_reject', leadId, reason, evidence: 'said so' })),
  few(...REPS).map((repId): Command => ({ type: 'assign', leadId, repId, reason: 'r', actorId: 'key' })),
  few(...REPS).map((from): Command => ({ type: 'route', leadId, from })),
  few(...REPS).map((repId): Command => ({ type: 'claim', repId, leaseMs: HOUR })),
  few('sql' as const, 'mql' as const, 'prospect' as const, 'parked' as const, 'lost' as const).map(
    (category): Command => ({ type: 'move', leadId, category, reason: 'r', actorId: 'key' }),
  ),
);
const policies = fc.record({
  automatic: few<HandoffPolicy['automatic']>([], ['sql'], ['mql', 'sql']),
  afterRejection: few('by_reason' as const, 'next_rep' as const),
  maximumOffers: few(1, 2, 5),
});
const runs = fc.array(fc.tuple(few(0, HOUR, 4 * HOUR, 30 * HOUR), command), { maxLength: 20 });

const recordedPart = (lead: Lead | undefined) => {
  if (lead === undefined) return undefined;
  const { reviewAt: _, nextEligibleAt: __, effort: ___, ...rest } = lead;
  return JSON.parse(JSON.stringify(rest));
};

/** What holds of the events of offers: one is open at a time, each ends once, and no rep who declined is offered it again. */
function assertOffers(events: World['events'], lead: Lead | undefined): void {
  const open = new Set<string>();
  let declined = new Set<string>();
  for (const { type, after } of events) {
    const { offer, handoff, lifecycle } = after as {
      offer?: { id: string; repId?: string };
      handoff?: { id: string };
      lifecycle?: { declinedRepIds?: string[] | null };
    };
    if (lifecycle && 'declinedRepIds' in lifecycle) declined = new Set(lifecycle.declinedRepIds ?? []);
    if (type === 'lead.handoff_offered' && offer) {
      assert.equal(open.size, 0, 'one offer at a time');
      assert.ok(!declined.has(offer.repId ?? ''), 'no rep who declined gets another offer');
      open.add(offer.id);
    }
    if (/handoff_(accepted|rejected|timed_out|withdrawn)$/.test(type)) {
      assert.ok(handoff && open.delete(handoff.id), `${type} of an open offer`);
    }
  }
  assert.equal(open.size, lead?.lifecycle?.handoff?.status === 'offered' ? 1 : 0, 'what is open is offered');
}

t.test('every offer ends exactly once in any run, and history reproduces all of it', async (t) => {
  let offers = 0;
  const property = fc.property(policies, runs, (more, run) => {
    const policy = policyOf(more);
    const world: World = { now: START, count: 0, lead: undefined, events: [] };
    step(world, policy, SUBMISSION);
    assert.equal(world.lead?.id, leadId);
    for (const [after, one] of run) {
      world.now += after;
      step(world, policy, one);
      const lead: Lead | undefined = world.lead;
      const handoff: Handoff | undefined = lead?.lifecycle?.handoff;
      if (handoff?.status === 'offered' && handoff.repId)
        assert.equal(lead?.ownerId, handoff.repId, 'who is asked owns it');
      assert.equal(handoff?.dueAt === undefined, handoff?.status !== 'offered', 'a limit while it is open');
      if (lead?.ownerId === undefined) assert.ok(lead?.queueReason, 'without an owner it says why');
      assert.deepEqual(recordedPart(replayLead(leadId, world.events)?.lead), recordedPart(lead));
    }
    assertOffers(world.events, world.lead);
    offers += world.events.filter(({ type }) => type === 'lead.handoff_offered').length;
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 2_000 }));
  t.ok(offers > 2_000, `${offers} offers were made`);
});
