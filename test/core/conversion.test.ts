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
import { planConversion, recordOf } from '../../src/core/conversion/plan.js';
import type { ConversionFacts, ConversionRequest } from '../../src/core/conversion/request.js';
import { planUndo } from '../../src/core/conversion/undo.js';
import { type Customer, customerState, organizationOf, personOf } from '../../src/core/customers/customer.js';
import { filledFacts } from '../../src/core/customers/filling.js';
import { customerKeysOf } from '../../src/core/customers/keys.js';
import { type Deal, dealState } from '../../src/core/deals/deal.js';
import { isRefusal } from '../../src/core/deals/terms.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_FUNNEL } from '../../src/core/defaults/funnel.js';
import { DEFAULT_HANDOFF_POLICY } from '../../src/core/defaults/handoff-policy.js';
import { DEFAULT_LIFECYCLE } from '../../src/core/defaults/lifecycle.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import { compileHandoffPolicy } from '../../src/core/handoffs/policy.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import type { Lead } from '../../src/core/leads/lead.js';
import { lifecycleBasis } from '../../src/core/lifecycle/basis.js';
import { compileFunnel, stageKeyOf } from '../../src/core/lifecycle/funnel.js';
import { stageHistory } from '../../src/core/lifecycle/stage-history.js';
import { formatMoney, parseMoney, totalOf } from '../../src/core/money.js';
import { outcomeOf } from '../../src/core/prediction/outcomes.js';
import type { HistoryEvent } from '../../src/core/replay/replay.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import { sameValue } from '../../src/core/values.js';
import { NAMED_SOURCES } from './named-sources.js';
import { PURCHASE, StoredSales } from './stored-sales.js';

const START = Date.UTC(2026, 0, 15);
/** No SQL is offered: an offer that the conversion accepts stays accepted. */
const ON_REQUEST = compileHandoffPolicy({ ...DEFAULT_HANDOFF_POLICY, automatic: [] }, 2);
const few = <T>(...values: T[]) => fc.constantFrom(...values);

/** A prospect is tried first and pitched then: two stages of one category. */
const FUNNEL = {
  ...DEFAULT_FUNNEL,
  stages: [...DEFAULT_FUNNEL.stages, { key: 'pitched', name: 'Pitched', category: 'prospect' as const }],
};

function openBatch(lead: Lead | undefined, now: number, sales?: StoredSales) {
  let count = 0;
  const routing = { rules: [{ id: 'de', label: 'Germany', when: field('country', 'eq', 'DE'), teamId: 'dach' }] };
  const batch = new Batch({
    basis: {
      scoreModelFor: () => ({ version: 1, compiled: compileScoreModel(DEFAULT_SCORE_MODEL) }),
      classification: { version: 1, compiled: compileClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY) },
      lifecycle: lifecycleBasis({ ...DEFAULT_LIFECYCLE, handoff: ON_REQUEST, funnel: compileFunnel(FUNNEL, 2) }),
      assignment: createAssignmentState(compileRoutingPolicy(routing, 1), {
        reps: new Map([['a', { id: 'a', name: 'a', active: true, capacity: null, openLeads: 0 }]]),
        teams: [{ id: 'dach', name: 'DACH', active: true, members: [{ repId: 'a', weight: 1 }] }],
        ledgers: [],
      }),
      sourceOf: () => undefined,
    },
    sources: NAMED_SOURCES,
    now,
    newId: () => `id${now}-${++count}`,
  });
  if (lead) batch.loadLead(lead, []);
  sales?.load(batch.sales);
  return batch;
}

interface Stored {
  log?: HistoryEvent[];
  sales?: StoredSales;
}

/** Carries a command out as if it were a transaction of its own: what is stored has gone through JSON. */
function carriedOut(
  lead: Lead | undefined,
  command: Command,
  now: number,
  { log = [], sales }: Stored = {},
): Lead | undefined {
  const batch = openBatch(lead, now, sales);
  if (refusalOf(batch, command)) return lead;
  const actorId = 'actorId' in command ? command.actorId : 'key';
  batch.emitTo((event) => void log.push({ ...JSON.parse(JSON.stringify(event)), actorId, occurredAt: now }));
  execute(batch, command);
  const { inserted, replaced, sales: changes } = batch.takeChanges();
  sales?.store(changes);
  const changed = inserted[0] ?? replaced[0];
  return changed === undefined ? lead : JSON.parse(JSON.stringify(changed));
}

