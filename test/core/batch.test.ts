import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { compileRoutingPolicy, type RoutingPolicy } from '../../src/core/assignment/policy.js';
import type { LedgerLine } from '../../src/core/assignment/pool.js';
import type { RepFacts } from '../../src/core/assignment/reps.js';
import { createAssignmentState } from '../../src/core/assignment/state.js';
import { Batch } from '../../src/core/batch/batch.js';
import type { Changes } from '../../src/core/batch/changes.js';
import type { LoadDifference } from '../../src/core/batch/rep-load.js';
import { compileClassificationPolicy } from '../../src/core/classification/classify.js';
import { execute, refusalOf } from '../../src/core/commands/execute.js';
import type { Command, ResultOf } from '../../src/core/commands/table.js';
import { field } from '../../src/core/conditions/build.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_LIFECYCLE } from '../../src/core/defaults/lifecycle.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { EngagementFact, EngagementType } from '../../src/core/engagement.js';
import type { DomainEvent } from '../../src/core/events/events.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { matchKeysOf, sharedKeysOfLead } from '../../src/core/leads/keys.js';
import type { Lead } from '../../src/core/leads/lead.js';
import type { Refusal } from '../../src/core/refusals.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import type { Task } from '../../src/core/tasks/task.js';
import { NAMED_SOURCES } from './named-sources.js';

const MODEL = { version: 1, compiled: compileScoreModel(DEFAULT_SCORE_MODEL) };
const NOW = Date.UTC(2026, 0, 15);
const DAY = 86_400_000;
const POLICY: RoutingPolicy = {
  rules: [{ id: 'germany', label: 'Germany', when: field('country', 'eq', 'DE'), teamId: 'dach' }],
  fallbackTeamId: 'world',
};
const TEAMS = [
  {
    id: 'dach',
    name: 'DACH',
    active: true,
    members: [
      { repId: 'a', weight: 3 },
      { repId: 'b', weight: 1 },
    ],
  },
  { id: 'world', name: 'World', active: true, members: [{ repId: 'c', weight: 1 }] },
];
const rep = (id: string, capacity: number | null): RepFacts => ({ id, name: id, active: true, capacity, openLeads: 0 });

/** What a database would hold between transactions. */
interface World {
  leads: Map<string, Lead>;
  keys: Map<string, string>;
  tasks: Map<string, Task>;
  touches: Changes['touches'];
  engagement: Changes['engagement'];
  consents: Changes['consents'];
  reps: Map<string, RepFacts>;
  ledger: Map<string, LedgerLine>;
}

const emptyWorld = (): World => ({
  leads: new Map(),
  keys: new Map(),
  tasks: new Map(),
  touches: [],
  engagement: [],
  consents: [],
  reps: new Map([rep('a', 1), rep('b', 1), rep('c', 1)].map((one) => [one.id, one])),
  ledger: new Map(),
});

const factOf = ({ id, type, occurredAt }: Changes['engagement'][number]): EngagementFact => ({
  id,
  type: type as EngagementType,
  occurredAt,
});

function openBatch(world: World, newId: () => string) {
  const assignment = createAssignmentState(compileRoutingPolicy(POLICY, 1), {
    reps: world.reps,
    teams: TEAMS,
    ledgers: [...world.ledger.values()],
  });
  const batch = new Batch({
    basis: {
      scoreModelFor: () => MODEL,
      classification: { version: 1, compiled: compileClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY) },
      assignment,
      lifecycle: DEFAULT_LIFECYCLE,
      sourceOf: () => undefined,
    },
    sources: NAMED_SOURCES,
    now: NOW,
    newId,
  });
  for (const lead of world.leads.values()) {
    const done = world.engagement.filter(({ leadId }) => leadId === lead.id).map(factOf);
    batch.loadLead(
      lead,
      done.sort((x, y) => x.occurredAt - y.occurredAt),
    );
  }
  for (const task of world.tasks.values()) if (task.status === 'open') batch.tasks.load(task);
  for (const [name, leadId] of world.keys) {
    const [kind = '', value = ''] = name.split('|');
    batch.leads.loadKey(kind, value, leadId);
  }
  for (const { externalId, id, leadId } of world.engagement)
    if (externalId) batch.engagement.loadCounted(externalId, id, leadId);
  // Consents of a lead are among its facts.
  const ofNobody = world.consents.filter(({ leadId }) => leadId === undefined);
  for (const { kind, value } of ofNobody.flatMap(({ subjects }) => subjects)) {
    const named = ofNobody.filter(({ subjects }) => subjects.some((one) => one.kind === kind && one.value === value));
    batch.consents.load(
      { kind, value },
      named.map((entry) => ({ ...entry, byEmail: kind === 'email' })),
    );
  }
  return { batch, assignment };
}

