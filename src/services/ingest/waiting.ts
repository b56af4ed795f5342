import { QUEUE_BATCH } from '../../core/ingest/owner-desk.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { IngestOrder } from './orders.js';

/** Leads looked at for each claim: the best ones may be too much for the rep. */
const LOOKED_AT = 20;

/** Leads that wait, as far as orders are about them all. */
export function readWaiting(
  { leads }: Repositories,
  orders: readonly IngestOrder[],
  now: number,
): Promise<Lead[]> | [] {
  if (orders.some(({ type }) => type === 'route_queue')) return leads.waiting(QUEUE_BATCH);
  const repIds = new Set(orders.flatMap((order) => (order.type === 'claim' ? [order.repId] : [])));
  return repIds.size === 0 ? [] : leads.waitingFor([...repIds], LOOKED_AT + orders.length, now);
}
