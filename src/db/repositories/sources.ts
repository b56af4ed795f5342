import { sql } from 'drizzle-orm';
import type { Campaign, CampaignStatus } from '../../core/campaigns.js';
import type { Subject } from '../../core/conditions/subject.js';
import { canonicalMoney } from '../../core/money.js';
import type { Channel, Source } from '../../core/sources.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { campaigns, sources } from '../schema/sources.js';
import { bindingOf, type ListRequest, matches, newestFirst, type Page } from './lists.js';
import { resourceRows } from './resource-rows.js';

const sourceWriter = rowWriter(sources, ['workspace_id', 'id']);
const campaignWriter = rowWriter(campaigns, ['workspace_id', 'id']);

export function sourcesRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ours = { executor, workspaceId, cursors };
  return {
    ...resourceRows<Source>(executor, sources, workspaceId),
    insert: (rows: readonly Source[]) => sourceWriter.insert(executor, rows),
    /** How the first source of a lead looks to conditions; undefined for an unknown lead. */
    async ofLead(leadId: string): Promise<Subject['source']> {
      const [row] = await executor.run<{ channel: Channel; name: string; campaign: string | null }>(
        'source_of_lead',
        `select s.channel, s.name, c.name as campaign
           from leads l
           join sources s on s.workspace_id = l.workspace_id and s.id = l.source_id
           left join campaigns c on c.workspace_id = l.workspace_id and c.id = l.campaign_id
          where l.workspace_id = $1 and l.id = $2`,
        [workspaceId, leadId],
      );
      return row && { ...row, campaign: row.campaign ?? undefined };
    },
    list: (channel: Channel | undefined, request: ListRequest): Promise<Page<Source>> =>
      newestFirst(ours, {
        table: sources,
        key: 'id',
        binding: `sources|${channel ?? ''}`,
        where: [matches(sources.channel, channel)],
        request,
      }),
  };
}

export interface CampaignFilter {
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
    insert: (campaigns: readonly Campaign[]) => campaignWriter.insert(executor, campaigns),
    async list(filter: CampaignFilter, request: ListRequest): Promise<Page<Campaign>> {
      const { sourceId, status, runningOn } = filter;
      const page = await newestFirst(ours, {
        table: campaigns,
        key: 'id',
        binding: bindingOf('campaigns', filter),
        where: [
          ...[matches(campaigns.sourceId, sourceId), matches(campaigns.status, status)],
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

/** The database has four decimals. */
const campaignOf = (row: Campaign): Campaign =>
  row.budget === null ? row : { ...row, budget: canonicalMoney(row.budget) };
