import { and, desc, eq, lt } from 'drizzle-orm';
import type { Campaign, Channel, Source } from '../../core/sources.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { campaigns, sources } from '../schema/sources.js';
import { type ListRequest, type Page, pageOf } from './lists.js';

const sourceWriter = rowWriter(sources, ['workspace_id', 'id']);
const campaignWriter = rowWriter(campaigns, ['workspace_id', 'id']);

export function sourcesRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const mine = (id: string) => and(eq(sources.workspaceId, workspaceId), eq(sources.id, id));
  return {
    insert: (rows: readonly Source[]) => sourceWriter.insert(executor, rows),
    async all(): Promise<Source[]> {
      return executor.orm.select().from(sources).where(eq(sources.workspaceId, workspaceId));
    },
    async find(id: string): Promise<Source | undefined> {
      const [row] = await executor.orm.select().from(sources).where(mine(id));
      return row;
    },
    async update(id: string, version: number, changes: Partial<Source>): Promise<boolean> {
      const rows = await executor.orm
        .update(sources)
        .set(changes)
        .where(and(mine(id), eq(sources.version, version)))
        .returning({ id: sources.id });
      return rows.length === 1;
    },
    async list(channel: Channel | undefined, request: ListRequest): Promise<Page<Source>> {
      const binding = `${workspaceId}|sources|${channel ?? ''}`;
      return pageOf(
        cursors,
        binding,
        request,
        (row) => [row.id],
        async (after, take) =>
          executor.orm
            .select()
            .from(sources)
            .where(
              and(
                eq(sources.workspaceId, workspaceId),
                channel === undefined ? undefined : eq(sources.channel, channel),
                after === undefined ? undefined : lt(sources.id, String(after[0])),
              ),
            )
            .orderBy(desc(sources.id))
            .limit(take),
      );
    },
  };
}

export function campaignsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const mine = (id: string) => and(eq(campaigns.workspaceId, workspaceId), eq(campaigns.id, id));
  return {
    insert: (rows: readonly Campaign[]) => campaignWriter.insert(executor, rows),
    async all(): Promise<Campaign[]> {
      return executor.orm.select().from(campaigns).where(eq(campaigns.workspaceId, workspaceId));
    },
    async find(id: string): Promise<Campaign | undefined> {
      const [row] = await executor.orm.select().from(campaigns).where(mine(id));
      return row;
    },
    async update(id: string, version: number, changes: Partial<Campaign>): Promise<boolean> {
      const rows = await executor.orm
        .update(campaigns)
        .set(changes)
        .where(and(mine(id), eq(campaigns.version, version)))
        .returning({ id: campaigns.id });
      return rows.length === 1;
    },
    async list(sourceId: string | undefined, request: ListRequest): Promise<Page<Campaign>> {
      const binding = `${workspaceId}|campaigns|${sourceId ?? ''}`;
      return pageOf(
        cursors,
        binding,
        request,
        (row) => [row.id],
        async (after, take) =>
          executor.orm
            .select()
            .from(campaigns)
            .where(
              and(
                eq(campaigns.workspaceId, workspaceId),
                sourceId === undefined ? undefined : eq(campaigns.sourceId, sourceId),
                after === undefined ? undefined : lt(campaigns.id, String(after[0])),
              ),
            )
            .orderBy(desc(campaigns.id))
            .limit(take),
      );
    },
  };
}