/** Stores changes in the order in which the pipeline writes them; refuses what a database would. */
function store(world: World, changes: Changes): void {
  const nameOf = ({ kind, value }: { kind: string; value: string }) => `${kind}|${value}`;
  for (const key of changes.keysRemoved) world.keys.delete(nameOf(key));
  for (const id of changes.removedIds) {
    assert.ok(world.leads.delete(id), 'only what is stored is removed');
    for (const [name, leadId] of world.keys) if (leadId === id) world.keys.delete(name);
    for (const task of world.tasks.values()) if (task.leadId === id) world.tasks.delete(task.id);
    world.touches = world.touches.filter(({ leadId }) => leadId !== id);
    world.engagement = world.engagement.filter(({ leadId }) => leadId !== id);
    world.consents = world.consents.map((entry) =>
      entry.leadId === id ? { ...entry, leadId: undefined, basis: undefined, proof: undefined } : entry,
    );
  }
  for (const lead of changes.inserted) world.leads.set(lead.id, lead);
  for (const lead of changes.replaced) {
    assert.ok(world.leads.has(lead.id), 'only what is stored is replaced');
    world.leads.set(lead.id, lead);
  }
  for (const key of changes.keysAdded) {
    assert.ok(!world.keys.has(nameOf(key)), `two leads for ${nameOf(key)}`);
    assert.ok(world.leads.has(key.leadId), 'a key of no lead');
    world.keys.set(nameOf(key), key.leadId);
  }
  for (const task of [...changes.tasksInserted, ...changes.tasksReplaced]) world.tasks.set(task.id, task);
  world.touches.push(...changes.touches);
  world.engagement.push(...changes.engagement);
  world.consents.push(...changes.consents);
}

function storeSums(world: World, load: ReadonlyMap<string, LoadDifference>, ledger: readonly LedgerLine[]): void {
  for (const [repId, by] of load) {
    const known = world.reps.get(repId);
    if (known) world.reps.set(repId, { ...known, openLeads: known.openLeads + by.leads });
  }
  for (const line of ledger) world.ledger.set(`${line.teamId}|${line.repId}`, line);
}

/** A step names leads by the order of their creation, because ids are only known once it runs. */
type Step = (idOf: (index: number) => string) => Command;

type Outcome = { result: ResultOf<Command['type']> } | { refusal: Refusal };

interface Run {
  world: World;
  outcomes: Outcome[];
  events: DomainEvent[];
}

/** Applies the steps in transactions of the given sizes, one after the other; changes are taken every `slice` steps. */
function run(steps: readonly Step[], sizes: readonly number[], slice = Number.POSITIVE_INFINITY): Run {
  const world = emptyWorld();
  const [outcomes, events, created]: [Outcome[], DomainEvent[], string[]] = [[], [], []];
  let count = 0;
  const newId = () => String(++count).padStart(6, '0');
  const idOf = (index: number) => created[index % Math.max(1, created.length)] ?? 'nobody';
  let at = 0;
  for (const size of sizes) {
    const { batch, assignment } = openBatch(world, newId);
    batch.emitTo((event) => void events.push(event));
    for (const [index, step] of steps.slice(at, at + size).entries()) {
      if (index % slice === slice - 1) store(world, batch.takeChanges());
      const command = step(idOf);
      const refusal = refusalOf(batch, command);
      const outcome: Outcome = refusal ? { refusal } : { result: execute(batch, command) };
      if ('result' in outcome && 'touchId' in outcome.result && outcome.result.outcome === 'created') {
        created.push(outcome.result.lead.id);
      }
      outcomes.push(outcome);
    }
    store(world, batch.takeChanges());
    storeSums(world, batch.loadDifferences, assignment.changedLedgers());
    at += size;
  }
  return { world, outcomes, events };
}

