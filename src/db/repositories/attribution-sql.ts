import { and, type SQL, sql } from 'drizzle-orm';
import { ATTRIBUTION_LIMITS, type AttributionQuestion, type EarlierStep } from '../../core/attribution/question.js';
import { ENGAGEMENT_TYPES, isTouch } from '../../core/engagement.js';
import { deals } from '../schema/deals.js';
import { engagementEvents } from '../schema/engagement.js';
import { leads, touches } from '../schema/leads.js';
import { sources } from '../schema/sources.js';
import { countedTables } from './counted-tables.js';
import { conditionSql } from './lead-conditions.js';
import { type StepsFrom, type StepsSql, stepsSql } from './lead-step-sql.js';
import { POPULATION_SQL } from './report-populations.js';
import { type QuestionContext, selectionSql } from './report-queries.js';
import { survivorSql } from './source-merges.js';
import { dayInSql } from './zone-days-sql.js';

/** A conversion as it is stored. Instants are epoch milliseconds. */
export interface StoredConversion extends Record<string, unknown> {
  id: string;
  /** Of a deleted lead: the id of what is kept. null: a deal has no lead. */
  leadId: string | null;
  isDeleted: boolean;
  at: number;
  /** The first day of its month, of a cohort that of the creation of the lead. */
  month: string;
  createdAt: number | null;
  sqlAt: number | null;
  stepAt: number | null;
  /** Of a deal: its own source and campaign, and when its cycle began. */
  sourceId: string | null;
  campaignId: string | null;
  cycleStartedAt: number | null;
  currency: string | null;
  amount: string | null;
}

/** Where a list of conversions goes on. */
export interface ConversionPosition {
  at: number;
  id: string;
}

/** Types of engagement that is no action of the person, and so no touch. */
export const NO_TOUCH_TYPES = ENGAGEMENT_TYPES.filter((type) => !isTouch(type))
  .map((type) => `'${type}'`)
  .join(', ');

/** So many rows show that there are too many states. */
const MOST_TRANSITIONS = 2 * (ATTRIBUTION_LIMITS.states + 2) ** 2;

const milliseconds = (at: SQL): SQL => sql`(extract(epoch from ${at}) * 1000)::float8`;
const instant = (at: number): SQL => sql`${new Date(at).toISOString()}::timestamptz`;

/** What statements about conversions are made of. */
interface Basis extends QuestionContext {
  workspaceId: string;
  question: AttributionQuestion;
  stepsFrom: StepsFrom;
}

/** The records that convert, with the steps of their leads. */
function convertedSql({ workspaceId, question, stepsFrom, now }: Basis) {
  const context = { stepsFrom, now, from: question.from, before: question.before };
  const { conversion } = question;
  const steps = stepsSql(workspaceId, stepsFrom);
  if (conversion !== 'won_deal')
    return { ...POPULATION_SQL[`reached_${conversion}`](workspaceId, context), steps, id: sql`${leads.id}` };
  const won = POPULATION_SQL.won_deals(workspaceId, context);
  return { ...won, from: sql`${won.from} ${steps.join}`, steps, id: sql`${deals.id}` };
}

const earlierAt = (step: EarlierStep, { at }: StepsSql): SQL =>
  step === 'created' ? sql`${leads.createdAt}` : at(step);

export interface ConversionPage {
  after?: ConversionPosition | undefined;
  /** Only those of a month. */
  month?: string | undefined;
  /** Most rows. */
  take: number;
}

/** Deleted leads are among them, by what is kept of them: they have no version. */
export function conversionsSql(basis: Basis, { after, month, take }: ConversionPage): SQL {
  const { workspaceId, question, now, zone } = basis;
  const records = convertedSql(basis);
  const { id, at, from, steps } = records;
  const isDeal = question.conversion === 'won_deal';
  const ofDeal = (column: SQL): SQL => (isDeal ? column : sql`null`);
  const ofMonth = question.window === 'cohort' ? sql`${leads.createdAt}` : at;
  const day = sql`(date '1970-01-01' + (${dayInSql(zone, ofMonth)})::int)`;
  const monthOf = sql`to_char(date_trunc('month', ${day}), 'YYYY-MM-DD')`;
  const where = and(
    selectionSql(workspaceId, records, question, { now, zone }),
    month === undefined ? undefined : sql`${monthOf} = ${month}`,
    after && sql`(${at}, ${id}) < (${instant(after.at)}, ${after.id}::uuid)`,
  );
  return sql`${countedTables(workspaceId)}
    select ${id} as id, ${leads.id} as "leadId", ${leads.version} is null as "isDeleted", ${milliseconds(at)} as at,
      ${monthOf} as month, ${milliseconds(sql`${leads.createdAt}`)} as "createdAt",
      ${milliseconds(steps.at('sql'))} as "sqlAt", ${milliseconds(earlierAt(question.lastBefore, steps))} as "stepAt",
      ${ofDeal(sql`${deals.sourceId}`)} as "sourceId", ${ofDeal(sql`${deals.campaignId}`)} as "campaignId",
      ${ofDeal(milliseconds(sql`${deals.cycleStartedAt}`))} as "cycleStartedAt",
      ${ofDeal(sql`${deals.currency}`)} as currency, ${ofDeal(sql`${deals.amount}::text`)} as amount
    from ${from} where ${where} order by ${at} desc, ${id} desc limit ${take}`;
}

