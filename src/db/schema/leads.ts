import { sql } from 'drizzle-orm';
import {
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { BouncedEmail, LeadFacts } from '../../core/leads/facts.js';
import type { Lifecycle } from '../../core/leads/lifecycle.js';
import type { ConsentEntry } from '../../core/leads/public-submissions.js';
import type { Category, MatchKey } from '../../core/leads/vocabulary.js';
import type { AttributeValue } from '../../core/values.js';
import { LEAD_NUMBERS, LEAD_WORDS } from './lead-words.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** The person of an organization that bought. */
export const LEAD_CONTACT = "coalesce(lifecycle -> 'conversion' ->> 'contactId', lifecycle ->> 'contactId')";
/** The customer who bought. */
export const LEAD_BUYER = "coalesce(lifecycle -> 'conversion' ->> 'customerId', lifecycle ->> 'customerId')";
/** The customer organization that has the domain of the lead; the lead is another person of it. */
export const LEAD_ORGANIZATION = "(lifecycle ->> 'customerOrganizationId')";
/** The customer who is the lead itself, as `ownCustomerIdOf` of the core. */
export const LEAD_CUSTOMER =
  "coalesce(lifecycle -> 'conversion' ->> 'contactId', lifecycle -> 'conversion' ->> 'customerId', lifecycle ->> 'contactId', lifecycle ->> 'customerId')";

/** A lead: its fields, then the decisions about it, then its timestamps. */
export const leads = pgTable(
  'leads',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    kind: text().notNull(),
    externalSystem: text('external_system'),
    externalId: text('external_id'),
    name: text(),
    firstName: text('first_name'),
    lastName: text('last_name'),
    jobTitle: text('job_title'),
    organizationName: text('organization_name'),
    industry: text(),
    employeeCount: integer('employee_count'),
    annualRevenue: doublePrecision('annual_revenue'),
    website: text(),
    domain: text(),
    email: text(),
    emailNormalized: text('email_normalized'),
    emailType: text('email_type'),
    emailBouncedAt: instant('email_bounced_at'),
    bouncedEmails: jsonb('bounced_emails').$type<readonly BouncedEmail[]>(),
    phone: text(),
    phoneNormalized: text('phone_normalized'),
    phoneType: text('phone_type'),
    otherEmails: text('other_emails').array(),
    otherPhones: text('other_phones').array(),
    street: text(),
    city: text(),
    region: text(),
    postalCode: text('postal_code'),
    country: text(),
    language: text(),
    timeZone: text('time_zone'),
    products: text().array(),
    need: text(),
    budgetAmount: doublePrecision('budget_amount'),
    budgetCurrency: text('budget_currency'),
    authority: text(),
    purchaseIntent: text('purchase_intent'),
    purchaseIntentStatedAt: instant('purchase_intent_stated_at'),
    purchaseTimeframeDays: integer('purchase_timeframe_days'),
    timeframeStatedAt: instant('timeframe_stated_at'),
    competitorProducts: text('competitor_products').array(),
    competitorContractEndsOn: text('competitor_contract_ends_on'),
    emailConsent: text('email_consent'),
    phoneConsent: text('phone_consent'),
    /** Null: stated before this was stored, or not stated. */
    emailConsentAt: instant('email_consent_at'),
    phoneConsentAt: instant('phone_consent_at'),
    consentBasis: text('consent_basis'),
    tags: text().array(),
    description: text(),
    attributes: jsonb().$type<Record<string, AttributeValue>>(),
    category: text().$type<Category>().notNull(),
    temperature: text().notNull(),
    grade: text().notNull(),
    fitScore: doublePrecision('fit_score').notNull(),
    engagementScore: doublePrecision('engagement_score').notNull(),
    totalScore: doublePrecision('total_score').notNull(),
    scoreModelVersion: integer('score_model_version').notNull(),
    classificationPolicyVersion: integer('classification_policy_version').notNull(),
    scoredAt: instant('scored_at').notNull(),
    /** Null without a published model, and when the lead is won or lost. */
    conversionProbability: doublePrecision('conversion_probability'),
    predictionModelVersion: integer('prediction_model_version'),
    /** Null: since its creation. */
    temperatureSince: instant('temperature_since'),
    categorySince: instant('category_since'),
    /** When it first reached this category or a later one; null: it has not, or the pass (`lead_step_passes`) has not come to it. */
    reachedLeadAt: instant('reached_lead_at'),
    reachedMqlAt: instant('reached_mql_at'),
    reachedSqlAt: instant('reached_sql_at'),
    reachedProspectAt: instant('reached_prospect_at'),
    /** Null: decided by a rule. */
    categoryDecidedBy: text('category_decided_by'),
    categoryActorId: text('category_actor_id'),
    moveReason: text('move_reason'),
    competitor: text(),
    /** The due instant of the review timer of the lead; the timer exists exactly when this is set. */
    reviewAt: instant('review_at'),
    ownerId: uuid('owner_id'),
    teamId: uuid('team_id'),
    queueReason: text('queue_reason'),
    assignedAt: instant('assigned_at'),
    /** The due instant of the timer that routes a waiting lead again. */
    nextEligibleAt: instant('next_eligible_at'),
    /** Null: not assigned by hand, or released. */
    ownerActorId: text('owner_actor_id'),
    ownerReason: text('owner_reason'),
    effort: smallint(),
    leaseRepId: uuid('lease_rep_id'),
    /** The due instant of the timer that ends the lease. */
    leaseUntil: instant('lease_until'),
    sourceId: uuid('source_id').notNull(),
    campaignId: uuid('campaign_id'),
    touchCount: integer('touch_count').notNull(),
    firstTouchAt: instant('first_touch_at').notNull(),
    lastTouchAt: instant('last_touch_at').notNull(),
    lastEngagedAt: instant('last_engaged_at'),
    /** Null for most leads: without a stage of their own, hand-off, park, conversion or loss. */
    lifecycle: jsonb().$type<Lifecycle>(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('leads_category_score').on(t.workspaceId, t.category, t.totalScore, t.id),
    index('leads_score').on(t.workspaceId, t.totalScore, t.id),
    index('leads_owner').on(t.workspaceId, t.ownerId, t.id),
    // Partial: empty while there is no model.
    index('leads_probability')
      .on(t.workspaceId, t.conversionProbability, t.id)
      .where(sql`conversion_probability is not null`),
    // Partial: most leads store no stage, and few have rotted.
    index('leads_stage')
      .on(t.workspaceId, sql`(lifecycle ->> 'stage')`, t.id)
      .where(sql`lifecycle ->> 'stage' is not null`),
    index('leads_rotting').on(t.workspaceId, t.id).where(sql`lifecycle -> 'rotting' is not null`),
    // Partial: most leads have no campaign, and few are leased.
    index('leads_campaign').on(t.workspaceId, t.campaignId, t.id).where(sql`campaign_id is not null`),
    index('leads_lease').on(t.workspaceId, t.leaseRepId, t.id).where(sql`lease_rep_id is not null`),
    // Partial: contains only leads of known customers.
    index('leads_customer')
      .on(t.workspaceId, sql`(${sql.raw(LEAD_CUSTOMER)})`)
      .where(sql`${sql.raw(LEAD_CUSTOMER)} is not null`),
    index('leads_buyer')
      .on(t.workspaceId, sql`(${sql.raw(LEAD_BUYER)})`)
      .where(sql`${sql.raw(LEAD_CONTACT)} is not null`),
    index('leads_organization')
      .on(t.workspaceId, sql`${sql.raw(LEAD_ORGANIZATION)}`)
      .where(sql`${sql.raw(LEAD_ORGANIZATION)} is not null`),
    // Its migration adds columns that reports read (`include`).
    index('leads_reported').on(t.workspaceId, t.createdAt, t.id),
    index('leads_updated').on(t.workspaceId, t.updatedAt, t.id),
    index('leads_team').on(t.workspaceId, t.teamId, t.id).where(sql`team_id is not null`),
    index('leads_source').on(t.workspaceId, t.sourceId, t.id),
    // Partial: contains only parked leads.
    index('leads_wakes')
      .on(t.workspaceId, sql`((lifecycle #>> '{parked,wakeWhen,at}')::float8)`)
      .where(sql`category = 'parked'`),
    index('leads_words').using('gin', sql`(${sql.raw(LEAD_WORDS)})`),
    // Partial, as the next: contains only leads with a number. Erasures and access requests find people by them.
    index('leads_phone').on(t.workspaceId, t.phoneNormalized).where(sql`phone_normalized is not null`),
    index('leads_other_contacts')
      .using('gin', sql`(other_emails || other_phones)`)
      .where(sql`other_emails is not null or other_phones is not null`),
    // Partial: contains only leads with custom attributes.
    index('leads_numbers')
      .using('gin', sql`(${sql.raw(LEAD_NUMBERS)})`)
      .where(sql`attributes is not null`),
    // Partial: contains only waiting leads, in the order of the queue.
    index('leads_queue')
      .on(t.workspaceId, t.temperature, t.totalScore.desc().nullsFirst(), t.id)
      .where(sql`owner_id is null and queue_reason <> 'closed'`),
  ],
);

/** Exact match keys: each normalized e-mail, phone and external id belongs to one lead. */
export const leadKeys = pgTable(
  'lead_keys',
  {
    workspaceId: uuid('workspace_id').notNull(),
    kind: text().notNull(),
    value: text().notNull(),
    leadId: uuid('lead_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.kind, t.value] }),
    index('lead_keys_lead').on(t.workspaceId, t.leadId),
    // Partial: holds the external ids, to find them without their systems.
    index('lead_keys_external').on(t.workspaceId, sql`split_part(value, chr(31), 2)`).where(sql`kind = 'external_id'`),
    // Partial: holds the keys of people who share a number with another lead.
    index('lead_keys_shared_phones')
      .on(t.workspaceId, sql`split_part(value, chr(31), 1)`)
      .where(sql`kind = 'shared_phone'`),
  ],
);

/** Every submission that created or joined a lead, as it was sent. */
export const touches = pgTable(
  'touches',
  {
    workspaceId: uuid('workspace_id').notNull(),
    leadId: uuid('lead_id').notNull(),
    id: uuid().notNull(),
    sourceId: uuid('source_id').notNull(),
    campaignId: uuid('campaign_id'),
    matchedBy: text('matched_by').$type<MatchKey>(),
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    submission: json().$type<Record<string, unknown>>().notNull(),
    /** For a submission from a public page: the API key that sent it. */
    publicKeyId: text('public_key_id'),
    /** Consents that a public submission changed or confirmed, with the text that was shown. */
    consents: jsonb().$type<ConsentEntry[]>(),
    /**
     * Values of the submission that the lead did not take over; null when there are none, or a person has decided about all of
     * them.
     */
    kept: jsonb().$type<Partial<LeadFacts>>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.leadId, t.id] }),
    // Partial: contains only touches with an open proposal.
    index('touches_kept').on(t.workspaceId, t.leadId).where(sql`kept is not null`),
    index('touches_occurred').on(t.workspaceId, t.occurredAt, t.id),
    index('touches_source').on(t.workspaceId, t.sourceId, t.occurredAt),
    index('touches_campaign').on(t.workspaceId, t.campaignId, t.occurredAt).where(sql`campaign_id is not null`),
  ],
);

/** Workspaces with leads from before their steps were columns. A pass in the order of ids fills the columns. */
export const leadStepPasses = pgTable('lead_step_passes', {
  workspaceId: uuid('workspace_id').primaryKey(),
  /** The last lead that is done. */
  afterId: uuid('after_id').notNull(),
});
