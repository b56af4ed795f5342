import { fold } from '../core/fold.js';
import type { IfMatch } from '../core/refusals.js';
import type { Campaign, Channel, Source } from '../core/sources.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store, WriteScope } from '../db/store.js';
import type { WriteContext } from './context.js';
import { AppError } from './errors.js';
import { emitConfigChange, newRow } from './resources.js';
import { changedFields, checkVersion, orNotFound } from './versions.js';
import type { Write } from './writes.js';

export interface SourceInput {
  channel: Channel;
  name: string;
  description?: string | undefined;
}

export interface CampaignInput {
  sourceId: string;
  name: string;
  description?: string | undefined;
}

interface NamePatch {
  name?: string | undefined;
  description?: string | null | undefined;
}

export type SourcesService = ReturnType<typeof sourcesService>;
export type CampaignsService = ReturnType<typeof campaignsService>;

/** Names are compared without regard to case and surrounding or repeated blanks. */
export const nameKeyOf = (name: string) => fold(name.trim().replace(/\s+/g, ' '));

export function sourcesService(store: Store, write: Write) {
  return {
    create(context: WriteContext, input: SourceInput): Promise<Source> {
      return write(context, async (scope) => {
        const taken = (await scope.sources.all()).some(
          (source) => source.channel === input.channel && nameKeyOf(source.name) === nameKeyOf(input.name),
        );
        if (taken) throw new AppError('conflict', 'There is a source of this channel and name already.');
        const row = newSource(scope, input);
        await scope.sources.insert([row]);
        return row;
      });
    },
    async get(workspaceId: string, id: string): Promise<Source> {
      return orNotFound(await store.read(workspaceId).sources.find(id), 'source');
    },
    list: (workspaceId: string, channel: Channel | undefined, request: ListRequest): Promise<Page<Source>> =>
      store.read(workspaceId).sources.list(channel, request),
    update(context: WriteContext, id: string, ifMatch: IfMatch, patch: NamePatch): Promise<Source> {
      return write(context, async (scope) => {
        const before = orNotFound(await scope.sources.find(id), 'source');
        checkVersion(before, ifMatch);
        const renamed = await rename(scope, 'source', before, patch, async () =>
          (await scope.sources.all()).filter((other) => other.channel === before.channel),
        );
        if (renamed === undefined) return before;
        await scope.segments.requestPasses(new Date(scope.realNow));
        return scope.sources.update(before, renamed, scope.now);
      });
    },
  };
}

export function campaignsService(store: Store, write: Write) {
  return {
    create(context: WriteContext, input: CampaignInput): Promise<Campaign> {
      return write(context, async (scope) => {
        if (!(await scope.sources.find(input.sourceId))) {
          const detail = 'There is no such source in this workspace.';
          throw new AppError('reference_not_found', detail, {
            errors: [{ pointer: '/sourceId', code: 'reference_not_found', detail }],
          });
        }
        const taken = (await scope.campaigns.all()).some(
          (campaign) => campaign.sourceId === input.sourceId && nameKeyOf(campaign.name) === nameKeyOf(input.name),
        );
        if (taken) throw new AppError('conflict', 'This source has a campaign of this name already.');
        const row = newCampaign(scope, input);
        await scope.campaigns.insert([row]);
        return row;
      });
    },
    async get(workspaceId: string, id: string): Promise<Campaign> {
      return orNotFound(await store.read(workspaceId).campaigns.find(id), 'campaign');
    },
    list: (workspaceId: string, sourceId: string | undefined, request: ListRequest): Promise<Page<Campaign>> =>
      store.read(workspaceId).campaigns.list(sourceId, request),
    update(context: WriteContext, id: string, ifMatch: IfMatch, patch: NamePatch): Promise<Campaign> {
      return write(context, async (scope) => {
        const before = orNotFound(await scope.campaigns.find(id), 'campaign');
        checkVersion(before, ifMatch);
        const renamed = await rename(scope, 'campaign', before, patch, async () =>
          (await scope.campaigns.all()).filter((other) => other.sourceId === before.sourceId),
        );
        if (renamed === undefined) return before;
        await scope.segments.requestPasses(new Date(scope.realNow));
        return scope.campaigns.update(before, renamed, scope.now);
      });
    },
  };
}

export function newSource(scope: WriteScope, input: SourceInput): Source {
  const row: Source = {
    ...newRow(scope),
    channel: input.channel,
    name: input.name.trim(),
    nameKey: nameKeyOf(input.name),
    description: input.description ?? null,
  };
  emitConfigChange(scope, {
    type: 'source.created',
    subjectKind: 'source',
    subjectId: row.id,
    after: { channel: row.channel, name: row.name },
  });
  return row;
}

export function newCampaign(scope: WriteScope, input: CampaignInput): Campaign {
  const row: Campaign = {
    ...newRow(scope),
    sourceId: input.sourceId,
    name: input.name.trim(),
    nameKey: nameKeyOf(input.name),
    description: input.description ?? null,
  };
  emitConfigChange(scope, {
    type: 'campaign.created',
    subjectKind: 'campaign',
    subjectId: row.id,
    after: { sourceId: row.sourceId, name: row.name },
  });
  return row;
}

/** The new name and description; undefined when nothing changes. */
async function rename<Row extends Source | Campaign>(
  scope: WriteScope,
  noun: 'source' | 'campaign',
  before: Row,
  patch: NamePatch,
  siblings: () => Promise<Row[]>,
): Promise<Pick<Source, 'name' | 'nameKey' | 'description'> | undefined> {
  const name = patch.name?.trim() ?? before.name;
  const description = patch.description === undefined ? before.description : patch.description;
  const changed = changedFields<{ name: string; description: string | null }>(before, { name, description });
  if (!changed) return undefined;
  const nameKey = nameKeyOf(name);
  if (nameKey !== nameKeyOf(before.name) && (await siblings()).some((other) => nameKeyOf(other.name) === nameKey)) {
    throw new AppError('conflict', `There is a ${noun} of this name already.`);
  }
  emitConfigChange(scope, { type: `${noun}.updated`, subjectKind: noun, subjectId: before.id, ...changed });
  return { name, nameKey, description };
}
