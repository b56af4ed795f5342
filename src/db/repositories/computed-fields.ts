import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import type { COMPUTED_FIELDS } from '../../core/conditions/state-fields.js';
import { leads } from '../schema/leads.js';
import { sources } from '../schema/sources.js';

/** The context of a condition: the workspace, and the present instant (epoch milliseconds). */
export interface ConditionContext {
  workspaceId: string;
  now: number;
}

/** An instant that JSON has as epoch milliseconds. */
export const instantOf = (milliseconds: SQL): SQL =>
  sql`(timestamptz 'epoch' + (${milliseconds})::float8 * interval '1 millisecond')`;

const LOST_AT = sql`coalesce(${leads.categorySince}, ${leads.createdAt})`;
const SECTION_AT = instantOf(sql`${leads.lifecycle} #>> '{loss,at}'`);
const IS_LOST = sql`${leads.category} = 'lost'`;

/** A value of the loss as `lossOf` of the core reads it: of the section, or of the move to `lost` after it. */
const loss = (ofSection: SQL, ofMove: SQL): SQL =>
  sql`case when ${IS_LOST} then case when ${SECTION_AT} >= ${LOST_AT} then ${ofSection} else ${ofMove} end end`;
const latestLoss = (ofSection: SQL, ofMove: SQL): SQL =>
  sql`case when ${IS_LOST} and (${SECTION_AT} >= ${LOST_AT}) is not true then ${ofMove} else ${ofSection} end`;

const REASON = [sql`${leads.lifecycle} #>> '{loss,reason}'`, sql`'other'`] as const;
const COMPETITOR = [sql`${leads.lifecycle} #>> '{loss,competitor}'`, sql`${leads.competitor}`] as const;
const AT = [SECTION_AT, LOST_AT] as const;

type ComputedSql = SQL | ((context: ConditionContext) => SQL);

/** Computed fields that only searches can use: the compiler requires each. */
const SEARCH_ONLY: Record<keyof typeof COMPUTED_FIELDS, ComputedSql> = {
  'loss.reason': loss(...REASON),
  'loss.competitor': loss(...COMPETITOR),
  'loss.lostAt': loss(...AT),
  'lastLoss.reason': latestLoss(...REASON),
  'lastLoss.competitor': latestLoss(...COMPETITOR),
  'lastLoss.lostAt': latestLoss(...AT),
  customerOrganizationId: sql`case when coalesce(${leads.lifecycle} #>> '{conversion,customerId}', ${leads.lifecycle} ->> 'customerId', ${leads.lifecycle} #>> '{conversion,contactId}', ${leads.lifecycle} ->> 'contactId') is null then ${leads.lifecycle} ->> 'customerOrganizationId' end`,
};

/** SQL of the fields that no column has. */
export const COMPUTED: Readonly<Record<string, ComputedSql>> = {
  ...SEARCH_ONLY,
  timeframeDaysLeft: ({ now }) => timeframeDaysLeft(now),
  cycles: sql`coalesce((${leads.lifecycle} ->> 'cycles')::float8, 0)`,
  'source.channel': ({ workspaceId }) => ofSource(sql`${sources.channel}`, workspaceId),
  'source.name': ({ workspaceId }) => survivingName('sources', leads.sourceId, workspaceId),
  'source.campaign': ({ workspaceId }) => survivingName('campaigns', leads.campaignId, workspaceId),
};

const ofSource = (column: SQL, workspaceId: string): SQL =>
  sql`(select ${column} from ${sources} where ${sources.workspaceId} = ${workspaceId} and ${sources.id} = ${leads.sourceId})`;

/** The name of a source or campaign, or of the one that survived its merges. */
const survivingName = (table: 'sources' | 'campaigns', id: AnyColumn, workspaceId: string): SQL =>
  sql`(select coalesce(survivor.name, own.name) from ${sql.raw(table)} own
    left join ${sql.raw(table)} survivor on survivor.workspace_id = own.workspace_id and survivor.id = own.survivor_id
    where own.workspace_id = ${workspaceId} and own.id = ${id})`;

/** Like `timeframeDaysLeft` of the core: a timeframe without a date counts as stated just now. */
function timeframeDaysLeft(now: number): SQL {
  const stated = sql`extract(epoch from ${leads.timeframeStatedAt} - ${new Date(now).toISOString()}::timestamptz)`;
  return sql`(${leads.purchaseTimeframeDays} + coalesce(${stated} / 86400, 0))::float8`;
}
