import { and, eq } from 'drizzle-orm';
import type { Connector } from '../../core/connectors/connector.js';
import type { SourceReference } from '../../core/sources.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { connectorAddresses, connectorPayloads, connectors } from '../schema/connectors.js';
import { campaigns, sources } from '../schema/sources.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';
import { resourceRows } from './resource-rows.js';
import { sourceMergesRepository } from './source-merges.js';

export interface ConnectorFilter {
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  kind?: string | undefined;
}

/** A connector with its source and campaign by their present names. */
export interface ConnectorWithSource {
  connector: Connector;
  source: SourceReference;
}

const writer = rowWriter(connectors, ['workspace_id', 'id']);

export function connectorsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const mine = (id: string) => and(eq(connectors.workspaceId, workspaceId), eq(connectors.id, id));
  const { orm } = executor;
  const removeAddress = async (id: string): Promise<void> => {
    const { workspaceId: workspace, connectorId } = connectorAddresses;
    await orm.delete(connectorAddresses).where(and(eq(workspace, workspaceId), eq(connectorId, id)));
  };
  return {
    ...resourceRows<Connector>(executor, connectors, workspaceId),
    insert: (rows: readonly Connector[]) => writer.insert(executor, rows),
    count: () => orm.$count(connectors, eq(connectors.workspaceId, workspaceId)),
    /** With its payloads and its address. */
    async remove(id: string): Promise<void> {
      const { workspaceId: workspace, connectorId } = connectorPayloads;
      await orm.delete(connectorPayloads).where(and(eq(workspace, workspaceId), eq(connectorId, id)));
      await removeAddress(id);
      await orm.delete(connectors).where(mine(id));
    },
    /** Gives the connector an address; the one before ends. */
    async setAddress(connectorId: string, hash: string): Promise<void> {
      await removeAddress(connectorId);
      await orm.insert(connectorAddresses).values({ hash, workspaceId, connectorId });
    },
    async findWithSource(id: string): Promise<ConnectorWithSource | undefined> {
      const [row] = await orm
        .select({ connector: connectors, channel: sources.channel, name: sources.name, campaign: campaigns.name })
        .from(connectors)
        .innerJoin(sources, and(eq(sources.workspaceId, workspaceId), eq(sources.id, connectors.sourceId)))
        .leftJoin(campaigns, and(eq(campaigns.workspaceId, workspaceId), eq(campaigns.id, connectors.campaignId)))
        .where(mine(id));
      if (row === undefined) return undefined;
      const { connector, channel, name, campaign } = row;
      return { connector, source: { channel, name, ...(campaign !== null && { campaign }) } };
    },
    async list(filter: ConnectorFilter, request: ListRequest): Promise<Page<Connector>> {
      return newestFirst(
        { executor, workspaceId, cursors },
        {
          ...{ table: connectors, key: 'id', binding: bindingOf('connectors', filter), request },
          where: matching(connectors, await sourceMergesRepository(executor, workspaceId).widened(filter)),
        },
      );
    },
  };
}

/** The connector of an address, of any workspace. */
export async function findConnectorByHash(
  { orm }: Executor,
  hash: string,
): Promise<{ workspaceId: string; connectorId: string } | undefined> {
  const { workspaceId, connectorId } = connectorAddresses;
  const [found] = await orm
    .select({ workspaceId, connectorId })
    .from(connectorAddresses)
    .where(eq(connectorAddresses.hash, hash));
  return found;
}
