import { sql } from 'drizzle-orm';
import { costs } from '../schema/costs.js';
import type { PopulationSql } from './report-population-sql.js';

/**
 * The days of all entries of costs that were not corrected, each with its part of the amount, as `spreadByDay` has it. Conditions find the
 * source and the campaign of an entry as those of a lead.
 */
export function costDays(workspaceId: string): PopulationSql {
  const lead = sql`jsonb_build_object('id', ${costs.leadId}, 'source_id', ${costs.sourceId}, 'campaign_id', ${costs.campaignId})`;
  const upTo = sql.raw('round(costs.amount * d');
  const corrected = sql`exists (select from costs later where later.workspace_id = ${workspaceId} and later.corrects_id = ${costs.id})`;
  return {
    from: sql`${costs} cross join lateral jsonb_populate_record(null::leads, ${lead}) as leads
      cross join lateral (select ${costs.before} - ${costs.from} as days) as span
      cross join lateral (select ${costs.from} + d - 1 as day, ${upTo} / span.days, 4) - ${sql.raw('round(costs.amount * (d - 1)')} / span.days, 4) as amount
         from generate_series(1, span.days) as d) as cost_day`,
    at: sql`cost_day.day::timestamptz`,
    day: sql`cost_day.day`,
    where: sql`${costs.workspaceId} = ${workspaceId} and not ${corrected}`,
    parts: {},
    values: { cost: sql`cost_day.amount` },
    own: {
      sourceId: sql`${costs.sourceId}`,
      campaignId: sql`${costs.campaignId}`,
      currency: sql`${costs.currency}`,
    },
  };
}
