import { sql } from 'drizzle-orm';
import {
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ConversionRecord } from '../../core/conversion/record.js';
import type { Customer, PastChurn } from '../../core/customers/customer.js';
import type { Deal, DealProduct } from '../../core/deals/deal.js';
import type { LeadFacts } from '../../core/leads/facts.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** People and organizations that bought. */
export const customers = pgTable(
  'customers',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    kind: text().notNull(),
    facts: jsonb().$type<LeadFacts>().notNull(),
    /** For a person: the organization that it belongs to. */
    organizationId: uuid('organization_id'),
    ownerId: uuid('owner_id'),
    /** No foreign key: when the lead is deleted, its customer stays without a reference to it. */
    leadId: uuid('lead_id'),
    sourceId: uuid('source_id'),
    campaignId: uuid('campaign_id'),
    churnedAt: instant('churned_at'),
    churnReason: text('churn_reason').$type<NonNullable<Customer['churnReason']>>(),
    churnDetail: text('churn_detail'),
    /** Earlier times away, oldest first. */
    pastChurns: jsonb('past_churns').$type<readonly PastChurn[]>(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** When it was deleted; its personal data is erased. The row stays because reports count its deals. */
    erasedAt: instant('erased_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: 'customers_organization_fk',
      columns: [t.workspaceId, t.organizationId],
      foreignColumns: [t.workspaceId, t.id],
    }),
    // Erasures and access requests find people by these two.
    index('customers_email')
      .on(t.workspaceId, sql`(facts ->> 'emailNormalized')`)
      .where(sql`facts ->> 'emailNormalized' is not null`),
    index('customers_phone')
      .on(t.workspaceId, sql`(facts ->> 'phoneNormalized')`)
      .where(sql`facts ->> 'phoneNormalized' is not null`),
    index('customers_organization').on(t.workspaceId, t.organizationId, t.id),
    index('customers_owner').on(t.workspaceId, t.ownerId, t.id),
    index('customers_lead').on(t.workspaceId, t.leadId).where(sql`lead_id is not null`),
    index('customers_source').on(t.workspaceId, t.sourceId, t.id),
    index('customers_campaign').on(t.workspaceId, t.campaignId, t.id).where(sql`campaign_id is not null`),
    index('customers_churned').on(t.workspaceId, t.churnedAt).where(sql`churned_at is not null`),
  ],
);

/** Each key belongs to at most one person and one organization. */
export const customerKeys = pgTable(
  'customer_keys',
  {
    workspaceId: uuid('workspace_id').notNull(),
    /** Kind of the customer. */
    of: text('customer_kind').notNull(),
    kind: text().notNull(),
    value: text().notNull(),
    customerId: uuid('customer_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.of, t.kind, t.value] }),
    index('customer_keys_customer').on(t.workspaceId, t.customerId),
    // Partial: holds the external ids, to find them without their systems.
    index('customer_keys_external')
      .on(t.workspaceId, sql`split_part(value, chr(31), 2)`)
      .where(sql`kind = 'external_id'`),
  ],
);

/** Sales opportunities: open, won and lost. */
export const deals = pgTable(
  'deals',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    status: text().$type<Deal['status']>().notNull(),
    name: text(),
    customerId: uuid('customer_id'),
    contactId: uuid('contact_id'),
    leadId: uuid('lead_id'),
    ownerId: uuid('owner_id'),
    products: jsonb().$type<DealProduct[]>().notNull(),
    amount: numeric({ precision: 19, scale: 4 }),
    currency: text().notNull(),
    expectedCloseOn: date('expected_close_on', { mode: 'string' }),
    closedAt: instant('closed_at'),
    competitor: text(),
    lossReason: text('loss_reason').$type<NonNullable<Deal['lossReason']>>(),
    lossDetail: text('loss_detail'),
    sourceId: uuid('source_id'),
    campaignId: uuid('campaign_id'),
    cycleStartedAt: instant('cycle_started_at').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.customerId], foreignColumns: [customers.workspaceId, customers.id] }),
    foreignKey({ columns: [t.workspaceId, t.contactId], foreignColumns: [customers.workspaceId, customers.id] }),
    index('deals_customer').on(t.workspaceId, t.customerId, t.id),
    index('deals_contact').on(t.workspaceId, t.contactId, t.id),
    index('deals_lead').on(t.workspaceId, t.leadId, t.id),
    index('deals_source').on(t.workspaceId, t.sourceId, t.id),
    index('deals_campaign').on(t.workspaceId, t.campaignId, t.id).where(sql`campaign_id is not null`),
    index('deals_owner').on(t.workspaceId, t.ownerId, t.id),
    // Reports read only the deals that were closed in a period.
    index('deals_closed').on(t.workspaceId, t.closedAt).where(sql`closed_at is not null`),
  ],
);

/** The record of each conversion, for its undo. */
export const conversions = pgTable(
  'conversions',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    leadId: uuid('lead_id').notNull(),
    personId: uuid('person_id'),
    organizationId: uuid('organization_id'),
    dealId: uuid('deal_id').notNull(),
    record: jsonb().$type<ConversionRecord>().notNull(),
    convertedAt: instant('converted_at').notNull(),
    undoneAt: instant('undone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('conversions_lead').on(t.workspaceId, t.leadId).where(sql`undone_at is null`),
    index('conversions_person').on(t.workspaceId, t.personId).where(sql`undone_at is null`),
    index('conversions_organization').on(t.workspaceId, t.organizationId).where(sql`undone_at is null`),
  ],
);
