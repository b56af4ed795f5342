import { type SQL, sql } from 'drizzle-orm';
import type { PartName, PopulationName, ValueName } from '../../core/metrics/populations.js';
import { activities } from '../schema/activities.js';
import { deals } from '../schema/deals.js';
import { engagementEvents } from '../schema/engagement.js';
import { handoffs } from '../schema/handoffs.js';
import { leadOutcomes } from '../schema/lead-outcomes.js';
import { leads, touches } from '../schema/leads.js';
import { firstContacts, slaClocks } from '../schema/sla.js';
import { STEPS, type Step, type StepsFrom, type StepsSql, stepsSql } from './lead-step-sql.js';

/** The records of a population as a table with the leads beside them. */
export interface PopulationSql {
  /** Follows `from`. The lead of a record is `leads`, of nulls where it has none. */
  from: SQL;
  /** Joined where a part is counted. */
  partsFrom?: SQL;
  at: SQL;
  /** Which rows belong to the population, and the workspace. */
  where: SQL;
  parts: Partial<Record<PartName, SQL>>;
  values: Partial<Record<ValueName, SQL>>;
  /** Fields that the record has itself, in place of those of its lead. */
  own: Readonly<Record<string, SQL>>;
}

type Make = (workspaceId: string, stepsFrom: StepsFrom) => PopulationSql;

const quoted = (words: readonly string[]): SQL => sql.raw(words.map((word) => `'${word}'`).join(', '));

const SECONDS_A_DAY = 86_400;
const days = (from: SQL, to: SQL): SQL => sql`extract(epoch from ${to} - ${from}) / ${sql.raw(String(SECONDS_A_DAY))}`;

const reached =
  (step: Step): Make =>
  (workspaceId, stepsFrom) => {
    const steps = stepsSql(workspaceId, stepsFrom);
    const at = steps.at(step);
    return {
      from: sql`${leads} ${steps.join}`,
      at,
      where: sql`${leads.workspaceId} = ${workspaceId} and ${at} is not null`,
      parts: partsOfSteps(steps),
      values: { days_to_step: sql`greatest(0, ${days(sql`${leads.createdAt}`, at)})` },
      own: {},
    };
  };

const partsOfSteps = ({ at }: StepsSql): Partial<Record<PartName, SQL>> =>
  Object.fromEntries(STEPS.map((step) => [`reached_${step}`, sql`${at(step)} is not null`]));

const none = { parts: {}, values: {}, own: {} };
const joined = (workspaceId: string, leadId: SQL): SQL =>
  sql`left join ${leads} on ${leads.workspaceId} = ${workspaceId} and ${leads.id} = ${leadId}`;

function outcomes(...categories: ('customer' | 'lost' | 'disqualified')[]): Make {
  return (workspaceId) => ({
    ...none,
    from: sql`${leadOutcomes} ${joined(workspaceId, sql`${leadOutcomes.leadId}`)}`,
    at: sql`${leadOutcomes.endedAt}`,
    where: sql`${leadOutcomes.workspaceId} = ${workspaceId} and ${leadOutcomes.category} in (${quoted(categories)})`,
    parts: { won: sql`${leadOutcomes.category} = 'customer'` },
    own: { sourceId: sql`${leadOutcomes.sourceId}`, ownerId: sql`${leadOutcomes.ownerId}` },
  });
}

function dealsOf(statuses: readonly string[], at: SQL): Make {
  return (workspaceId) => ({
    from: sql`${deals} ${joined(workspaceId, sql`${deals.leadId}`)}`,
    at,
    where: sql`${deals.workspaceId} = ${workspaceId} and ${deals.status} in (${quoted(statuses)})`,
    parts: { won: sql`${deals.status} = 'won'` },
    values: {
      amount: sql`${deals.amount}`,
      days_to_close: sql`case when ${deals.closedAt} >= ${deals.cycleStartedAt} then ${days(sql`${deals.cycleStartedAt}`, sql`${deals.closedAt}`)} end`,
    },
    own: {
      sourceId: sql`${deals.sourceId}`,
      campaignId: sql`${deals.campaignId}`,
      ownerId: sql`${deals.ownerId}`,
      currency: sql`${deals.currency}`,
    },
  });
}

