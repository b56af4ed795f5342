import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { EngagementType } from '../../src/core/engagement.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { matchKeysOf } from '../../src/core/leads/keys.js';
import type { Lead } from '../../src/core/leads/lead.js';
import type { WakeWhen } from '../../src/core/leads/lifecycle.js';
import { CATEGORIES, type Category } from '../../src/core/leads/vocabulary.js';
import { comparable, DAY, Machine, type Make, STAGES } from './lifecycle-machine.js';
import { PURCHASE } from './stored-sales.js';

/** What a bystander knows without the code: where a person put the lead, until a release. */
interface Model {
  pinned: Category | undefined;
}

/** What a command does to that: nothing, nothing unless a closed lead comes back, or whatever the lead says afterwards. */
type Effect = 'none' | 'interest' | 'decides';

const REOPENED: ReadonlySet<Category | undefined> = new Set(['lost', 'disqualified', 'parked']);

class Happening implements fc.Command<Model, Machine> {
  constructor(
    private readonly name: string,
    private readonly effect: Effect,
    private readonly run_: (machine: Machine) => void,
  ) {}

  check(): boolean {
    return true;
  }

  run(model: Model, machine: Machine): void {
    const cycles = machine.lead?.lifecycle?.cycles ?? 0;
    this.run_(machine);
    const { lead } = machine;
    const { cycles: cycle = 0, returning } = lead?.lifecycle ?? {};
    const isBack = this.effect === 'interest' && cycle > cycles && returning?.action === 'reopen';
    if (isBack) assert.ok(REOPENED.has(model.pinned), `${this.name} reopens what no person has closed`);
    // A parked lead wakes by itself when what it waits for comes.
    const isKept = this.effect !== 'decides' && !isBack;
    if (isKept && model.pinned !== undefined && model.pinned !== 'parked' && lead) {
      assert.equal(lead.category, model.pinned, `${this.name} overrules what a person decided`);
    }
    model.pinned = lead?.categoryDecidedBy === 'person' ? lead.category : undefined;
  }

  toString(): string {
    return this.name;
  }
}

const few = <T>(...values: T[]) => fc.constantFrom(...values);
const happens = (name: string, effect: Effect, make: fc.Arbitrary<Make>) =>
  make.map((command) => new Happening(name, effect, (machine) => void machine.step(command)));
const NO_LEAD_ID = 'nobody';

const facts: fc.Arbitrary<LeadFacts> = fc
  .record(
    {
      jobTitle: few('CEO', 'Intern'),
      employeeCount: few(5, 5000),
      country: few('DE', 'FR'),
      purchaseTimeframeDays: few(0, 30, 90),
    },
    { requiredKeys: [] },
  )
  .map((given) => ({ kind: 'person', name: 'Ada', email: 'a@a.de', emailNormalized: 'a@a.de', ...given }));

