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
