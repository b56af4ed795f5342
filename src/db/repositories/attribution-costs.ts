import { type SQL, sql } from 'drizzle-orm';
import type { AttributionDimension, AttributionQuestion } from '../../core/attribution/question.js';
import { dayIn } from '../../core/conditions/zone-days.js';
import { costs } from '../schema/costs.js';
import { sources } from '../schema/sources.js';
import type { QuestionContext } from './report-queries.js';

/** The costs of a group: its keys, and an amount with up to four decimal places. */
export interface GroupCost extends Record<string, unknown> {
  keys: (string | null)[];
  currency: string;
  amount: string;
}

/**
 * The costs of the days that begin in the period, in the groups of a question, without entries that were corrected. Each day has its part of the
 * amount; parts are differences of rounded sums, so that those of all days sum to exactly the amount.
 */
export function groupCostsSql(workspaceId: string, question: AttributionQuestion, { zone }: QuestionContext): SQL {
  const dayFrom = (at: number): SQL => sql`(date '1970-01-01' + ${dayIn(zone, at - 1) + 1}::int)`;
  const [from, before] = [dayFrom(question.from), dayFrom(question.before)];
  const keySql: Readonly<Record<AttributionDimension, SQL>> = {
    sourceId: sql`${costs.sourceId}::text`,
    campaignId: sql`${costs.campaignId}::text`,
    channel: sql`(select ${sources.channel} from ${sources} where ${sources.workspaceId} = ${workspaceId} and ${sources.id} = ${costs.sourceId})`,
    month: sql`to_char(date_trunc('month', ${costs.from} + n), 'YYYY-MM-DD')`,
  };
  const keys = question.groupBy.map((dimension) => keySql[dimension]);
  const upTo = (days: SQL): SQL => sql`round(${costs.amount} * (${days}) / (${costs.before} - ${costs.from}), 4)`;
  const list = keys.length === 0 ? sql`'{}'::text[]` : sql`array[${sql.join(keys, sql`, `)}]::text[]`;
  return sql`select keys, currency, trim_scale(sum(amount))::text as amount
      from (select ${list} as keys, ${costs.currency} as currency, ${upTo(sql`n + 1`)} - ${upTo(sql`n`)} as amount
              from ${costs} cross join lateral
                   generate_series(greatest(${from} - ${costs.from}, 0), least(${before}, ${costs.before}) - ${costs.from} - 1) as n
             where ${costs.workspaceId} = ${workspaceId} and ${costs.from} < ${before} and ${costs.before} > ${from}
               and not exists (select from costs later where later.workspace_id = ${workspaceId} and later.corrects_id = ${costs.id})) as part
     group by keys, currency`;
}