const few = <T>(...values: T[]) => fc.constantFrom(...values);
const emails = few('a@a.com', 'b@a.com', 'c@a.com', 'd@a.com');
const phones = few('+4930901820', '+4930901821', '+4930901822');
const contact: fc.Arbitrary<Partial<LeadFacts>> = fc
  .record(
    {
      name: few('Ada', 'Grace'),
      email: fc.oneof(emails, fc.constant('none')),
      phone: phones,
      externalId: few('1', '2', '3'),
      otherEmails: fc.uniqueArray(emails, { minLength: 1, maxLength: 2 }),
      country: few('DE', 'FR'),
      purchaseTimeframeDays: few(0, 30, 90),
      authority: few('user' as const, 'decision_maker' as const),
      tags: fc.uniqueArray(few('x', 'y', 'z'), { minLength: 1 }),
    },
    { requiredKeys: [] },
  )
  .map(({ email, phone, ...rest }) => ({
    ...rest,
    // Without a valid address or number a lead cannot be reached: it is disqualified until it has one again.
    ...(email === 'none' && { email, emailType: 'invalid' as const }),
    ...(email && email !== 'none' && { email, emailNormalized: email, emailType: 'free' as const }),
    ...(phone && { phone, phoneNormalized: phone, phoneType: 'mobile' as const }),
  }));
const when = fc.option(
  fc.integer({ min: -30, max: 0 }).map((days) => NOW + days * DAY),
  { nil: undefined },
);
const index = fc.nat({ max: 5 });

const submission: fc.Arbitrary<Step> = fc
  .record({ contact, when, fillOnly: fc.boolean(), n: fc.nat() })
  .map(({ contact: given, when: occurredAt, fillOnly, n }) => {
    const facts: LeadFacts = { kind: 'person', name: 'Ada', ...given };
    return () => ({
      type: 'submission',
      facts,
      keys: matchKeysOf(facts),
      source: { channel: 'api', name: 's' },
      fillOnly,
      occurredAt,
      raw: { n },
    });
  });
const patching: fc.Arbitrary<Step> = fc
  .record({
    index,
    contact,
    version: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    drop: fc.boolean(),
  })
  .map(({ index: i, contact: given, version, drop }) => (idOf) => ({
    type: 'patch',
    leadId: idOf(i),
    ifMatch: version === undefined ? undefined : [version],
    apply: (facts) => {
      const { email, emailNormalized, emailType, otherEmails, phone, phoneNormalized, phoneType, ...rest } = facts;
      return { ...(drop ? rest : facts), ...given };
    },
  }));
const removal: fc.Arbitrary<Step> = index.map((i) => (idOf) => ({ type: 'removal', leadId: idOf(i) }));
const engagement: fc.Arbitrary<Step> = fc
  .record({
    index,
    email: fc.option(emails, { nil: undefined }),
    type: few<EngagementType>('page_viewed', 'demo_requested', 'spam_reported', 'price_requested'),
    externalId: fc.option(few('e1', 'e2'), { nil: undefined }),
    when,
  })
  .map(({ index: i, email, type, externalId, when: at }) => (idOf) => ({
    type: 'engagement',
    lead: email === undefined ? { id: idOf(i) } : { key: { kind: 'email', value: email } },
    engagementType: type,
    occurredAt: at ?? NOW,
    externalId,
  }));
const step = fc.oneof(
  { weight: 5, arbitrary: submission },
  { weight: 3, arbitrary: patching },
  { weight: 1, arbitrary: removal },
  { weight: 3, arbitrary: engagement },
);
const steps = fc.array(step, { minLength: 1, maxLength: 25 });

/** The next review is found when a lead is written; no answer has it. */
const withoutReview = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) =>
    'result' in outcome && 'lead' in outcome.result && outcome.result.lead
      ? { ...outcome.result, lead: { ...outcome.result.lead, reviewAt: 0 } }
      : outcome,
  );

