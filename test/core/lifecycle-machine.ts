import assert from 'node:assert/strict';
import { compileRoutingPolicy } from '../../src/core/assignment/policy.js';
import { createAssignmentState } from '../../src/core/assignment/state.js';
import { Batch } from '../../src/core/batch/batch.js';
import { compileClassificationPolicy } from '../../src/core/classification/classify.js';
import { execute, refusalOf } from '../../src/core/commands/execute.js';
import type { Command } from '../../src/core/commands/table.js';
import { commandOf } from '../../src/core/commands/timers.js';
import { field } from '../../src/core/conditions/build.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_FUNNEL } from '../../src/core/defaults/funnel.js';
import { DEFAULT_LIFECYCLE } from '../../src/core/defaults/lifecycle.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { EngagementFact, EngagementType } from '../../src/core/engagement.js';
import { compileHandoffPolicy, type HandoffPolicy } from '../../src/core/handoffs/policy.js';
import { matchKeysOf } from '../../src/core/leads/keys.js';
import { type Lead, OPEN_CATEGORIES } from '../../src/core/leads/lead.js';
import type { BreachAction, SlaClockKind } from '../../src/core/leads/sla.js';
import { lifecycleBasis } from '../../src/core/lifecycle/basis.js';
import { compileFunnel, type Funnel } from '../../src/core/lifecycle/funnel.js';
import { DEFAULT_RETURNING } from '../../src/core/lifecycle/returning-rules.js';
import { type HistoryEvent, replayLead } from '../../src/core/replay/replay.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import { compileSlaPolicy, type SlaPolicy, type SlaRule } from '../../src/core/sla/policy.js';
import type { Timer } from '../../src/core/timers.js';
import { NAMED_SOURCES } from './named-sources.js';
import { StoredSales } from './stored-sales.js';

export const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 15);

/** Stages of one's own: two in one category, guards, allowed moves, and ageing in days. */
const FUNNEL: Funnel = {
  ...DEFAULT_FUNNEL,
  // The machine has one lead, so customers get no further one.
  returning: { ...DEFAULT_RETURNING, rules: DEFAULT_RETURNING.rules.filter(({ action }) => action !== 'new_lead') },
  stages: [
    ...DEFAULT_FUNNEL.stages.map((stage) =>
      OPEN_CATEGORIES.has(stage.category) ? { ...stage, ageingDays: 10 } : stage,
    ),
    { key: 'demo', name: 'Demo', category: 'prospect', requiredFields: ['country'], ageingDays: 3 },
    { key: 'offer', name: 'Offer', category: 'prospect', allowedNext: ['customer', 'lost', 'demo'] },
    { key: 'warming', name: 'Warming up', category: 'mql' },
  ],
};
export const STAGES = FUNNEL.stages.map(({ key }) => key);
const funnel = compileFunnel(FUNNEL, 1);

/** Whatever a workspace can ask for is asked for. */
const HANDOFF: HandoffPolicy = {
  automatic: ['sql'],
  acceptWithinHours: { mql: 24, sql: 4 },
  afterRejection: 'by_reason',
  afterTimeout: 'next_rep',
  maximumOffers: 3,
};
const promise = (clock: SlaClockKind, withinMinutes: number, onBreach: BreachAction[]): SlaRule => ({
  id: clock,
  label: clock,
  clock,
  withinMinutes,
  hours: clock === 'next_touch' ? 'lead' : 'always',
  warnAtPercent: 50,
  onBreach,
});
const SLA: SlaPolicy = {
  rules: [
    promise('first_touch', 120, ['notify']),
    promise('acceptance', 90, ['reassign']),
    promise('next_touch', 2_000, ['notify', 'reassign']),
  ],
};
const LIFECYCLE = lifecycleBasis({
  ...DEFAULT_LIFECYCLE,
  funnel,
  handoff: compileHandoffPolicy(HANDOFF, 1),
  sla: compileSlaPolicy(SLA, 1, { zoneOf: () => undefined, holidays: new Set() }),
});
const MODEL = { version: 1, compiled: compileScoreModel(DEFAULT_SCORE_MODEL) };
const POLICY = { version: 1, compiled: compileClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY) };
const ROUTING = { rules: [{ id: 'de', label: 'Germany', when: field('country', 'eq', 'DE'), teamId: 'dach' }] };
const REPS = ['a', 'b'];