export const POPULATION_SQL: Readonly<Record<PopulationName, Make>> = {
  leads: (workspaceId, stepsFrom) => {
    const steps = stepsSql(workspaceId, stepsFrom);
    return {
      ...none,
      from: sql`${leads}`,
      partsFrom: steps.join,
      at: sql`${leads.createdAt}`,
      where: sql`${leads.workspaceId} = ${workspaceId}`,
      parts: partsOfSteps(steps),
    };
  },
  reached_lead: reached('lead'),
  reached_mql: reached('mql'),
  reached_sql: reached('sql'),
  reached_prospect: reached('prospect'),
  reached_customer: reached('customer'),
  ended_leads: outcomes('customer', 'lost'),
  losses: outcomes('lost'),
  disqualifications: outcomes('disqualified'),
  touches: (workspaceId) => ({
    ...none,
    from: sql`${touches} ${joined(workspaceId, sql`${touches.leadId}`)}`,
    at: sql`${touches.occurredAt}`,
    where: sql`${touches.workspaceId} = ${workspaceId}`,
    own: { sourceId: sql`${touches.sourceId}`, campaignId: sql`${touches.campaignId}` },
  }),
  engagement_events: (workspaceId) => ({
    ...none,
    from: sql`${engagementEvents} ${joined(workspaceId, sql`${engagementEvents.leadId}`)}`,
    at: sql`${engagementEvents.occurredAt}`,
    where: sql`${engagementEvents.workspaceId} = ${workspaceId}`,
  }),
  activities: (workspaceId) => ({
    ...none,
    from: sql`${activities} ${joined(workspaceId, sql`${activities.leadId}`)}`,
    at: sql`${activities.occurredAt}`,
    where: sql`${activities.workspaceId} = ${workspaceId}`,
  }),
  handoffs: (workspaceId) => ({
    ...none,
    from: sql`${handoffs} ${joined(workspaceId, sql`${handoffs.leadId}`)}`,
    at: sql`${handoffs.offeredAt}`,
    where: sql`${handoffs.workspaceId} = ${workspaceId} and ${handoffs.status} in ('accepted', 'rejected', 'timed_out')`,
    parts: { accepted: sql`${handoffs.status} = 'accepted'` },
    own: {
      sourceId: sql`${handoffs.sourceId}`,
      campaignId: sql`${handoffs.campaignId}`,
      ownerId: sql`${handoffs.repId}`,
      teamId: sql`${handoffs.teamId}`,
    },
  }),
  sla_clocks: (workspaceId) => ({
    ...none,
    from: sql`${slaClocks} ${joined(workspaceId, sql`${slaClocks.leadId}`)}`,
    at: sql`${slaClocks.endedAt}`,
    where: sql`${slaClocks.workspaceId} = ${workspaceId} and ${slaClocks.status} in ('met', 'breached')`,
    parts: { met: sql`${slaClocks.status} = 'met'` },
    own: { sourceId: sql`${slaClocks.sourceId}`, ownerId: sql`${slaClocks.ownerId}` },
  }),
  first_contacts: (workspaceId) => ({
    ...none,
    from: sql`${firstContacts} ${joined(workspaceId, sql`${firstContacts.leadId}`)}`,
    at: sql`${firstContacts.contactedAt}`,
    where: sql`${firstContacts.workspaceId} = ${workspaceId}`,
    values: { minutes_to_contact: sql`${firstContacts.elapsedMs} / 60000.0` },
    own: { sourceId: sql`${firstContacts.sourceId}`, ownerId: sql`${firstContacts.repId}` },
  }),
  closed_deals: dealsOf(['won', 'lost'], sql`${deals.closedAt}`),
  won_deals: dealsOf(['won'], sql`${deals.closedAt}`),
  open_deals: dealsOf(['open'], sql`${deals.createdAt}`),
};
