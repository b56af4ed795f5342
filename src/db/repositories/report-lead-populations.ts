import { type SQL, sql } from 'drizzle-orm';
import { CORRECTIONS } from '../../core/batch/outcomes.js';
import { OPEN_CATEGORIES } from '../../core/leads/lead.js';
import type { LEAD_POPULATIONS } from '../../core/metrics/lead-populations.js';
import { LONGEST_CHAIN } from '../../core/referrals/chains.js';
import { leadOutcomes } from '../schema/lead-outcomes.js';
import { leads } from '../schema/leads.js';
import { referrals } from '../schema/referrals.js';
import { stageChanges } from '../schema/stage-changes.js';
import { days, joined, type MakePopulation, none, quoted } from './report-population-sql.js';
import { scoreBandSql } from './report-work-populations.js';

/** Who referred, as one text. */
export const referrerSql = (of: string): SQL =>
  sql.raw(
    `coalesce(${of}.referrer_lead_id::text, ${of}.referrer_customer_id::text, ${of}.referrer_rep_id::text, ${of}.partner)`,
  );

export const isCustomerSql = (workspaceId: string, leadId: SQL): SQL => sql`exists (
  select from lead_outcomes as bought where bought.workspace_id = ${workspaceId} and bought.lead_id = ${leadId} and bought.category = 'customer')`;

/** As the lead was when it ended. */
export const OWN_OF_OUTCOMES = {
  sourceId: sql`${leadOutcomes.sourceId}`,
  ownerId: sql`${leadOutcomes.ownerId}`,
  reason: sql`${leadOutcomes.reason}`,
  competitor: sql`${leadOutcomes.competitor}`,
  scoreBand: scoreBandSql(sql`coalesce(${leadOutcomes.score}, ${leads.totalScore})`),
  modelVersion: sql`coalesce(${leadOutcomes.scoreModelVersion}, ${leads.scoreModelVersion})`,
};

/** The lead entered the stage with its change before, or with its creation. Changes of the category alone do not end a stay. */
const stageStays: MakePopulation = (workspaceId) => ({
  ...none,
  // A search of the change before each would take ten times as long as sorting all.
  from: sql`(select *, lag(occurred_at) over (partition by lead_id order by occurred_at, id) as entered_at from ${stageChanges}
     where ${stageChanges.workspaceId} = ${workspaceId} and ${stageChanges.fromStage} <> ${stageChanges.toStage}) as ${stageChanges}
    ${joined(workspaceId, sql`${stageChanges.leadId}`)}`,
  at: sql`${stageChanges.occurredAt}`,
  where: sql`${stageChanges.workspaceId} = ${workspaceId}`,
  values: {
    days_in_stage: sql`greatest(0, ${days(sql`coalesce(stage_changes.entered_at, ${leads.createdAt})`, sql`${stageChanges.occurredAt}`)})`,
  },
  own: { stage: sql`${stageChanges.fromStage}`, category: sql`${stageChanges.fromCategory}` },
});

/** A change of the lead since it was opened again, before it was lost, disqualified or parked again. */
function changedSince(workspaceId: string, categories: readonly string[]): SQL {
  const later = (name: string) =>
    sql`${sql.raw(name)}.workspace_id = ${workspaceId} and ${sql.raw(name)}.lead_id = ${stageChanges.leadId} and (${sql.raw(name)}.occurred_at, ${sql.raw(name)}.id) >= (${stageChanges.occurredAt}, ${stageChanges.id})`;
  return sql`exists (select from stage_changes as later where ${later('later')} and later.to_category in (${quoted(categories)})
    and not exists (select from stage_changes as ended where ${later('ended')} and (ended.occurred_at, ended.id) < (later.occurred_at, later.id) and ended.to_category in ('lost', 'disqualified', 'parked')))`;
}

