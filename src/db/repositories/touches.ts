import { and, eq, inArray } from 'drizzle-orm';
import type { NewTouch } from '../../core/batch/changes.js';
import type { Touch } from '../../core/leads/touch.js';
import { iso } from '../../core/time.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { touches } from '../schema/leads.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page, within } from './lists.js';
import { type RecordSearch, recordTable, searchRecords } from './record-search.js';
import { factsOf } from './touch-facts.js';

type TouchRow = typeof touches.$inferSelect;

export interface TouchFilter {
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  matchedBy?: string | undefined;
  /** Epoch milliseconds, as `occurredBefore`. */
  occurredFrom?: number | undefined;
  occurredBefore?: number | undefined;
}

const touchWriter = rowWriter(touches, ['workspace_id', 'lead_id', 'id']);
const RECORDS = recordTable('touches', touches, touches.occurredAt);

export function touchesRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const findMany = async (wanted: readonly Pick<Touch, 'leadId' | 'id'>[]): Promise<Touch[]> => {
    if (wanted.length === 0) return [];
    const [leadIds, ids] = [wanted.map(({ leadId }) => leadId), wanted.map(({ id }) => id)];
    const of = and(eq(touches.workspaceId, workspaceId), inArray(touches.leadId, leadIds), inArray(touches.id, ids));
    return (await executor.orm.select().from(touches).where(of)).map(touchOf);
  };
  return {
    insert: (touches: readonly NewTouch[], receivedAt: number) =>
      touchWriter.insertNamed(
        executor,
        touches.map((touch) => ({
          workspace_id: workspaceId,
          lead_id: touch.leadId,
          id: touch.id,
          source_id: touch.sourceId,
          campaign_id: touch.campaignId,
          matched_by: touch.matchedBy,
          occurred_at: iso(touch.occurredAt),
          received_at: iso(receivedAt),
          submission: touch.raw,
          public_key_id: touch.publicKeyId,
          consents: touch.consents?.length ? touch.consents : undefined,
          kept: touch.kept,
        })),
      ),
    findMany,
    saveKept: (changed: readonly Touch[]) => saveKept(executor, workspaceId, changed),
    /** What conditions compare of the touches of the leads, by their ids. */
    factsOf: (leadIds: readonly string[]) => factsOf(executor, workspaceId, leadIds),
    identified: (leadIds: readonly string[]) => identified(executor, workspaceId, leadIds),
    /** The touch of each lead that happened last. */
    async last(leadIds: readonly string[]): Promise<Touch[]> {
      if (leadIds.length === 0) return [];
      const last = await executor.run<Pick<Touch, 'leadId' | 'id'>>(
        'last_touches',
        `select last.lead_id as "leadId", last.id
           from unnest($2::uuid[]) as wanted(id)
          cross join lateral (select lead_id, id from touches where workspace_id = $1 and lead_id = wanted.id
                               order by occurred_at desc, id desc limit 1) last`,
        [workspaceId, leadIds],
      );
      return findMany(last);
    },
    /** The touches of all leads that the conditions select, the last that occurred first. */
    async search(search: RecordSearch, request: ListRequest): Promise<Page<Touch>> {
      const page = await searchRecords({ executor, workspaceId, cursors }, RECORDS, search, request);
      return { ...page, rows: page.rows.map(touchOf) };
    },
    /** Newest first, in the order of arrival. */
    async list(leadId: string, filter: TouchFilter, request: ListRequest): Promise<Page<Touch>> {
      const { occurredFrom, occurredBefore, ...equal } = filter;
      const occurred = within(touches.occurredAt, occurredFrom, occurredBefore);
      const page = await newestFirst(
        { executor, workspaceId, cursors },
        {
          table: touches,
          key: 'id',
          binding: bindingOf(`touches|${leadId}`, filter),
          where: [eq(touches.leadId, leadId), ...matching(touches, equal), occurred],
          request,
        },
      );
      return { ...page, rows: page.rows.map(touchOf) };
    },
  };
}

/** What identifies each touch of these leads. */
async function identified(
  executor: Executor,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<Pick<Touch, 'leadId' | 'sourceId' | 'campaignId' | 'occurredAt'>[]> {
  if (leadIds.length === 0) return [];
  const { leadId, sourceId, campaignId, occurredAt } = touches;
  const rows = await executor.orm
    .select({ leadId, sourceId, campaignId, occurredAt })
    .from(touches)
    .where(and(eq(touches.workspaceId, workspaceId), inArray(touches.leadId, [...leadIds])));
  return rows.map((row) => ({
    ...row,
    campaignId: row.campaignId ?? undefined,
    occurredAt: row.occurredAt.getTime(),
  }));
}

/** `matchedBy` is only ever written from its vocabulary. */
const touchOf = (row: TouchRow): Touch => ({
  id: row.id,
  leadId: row.leadId,
  sourceId: row.sourceId,
  campaignId: row.campaignId ?? undefined,
  matchedBy: row.matchedBy ?? undefined,
  occurredAt: row.occurredAt.getTime(),
  receivedAt: row.receivedAt.getTime(),
  raw: row.submission,
  publicKeyId: row.publicKeyId ?? undefined,
  consents: row.consents ?? undefined,
  kept: row.kept ?? undefined,
});

/** Saves the kept fields of touches after decisions about proposals. */
async function saveKept(executor: Executor, workspaceId: string, changed: readonly Touch[]): Promise<void> {
  if (changed.length === 0) return;
  await executor.run(
    'save_kept',
    `update touches t set kept = n.kept::jsonb from unnest($2::uuid[], $3::uuid[], $4::text[]) as n(lead_id, id, kept)
      where t.workspace_id = $1 and t.lead_id = n.lead_id and t.id = n.id`,
    [
      workspaceId,
      changed.map(({ leadId }) => leadId),
      changed.map(({ id }) => id),
      changed.map(({ kept }) => (kept === undefined ? null : JSON.stringify(kept))),
    ],
  );
}