const facts: fc.Arbitrary<LeadFacts> = fc
  .record(
    {
      jobTitle: few('CEO', 'Intern'),
      country: few('DE', 'FR'),
      purchaseTimeframeDays: few(0, 30, 90),
      organizationName: few('Acme Inc', 'Acme GmbH'),
      domain: few('acme.com', 'other.com'),
      industry: few('Software', 'Retail'),
      attributes: few<LeadFacts['attributes']>({ plan: 'pro' }, { tier: 'gold' }),
      phoneNormalized: few('+4930111', '+4930222'),
      kind: few('person' as const, 'organization' as const),
    },
    { requiredKeys: [] },
  )
  .map((given) => ({ kind: 'person' as const, name: 'Ada', email: 'a@a.de', emailNormalized: 'a@a.de', ...given }));

const step = fc.oneof(
  fc
    .record({
      category: few('prospect' as const, 'lost' as const, 'parked' as const, 'customer' as const),
      reason: few('r', 'q'),
    })
    .map(
      (move) =>
        (leadId: string): Command => ({ type: 'move', leadId, actorId: 'key', ...move }),
    ),
  fc.constant(
    (leadId: string): Command => ({
      ...{ type: 'move_stage', leadId, stage: 'pitched', reason: 'pitched', actorId: 'key' },
    }),
  ),
  fc.constant((leadId: string): Command => ({ type: 'assign', leadId, repId: 'a', reason: 'r', actorId: 'key' })),
  fc.constant((leadId: string): Command => ({ type: 'release', leadId })),
  fc.constant(
    (leadId: string): Command => ({
      ...{
        type: 'park',
        leadId,
        reason: 'bad_timing',
        wakeWhen: { at: START + 9e9, minimumScore: 90 },
        actorId: 'key',
      },
    }),
  ),
  fc.constant(
    (leadId: string): Command => ({
      ...{ type: 'disqualify', leadId, reason: 'spam', actorId: 'key' },
    }),
  ),
  fc.constant(
    (leadId: string): Command => ({ type: 'lose', leadId, reason: 'price', loseDeals: false, actorId: 'key' }),
  ),
);

/**
 * All of a lead but the counting of its changes, and its sequences: a conversion ends them for good, as after its undo their steps would
 * come twice.
 */
function essence({ version: _, updatedAt: __, scoredAt: ___, lifecycle, ...rest }: Lead) {
  const { sequences: ____, ...sections } = lifecycle ?? {};
  return JSON.parse(JSON.stringify({ ...rest, lifecycle: sections }));
}
const submissionOf = (given: LeadFacts): Command => ({
  type: 'submission',
  facts: given,
  keys: [],
  source: { channel: 'api', name: 's' },
  fillOnly: false,
  raw: {},
});

t.test('undo(convert(x)) = x, for a lead in any category, decided by a rule or a person', async (t) => {
  let converted = 0;
  const property = fc.property(facts, fc.array(step, { maxLength: 5 }), (given, steps) => {
    let now = START;
    let lead = carriedOut(undefined, submissionOf(given), now) as Lead;
    for (const command of steps) {
      now += 1000;
      lead = carriedOut(lead, command(lead.id), now) as Lead;
    }
    const sales = new StoredSales();
    const convert = { type: 'convert', leadId: lead.id, request: PURCHASE, actorId: 'me' } as const;
    const after = carriedOut(lead, convert, now, { sales }) as Lead;
    assert.equal(sales.deals.size, 1);
    assert.equal(after.category, 'customer');
    assert.deepEqual(outcomeOf(after)?.won, true);
    assert.equal(refusalOf(openBatch(after, now), convert)?.code, 'conflict');
    const undone = carriedOut(after, { type: 'undo_conversion', leadId: lead.id }, now, { sales }) as Lead;
    assert.deepEqual(sales, new StoredSales(), 'nothing is left of what it made');
    assert.deepEqual(essence(undone), essence(lead));
    assert.deepEqual(outcomeOf(undone), outcomeOf(lead), 'the outcome is taken back');
    assert.ok(undone.version > after.version);
    converted++;
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1_000 }));
  t.equal(converted, 1_000);
});