/** Journeys as `id`, `until` and `converted`: those that converted, and leads of the period that did not. */
function journeysSql(basis: Basis): SQL {
  const { workspaceId, question, stepsFrom, now, zone } = basis;
  const { conversion, window, where, from, before } = question;
  const records = convertedSql(basis);
  const all = POPULATION_SQL.leads(workspaceId, { stepsFrom, now, from, before });
  // In a period, a lead that converts after its end has not converted yet.
  const beforeItsEnd = window === 'period' ? sql` and converts_at < ${instant(before)}` : sql``;
  const convertsAt =
    conversion === 'won_deal'
      ? sql`(select min(${deals.closedAt}) from ${deals} where ${deals.workspaceId} = ${workspaceId} and ${deals.leadId} = ${leads.id} and ${deals.status} = 'won')`
      : records.steps.at(conversion);
  const unconverted = and(
    all.where,
    sql`${leads.createdAt} >= ${instant(from)} and ${leads.createdAt} < ${instant(before)}`,
    where && sql`coalesce(${conditionSql(where, { workspaceId, now })}, false)`,
    sql`not exists (select from (select ${convertsAt} as converts_at) as known where converts_at is not null${beforeItsEnd})`,
  );
  const until = window === 'period' ? instant(before - 1) : sql`'infinity'::timestamptz`;
  return sql`select ${records.id} as id, ${leads.id} as lead_id, ${records.at} as until, true as converted
      from ${records.from} where ${and(selectionSql(workspaceId, records, question, { now, zone }), sql`${leads.id} is not null`)}
    union all
    select ${leads.id}, ${leads.id}, ${until}, false from ${all.from} ${all.partsFrom} where ${unconverted}`;
}

/**
 * How often journeys go from one state to another: from nothing (null) to their first state, and from the last one to their end (null). Repeated
 * visits change no removal effect, as a chain leaves each state in the same proportions however long it stays, so they are not taken together.
 */
export function transitionsSql(basis: Basis & { survivors: string | undefined }): SQL {
  const { workspaceId, question, survivors } = basis;
  const stateOf = (table: typeof touches | typeof engagementEvents): SQL =>
    question.states === 'source'
      ? sql`(${survivorSql(table.sourceId, survivors)})::text`
      : sql`(select ${sources.channel} from ${sources} where ${sources.workspaceId} = ${workspaceId} and ${sources.id} = ${table.sourceId})`;
  const pointsOf = (table: typeof touches | typeof engagementEvents, more: SQL): SQL =>
    sql`select journeys.id as journey, journeys.converted, ${table.occurredAt} as at, ${table.id} as id, ${stateOf(table)} as state
        from journeys join ${table} on ${table.workspaceId} = ${workspaceId} and ${table.leadId} = journeys.lead_id
         and ${table.occurredAt} <= journeys.until ${more}`;
  const acted = sql`and ${engagementEvents.sourceId} is not null and ${engagementEvents.type} not in (${sql.raw(NO_TOUCH_TYPES)})`;
  return sql`${countedTables(workspaceId)}, journeys as materialized (${journeysSql(basis)}),
    points as (${pointsOf(touches, sql``)} union all ${pointsOf(engagementEvents, acted)}),
    placed as materialized (
      select converted, state, lag(state) over journey as before, (lead(id) over journey) is null as is_last
        from points window journey as (partition by journey, converted order by at, id))
    select before as "from", state as "to", converted, count(*)::int as count from placed group by 1, 2, 3
    union all
    select state, null, converted, count(*)::int from placed where is_last group by 1, 3
    limit ${MOST_TRANSITIONS}`;
}