const reopenings: MakePopulation = (workspaceId) => ({
  ...none,
  from: sql`${stageChanges} ${joined(workspaceId, sql`${stageChanges.leadId}`)}`,
  at: sql`${stageChanges.occurredAt}`,
  where: sql`${stageChanges.workspaceId} = ${workspaceId} and ${stageChanges.fromCategory} in ('lost', 'disqualified', 'parked', 'customer')
    and ${stageChanges.toCategory} in (${quoted([...OPEN_CATEGORIES])}) and ${stageChanges.cause} not in (${quoted([...CORRECTIONS])})`,
  parts: {
    mql_since: changedSince(workspaceId, ['mql', 'sql', 'prospect', 'customer']),
    sql_since: changedSince(workspaceId, ['sql', 'prospect', 'customer']),
    customer_next: changedSince(workspaceId, ['customer']),
  },
  own: { type: sql`${stageChanges.fromCategory}` },
});

/** The longest chain of referrals that ends with this one. */
const depth = (workspaceId: string): SQL => sql`(with recursive chain (lead_id, depth) as (
    select ${referrals.referrerLeadId}, 1
    union
    select above.referrer_lead_id, chain.depth + 1 from chain
      join referrals as above on above.workspace_id = ${workspaceId} and above.referred_lead_id = chain.lead_id
     where chain.depth < ${sql.raw(String(LONGEST_CHAIN))})
  select max(depth) from chain)`;

/** A lead that has ended counts so also after it has come back, until it is won. */
const referralStatus = (workspaceId: string): SQL => sql`(
  select case when ${leads.category} = 'customer' or bool_or(ended.category = 'customer') then 'converted'
              when ${leads.category} in ('disqualified', 'lost') or count(*) > 0 then 'declined'
              when ${leads.category} in ('mql', 'sql', 'prospect') then 'qualified' else 'open' end
    from lead_outcomes as ended where ended.workspace_id = ${workspaceId} and ended.lead_id = ${referrals.referredLeadId})`;

export const LEAD_POPULATION_SQL: Readonly<Record<keyof typeof LEAD_POPULATIONS, MakePopulation>> = {
  scored_leads: (workspaceId) => ({
    ...none,
    from: sql`${leads}`,
    at: sql`${leads.createdAt}`,
    where: sql`${leads.workspaceId} = ${workspaceId}`,
    parts: {
      referred: sql`exists (select from ${referrals} where ${referrals.workspaceId} = ${workspaceId} and ${referrals.referredLeadId} = ${leads.id})`,
    },
    values: { score: sql`${leads.totalScore}` },
  }),
  stage_stays: stageStays,
  reopenings,
  referrals: (workspaceId) => ({
    ...none,
    from: sql`${referrals} ${joined(workspaceId, sql`${referrals.referredLeadId}`)}`,
    at: sql`${referrals.createdAt}`,
    where: sql`${referrals.workspaceId} = ${workspaceId}`,
    parts: { reached_customer: isCustomerSql(workspaceId, sql`${referrals.referredLeadId}`) },
    own: {
      referrer: referrerSql('referrals'),
      type: sql`${referrals.referrerKind}`,
      status: referralStatus(workspaceId),
      depth: depth(workspaceId),
    },
  }),
  predicted_outcomes: (workspaceId) => ({
    from: sql`${leadOutcomes} ${joined(workspaceId, sql`${leadOutcomes.leadId}`)}`,
    at: sql`${leadOutcomes.endedAt}`,
    where: sql`${leadOutcomes.workspaceId} = ${workspaceId} and ${leadOutcomes.probability} is not null`,
    parts: { won: sql`${leadOutcomes.category} = 'customer'` },
    values: {
      probability: sql`${leadOutcomes.probability}`,
      squared_error: sql`power(${leadOutcomes.probability} - case when ${leadOutcomes.category} = 'customer' then 1 else 0 end, 2)`,
    },
    own: { ...OWN_OF_OUTCOMES, modelVersion: sql`${leadOutcomes.predictionModelVersion}` },
    lists: { product: sql`${leadOutcomes.products}` },
  }),
};
