import type { TouchPoint } from '../../core/attribution/journey.js';
import type { Transition } from '../../core/attribution/markov.js';
import type { AttributionQuestion } from '../../core/attribution/question.js';
import { parseMoney } from '../../core/money.js';
import type { Channel } from '../../core/sources.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { type GroupCost, groupCostsSql } from './attribution-costs.js';
import {
  type ConversionPage,
  type ConversionPosition,
  conversionsSql,
  NO_TOUCH_TYPES,
  type StoredConversion,
  transitionsSql,
} from './attribution-sql.js';
import { COUNTED_TABLES } from './counted-tables.js';
import { leadStepPassesRepository } from './lead-step-passes.js';
import type { StepsFrom } from './lead-step-sql.js';
import { CursorRefused, type ListRequest } from './lists.js';
import type { QuestionContext } from './report-queries.js';
import { sourceMergesRepository } from './source-merges.js';

export type { ConversionPosition, StoredConversion };

const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;
/** Fields of a point are separated by blanks, points by commas. */
const POINTS = (id: string) => `${COUNTED_TABLES}
  select lead_id as "leadId", string_agg(concat_ws(' ', kind, ${MS('occurred_at')}, ${MS('coalesce(received_at, occurred_at)')}, source_id,
           coalesce(campaign_id::text, '-')${id}), ',' order by occurred_at, id) as points
    from (select 't' as kind, lead_id, id, occurred_at, received_at, source_id, campaign_id
            from touches where workspace_id = $1 and lead_id = any($2::uuid[])
          union all
          select 'e', lead_id, id, occurred_at, received_at, source_id, campaign_id
            from engagement_events
           where workspace_id = $1 and lead_id = any($2::uuid[]) and source_id is not null and type not in (${NO_TOUCH_TYPES})) as point
   group by lead_id`;

const REVENUE = `select lead_id as "leadId", currency, trim_scale(sum(amount))::text as amount from deals
   where workspace_id = $1 and lead_id = any($2::uuid[]) and status = 'won' and amount is not null group by lead_id, currency`;

export function attributionRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const { orm } = executor;
  const merges = sourceMergesRepository(executor, workspaceId);
  const knownSteps = async (): Promise<StepsFrom> =>
    (await leadStepPassesRepository(executor, workspaceId).afterId()) === undefined ? 'columns' : 'changes';
  return {
    /** The conversions of a question after a position, the newest first. */
    async conversions(question: AttributionQuestion, context: QuestionContext, page: ConversionPage) {
      const basis = { ...context, workspaceId, question, stepsFrom: await knownSteps() };
      return (await orm.execute<StoredConversion>(conversionsSql(basis, page))).rows;
    },
    /** The steps that journeys take between states, converted or not. */
    async transitions(question: AttributionQuestion, context: QuestionContext): Promise<Transition[]> {
      const survivors = question.states === 'source' ? await merges.survivors() : undefined;
      const basis = { ...context, workspaceId, question, survivors, stepsFrom: await knownSteps() };
      return (await orm.execute<Transition & Record<string, unknown>>(transitionsSql(basis))).rows;
    },
    /** The touch points of the leads, in the order of their instants, then of their arrival. */
    async points(leadIds: readonly string[], { origins, detailed }: PointsRequest): Promise<PointsOfLeads> {
      const name = detailed ? 'attribution_points' : 'attribution_credits';
      const text = POINTS(detailed ? ', id' : '');
      const rows = await executor.run<{ leadId: string; points: string }>(name, text, [workspaceId, leadIds]);
      const unpacked = pointsReader(origins);
      return new Map(rows.map(({ leadId, points }) => [leadId, unpacked(points)]));
    },
    /** The amounts of the won deals of the leads, by lead and currency, in ten-thousandths. */
    async revenue(leadIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, bigint>>> {
      const rows = await executor.run<{ leadId: string; currency: string; amount: string }>(
        'attribution_revenue',
        REVENUE,
        [workspaceId, leadIds],
      );
      const found = new Map<string, Map<string, bigint>>();
      for (const { leadId, currency, amount } of rows) {
        const ofLead = found.get(leadId) ?? new Map<string, bigint>();
        found.set(leadId, ofLead.set(currency, parseMoney(amount) ?? 0n));
      }
      return found;
    },
    /** What was spent in the groups of a question. */
    async costs(question: AttributionQuestion, context: QuestionContext): Promise<GroupCost[]> {
      return (await orm.execute<GroupCost>(groupCostsSql(workspaceId, question, context))).rows;
    },
    /** The channel of each source, and what merged sources and campaigns count as. */
    async origins(): Promise<Origins> {
      const survivors = await merges.survivorIds();
      const rows = await executor.run<{ id: string; channel: Channel }>(
        'channels_of_sources',
        'select id, channel from sources where workspace_id = $1',
        [workspaceId],
      );
      const channels = new Map(rows.map(({ id, channel }) => [id, channel]));
      return { channels, survivors };
    },
    /** The place of the cursor of a list of credits; `binding`: what the list is of. */
    positionOf({ cursor }: ListRequest, binding: string): ConversionPosition | undefined {
      if (cursor === undefined) return undefined;
      const [at, id] = cursors.decode(`${workspaceId}|attribution|${binding}`, cursor) ?? [];
      if (typeof at !== 'number' || typeof id !== 'string') throw new CursorRefused('cursor refused');
      return { at, id };
    },
    cursorOf: ({ at, id }: ConversionPosition, binding: string): string =>
      cursors.encode(`${workspaceId}|attribution|${binding}`, [at, id]),
  };
}

type PointsOfLeads = ReadonlyMap<string, readonly TouchPoint[]>;
/** Where touch points come from. */
export interface Origins {
  channels: ReadonlyMap<string, Channel>;
  /** By the ids of merged sources and campaigns. */
  survivors: ReadonlyMap<string, string>;
}

interface PointsRequest {
  origins: Origins;
  /** With the ids of the points. */
  detailed: boolean;
}

/** Reads packed points. Each source and campaign id is one text, however many points have it. */
function pointsReader({ channels, survivors }: Origins) {
  const texts = new Map<string, string>();
  const shared = (text: string): string => {
    const known = texts.get(text) ?? survivors.get(text) ?? text;
    texts.set(text, known);
    return known;
  };
  return (packed: string): TouchPoint[] =>
    packed.split(',').map((point) => {
      const [kind, occurredAt, receivedAt, source = '', campaign = '-', id = ''] = point.split(' ');
      return {
        kind: kind === 't' ? 'touch' : 'engagement',
        id,
        occurredAt: Number(occurredAt),
        receivedAt: Number(receivedAt),
        sourceId: shared(source),
        campaignId: campaign === '-' ? null : shared(campaign),
        channel: channels.get(source) ?? null,
      };
    });
}
