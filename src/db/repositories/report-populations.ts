import { type SQL, sql } from 'drizzle-orm';
import type { PartName, PopulationName } from '../../core/metrics/populations.js';
import { activities } from '../schema/activities.js';
import { deals } from '../schema/deals.js';
import { engagementEvents } from '../schema/engagement.js';
import { handoffs } from '../schema/handoffs.js';
import { leadOutcomes } from '../schema/lead-outcomes.js';
import { leads, touches } from '../schema/leads.js';
import { firstContacts, slaClocks } from '../schema/sla.js';
import { STEPS, type Step, type StepsSql, stepsSql } from './lead-step-sql.js';
import { costDays } from './report-costs.js';
import { LEAD_POPULATION_SQL, OWN_OF_OUTCOMES } from './report-lead-populations.js';
import { days, joined, type MakePopulation, none, quoted } from './report-population-sql.js';
import { dealsOf, SALES_POPULATION_SQL } from './report-sales-populations.js';
import { OWN_OF_ACTIVITIES, OWN_OF_CLOCKS, OWN_OF_HANDOFFS, WORK_POPULATION_SQL } from './report-work-populations.js';

const reached =
  (step: Step): MakePopulation =>
  (workspaceId, { stepsFrom }) => {
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

function outcomes(...categories: ('customer' | 'lost' | 'disqualified')[]): MakePopulation {
  return (workspaceId) => ({
    ...none,
    from: sql`${leadOutcomes} ${joined(workspaceId, sql`${leadOutcomes.leadId}`)}`,
    at: sql`${leadOutcomes.endedAt}`,
    where: sql`${leadOutcomes.workspaceId} = ${workspaceId} and ${leadOutcomes.category} in (${quoted(categories)})`,
    parts: { won: sql`${leadOutcomes.category} = 'customer'` },
    own: OWN_OF_OUTCOMES,
    lists: { product: sql`${leadOutcomes.products}` },
  });
}

export const POPULATION_SQL: Readonly<Record<PopulationName, MakePopulation>> = {
  leads: (workspaceId, { stepsFrom }) => {
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
    own: { type: sql`${engagementEvents.type}` },
  }),
  activities: (workspaceId) => ({
    ...none,
    from: sql`${activities} ${joined(workspaceId, sql`${activities.leadId}`)}`,
    at: sql`${activities.occurredAt}`,
    where: sql`${activities.workspaceId} = ${workspaceId}`,
    own: OWN_OF_ACTIVITIES,
  }),
  handoffs: (workspaceId) => ({
    ...none,
    from: sql`${handoffs} ${joined(workspaceId, sql`${handoffs.leadId}`)}`,
    at: sql`${handoffs.offeredAt}`,
    where: sql`${handoffs.workspaceId} = ${workspaceId} and ${handoffs.status} in ('accepted', 'rejected', 'timed_out')`,
    parts: {
      accepted: sql`${handoffs.status} = 'accepted'`,
      rejected: sql`${handoffs.status} = 'rejected'`,
      lapsed: sql`${handoffs.status} = 'timed_out'`,
    },
    own: OWN_OF_HANDOFFS,
  }),
  sla_clocks: (workspaceId) => ({
    ...none,
    from: sql`${slaClocks} ${joined(workspaceId, sql`${slaClocks.leadId}`)}`,
    at: sql`${slaClocks.endedAt}`,
    where: sql`${slaClocks.workspaceId} = ${workspaceId} and ${slaClocks.status} in ('met', 'breached')`,
    parts: { met: sql`${slaClocks.status} = 'met'` },
    own: OWN_OF_CLOCKS,
  }),
  first_contacts: (workspaceId) => ({
    ...none,
    from: sql`${firstContacts} ${joined(workspaceId, sql`${firstContacts.leadId}`)}`,
    at: sql`${firstContacts.contactedAt}`,
    where: sql`${firstContacts.workspaceId} = ${workspaceId}`,
    values: {
      minutes_to_contact: sql`${firstContacts.elapsedMs}::float8 / 60000`,
      business_minutes_to_contact: sql`${firstContacts.businessMs}::float8 / 60000`,
    },
    own: { sourceId: sql`${firstContacts.sourceId}`, ownerId: sql`${firstContacts.repId}` },
  }),
  closed_deals: dealsOf(['won', 'lost'], sql`${deals.closedAt}`),
  won_deals: dealsOf(['won'], sql`${deals.closedAt}`),
  cost_days: costDays,
  open_deals: dealsOf(['open'], sql`${deals.createdAt}`),
  ...LEAD_POPULATION_SQL,
  ...SALES_POPULATION_SQL,
  ...WORK_POPULATION_SQL,
};
