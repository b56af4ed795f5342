import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { CaptchaFallback, CaptchaProvider } from '../../core/forms/captcha.js';
import type { FormField } from '../../core/forms/form.js';
import type { FormLead } from '../../core/forms/submission.js';

export const forms = pgTable(
  'forms',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    sourceId: uuid('source_id').notNull(),
    campaignId: uuid('campaign_id'),
    fields: jsonb().$type<FormField[]>().notNull(),
    consentText: text('consent_text'),
    trapField: text('trap_field'),
    redirectUrl: text('redirect_url'),
    minFillSeconds: integer('min_fill_seconds'),
    requiresStamp: boolean('requires_stamp').notNull().default(false),
    submissionsPerMinute: integer('submissions_per_minute'),
    addressSubmissionsPerMinute: integer('address_submissions_per_minute'),
    confirmationHours: integer('confirmation_hours'),
    confirmationUrl: text('confirmation_url'),
    confirmedUrl: text('confirmed_url'),
    captchaProvider: text('captcha_provider').$type<CaptchaProvider>(),
    /** Stored as it is, because it is sent to the provider. */
    captchaSecret: text('captcha_secret'),
    captchaVerifyUrl: text('captcha_verify_url'),
    captchaWhenUnavailable: text('captcha_when_unavailable').$type<CaptchaFallback>().notNull().default('refuse'),
    /** Counts, which change without a new version. */
    confirmedSubmissions: integer('confirmed_submissions').notNull().default(0),
    expiredSubmissions: integer('expired_submissions').notNull().default(0),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** Submissions of forms that wait for a confirmation, and confirmed ones without their values until their link expires. */
export const waitingSubmissions = pgTable(
  'waiting_submissions',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    formId: uuid('form_id').notNull(),
    formVersion: integer('form_version').notNull(),
    tokenHash: text('token_hash').notNull(),
    lead: jsonb().$type<FormLead>(),
    subjectHashes: text('subject_hashes').array().notNull(),
    addressHash: text('address_hash').notNull(),
    keyId: text('key_id').notNull(),
    submittedAt: timestamp('submitted_at', { withTimezone: true }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    confirmedAt: timestamp('confirmed_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('waiting_submissions_subjects').using('gin', t.subjectHashes).where(sql`confirmed_at is null`),
  ],
);
