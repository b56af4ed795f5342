import { isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Campaign, CampaignStatus } from '../../core/campaigns.js';
import type { Subject } from '../../core/conditions/subject.js';
import { canonicalMoney } from '../../core/money.js';
import type { Channel, Source } from '../../core/sources.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { campaigns, sources } from '../schema/sources.js';
import { bindingOf, type ListRequest, matches, matching, newestFirst, type Page } from './lists.js';
import { resourceRows } from './resource-rows.js';
import { sourceMergesRepository } from './source-merges.js';

const sourceWriter = rowWriter(sources, ['workspace_id', 'id']);
const campaignWriter = rowWriter(campaigns, ['workspace_id', 'id']);

export function sourcesRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ours = { executor, workspaceId, cursors };
  const rows = resourceRows<Source>(executor, sources, workspaceId);
  return {
    ...rows,
    survivors: survivorsOf(rows.findMany),
    insert: (rows: readonly Source[]) => sourceWriter.insert(executor, rows),
    /** How the first source of a lead looks to conditions; undefined for an unknown lead. */
    async ofLead(leadId: string): Promise<Subject['source']> {
      const [row] = await executor.run<{ channel: Channel; name: string; campaign: string | null }>(
        'source_of_lead',
        `select s.channel, coalesce(ss.name, s.name) as name, coalesce(cs.name, c.name) as campaign
           from leads l
           join sources s on s.workspace_id = l.workspace_id and s.id = l.source_id
           left join sources ss on ss.workspace_id = s.workspace_id and ss.id = s.survivor_id
           left join campaigns c on c.workspace_id = l.workspace_id and c.id = l.campaign_id
           left join campaigns cs on cs.workspace_id = c.workspace_id and cs.id = c.survivor_id
          where l.workspace_id = $1 and l.id = $2`,
        [workspaceId, leadId],
      );
      return row && { ...row, campaign: row.campaign ?? undefined };
    },
    list: ({ channel, merged }: SourceFilter, request: ListRequest): Promise<Page<Source>> =>
      newestFirst(ours, {
        table: sources,
        key: 'id',
        binding: bindingOf('sources', { channel, merged }),
        where: [matches(sources.channel, channel), isMerged(sources.survivorId, merged)],
        request,
      }),
  };
}

export interface SourceFilter {
  channel?: Channel | undefined;
  /** Whether its records count as those of another one. */
  merged?: boolean | undefined;
}

export interface CampaignFilter {
  merged?: boolean | undefined;
  sourceId?: string | undefined;
  status?: CampaignStatus | undefined;
  /** Runs on this day, `yyyy-mm-dd`: has begun and has not ended; open where a date is not stated. */
  runningOn?: string | undefined;
}

export function campaignsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ours = { executor, workspaceId, cursors };
  const rows = resourceRows<Campaign>(executor, campaigns, workspaceId);
  return {
    ...rows,
    all: async () => (await rows.all()).map(campaignOf),
    findMany: async (ids: readonly string[]) => (await rows.findMany(ids)).map(campaignOf),
    find: async (id: string) => {
      const row = await rows.find(id);
      return row && campaignOf(row);
    },
    survivors: survivorsOf(async (ids) => (await rows.findMany(ids)).map(campaignOf)),
    insert: (campaigns: readonly Campaign[]) => campaignWriter.insert(executor, campaigns),
    async list(filter: CampaignFilter, request: ListRequest): Promise<Page<Campaign>> {
      const { status, runningOn, merged } = filter;
      const { sourceId } = await sourceMergesRepository(executor, workspaceId).widened({ sourceId: filter.sourceId });
      const page = await newestFirst(ours, {
        table: campaigns,
        key: 'id',
        binding: bindingOf('campaigns', filter),
        where: [
          ...matching(campaigns, { sourceId, status }),
          isMerged(campaigns.survivorId, merged),
          runningOn === undefined
            ? undefined
            : sql`coalesce(${campaigns.startsOn} <= ${runningOn}::date, true) and coalesce(${campaigns.endsOn} >= ${runningOn}::date, true)`,
        ],
        request,
      });
      return { ...page, rows: page.rows.map(campaignOf) };
    },
  };
}

const isMerged = (column: PgColumn, merged: boolean | undefined): SQL | undefined =>
  merged === undefined ? undefined : merged ? isNotNull(column) : isNull(column);

/** What rows count as, by their own ids: themselves, or the rows that survived their merges. */
const survivorsOf =
  <Row extends { id: string; survivorId: string | null }>(findMany: (ids: readonly string[]) => Promise<Row[]>) =>
  async (ids: readonly string[]): Promise<Map<string, Row>> => {
    const rows = await findMany(ids);
    const survivors = await findMany([...new Set(rows.flatMap(({ survivorId }) => survivorId ?? []))]);
    const byId = new Map(survivors.map((row) => [row.id, row]));
    return new Map(rows.map((row) => [row.id, byId.get(row.survivorId ?? '') ?? row]));
  };

/** The database has four decimals. */
const campaignOf = (row: Campaign): Campaign =>
  row.budget === null ? row : { ...row, budget: canonicalMoney(row.budget) };