t.test('an undone conversion is a move like any other, and a converted lead is moved by nothing else', async (t) => {
  const property = fc.property(facts, fc.array(step, { maxLength: 5 }), step, (given, steps, further) => {
    const log: HistoryEvent[] = [];
    const stored = { log, sales: new StoredSales() };
    let lead = carriedOut(undefined, submissionOf(given), START, stored) as Lead;
    for (const [index, command] of steps.entries()) {
      lead = carriedOut(lead, command(lead.id), START + 1000 * (index + 1), stored) as Lead;
    }
    const [then, now] = [START + 10_000, START + 11_000];
    const convert = { type: 'convert', leadId: lead.id, request: PURCHASE, actorId: 'me' } as const;
    const converted = carriedOut(lead, convert, then, stored) as Lead;
    const command = further(lead.id);
    const refusal = refusalOf(openBatch(converted, then), command);
    if (command.type !== 'assign')
      assert.match(`${refusal?.code} ${refusal?.detail}`, /^conflict .*undo the conversion/);
    const past = log.length;
    const undone = carriedOut(converted, { type: 'undo_conversion', leadId: lead.id }, now, stored) as Lead;
    const moves = log.slice(past).filter(({ type }) => type === 'lead.classified');
    assert.equal(moves.length, 1);
    const { cause, before, after } = moves[0] as HistoryEvent;
    assert.deepEqual(
      [cause, (before as Lead).category, (after as Lead).category],
      ['conversion_undone', 'customer', lead.category],
    );
    const stays = stageHistory(log, now + 1);
    const last = stays.at(-1);
    assert.deepEqual([last?.stage, last?.category, last?.leftAt], [stageKeyOf(undone), undone.category, undefined]);
    if (lead.category === 'customer') return;
    assert.deepEqual([last?.enteredAt, last?.cause], [now, 'conversion_undone']);
    assert.deepEqual([stays.at(-2)?.category, stays.at(-2)?.leftAt], ['customer', now]);
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 500 }));
});

interface Store {
  customers: Map<string, Customer>;
  deals: Map<string, Deal>;
}

const stamps = { version: 1, createdAt: START, updatedAt: START };
const known: fc.Arbitrary<Customer[]> = fc
  .record({ person: fc.option(facts), company: fc.option(facts), belongs: fc.boolean(), ownerId: few(undefined, 'a') })
  .map(({ person, company, belongs, ownerId }) => {
    const ofPerson = person ? personOf(person) : undefined;
    const ofCompany = company ? organizationOf(company) : undefined;
    const organization = ofCompany && { id: 'org', facts: ofCompany, ...stamps };
    const organizationId = belongs ? organization?.id : undefined;
    const one = ofPerson && { id: 'per', facts: ofPerson, organizationId, ownerId, ...stamps };
    return [organization, one].filter((customer) => customer !== undefined);
  });
const terms = few(
  { currency: 'EUR', amount: '10' },
  { currency: 'USD', products: [{ name: 'A', quantity: 3, unitPrice: '0.1' }] },
);
const openDeal: Deal = {
  ...{ id: 'open', status: 'open', products: [], amount: '7.00', currency: 'EUR', cycleStartedAt: START, ...stamps },
};

function factsIn({ customers, deals }: Store, lead: Lead, { dealId }: ConversionRequest): ConversionFacts {
  const all = [...customers.values()];
  const wanted = [personOf(lead.facts), organizationOf(lead.facts)].flatMap((part) =>
    part ? customerKeysOf(part) : [],
  );
  const found = wanted.flatMap((key) => {
    const customer = all.find((one) => customerKeysOf(one.facts).some((own) => sameValue(own, key)));
    return customer ? [{ key, customer }] : [];
  });
  const organizations = all.filter(({ facts }) => facts.kind === 'organization');
  return { lead, found, organizations, deal: dealId === undefined ? undefined : deals.get(dealId) };
}

/** What is stored, without the counting of changes. */
const contentOf = ({ customers, deals }: Store) =>
  JSON.parse(
    JSON.stringify([
      [...customers.values()].map((customer) => [customer.id, customerState(customer)]),
      [...deals.values()].map((deal) => [deal.id, dealState(deal)]),
    ]),
  );

