import { fold } from '../core/fold.js';
import type { IfMatch } from '../core/refusals.js';
import type { Channel, Source } from '../core/sources.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { SourceFilter } from '../db/repositories/sources.js';
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

export interface NamePatch {
  name?: string | undefined;
  description?: string | null | undefined;
}

export type SourcesService = ReturnType<typeof sourcesService>;

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
    list: (workspaceId: string, filter: SourceFilter, request: ListRequest): Promise<Page<Source>> =>
      store.read(workspaceId).sources.list(filter, request),
    update(context: WriteContext, id: string, ifMatch: IfMatch, patch: NamePatch): Promise<Source> {
      return write(context, async (scope) => {
        const before = orNotFound(await scope.sources.find(id), 'source');
        checkVersion(before, ifMatch);
        const siblings = async () => (await scope.sources.all()).filter(({ channel }) => channel === before.channel);
        const changes = await described(scope, 'source', before, patch, siblings);
        const changed = changedFields<Source>(before, changes);
        if (!changed) return before;
        emitConfigChange(scope, {
          type: 'source.updated',
          subjectKind: 'source',
          subjectId: id,
          ...namesOnly(changed),
        });
        return scope.sources.update(before, changes, scope.now);
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
    ...{ mergedInto: null, survivorId: null },
  };
  emitConfigChange(scope, {
    type: 'source.created',
    subjectKind: 'source',
    subjectId: row.id,
    after: { channel: row.channel, name: row.name },
  });
  return row;
}

/** What an event shows of a change: the key of a name follows from it. */
export function namesOnly<Row extends object>({ before, after }: { before: Partial<Row>; after: Partial<Row> }) {
  return { before: { ...before, nameKey: undefined }, after: { ...after, nameKey: undefined } };
}

/** The name and description as a patch leaves them. Refuses the name of another one; segments may name it, so they are counted anew. */
export async function described<Row extends Pick<Source, 'id' | 'name' | 'nameKey' | 'description'>>(
  scope: WriteScope,
  noun: 'source' | 'campaign',
  before: Row,
  patch: NamePatch,
  siblings: () => Promise<Row[]>,
): Promise<Pick<Source, 'name' | 'nameKey' | 'description'>> {
  const name = patch.name?.trim() ?? before.name;
  const description = patch.description === undefined ? before.description : patch.description;
  if (name === before.name) return { name, nameKey: before.nameKey, description };
  const nameKey = nameKeyOf(name);
  if (nameKey !== nameKeyOf(before.name) && (await siblings()).some((other) => nameKeyOf(other.name) === nameKey)) {
    throw new AppError('conflict', `There is a ${noun} of this name already.`);
  }
  await scope.segments.requestPasses(new Date(scope.realNow));
  return { name, nameKey, description };
}
