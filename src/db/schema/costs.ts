import { date, index, numeric, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { CostKind } from '../../core/costs/cost.js';

/** Entries of costs. They are added and never changed, but for the erasure of a lead: an entry counts while no later one corrects it. */
export const costs = pgTable(
  'costs',
  {
    workspaceId: uuid('workspace_id').notNull(),
    /** Grows with time. */
    id: uuid().notNull(),
    sourceId: uuid('source_id').notNull(),
    campaignId: uuid('campaign_id'),
    /** Null: the costs are of no single lead, or it has been deleted. */
    leadId: uuid('lead_id'),
    from: date('first_day', { mode: 'string' }).notNull(),
    before: date('before_day', { mode: 'string' }).notNull(),
    amount: numeric({ precision: 19, scale: 4 }).notNull(),
    currency: text().notNull(),
    kind: text().$type<CostKind>().notNull(),
    note: text(),
    correctsId: uuid('corrects_id'),
    /** Of an imported day of an ad platform: which one. */
    platform: text(),
    actorId: text('actor_id').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('costs_corrects').on(t.workspaceId, t.correctsId),
    index('costs_days').on(t.workspaceId, t.from),
    index('costs_lead').on(t.workspaceId, t.leadId),
  ],
);

/** What a unit of one currency was worth in another on a day. */
export const exchangeRates = pgTable(
  'exchange_rates',
  {
    workspaceId: uuid('workspace_id').notNull(),
    base: text().notNull(),
    quote: text().notNull(),
    day: date({ mode: 'string' }).notNull(),
    /** Units of the quote for one of the base. */
    rate: numeric({ precision: 24, scale: 12 }).notNull(),
    /** Who published it. */
    source: text().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.base, t.quote, t.day] })],
);
