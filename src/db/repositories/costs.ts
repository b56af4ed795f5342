import { gt, lt, sql } from 'drizzle-orm';
import type { CostContent } from '../../core/costs/cost.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { costs } from '../schema/costs.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';
import { sourceMergesRepository } from './source-merges.js';

/** A stored entry of costs. */
export interface Cost extends CostContent {
  id: string;
  platform: string | null;
  actorId: string;
  createdAt: Date;
}

/** An entry, and the one that has corrected it; null: it counts. */
export type CorrectableCost = Cost & { correctedById: string | null };

export interface CostFilter {
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  leadId?: string | undefined;
  kind?: string | undefined;
  currency?: string | undefined;
}

/** Days, `yyyy-mm-dd`: entries that have a day from the first on and before the second. `current`: entries that were not corrected. */
export interface CostPeriod {
  from?: string | undefined;
  before?: string | undefined;
  current?: boolean | undefined;
}

/** A day of a campaign, as an ad platform states it. */
export interface PlatformDay {
  platform: string;
  campaignId: string;
  day: string;
  currency: string;
}

const writer = rowWriter(costs, ['workspace_id', 'id']);

const COLUMNS = `c.id, c.source_id as "sourceId", c.campaign_id as "campaignId", c.lead_id as "leadId", c.first_day::text as "from",
  c.before_day::text as "before", c.amount::text as amount, c.currency, c.kind, c.note, c.corrects_id as "correctsId", c.platform,
  c.actor_id as "actorId", c.created_at as "createdAt"`;
const CORRECTOR = `(select later.id from costs later where later.workspace_id = $1 and later.corrects_id = c.id) as "correctedById"`;

export function costsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const findMany = async (ids: readonly string[]): Promise<CorrectableCost[]> =>
    ids.length === 0
      ? []
      : executor.run<CorrectableCost>(
          'find_costs',
          `select ${COLUMNS}, ${CORRECTOR} from costs c where c.workspace_id = $1 and c.id = any($2::uuid[])`,
          [workspaceId, ids],
        );
  return {
    findMany,
    insert: (rows: readonly Cost[]) =>
      writer.insert(
        executor,
        rows.map((row) => ({ ...row, workspaceId })),
      ),
    /** Newest first. */
    async list(filter: CostFilter, { from, before, current }: CostPeriod, request: ListRequest) {
      const isCorrected = sql`exists (select from costs later where later.workspace_id = ${workspaceId} and later.corrects_id = ${costs.id})`;
      const page = await newestFirst<'id', typeof costs.$inferSelect>(
        { executor, workspaceId, cursors },
        {
          table: costs,
          key: 'id',
          binding: bindingOf('costs', { ...filter, from, before, current }),
          where: [
            ...matching(costs, await sourceMergesRepository(executor, workspaceId).widened(filter)),
            from === undefined ? undefined : gt(costs.before, from),
            before === undefined ? undefined : lt(costs.from, before),
            current === undefined ? undefined : current ? sql`not ${isCorrected}` : isCorrected,
          ],
          request,
        },
      );
      const found = new Map((await findMany(page.rows.map(({ id }) => id))).map((row) => [row.id, row]));
      return { ...page, rows: page.rows.flatMap(({ id }) => found.get(id) ?? []) } satisfies Page<CorrectableCost>;
    },
    /** The current entries of days that an ad platform stated before. */
    ofPlatform: (days: readonly PlatformDay[]): Promise<Cost[]> =>
      executor.run<Cost>(
        'find_costs_of_platform',
        `select ${COLUMNS} from unnest($2::text[], $3::uuid[], $4::date[], $5::text[]) as wanted (platform, campaign_id, day, currency)
           join costs c on c.workspace_id = $1 and c.first_day = wanted.day and c.campaign_id = wanted.campaign_id
            and c.platform = wanted.platform and c.currency = wanted.currency
          where not exists (select from costs later where later.workspace_id = $1 and later.corrects_id = c.id)`,
        [
          workspaceId,
          days.map(({ platform }) => platform),
          days.map(({ campaignId }) => campaignId),
          days.map(({ day }) => day),
          days.map(({ currency }) => currency),
        ],
      ),
  };
}
