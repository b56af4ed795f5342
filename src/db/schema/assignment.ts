import {
  bigint,
  boolean,
  doublePrecision,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { RepSettings } from '../../core/assignment/rep-settings.js';

export const reps = pgTable(
  'reps',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    email: text(),
    active: boolean().notNull(),
    /** Most open leads at once; null is unlimited. */
    capacity: integer(),
    openLeads: integer('open_leads').notNull(),
    /** Most effort of open leads at once, in units of the routing policy; null is unlimited. */
    effortCapacity: integer('effort_capacity'),
    openEffort: integer('open_effort').notNull().default(0),
    /** Null: no settings that limit the rep. */
    settings: jsonb().$type<RepSettings>(),
    /** When the rep got its latest leads, epoch milliseconds, as far back as its caps need; null without caps. */
    recentLeads: jsonb('recent_leads').$type<number[]>(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

export const teams = pgTable(
  'teams',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    active: boolean().notNull(),
    /** Leads that a member may catch up after being away; null: it catches up nothing. */
    catchUp: integer('catch_up'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** The owner of the leads of a company; kept only while the routing policy uses stickiness to companies. */
export const companyOwners = pgTable(
  'company_owners',
  {
    workspaceId: uuid('workspace_id').notNull(),
    domain: text().notNull(),
    ownerId: uuid('owner_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.domain] })],
);

/** Membership and fairness ledger in one row: the leads that a member was entitled to and got in this team. */
export const teamMembers = pgTable(
  'team_members',
  {
    workspaceId: uuid('workspace_id').notNull(),
    teamId: uuid('team_id').notNull(),
    repId: uuid('rep_id').notNull(),
    weight: integer().notNull(),
    given: bigint({ mode: 'number' }).notNull(),
    /** Entitlement minus leads given: see core/assignment/ledger. */
    credit: doublePrecision().notNull(),
    /** Entitlement that the member passes to others because it did not work on leads in time, in leads. */
    missed: doublePrecision().notNull().default(0),
    /** When it claimed leads of the team's pool, epoch milliseconds, as far as daily limits look back; null without any. */
    recentClaims: jsonb('recent_claims').$type<readonly number[]>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.teamId, t.repId] }),
    foreignKey({ columns: [t.workspaceId, t.teamId], foreignColumns: [teams.workspaceId, teams.id] }),
    foreignKey({ columns: [t.workspaceId, t.repId], foreignColumns: [reps.workspaceId, reps.id] }),
  ],
);
