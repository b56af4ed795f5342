import { matchKeysOf } from '../../core/identity/keys.js';
import type { LeadBook } from '../../core/ingest/book.js';
import type { KeyValue, SubmissionCommand } from '../../core/ingest/commands.js';
import type { Lead } from '../../core/leads/lead.js';
import type { CountedActivity } from '../../db/repositories/activities.js';
import type { LeadHistory } from '../../db/repositories/engagement.js';
import type { FoundLead } from '../../db/repositories/leads.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { LeadStamp } from '../../db/repositories/rescored-leads.js';
import type { WriteScope } from '../../db/store.js';
import { rememberedSince } from '../writes.js';
import type { IngestOrder, IngestUnit, KnownLead } from './orders.js';
import { readWaiting } from './waiting.js';

export type Remembered = Awaited<ReturnType<WriteScope['idempotency']['find']>>[number];

/** What can be asked for before the head row is held: it is known from the orders alone. */
export interface Found {
  answered: Remembered[];
  byKey: FoundLead[];
  byId: Lead[];
  counted: { externalId: string; id: string; leadId: string }[];
  countedActivities: CountedActivity[];
  /** What the leads of `byId` did. */
  did: LeadHistory[];
  /** Leads that wait, when orders are about all of them. */
  waiting: Lead[];
  /** As the leads of `known` are now. */
  stamps: LeadStamp[];
}

/** `now` is real time, also of a sandbox. */
export async function readFound(repositories: Repositories, units: readonly IngestUnit[], now: number): Promise<Found> {
  const orders = units.flatMap((unit) => (unit.known ? [] : unit.orders));
  const keyed = units.flatMap(({ context }) => (context.idempotency ? [context.idempotency] : []));
  const externalIds = orders.flatMap((o) =>
    (o.type === 'engagement' || o.type === 'visit') && o.externalId !== undefined ? [o.externalId] : [],
  );
  const laterIds = units.flatMap(({ later }) => later?.leadIds ?? []);
  // Many orders may be about one lead, which may have done much: it is read once.
  const [keys, ids] = [keysOf(orders), [...new Set([...idsOf(orders), ...laterIds])]];
  const activityIds = orders.flatMap((o) =>
    o.type === 'record_activity' && o.content.externalId !== undefined ? [o.content.externalId] : [],
  );
  const known = units.flatMap((unit) => unit.known ?? []);
  const [answered, byKey, byId, counted, countedActivities, did, waiting, stamps] = await Promise.all([
    repositories.idempotency.find(keyed, rememberedSince(now)),
    repositories.leads.findByKeys(keys),
    repositories.leads.findMany(ids),
    repositories.engagement.findByExternalIds(externalIds),
    repositories.activities.findByExternalIds(activityIds),
    repositories.engagement.ofLeads(ids),
    readWaiting(repositories, orders, now),
    repositories.leads.stamps(known.map(({ lead }) => lead.id)),
  ]);
  return { answered, byKey, byId, counted, countedActivities, did, waiting, stamps };
}

/** What follows from what was found: keys that patches drop and bring, and leads of events counted before. */
export async function readRelated(
  scope: WriteScope,
  units: readonly IngestUnit[],
  { byKey, byId, counted, countedActivities, did, waiting, stamps }: Found,
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
  const { unchanged, changedIds } = compare(units, stamps);
  const waitingIds = waiting.map(({ id }) => id);
  const countedIds = [...counted, ...countedActivities].map(({ leadId }) => leadId);
  const missing = [...new Set([...countedIds, ...changedIds, ...waitingIds])].filter((id) => !already.has(id));
  const [byLateKey, alsoById, alsoDid] = await Promise.all([
    scope.leads.findByKeys(late),
    scope.leads.findMany(missing),
    scope.engagement.ofLeads(missing),
  ]);
  const facts = new Map([...did, ...alsoDid].map(({ leadId, engagement }) => [leadId, engagement]));
  return (book) => {
    for (const { lead, engagement } of unchanged) book.load(lead, engagement);
    for (const { lead, engagement } of [...byKey, ...byLateKey]) book.load(lead, engagement);
    for (const lead of [...byId, ...alsoById]) book.load(lead, facts.get(lead.id) ?? []);
    book.loadWaiting(waitingIds);
    for (const { key, lead } of [...byKey, ...byLateKey]) book.loadKey(key.kind, key.value, lead.id);
    for (const { externalId, id, leadId } of counted) book.loadCounted(externalId, id, leadId);
    for (const { externalId, id, leadId } of countedActivities) book.work.loadCounted(externalId, id, leadId);
  };
}

/** Known leads that still are as they were, and the ids of those that are not. Who is gone is neither. */
function compare(units: readonly IngestUnit[], stamps: readonly LeadStamp[]) {
  const unchanged: KnownLead[] = [];
  const changedIds: string[] = [];
  if (stamps.length === 0) return { unchanged, changedIds };
  const byId = new Map(stamps.map((stamp) => [stamp.id, stamp]));
  for (const known of units.flatMap((unit) => unit.known ?? [])) {
    const { id, version, reviewAt } = known.lead;
    const stamp = byId.get(id);
    if (stamp?.version === version && stamp.reviewAt === reviewAt) unchanged.push(known);
    else if (stamp) changedIds.push(id);
  }
  return { unchanged, changedIds };
}

function keysOf(orders: readonly IngestOrder[]): KeyValue[] {
  const keys = new Map<string, KeyValue>();
  const add = (key: KeyValue) => void keys.set(`${key.kind}|${key.value}`, key);
  for (const order of orders) {
    if (order.type === 'submission') visitedKeys(order).forEach(add);
    else if (order.type === 'visit') add({ kind: 'visitor', value: order.visitorId });
    else if (order.type === 'engagement' && 'key' in order.lead) add(order.lead.key);
  }
  return [...keys.values()];
}

const visitedKeys = ({ keys, visitorId }: Pick<SubmissionCommand, 'keys' | 'visitorId'>): KeyValue[] =>
  visitorId === undefined ? [...keys] : [...keys, { kind: 'visitor', value: visitorId }];

function idsOf(orders: readonly IngestOrder[]): string[] {
  return orders.flatMap((order) => {
    if (order.type === 'engagement') return 'id' in order.lead ? [order.lead.id] : [];
    return 'leadId' in order ? [order.leadId] : [];
  });
}
