import type { PastAmount } from '../../core/forecast/backtest.js';
import type { OpenDeal } from '../../core/forecast/forecast.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { type ListRequest, type Page, pageOf } from './lists.js';
import { sourceMergesRepository } from './source-merges.js';

/** A deal that was recorded after it was closed was opened when its sales cycle began. */
const OPENED = 'case when d.closed_at < d.created_at then d.cycle_started_at else d.created_at end';

/** The changes of the category of the lead as pairs of an instant and a category, after the first of all. */
const CATEGORIES = `(select jsonb_agg(jsonb_build_array(extract(epoch from s.occurred_at) * 1000, s.from_category, s.to_category) order by s.id)
     from stage_changes s
    where s.workspace_id = $1 and s.lead_id = d.lead_id and s.from_category <> s.to_category)`;

interface OpenRow {
  id: string;
  name: string | null;
  lead_id: string | null;
  owner_id: string | null;
  team_id: string | null;
  source_id: string | null;
  amount: string | null;
  currency: string;
  opened_at: Date;
  expected: string | null;
  category: string | null;
  probability: number | null;
}

interface PastRow {
  amount: string | null;
  currency: string;
  opened_at: Date;
  closed_at: Date | null;
  won: boolean;
  category: string | null;
  changes: [at: number, from: string, to: string][] | null;
}

export function forecastsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    /** What sources were merged into, by their ids. */
    async survivors(): Promise<ReadonlyMap<string, string>> {
      const merged = await sourceMergesRepository(executor, workspaceId).merged();
      return new Map(merged.map(({ id, survivorId }) => [id, survivorId]));
    },
    /** All open deals, at most `limit`, by id. */
    async openDeals(limit: number): Promise<OpenDeal[]> {
      const rows = await executor.run<OpenRow>(
        'open_deals_of_forecast',
        `select d.id, d.name, d.lead_id, d.owner_id, l.team_id, d.source_id, d.amount::text as amount, d.currency, ${OPENED} as opened_at,
                d.expected_close_on::text as expected, l.category, l.conversion_probability as probability
           from deals d left join leads l on l.workspace_id = $1 and l.id = d.lead_id
          where d.workspace_id = $1 and d.status = 'open' order by d.id limit $2`,
        [workspaceId, limit],
      );
      return rows.map(openDealOf);
    },
    /** The deals that were opened last, at most `limit`, with the categories that their leads had. */
    async pastDeals(limit: number): Promise<PastAmount[]> {
      const rows = await executor.run<PastRow>(
        'past_deals_of_forecast',
        `select d.amount::text as amount, d.currency, ${OPENED} as opened_at, d.closed_at, d.status = 'won' as won, l.category, ${CATEGORIES} as changes
           from (select * from deals where workspace_id = $1 order by created_at desc, id desc limit $2) d
           left join leads l on l.workspace_id = $1 and l.id = d.lead_id`,
        [workspaceId, limit],
      );
      return rows.map(pastDealOf);
    },
    /** A page of what was computed, by the ids of the deals. `binding`: the filter. */
    page<Row extends { deal: { id: string } }>(
      rows: readonly Row[],
      binding: string,
      request: ListRequest,
    ): Promise<Page<Row>> {
      return pageOf<Row>(
        cursors,
        `${workspaceId}|${binding}`,
        request,
        ({ deal }) => [deal.id],
        async (after, take) =>
          rows.filter(({ deal }) => after === undefined || deal.id > String(after[0])).slice(0, take),
      );
    },
  };
}

function openDealOf(row: OpenRow): OpenDeal {
  return {
    ...{
      id: row.id,
      name: row.name ?? undefined,
      leadId: row.lead_id ?? undefined,
      ownerId: row.owner_id ?? undefined,
    },
    ...{ teamId: row.team_id ?? undefined, sourceId: row.source_id ?? undefined, amount: row.amount ?? undefined },
    ...{ currency: row.currency, openedAt: row.opened_at.getTime(), expectedCloseOn: row.expected ?? undefined },
    ...{ category: row.category ?? 'none', leadProbability: row.probability ?? undefined },
  };
}

function pastDealOf({ amount, currency, opened_at, closed_at, won, category, changes }: PastRow): PastAmount {
  const first = changes?.[0]?.[1] ?? category;
  const later = (changes ?? []).map(([from, , to]) => ({ from, category: to }));
  return {
    ...{ amount: Number(amount ?? 0), currency, openedAt: opened_at.getTime(), closedAt: closed_at?.getTime(), won },
    categories: first === null ? [] : [{ from: Number.NEGATIVE_INFINITY, category: first }, ...later],
  };
}
