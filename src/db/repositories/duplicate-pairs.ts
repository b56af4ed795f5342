import { groupBy } from '../../core/groups.js';
import type { Evidence } from '../../core/matching/weigh.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { duplicatePairs } from '../schema/duplicates.js';
import { bindingOf, type ListRequest, type Page, pageOf } from './lists.js';

export type DuplicatePair = typeof duplicatePairs.$inferSelect;

/** A pair that a scan found. `leadId` is the smaller id. */
export interface FoundPair {
  leadId: string;
  otherId: string;
  probability: number;
  bits: number;
  evidence: readonly Evidence[];
  scanId: string;
}

/** What groups are made of. */
export type JoiningPair = Pick<DuplicatePair, 'leadId' | 'otherId' | 'probability' | 'areDistinct' | 'groupId'>;

export interface GroupFilter {
  leadId?: string | undefined;
  ownerId?: string | undefined;
  sourceId?: string | undefined;
  minProbability?: number | undefined;
}

export interface PairGroup {
  groupId: string;
  pairs: DuplicatePair[];
}

const writer = rowWriter(duplicatePairs, ['workspace_id', 'lead_id', 'other_id']);

const SAVE = `insert into duplicate_pairs (workspace_id, lead_id, other_id, probability, bits, evidence, scan_id, are_distinct)
  select $1, found."leadId", found."otherId", found.probability, found.bits, found.evidence, found."scanId", false
    from jsonb_to_recordset($2) as found ("leadId" uuid, "otherId" uuid, probability real, bits real, evidence jsonb, "scanId" uuid)
   where (select count(*) from leads where workspace_id = $1 and id in (found."leadId", found."otherId")) = 2
  on conflict (workspace_id, lead_id, other_id) do update set probability = excluded.probability, bits = excluded.bits,
    evidence = excluded.evidence, scan_id = excluded.scan_id`;

/** Pairs of leads that a scan has read, and that it has not found again. */
const REMOVE_STALE = `delete from duplicate_pairs p using match_leads m
  where p.workspace_id = $1 and p.scan_id <> $2 and not p.are_distinct
    and m.workspace_id = $1 and m.scan_id = $2 and m.lead_id in (p.lead_id, p.other_id)`;

const COLUMNS = `workspace_id as "workspaceId", lead_id as "leadId", other_id as "otherId", probability, bits, evidence,
  scan_id as "scanId", group_id as "groupId", are_distinct as "areDistinct", decided_by as "decidedBy", decided_at as "decidedAt"`;

const GROUPS = `select distinct p.group_id as "groupId" from duplicate_pairs p
  where p.workspace_id = $1 and p.group_id is not null and not p.are_distinct
    and ($2::uuid is null or p.group_id > $2) and ($3::float8 is null or p.probability >= $3)
    and ($4::uuid is null or p.lead_id = $4 or p.other_id = $4)
    and (($5::uuid is null and $6::uuid is null) or exists (select from leads l
      where l.workspace_id = $1 and l.id in (p.lead_id, p.other_id)
        and ($5::uuid is null or l.owner_id = $5) and ($6::uuid is null or l.source_id = $6)))
  order by 1 limit $7`;

/** Pairs of leads that may be one. */
export function duplicatePairsRepository(executor: Executor, workspaceId: string) {
  return {
    /** Adds pairs, or replaces what is known of them. What a person has decided stays. */
    save: (pairs: readonly FoundPair[]): Promise<unknown> =>
      executor.run('save_duplicate_pairs', SAVE, [workspaceId, JSON.stringify(pairs)]),
    removeStale: (scanId: string): Promise<unknown> =>
      executor.run('remove_stale_pairs', REMOVE_STALE, [workspaceId, scanId]),
    /** All pairs of the workspace, or those of groups and leads with all that are decided. */
    joining: (ids?: readonly string[]): Promise<JoiningPair[]> =>
      executor.run(
        'joining_pairs',
        `select lead_id as "leadId", other_id as "otherId", probability, are_distinct as "areDistinct", group_id as "groupId"
           from duplicate_pairs where workspace_id = $1 and ($2::uuid[] is null or group_id = any($2::uuid[]) or lead_id = any($2::uuid[])
             or other_id = any($2::uuid[]) or are_distinct)`,
        [workspaceId, ids],
      ),
    regroup: (pairs: readonly JoiningPair[]): Promise<unknown> =>
      executor.run(
        'regroup_pairs',
        `update duplicate_pairs p set group_id = g.group_id
           from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as g (lead_id, other_id, group_id)
          where p.workspace_id = $1 and p.lead_id = g.lead_id and p.other_id = g.other_id`,
        [
          workspaceId,
          pairs.map(({ leadId }) => leadId),
          pairs.map(({ otherId }) => otherId),
          pairs.map(({ groupId }) => groupId),
        ],
      ),
    /** The pairs of a lead, the most probable first. */
    ofLead: (leadId: string): Promise<DuplicatePair[]> =>
      executor.run(
        'duplicate_pairs_of_lead',
        `select ${COLUMNS} from duplicate_pairs where workspace_id = $1 and (lead_id = $2 or other_id = $2)`,
        [workspaceId, leadId],
      ),
    async find(leadId: string, otherId: string): Promise<DuplicatePair | undefined> {
      const [row] = await executor.run<DuplicatePair>(
        'duplicate_pair',
        `select ${COLUMNS} from duplicate_pairs where workspace_id = $1 and lead_id = $2 and other_id = $3`,
        [workspaceId, leadId, otherId],
      );
      return row;
    },
    /** Saves what a person has decided about a pair. */
    decide: (pair: DuplicatePair): Promise<unknown> => writer.replace(executor, [pair]),
  };
}

/** Groups of leads that may be one. */
export function duplicateGroupsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const pairsOf = (groupIds: readonly string[]): Promise<DuplicatePair[]> =>
    executor.run(
      'duplicate_pairs_of_groups',
      `select ${COLUMNS} from duplicate_pairs where workspace_id = $1 and group_id = any($2::uuid[]) order by probability desc, lead_id, other_id`,
      [workspaceId, groupIds],
    );
  return {
    /** A page of groups, each with its pairs. */
    async list(filter: GroupFilter, request: ListRequest): Promise<Page<PairGroup>> {
      const { minProbability, leadId, ownerId, sourceId } = filter;
      const binding = `${workspaceId}|${bindingOf('duplicates', filter)}`;
      const page = await pageOf<{ groupId: string }>(
        cursors,
        binding,
        request,
        ({ groupId }) => [groupId],
        (after, take) =>
          executor.run('duplicate_groups', GROUPS, [
            workspaceId,
            after?.[0],
            minProbability,
            leadId,
            ownerId,
            sourceId,
            take,
          ]),
      );
      const pairs = groupBy(await pairsOf(page.rows.map(({ groupId }) => groupId)), ({ groupId }) => groupId ?? '');
      return { ...page, rows: page.rows.map(({ groupId }) => ({ groupId, pairs: pairs.get(groupId) ?? [] })) };
    },
  };
}