const submission = happens(
  'submission',
  'interest',
  facts.map(
    (given): Make =>
      () => ({
        type: 'submission',
        facts: given,
        keys: matchKeysOf(given),
        source: { channel: 'api', name: 's' },
        fillOnly: false,
        raw: {},
      }),
  ),
);
const patch = happens(
  'patch',
  'interest',
  facts.map(
    (given): Make =>
      (lead) => ({
        type: 'patch',
        leadId: lead?.id ?? NO_LEAD_ID,
        apply: (known: LeadFacts) => ({ ...known, ...given }),
      }),
  ),
);
const engagement = happens(
  'engagement',
  'interest',
  few<EngagementType>('page_viewed', 'demo_requested', 'spam_reported', 'email_replied').map(
    (engagementType): Make =>
      (lead, now) => ({ type: 'engagement', lead: { id: lead?.id ?? NO_LEAD_ID }, engagementType, occurredAt: now }),
  ),
);
const move = happens(
  'move',
  'decides',
  few(...CATEGORIES).map(
    (category): Make =>
      (lead) => ({
        type: 'move',
        leadId: lead?.id ?? NO_LEAD_ID,
        category,
        reason: 'said so',
        competitor: category === 'lost' ? 'Rival' : undefined,
        actorId: 'person',
      }),
  ),
);
const release = happens(
  'release',
  'decides',
  fc.constant((lead) => ({ type: 'release', leadId: lead?.id ?? NO_LEAD_ID })),
);
const stage = happens(
  'stage',
  'decides',
  few(...STAGES).map(
    (key): Make =>
      (lead) => ({
        type: 'move_stage',
        leadId: lead?.id ?? NO_LEAD_ID,
        stage: key,
        reason: 'said so',
        actorId: 'person',
      }),
  ),
);
const assign = happens(
  'assign',
  'none',
  few('a', 'b').map(
    (repId): Make =>
      (lead) => ({
        type: 'assign',
        leadId: lead?.id ?? NO_LEAD_ID,
        repId,
        reason: 'knows them',
        actorId: 'person',
      }),
  ),
);
const unlock = happens(
  'unlock',
  'none',
  fc.constant((lead) => ({ type: 'unlock', leadId: lead?.id ?? NO_LEAD_ID })),
);
const claim = happens(
  'claim',
  'none',
  few('a', 'b').map(
    (repId): Make =>
      () => ({ type: 'claim', repId, leaseMs: DAY }),
  ),
);
const route = happens(
  'route',
  'none',
  few(undefined, 'a').map(
    (from): Make =>
      (lead) => ({ type: 'route', leadId: lead?.id ?? NO_LEAD_ID, from }),
  ),
);
const removal = happens(
  'removal',
  'decides',
  fc.constant((lead) => ({ type: 'removal', leadId: lead?.id ?? NO_LEAD_ID })),
);
const convert: Make = (lead) => ({
  type: 'convert',
  leadId: lead?.id ?? NO_LEAD_ID,
  request: PURCHASE,
  actorId: 'person',
});
const undo: Make = (lead) => ({ type: 'undo_conversion', leadId: lead?.id ?? NO_LEAD_ID });
const park = happens(
  'park',
  'decides',
  few<(now: number) => WakeWhen>(
    (now) => ({ at: now + 2 * DAY }),
    () => ({ minimumScore: 3 }),
    (now) => ({ at: now + 30 * DAY, engagementTypes: ['demo_requested'] }),
  ).map(
    (wakeWhen): Make =>
      (lead, now) => ({
        type: 'park',
        leadId: lead?.id ?? NO_LEAD_ID,
        reason: 'no_budget',
        competitor: 'Rival',
        wakeWhen: wakeWhen(now),
        actorId: 'person',
      }),
  ),
);
const disqualify = happens(
  'disqualify',
  'decides',
  few('spam' as const, 'wrong_fit' as const).map(
    (reason): Make =>
      (lead) => ({
        type: 'disqualify',
        leadId: lead?.id ?? NO_LEAD_ID,
        reason,
        actorId: 'person',
      }),
  ),
);
const recycle = happens(
  'recycle',
  'decides',
  fc.constant((lead) => ({ type: 'recycle', leadId: lead?.id ?? NO_LEAD_ID, reason: 'again', actorId: 'person' })),
);
const wake = happens(
  'wake',
  'decides',
  fc.constant((lead) => ({ type: 'wake', leadId: lead?.id ?? NO_LEAD_ID })),
);
const offer = happens(
  'offer',
  'none',
  few(undefined, 'a', 'b').map(
    (repId): Make =>
      (lead) => ({
        type: 'handoff_offer',
        leadId: lead?.id ?? NO_LEAD_ID,
        cause: 'request',
        repId,
      }),
  ),
);
const accept = happens(
  'accept',
  'decides',
  fc.constant((lead) => ({ type: 'handoff_accept', leadId: lead?.id ?? NO_LEAD_ID, actorId: 'person' })),
);
const reject = happens(
  'reject',
  'decides',
  few('wrong_fit' as const, 'no_capacity' as const).map(
    (reason): Make =>
      (lead) => ({
        type: 'handoff_reject',
        leadId: lead?.id ?? NO_LEAD_ID,
        reason,
        evidence: 'They said so.',
      }),
  ),
);
/** What marketing takes back is the rules' again. */
const withdraw = happens(
  'withdraw',
  'decides',
  fc.constant((lead) => ({ type: 'handoff_withdraw', leadId: lead?.id ?? NO_LEAD_ID })),
);
const clocks = happens(
  'clocks',
  'none',
  fc.boolean().map(
    (pause): Make =>
      (lead) => {
        const leadId = lead?.id ?? NO_LEAD_ID;
        return pause ? { type: 'sla_pause', leadId, reason: 'on holiday' } : { type: 'sla_resume', leadId };
      },
  ),
);
const contact = happens(
  'contact',
  'none',
  fc.nat().map(
    (n): Make =>
      (lead, now) => ({
        type: 'record_activity',
        leadId: lead?.id ?? NO_LEAD_ID,
        activityId: `activity-${n}-${now}`,
        content: { kind: 'call', outcome: 'connected', repId: 'a' },
      }),
  ),
);
const look: Make = (lead, now) => ({
  type: 'engagement',
  lead: { id: lead?.id ?? NO_LEAD_ID },
  engagementType: 'page_viewed',
  occurredAt: now,
});
const conversion = happens('convert', 'decides', fc.constant(convert));
const undoing = happens('undo', 'decides', fc.constant(undo));
const lose = happens(
  'lose',
  'decides',
  few('price' as const, 'other' as const).map(
    (reason): Make =>
      (lead) => ({
        type: 'lose',
        leadId: lead?.id ?? NO_LEAD_ID,
        reason,
        loseDeals: true,
        actorId: 'person',
      }),
  ),
);
/** undo(convert(x)) = x, whatever x is. */
const thereAndBack = fc.constant(
  new Happening('convert and undo', 'none', (machine) => {
    // Evaluated a moment before, to separate it from changes of scores by time alone.
    machine.step(look);
    const before = machine.lead;
    if (!machine.step(convert)) return;
    assert.equal(machine.lead?.category, 'customer');
    assert.ok(machine.step(undo));
    const wasOwned = before?.ownerId !== undefined;
    assert.deepEqual(standing(machine.lead, wasOwned), standing(before, wasOwned));
  }),
);
/** When it was looked at last is no part of where a lead stands. Back in the queue, it may find an owner at once. */
const LOOKED_AT = ['version', 'updatedAt', 'scoredAt', 'leaseRepId', 'leaseUntil'];
const OWNED = ['ownerId', 'teamId', 'assignedAt', 'queueReason'];
function standing(lead: Lead | undefined, wasOwned: boolean): unknown {
  const left = wasOwned ? LOOKED_AT : [...LOOKED_AT, ...OWNED];
  const { lifecycle, ...rest } = comparable(lead) as Lead;
  // Promises and offers end with a conversion; after its undo they are made anew. A sequence ends for good: its steps would come twice.
  const { sla: _, handoff: __, declinedRepIds: ___, sequences: ____, ...sections } = lifecycle ?? {};
  const kept = Object.entries({ ...rest, ...sections });
  return Object.fromEntries(kept.filter(([name]) => !left.includes(name)));
}
/** What time does by itself may wake a parked lead or give up on an offer. */
const passing = few(60_000, 3_600_000, DAY, 4 * DAY, 20 * DAY).map(
  (milliseconds) => new Happening(`${milliseconds} ms`, 'decides', (machine) => machine.pass(milliseconds)),
);

const anything = [
  submission,
  patch,
  engagement,
  move,
  release,
  stage,
  assign,
  unlock,
  claim,
  route,
  passing,
  passing,
  removal,
  conversion,
  undoing,
  lose,
  thereAndBack,
  offer,
  accept,
  reject,
  withdraw,
  clocks,
  contact,
  park,
  disqualify,
  recycle,
  wake,
];

t.test('any commands in any order keep a lead valid, and its history reproduces it', (t) => {
  let [steps, runs] = [0, 0];
  const property = fc.property(fc.commands(anything, { maxCommands: 25, size: 'max' }), (commands) => {
    const machine = new Machine();
    const counted = (): { model: Model; real: Machine } => ({ model: { pinned: undefined }, real: machine });
    fc.modelRun(counted, commands);
    machine.assertReplays();
    runs += 1;
    steps += [...commands].length;
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 10_000 }));
  t.equal(runs, 10_000);
  t.ok(steps > 50_000, `${steps} steps`);
  t.end();
});
