import type { Subject } from '../../core/conditions/subject.js';
import type { Campaign, Channel, Source } from '../../core/sources.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { campaigns, sources } from '../schema/sources.js';
import { type ListRequest, matches, newestFirst, type Page } from './lists.js';
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

export function campaignsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ours = { executor, workspaceId, cursors };
  return {
    ...resourceRows<Campaign>(executor, campaigns, workspaceId),
    insert: (rows: readonly Campaign[]) => campaignWriter.insert(executor, rows),
    list: (sourceId: string | undefined, request: ListRequest): Promise<Page<Campaign>> =>
      newestFirst(ours, {
        table: campaigns,
        key: 'id',
        binding: `campaigns|${sourceId ?? ''}`,
        where: [matches(campaigns.sourceId, sourceId)],
        request,
      }),
  };
}
