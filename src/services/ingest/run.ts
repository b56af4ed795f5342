import { createAssignmentState } from '../../core/assignment/state.js';
import type { EngagementFact } from '../../core/engagement.js';
import type { DomainEvent } from '../../core/events.js';
import { matchKeysOf } from '../../core/identity/keys.js';
import { LeadBook } from '../../core/ingest/book.js';
import type { IngestResult, KeyValue } from '../../core/ingest/commands.js';
import type { Lead } from '../../core/leads/lead.js';
import type { LeadEngagement } from '../../db/repositories/engagement.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { WriteScope } from '../../db/store.js';
import type { StoredResponse } from '../context.js';
import { AppError } from '../errors.js';
import { originOf, replayOf } from '../writes.js';
import { readCompanyOwners } from './company-owners.js';
import { type ConfigCache, sourceOf } from './config.js';
import type { IngestOrder, IngestUnit } from './orders.js';
import { atomicRefusal } from './refusals.js';
import { createSourceResolver, type SourceResolver } from './source-resolver.js';
import { readWaiting } from './waiting.js';
import { writeChanges, writeSums } from './write.js';

/** `confirm` is said once the transaction is committed. */
export interface Ran {
  outcomes: Outcome[];
  confirm: () => void;
}

export type Outcome = { value: unknown } | { error: unknown };

/** So many orders are decided, then written while the next are decided: the database works at the same time. */
const SLICE = 250;

/**
 * One transaction of the pipeline: read what the orders are about, let the core decide them in order, write what has
 * changed slice by slice, with a fixed number of set-based statements for each.
 */
export async function runUnits(
  scope: WriteScope,
  cache: ConfigCache,
  units: readonly IngestUnit[],
  found: Found,
): Promise<Ran> {
  const [config, fill] = await Promise.all([
    cache.get(scope, scope.workspaceId, scope.head, scope.now),
    readRelated(scope, units, found),
  ]);
  const assignment = createAssignmentState(config.routing, {
    reps: config.reps,
    teams: config.teams,
    ledgers: [...config.ledger.values()],
  });
  const { scoreModelFor, classification } = config;
  const leadBook = new LeadBook({
    basis: { scoreModelFor, classification, assignment, sourceOf: (lead) => sourceOf(config, lead) },
    keysOf: matchKeysOf,
    now: scope.now,
    newId: scope.newId,
  });
  fill(leadBook);
  if (config.routing.sticksToCompany) await readCompanyOwners(scope, assignment, units, found);

  let eventCount = 0;
  const counting: WriteScope = {
    ...scope,
    emit: (event, origin) => {
      eventCount++;
      scope.emit(event, origin);
    },
  };
  const sources = createSourceResolver(counting, config);
  const remembered = new Answers(scope, found.answered);
  let undecided = SLICE;
  const decided = (): Promise<void> | undefined => {
    if (--undecided > 0) return undefined;
    undecided = SLICE;
    writeChanges(scope, leadBook.takeChanges());
    // What was written leaves only when the event loop comes by: a socket takes less than a slice at once.
    return nextTurn();
  };
  const outcomes: Outcome[] = [];
  for (const unit of units) {
    const origin = originOf(unit.context);
    const emit = (event: DomainEvent) => counting.emit(event, origin);
    const work = async () => unit.finish(await carryOut(leadBook, unit, sources, emit, decided));
    outcomes.push(await remembered.once(unit, work));
  }
  writeChanges(scope, leadBook.takeChanges());
  writeSums(scope, {
    load: leadBook.openLeads,
    assignment,
    queueReview: leadBook.queueReview,
    sources,
    answers: remembered.rows(),
    config,
  });
  if (sources.isNew) scope.configChanged();
  const confirm = cache.foresee(scope.workspaceId, {
    eventSequence: scope.head.eventSequence + eventCount,
    configVersion: scope.head.configVersion + (sources.isNew ? 1 : 0),
  });
  return { outcomes, confirm };
}

