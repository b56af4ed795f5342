import type { Job, SegmentChangeShape } from '../core/jobs/shapes.js';
import type { Segment } from '../core/segments/segment.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Repositories } from '../db/repositories/repositories.js';
import type { SegmentDay, StoredMember } from '../db/repositories/segment-members.js';
import type { Store, WriteScope } from '../db/store.js';
import type { WriteContext } from './context.js';
import { AppError } from './errors.js';
import { enqueue } from './jobs/states.js';
import { searchable } from './leads/search.js';
import type { ReadSettings } from './leads/settings.js';
import { saveMemberChanges } from './segments/changes.js';
import { orNotFound } from './versions.js';
import type { Write } from './writes.js';

export interface ListChange {
  add: readonly string[];
  remove: readonly string[];
}

export interface ListChanged {
  added: number;
  removed: number;
  unknownLeadIds: string[];
}

export type SegmentMembersService = ReturnType<typeof segmentMembersService>;

/** The leads of segments. */
export function segmentMembersService(store: Store, write: Write, settings: ReadSettings) {
  const found = async (read: Pick<Repositories, 'segments'>, id: string): Promise<Segment> =>
    orNotFound(await read.segments.find(id), 'segment');
  return {
    async list(workspaceId: string, id: string, request: ListRequest): Promise<Page<StoredMember>> {
      const read = store.read(workspaceId);
      await found(read, id);
      return read.segmentMembers.list(id, request);
    },
    async days(workspaceId: string, id: string, request: ListRequest): Promise<Page<SegmentDay>> {
      const read = store.read(workspaceId);
      await found(read, id);
      return read.segmentMembers.days(id, request);
    },
    async ofLead(workspaceId: string, leadId: string) {
      const read = store.read(workspaceId);
      orNotFound(await read.leads.find(leadId), 'lead');
      return read.segments.ofLead(leadId);
    },
    /** Adds leads to a static segment, and removes leads from it. */
    change: (context: WriteContext, id: string, change: ListChange): Promise<ListChanged> =>
      write(context, async (scope) => {
        const segment = await found(scope, id);
        refuseDynamic(segment);
        return changeList(scope, segment, change);
      }),
    /** Enqueues the adding or the removal of all leads that match a condition, or counts them. */
    changeWhere: (
      context: WriteContext,
      id: string,
      { where, ...change }: Omit<SegmentChangeShape['params'], 'segmentId'>,
    ): Promise<Job<'segment_change'>> =>
      write(context, async (scope) => {
        refuseDynamic(await found(scope, id));
        const search = { ...(await settings(context.workspaceId)), now: scope.now };
        const params = { segmentId: id, ...change, where: await searchable(where, search) };
        return enqueue(scope, context, 'segment_change', params);
      }),
  };
}

function refuseDynamic({ kind }: Segment): void {
  if (kind === 'static') return;
  throw new AppError('conflict', 'The leads of a dynamic segment follow from its condition: change that instead.');
}

async function changeList(scope: WriteScope, segment: Segment, { add, remove }: ListChange): Promise<ListChanged> {
  const [added, removed] = [new Set(add), new Set(remove)];
  if (add.some((leadId) => removed.has(leadId))) {
    const detail = 'names a lead that `add` names as well';
    const errors = [{ pointer: '/remove', code: 'value_invalid', detail }];
    throw new AppError('rule_refused', 'No lead is both added and removed.', { errors });
  }
  const { members, known } = await scope.segmentMembers.among(segment.id, [...added, ...removed]);
  const [inside, existing] = [new Set(members), new Set(known)];
  const changeOf = (leadId: string) => ({ segmentId: segment.id, leadId });
  const entered = [...added].filter((leadId) => existing.has(leadId) && !inside.has(leadId)).map(changeOf);
  const left = [...removed].filter((leadId) => inside.has(leadId)).map(changeOf);
  saveMemberChanges(scope, { entered, left }, { segmentOf: () => segment, cause: 'api' });
  const unknownLeadIds = [...added, ...removed].filter((leadId) => !existing.has(leadId));
  return { added: entered.length, removed: left.length, unknownLeadIds };
}