t.test('undo(convert(x)) = x, for customers and deals, made or found', async (t) => {
  const kinds = { created: 0, linked: 0 };
  const lead = carriedOut(
    undefined,
    {
      ...{
        type: 'submission',
        facts: { kind: 'person', name: 'Ada' },
        keys: [],
        source: { channel: 'api', name: 's' },
        fillOnly: false,
        raw: {},
      },
    },
    START,
  ) as Lead;
  const request = fc.record({ won: fc.boolean(), overwrite: fc.boolean(), takes: fc.boolean(), deal: terms });
  const property = fc.property(facts, known, request, (given, customers, { takes, deal, ...how }) => {
    const asked: ConversionRequest = { ...how, ...(takes ? { dealId: 'open' } : { deal }) };
    const store: Store = {
      customers: new Map(customers.map((one) => [one.id, one])),
      deals: new Map([[openDeal.id, openDeal]]),
    };
    const before = contentOf(store);
    let count = 0;
    const making = { now: START + 5, newId: () => `new${++count}` };
    const at = factsIn(store, { ...lead, facts: given }, asked);
    const plan = planConversion(asked, at, making);
    assert.ok(!isRefusal(plan));
    count = 0;
    assert.deepEqual(planConversion(asked, at, making), plan, 'a preview is the same function');
    for (const part of [plan.organization, plan.person]) {
      if (!part) continue;
      kinds[part.action]++;
      store.customers.set(part.customer.id, part.customer);
      if (part.action === 'linked' && !how.overwrite) {
        for (const [name, value] of Object.entries(part.before.facts)) {
          if (name === 'attributes') continue;
          assert.deepEqual(Reflect.get(part.customer.facts, name), value, 'only what is empty is filled');
        }
      }
    }
    store.deals.set(plan.deal.deal.id, plan.deal.deal);
    assert.ok(plan.deal.deal.customerId, 'the deal has a customer');
    const record = JSON.parse(JSON.stringify(recordOf(plan)));
    const back = planUndo(
      record,
      {
        lead: lead.facts,
        person: record.person && store.customers.get(record.person.id),
        organization: record.organization && store.customers.get(record.organization.id),
        deal: store.deals.get(record.deal.id),
        dependents: [],
      },
      START + 9,
    );
    assert.ok(!isRefusal(back));
    assert.deepEqual(back.kept, []);
    for (const { id } of back.removedCustomers) store.customers.delete(id);
    for (const { customer } of back.restoredCustomers) store.customers.set(customer.id, customer);
    if (back.removedDeal) store.deals.delete(back.removedDeal.id);
    if (back.restoredDeal) store.deals.set(back.restoredDeal.deal.id, back.restoredDeal.deal);
    assert.deepEqual(contentOf(store), before);
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 2_000 }));
  t.ok(kinds.created > 200 && kinds.linked > 200, JSON.stringify(kinds));
});

t.test('filling fills what is empty, overwriting takes what is stated, and neither empties anything', async (t) => {
  const property = fc.property(facts, facts, (one, other) => {
    const known = { ...one, kind: 'person' as const };
    const filled = filledFacts(known, other, false);
    const taken = filledFacts(known, other, true);
    assert.deepEqual(filledFacts(known, known, true), known);
    assert.deepEqual(filledFacts(filled, other, false), filled, 'once is enough');
    for (const name of Object.keys(known)) {
      assert.notEqual(Reflect.get(filled, name), undefined);
      assert.notEqual(Reflect.get(taken, name), undefined);
    }
    if (other.industry !== undefined) assert.equal(taken.industry, other.industry);
    if (known.industry !== undefined) assert.equal(filled.industry, known.industry);
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1_000 }));
});

t.test('money is exact', async (t) => {
  const units = fc.bigInt({ min: 0n, max: 10n ** 19n - 1n });
  t.doesNotThrow(() => fc.assert(fc.property(units, (amount) => parseMoney(formatMoney(amount)) === amount)));
  const line = fc.record({ quantity: fc.integer({ min: 1, max: 1000 }), cents: fc.integer({ min: 0, max: 1e12 }) });
  const sums = fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
    const products = lines.map(({ quantity, cents }) => ({ quantity, unitPrice: formatMoney(BigInt(cents) * 100n) }));
    const sum = lines.reduce((total, { quantity, cents }) => total + BigInt(quantity) * BigInt(cents), 0n);
    assert.equal(totalOf(products), formatMoney(sum * 100n));
  });
  t.doesNotThrow(() => fc.assert(sums));
  const forms: [given: string, formatted: string][] = [
    ['0', '0.00'],
    ['7.5', '7.50'],
    ['7.1234', '7.1234'],
    ['7.1200', '7.12'],
    ['007', '7.00'],
  ];
  for (const [given, formatted] of forms) t.equal(formatMoney(parseMoney(given) ?? -1n), formatted);
  for (const wrong of ['', '-1', '1.', '.5', '1e3', '1,5', '1.23456', '1234567890123456'])
    t.equal(parseMoney(wrong), undefined);
});