export type Make = (lead: Lead | undefined, now: number) => Command;

/** One lead through whatever happens to it, one transaction each, with its timers and its history. */
export class Machine {
  lead: Lead | undefined;
  now = START;
  private engagement: EngagementFact[] = [];
  private readonly events: (HistoryEvent & { subjectId: string })[] = [];
  private readonly timers = new Map<string, Timer>();
  private readonly sales = new StoredSales();
  private ids = 0;

  /** Whether it was done, and what of the core refused it; afterwards nothing illegal is there. */
  step(make: Make): boolean {
    const command = make(this.lead, this.now);
    const batch = this.open();
    if (refusalOf(batch, command)) return false;
    const actorId = 'actorId' in command ? command.actorId : 'key';
    batch.emitTo((event) => {
      const logged = JSON.parse(JSON.stringify(event)) as typeof event;
      this.events.push({ ...logged, actorId, occurredAt: this.now });
    });
    execute(batch, command);
    this.store(batch);
    this.assertLegal(command.type);
    return true;
  }

  /** Time passes; timers that come due fire on the way, each at its own instant, oldest first. */
  pass(milliseconds: number): void {
    const until = this.now + milliseconds;
    for (let fired = 0; fired < 100; fired += 1) {
      const due = [...this.timers.values()].filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];
      if (!due) break;
      this.now = Math.max(this.now, due.dueAt);
      assert.ok(fired < 99, `the timer ${due.kind} fires again and again`);
      this.step(() => commandOf(due) as Command);
    }
    this.now = until;
  }

  /** The state replayed from the history is the state of the lead, and its steps are counted from the log. */
  assertReplays(): void {
    const ofLeads = this.events.filter(({ type }) => type.startsWith('lead.'));
    const leadIds = new Set(ofLeads.map(({ subjectId }) => subjectId));
    for (const leadId of leadIds) {
      const own = this.events.filter(({ subjectId }) => subjectId === leadId);
      const stored = this.lead?.id === leadId ? this.lead : undefined;
      assert.deepEqual(comparable(replayLead(leadId, own)?.lead), comparable(stored));
      if (stored) assert.deepEqual(stepsOf(stored), firstReached(own));
    }
  }

  private open(): Batch {
    const { lead } = this;
    const batch = new Batch({
      basis: {
        scoreModelFor: () => MODEL,
        classification: POLICY,
        assignment: createAssignmentState(compileRoutingPolicy(ROUTING, 1), {
          reps: new Map(REPS.map((id) => [id, { id, name: id, active: true, capacity: null, openLeads: 0 }])),
          teams: [{ id: 'dach', name: 'DACH', active: true, members: REPS.map((repId) => ({ repId, weight: 1 })) }],
          ledgers: [],
        }),
        lifecycle: LIFECYCLE,
        sourceOf: () => undefined,
      },
      sources: NAMED_SOURCES,
      now: this.now,
      newId: () => `id${++this.ids}`,
    });
    if (lead) {
      batch.loadLead(lead, this.engagement);
      for (const { kind, value } of matchKeysOf(lead.facts)) batch.leads.loadKey(kind, value, lead.id);
      if (lead.ownerId === undefined) batch.leads.loadWaiting([lead.id]);
    }
    this.sales.load(batch.sales);
    return batch;
  }

  private store(batch: Batch): void {
    const changes = batch.takeChanges();
    const [inserted] = changes.inserted;
    const isGone = changes.removedIds.length > 0;
    this.sales.store(changes.sales, changes.removedIds);
    const before = this.lead;
    this.lead = isGone ? undefined : (inserted ?? changes.replaced[0] ?? changes.redecided[0] ?? before);
    if (isGone || inserted) this.engagement = [];
    for (const { id, type, occurredAt } of changes.engagement) {
      this.engagement.push({ id, type: type as EngagementType, occurredAt });
    }
    for (const timer of changes.timersSet) this.timers.set(timer.kind, timer);
    for (const { kind } of changes.timersCleared) this.timers.delete(kind);
    if (before && this.lead && this.lead !== before) assert.ok(this.lead.version >= before.version);
  }

  private assertLegal(after: string): void {
    const { lead } = this;
    const dueOf = (kind: string) => this.timers.get(kind)?.dueAt;
    const { lifecycle, category } = lead ?? {};
    const instants: Record<string, number | undefined> = {
      lead_review: lead?.reviewAt,
      lead_routing: lead?.nextEligibleAt,
      lease_expiry: lead?.leaseUntil,
      lead_rotting: lifecycle?.rotsAt,
      park_wake: lifecycle?.wakesAt,
      handoff_timeout: lifecycle?.handoff?.dueAt,
      sla_check: lifecycle?.sla?.dueAt,
      sequence_entry: lifecycle?.entersAt,
      sequence_step: lifecycle?.sequences?.dueAt,
    };
    for (const [kind, dueAt] of Object.entries(instants)) assert.equal(dueOf(kind), dueAt, `${kind} after ${after}`);
    if (!lead || category === undefined) return;
    if (lifecycle?.stage !== undefined) {
      assert.equal(funnel.byKey.get(lifecycle.stage)?.category, category, `the stage after ${after}`);
    }
    if (lead.ownerId !== undefined) assert.equal(lead.queueReason, undefined, `owned, and in the queue after ${after}`);
    if (OPEN_CATEGORIES.has(category)) {
      assert.ok(lead.ownerId !== undefined || lead.queueReason !== undefined, `an owner or a reason after ${after}`);
    } else {
      assert.equal(lifecycle?.rotsAt, undefined, `a closed lead ages after ${after}`);
      assert.equal(lifecycle?.rotting, undefined, `a closed lead is rotten after ${after}`);
      const live = lifecycle?.sla?.clocks.filter(({ status }) => status === 'running') ?? [];
      assert.deepEqual(live, [], `a closed lead is owed something after ${after}`);
      assert.notEqual(lifecycle?.handoff?.status, 'offered', `a closed lead is offered after ${after}`);
    }
    if (category !== 'parked') assert.equal(lifecycle?.parked, undefined, `parked in ${category} after ${after}`);
    if (lifecycle?.parked) assert.ok(lifecycle.parked.reason, `parked without a reason after ${after}`);
    if (category !== 'disqualified') assert.equal(lifecycle?.disqualification, undefined, `${category} after ${after}`);
    if (category === 'parked') assert.ok(lead.moveReason, `parked without a reason after ${after}`);
    if (lead.competitor !== undefined)
      assert.ok(category === 'lost' || category === 'parked', `a competitor after ${after}`);
    assert.ok(lead.categorySince <= this.now && lead.createdAt <= lead.updatedAt);
  }
}

