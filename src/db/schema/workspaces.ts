import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { QueuePass } from '../../core/assignment/queue-order.js';
import type { UndeclaredAttributes } from '../../core/attributes/definition.js';
import type { ConsentChannel } from '../../core/leads/consent.js';
import type { WeekStart } from '../../core/metrics/dimensions.js';

/** One row: secrets that belong to the deployment, not to a workspace. */
export const deployment = pgTable('deployment', {
  id: integer().primaryKey(),
  cursorSecret: text('cursor_secret').notNull(),
  /** The server and timeline that this database was last started on; see `src/db/feed-epoch.ts`. Null: not recorded yet. */
  databaseIdentity: text('database_identity'),
  /** Key of the hashes of addresses. Null: none was needed yet, or the environment has it. */
  contactSecret: text('contact_secret'),
});

/** The head row: every write to a workspace holds it, so event numbers are gap-free and the ledger is exact. */
export const workspaces = pgTable('workspaces', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  defaultCountry: text('default_country'),
  /** Null: UTC. */
  timeZone: text('time_zone'),
  /** The first day of its weeks. Null: Monday. */
  weekStart: text('week_start').$type<WeekStart>(),
  /** Whether leads take attributes without a definition. Null: they do. */
  undeclaredAttributes: text('undeclared_attributes').$type<UndeclaredAttributes>(),
  /** Channels whose consent has to be confirmed by double opt-in. Null: none. */
  doubleOptIn: text('double_opt_in').array().$type<ConsentChannel[]>(),
  /** Names of the engagement properties that published policies compare. Null: they compare neither properties nor sources of events. */
  comparedProperties: text('compared_properties').array(),
  /** Whether published policies compare touches of leads. Null: they do not. */
  comparesTouches: boolean('compares_touches'),
  version: integer().notNull(),
  eventSequence: bigint('event_sequence', { mode: 'number' }).notNull(),
  /** Grows with every change of data that decisions use (policies, sources, reps, teams); caches compare it. */
  configVersion: integer('config_version').notNull(),
  /** For a sandbox: milliseconds that its clock is ahead of real time. Null: no sandbox, real time. */
  clockOffset: bigint('clock_offset', { mode: 'number' }),
  /** Changes when the database is restored to an earlier state. Null: never restored; the epoch is the id of the workspace. */
  feedEpoch: uuid('feed_epoch'),
  /** How far waiting leads have been tried since reps got room. Null: all have been tried. */
  queuePass: jsonb('queue_pass').$type<QueuePass>(),
  /** Whether there are entries in the ledger of consents, so that a new lead has to look there. Null: there are none. */
  hasConsents: boolean('has_consents'),
  /** Whether there are suppressions, so that each submission has to look there. Null: there are none. */
  hasSuppressions: boolean('has_suppressions'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});

/** Answers of finished writes by Idempotency-Key, kept 24 hours. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    workspaceId: uuid('workspace_id').notNull(),
    principalId: uuid('principal_id').notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    status: integer().notNull(),
    headers: jsonb().$type<Record<string, string>>().notNull(),
    body: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    /** Every id in the answer, to find it when one of them is erased. Null: written by an earlier version. */
    subjectIds: uuid('subject_ids').array(),
    /** When the answer was erased; its key has then been replaced by a hash. */
    erasedAt: timestamp('erased_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.principalId, t.key] }),
    index('idempotency_keys_created').on(t.createdAt),
    index('idempotency_keys_subjects').using('gin', t.subjectIds),
    index('idempotency_keys_unlisted').on(t.workspaceId).where(sql`subject_ids is null`),
  ],
);