async function carryOut(
  book: LeadBook,
  unit: IngestUnit,
  sources: SourceResolver,
  emit: (event: DomainEvent) => void,
  decided: () => Promise<void> | undefined,
): Promise<IngestResult[]> {
  if (unit.mode === 'atomic') {
    const refusals = unit.orders.map((order) => book.check(order));
    if (refusals.some((refusal) => refusal)) throw atomicRefusal(refusals);
  }
  const results: IngestResult[] = [];
  for (const order of unit.orders) {
    // Asked before sources are resolved: a refused order leaves nothing behind, not even the name of its source.
    const refusal = book.check(order);
    results.push(refusal ? { type: 'refused', refusal } : book.execute(sources.commandOf(order), emit));
    const pause = decided();
    if (pause) await pause;
  }
  return results;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

type Remembered = Awaited<ReturnType<WriteScope['idempotency']['find']>>[number];

/** What can be asked for before the head row is held: it is known from the orders alone. */
export interface Found {
  answered: Remembered[];
  byKey: { key: { kind: string; value: string }; lead: Lead }[];
  byId: Lead[];
  counted: { externalId: string; id: string; leadId: string }[];
  /** What the leads of `byKey`, `byId` and `waiting` did. */
  did: LeadEngagement[];
  /** Leads that wait, when orders are about all of them. */
  waiting: Lead[];
}

export async function readFound(repositories: Repositories, units: readonly IngestUnit[], since: Date): Promise<Found> {
  const orders = units.flatMap((unit) => unit.orders);
  const keyed = units.flatMap(({ context }) =>
    context.idempotency ? [{ principalId: context.actor.id, key: context.idempotency.key }] : [],
  );
  const externalIds = orders.flatMap((o) =>
    o.type === 'engagement' && o.externalId !== undefined ? [o.externalId] : [],
  );
  const [keys, ids] = [keysOf(orders), idsOf(orders)];
  const [answered, byKey, byId, counted, didByKey, didById, waiting] = await Promise.all([
    repositories.idempotency.find(keyed, since),
    repositories.leads.findByKeys(keys),
    repositories.leads.findMany(ids),
    repositories.engagement.findByExternalIds(externalIds),
    repositories.engagement.ofKeys(keys),
    repositories.engagement.ofLeads(ids),
    readWaiting(repositories, orders),
  ]);
  return { answered, byKey, byId, counted, did: [...didByKey, ...didById], waiting };
}

/** What follows from what was found: keys that patches drop and bring, and leads of events counted before. */
async function readRelated(
  scope: WriteScope,
  units: readonly IngestUnit[],
  { byKey, byId, counted, did, waiting }: Found,
): Promise<(book: LeadBook) => void> {
  const patched = new Map(byId.map((lead) => [lead.id, lead]));
  const late = units.flatMap(({ orders }) =>
    orders.flatMap((order) => {
      const lead = order.type === 'patch' ? patched.get(order.leadId) : undefined;
      return order.type === 'patch' && lead
        ? [...matchKeysOf(lead.facts), ...matchKeysOf(order.apply(lead.facts))]
        : [];
    }),
  );
  const already = new Set([...byId, ...byKey.map(({ lead }) => lead)].map((lead) => lead.id));
  const missing = [...counted.map(({ leadId }) => leadId), ...waiting.map((lead) => lead.id)].filter(
    (id) => !already.has(id),
  );
  const [byLateKey, alsoById, lateDid, alsoDid] = await Promise.all([
    scope.leads.findByKeys(late),
    scope.leads.findMany(missing),
    scope.engagement.ofKeys(late),
    scope.engagement.ofLeads(missing),
  ]);
  const facts = new Map<string, Map<string, EngagementFact>>();
  for (const { leadId, fact } of [...did, ...lateDid, ...alsoDid]) {
    const ofLead = facts.get(leadId) ?? new Map<string, EngagementFact>();
    facts.set(leadId, ofLead.set(fact.id, fact));
  }
  return (book) => {
    for (const lead of [...byId, ...alsoById, ...[...byKey, ...byLateKey].map((found) => found.lead)]) {
      book.load(lead, [...(facts.get(lead.id)?.values() ?? [])]);
    }
    book.loadWaiting(waiting.map(({ id }) => id));
    for (const { key, lead } of [...byKey, ...byLateKey]) book.loadKey(key.kind, key.value, lead.id);
    for (const { externalId, id, leadId } of counted) book.loadCounted(externalId, id, leadId);
  };
}

function keysOf(orders: readonly IngestOrder[]): KeyValue[] {
  return orders.flatMap((order) => {
    if (order.type === 'submission') return [...order.keys];
    return order.type === 'engagement' && 'key' in order.lead ? [order.lead.key] : [];
  });
}

function idsOf(orders: readonly IngestOrder[]): string[] {
  return orders.flatMap((order) => {
    if (order.type === 'engagement') return 'id' in order.lead ? [order.lead.id] : [];
    return 'leadId' in order ? [order.leadId] : [];
  });
}

/** What was answered before under an Idempotency-Key, in earlier transactions and in this one. */
class Answers {
  private readonly known = new Map<string, Pick<Remembered, 'fingerprint' | 'status' | 'headers' | 'body'>>();
  private readonly fresh: Parameters<WriteScope['idempotency']['insert']>[0][number][] = [];

  constructor(
    private readonly scope: WriteScope,
    stored: readonly Remembered[],
  ) {
    for (const row of stored) this.known.set(`${row.principal_id}|${row.key}`, row);
  }

  async once({ context }: IngestUnit, work: () => Promise<unknown>): Promise<Outcome> {
    const { idempotency } = context;
    const name = idempotency && `${context.actor.id}|${idempotency.key}`;
    const before = name === undefined ? undefined : this.known.get(name);
    if (before && idempotency) return { error: replayOf(before, idempotency.fingerprint) };
    try {
      const value = await work();
      if (idempotency) this.remember(context, idempotency.render(value));
      return { value };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const answer = idempotency?.renderRefusal(error);
      if (answer) this.remember(context, answer);
      return { error };
    }
  }

  rows() {
    return this.fresh;
  }

  private remember({ workspaceId, actor, idempotency }: IngestUnit['context'], answer: StoredResponse): void {
    if (!idempotency) return;
    const { key, fingerprint } = idempotency;
    const row = {
      workspaceId,
      principalId: actor.id,
      key,
      fingerprint,
      ...answer,
      createdAt: new Date(this.scope.now),
    };
    this.known.set(`${actor.id}|${key}`, row);
    this.fresh.push(row);
  }
}