/** As in JSON, without what events do not hold: what is to be done next, not what was decided. */
export function comparable(lead: Lead | undefined): unknown {
  if (lead === undefined) return undefined;
  const { reviewAt: _, nextEligibleAt: __, effort: ___, lifecycle, ...rest } = lead;
  const {
    rotsAt: ____,
    wakesAt: _____,
    givenConsents: ______,
    timeframeShownAt: _______,
    beforeChurn: ________,
    awaitedRepId: _________,
    entersAt: __________,
    ...sections
  } = lifecycle ?? {};
  return JSON.parse(JSON.stringify({ ...rest, lifecycle: Object.keys(sections).length === 0 ? undefined : sections }));
}

const stepsOf = ({ reachedLeadAt, reachedMqlAt, reachedSqlAt, reachedProspectAt }: Lead) => [
  ...[reachedLeadAt, reachedMqlAt, reachedSqlAt, reachedProspectAt],
];

/** When a history has each category, or a later one, first. */
function firstReached(history: readonly HistoryEvent[]): (number | undefined)[] {
  const order = ['lead', 'mql', 'sql', 'prospect'];
  return order.map(
    (_, place) =>
      history.find(({ after }) => order.indexOf((after as { category?: string } | undefined)?.category ?? '') >= place)
        ?.occurredAt,
  );
}
