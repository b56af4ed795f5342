import { createAssignmentState } from '../../core/assignment/state.js';
import type { EngagementFact } from '../../core/engagement.js';
import type { DomainEvent } from '../../core/events.js';
import { matchKeysOf } from '../../core/identity/keys.js';
import { LeadBook } from '../../core/ingest/book.js';
import type { IngestResult, KeyValue } from '../../core/ingest/commands.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { WriteScope } from '../../db/store.js';
import type { StoredResponse } from '../context.js';
import { AppError } from '../errors.js';
import { originOf, replayOf } from '../writes.js';
import { type ConfigCache, sourceOf } from './config.js';
import type { IngestOrder, IngestUnit } from './orders.js';
import { atomicRefusal } from './refusals.js';
import { createSourceResolver, type SourceResolver } from './source-resolver.js';
import { writeChanges } from './write.js';

export type Outcome = { value: unknown } | { error: unknown };

/**
 * One transaction of the pipeline: read what the orders are about, let the core decide them in order, write all changes
 * with a fixed number of set-based statements. Everything before `writeChanges` only reads.
 */
export async function runUnits(
  scope: WriteScope,
  cache: ConfigCache,
  units: readonly IngestUnit[],
  found: Found,
): Promise<Outcome[]> {
  const [config, fill] = await Promise.all([
    cache.get(scope, scope.workspaceId, scope.head),
    readRelated(scope, units, found),
  ]);
  const assignment = createAssignmentState(config.routing, {
    reps: [...config.reps.values()],
    teams: config.teams,
    ledgers: [...config.ledger.values()],
  });
  const { scoreModel, classification } = config;
  const leadBook = new LeadBook({
    basis: { scoreModel, classification, assignment, sourceOf: (lead) => sourceOf(config, lead) },
    keysOf: matchKeysOf,
    now: scope.now,
    newId: scope.newId,
  });
  fill(leadBook);

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
  const outcomes = units.map((unit) =>
    remembered.once(unit, () => {
      const origin = originOf(unit.context);
      const emit = (event: DomainEvent) => counting.emit(event, origin);
      return unit.finish(carryOut(leadBook, unit, sources, emit));
    }),
  );

  writeChanges(scope, {
    changes: leadBook.changes(),
    ledgers: assignment.changedLedgers(),
    sources,
    answers: remembered.rows(),
    config,
  });
  if (sources.isNew) scope.configChanged();
  config.eventSequence = scope.head.eventSequence + eventCount;
  config.configVersion = scope.head.configVersion + (sources.isNew ? 1 : 0);
  return outcomes;
}

function carryOut(
  book: LeadBook,
  unit: IngestUnit,
  sources: SourceResolver,
  emit: (event: DomainEvent) => void,
): IngestResult[] {
  if (unit.mode === 'atomic') {
    const refusals = unit.orders.map((order) => book.check(order));
    if (refusals.some((refusal) => refusal)) throw atomicRefusal(refusals);
  }
  return unit.orders.map((order): IngestResult => {
    // Asked before sources are resolved: a refused order leaves nothing behind, not even the name of its source.
    const refusal = book.check(order);
    return refusal ? { type: 'refused', refusal } : book.execute(sources.commandOf(order), emit);
  });
}

type Remembered = Awaited<ReturnType<WriteScope['idempotency']['find']>>[number];

/** What can be asked for before the head row is held: it is known from the orders alone. */
export interface Found {
  answered: Remembered[];
  byKey: { key: { kind: string; value: string }; lead: Lead }[];
  byId: Lead[];
  counted: { externalId: string; id: string; leadId: string }[];
}

export async function readFound(repositories: Repositories, units: readonly IngestUnit[], since: Date): Promise<Found> {
  const orders = units.flatMap((unit) => unit.orders);
  const keyed = units.flatMap(({ context }) =>
    context.idempotency ? [{ principalId: context.actor.id, key: context.idempotency.key }] : [],
  );
  const externalIds = orders.flatMap((o) =>
    o.type === 'engagement' && o.externalId !== undefined ? [o.externalId] : [],
  );
  const [answered, byKey, byId, counted] = await Promise.all([
    repositories.idempotency.find(keyed, since),
    repositories.leads.findByKeys(keysOf(orders)),
    repositories.leads.findMany(idsOf(orders)),
    repositories.engagement.findByExternalIds(externalIds),
  ]);
  return { answered, byKey, byId, counted };
}

/** What follows from what was found: keys that patches drop and bring, leads of events counted before, engagement. */
async function readRelated(
  scope: WriteScope,
  units: readonly IngestUnit[],
  { byKey, byId, counted }: Found,
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
  const missing = counted.map(({ leadId }) => leadId).filter((id) => !already.has(id));
  const [byLateKey, alsoById] = await Promise.all([scope.leads.findByKeys(late), scope.leads.findMany(missing)]);
  const leads = [...byId, ...alsoById, ...[...byKey, ...byLateKey].map(({ lead }) => lead)];
  const engagement = await scope.engagement.ofLeads([...new Set(leads.map((lead) => lead.id))]);
  const byLead = new Map<string, EngagementFact[]>();
  for (const { leadId, fact } of engagement) {
    const facts = byLead.get(leadId);
    if (facts) facts.push(fact);
    else byLead.set(leadId, [fact]);
  }
  return (book) => {
    for (const lead of leads) book.load(lead, byLead.get(lead.id) ?? []);
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
    if (order.type === 'patch' || order.type === 'removal') return [order.leadId];
    return order.type === 'engagement' && 'id' in order.lead ? [order.lead.id] : [];
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

  once({ context }: IngestUnit, work: () => unknown): Outcome {
    const { idempotency } = context;
    const name = idempotency && `${context.actor.id}|${idempotency.key}`;
    const before = name === undefined ? undefined : this.known.get(name);
    if (before && idempotency) return { error: replayOf(before, idempotency.fingerprint) };
    try {
      const value = work();
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