t.test('commands that share a transaction end as if each had had its own', async (t) => {
  const property = fc.property(steps, fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 4 }), (given, cuts) => {
    const single = run(
      given,
      given.map(() => 1),
    );
    for (const [sizes, slice] of [[[given.length]], [[...cuts, given.length]], [[given.length], 3]] as const) {
      const shared = run(given, sizes, slice);
      assert.deepEqual(withoutReview(shared.outcomes), withoutReview(single.outcomes));
      assert.deepEqual(shared.events, single.events);
      assert.deepEqual(shared.world, single.world);
    }
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 400 }));
});

t.test('after any commands the records agree', async (t) => {
  const property = fc.property(steps, (given) => {
    const { world, events } = run(given, [given.length]);
    for (const lead of world.leads.values()) {
      const own = world.touches.filter(({ leadId }) => leadId === lead.id);
      assert.equal(lead.touchCount, own.length, 'touches');
      assert.equal(own.filter(({ matchedBy }) => matchedBy === undefined).length, 1, 'one touch created it');
      const emitted = events.filter(({ subjectId }) => subjectId === lead.id);
      assert.equal(emitted.filter(({ type }) => type === 'lead.created').length, 1);
      assert.ok(
        lead.ownerId === undefined ? lead.queueReason !== undefined : lead.queueReason === undefined,
        'owner or queue',
      );
    }
    for (const [name, leadId] of world.keys) {
      const lead = world.leads.get(leadId);
      assert.ok(lead, 'a key of a lead that is gone');
      const its = [...matchKeysOf(lead.facts), ...sharedKeysOfLead(lead.id, lead.facts)].map(
        ({ kind, value }) => `${kind}|${value}`,
      );
      // A second external id has no fact of its own.
      assert.ok(its.includes(name) || name.startsWith('external_id'), `${name} is no longer the lead's`);
    }
    const counted = world.engagement.flatMap(({ externalId }) => externalId ?? []);
    assert.equal(new Set(counted).size, counted.length, 'an external id counts once');
    for (const { id, openLeads, capacity } of world.reps.values()) {
      const open = [...world.leads.values()].filter(
        ({ ownerId, category }) => ownerId === id && category !== 'disqualified',
      );
      assert.equal(openLeads, open.length, 'open leads');
      assert.ok(capacity !== null);
    }
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 300 }));
});

t.test('a lead that is open again takes its place before the next one is given out', async (t) => {
  const facts = (change: Partial<LeadFacts>): LeadFacts => ({ kind: 'person', name: 'Ada', country: 'DE', ...change });
  const submit =
    (email: string): Step =>
    () => {
      const submitted = facts({ email, emailNormalized: email, emailType: 'free' });
      return {
        type: 'submission',
        facts: submitted,
        keys: matchKeysOf(submitted),
        source: { channel: 'api', name: 's' },
        fillOnly: false,
        raw: {},
      };
    };
  const correct =
    (change: Partial<LeadFacts>): Step =>
    (idOf) => ({ type: 'patch', leadId: idOf(0), apply: () => facts(change) });
  const reopened = { email: 'e@a.com', emailNormalized: 'e@a.com', emailType: 'free' as const };
  const given = [
    submit('a@a.com'),
    correct({ email: 'none', emailType: 'invalid' }),
    correct(reopened),
    ...['b@a.com', 'c@a.com', 'd@a.com'].map(submit),
  ];
  for (const sizes of [[given.length], given.map(() => 1)]) {
    const { world, outcomes } = run(given, sizes);
    t.strictSame(
      outcomes
        .slice(0, 3)
        .map((outcome) => ('result' in outcome && 'lead' in outcome.result ? outcome.result.lead?.category : outcome)),
      ['suspect', 'disqualified', 'suspect'],
    );
    const leads = [...world.leads.values()];
    t.strictSame(
      leads.map(({ ownerId }) => ownerId),
      ['a', 'b', 'c', undefined],
      'one each, and then no rep is free',
    );
    t.strictSame(
      [...world.reps.values()].map(({ openLeads }) => openLeads),
      [1, 1, 1],
    );
  }
});
