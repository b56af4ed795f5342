import { isNotNull } from 'drizzle-orm';
import type { HandoffEnding, HandoffOffer, HandoffStatus, ListedHandoff } from '../../core/leads/handoff.js';
import { ABOUT_THE_REP } from '../../core/leads/handoff.js';
import { iso } from '../../core/time.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { handoffs } from '../schema/handoffs.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page, within } from './lists.js';
import { sourceMergesRepository } from './source-merges.js';

export interface HandoffFilter {
  leadId?: string | undefined;
  repId?: string | undefined;
  teamId?: string | undefined;
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  status?: HandoffStatus | undefined;
  cause?: string | undefined;
  reason?: string | undefined;
  category?: string | undefined;
  temperature?: string | undefined;
  grade?: string | undefined;
  offeredFrom?: number | undefined;
  offeredBefore?: number | undefined;
}

/** A training label from a hand-off: whether sales accepted the lead, and when. */
export interface HandoffLabel {
  leadId: string;
  accepted: boolean;
  /** Epoch milliseconds. */
  at: number;
}

const writer = rowWriter(handoffs, ['workspace_id', 'id']);

export function handoffsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    insert: (offers: readonly HandoffOffer[]) =>
      writer.insertNamed(
        executor,
        offers.map((offer) => namedRow(workspaceId, offer)),
      ),
    /** Records the outcomes of existing offers. */
    end(endings: readonly (HandoffEnding & { actorId?: string | undefined })[]): Promise<unknown> {
      if (endings.length === 0) return Promise.resolve();
      return executor.run(
        'end_handoffs',
        `update handoffs h set status = e.status, ended_at = e.ended_at, rep_id = coalesce(h.rep_id, e.rep_id),
                reason = e.reason, evidence = e.evidence, ended_by = e.actor_id
           from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::uuid[], $6::text[], $7::text[], $8::text[])
                as e(id, status, ended_at, rep_id, reason, evidence, actor_id)
          where h.workspace_id = $1 and h.id = e.id`,
        [
          workspaceId,
          endings.map(({ id }) => id),
          endings.map(({ status }) => status),
          endings.map(({ endedAt }) => iso(endedAt)),
          endings.map(({ repId }) => repId ?? null),
          endings.map(({ reason }) => reason ?? null),
          endings.map(({ evidence }) => evidence ?? null),
          endings.map(({ actorId }) => actorId ?? null),
        ],
      );
    },
    list: (filter: HandoffFilter, request: ListRequest) => list(executor, workspaceId, cursors, filter, request),
    /** The last decision of sales about each lead, newest first, without rejections for reasons of the rep. */
    async labels(limit: number): Promise<HandoffLabel[]> {
      const rows = await executor.run<{ lead_id: string; accepted: boolean; ended_at: Date }>(
        'handoff_labels',
        `select * from (
           select distinct on (lead_id) lead_id, status = 'accepted' as accepted, ended_at from handoffs
            where workspace_id = $1 and lead_id is not null and (status = 'accepted' or (status = 'rejected' and reason <> all($2::text[])))
            order by lead_id, ended_at desc, id desc) last
         order by ended_at desc, lead_id limit $3`,
        [workspaceId, [...ABOUT_THE_REP], limit],
      );
      return rows.map(({ lead_id: leadId, accepted, ended_at: at }) => ({ leadId, accepted, at: at.getTime() }));
    },
  };
}

/** Those of leads that still exist, newest first. Indexes: by lead, rep and status, status, team, source and campaign, the key. */
async function list(
  executor: Executor,
  workspaceId: string,
  cursors: CursorCodec,
  filter: HandoffFilter,
  request: ListRequest,
): Promise<Page<ListedHandoff>> {
  const { offeredFrom, offeredBefore, ...equal } = await sourceMergesRepository(executor, workspaceId).widened(filter);
  const page = await newestFirst(
    { executor, workspaceId, cursors },
    {
      table: handoffs,
      key: 'id',
      binding: bindingOf('handoffs', filter),
      where: [
        isNotNull(handoffs.leadId),
        ...matching(handoffs, equal),
        within(handoffs.offeredAt, offeredFrom, offeredBefore),
      ],
      request,
    },
  );
  return { ...page, rows: page.rows.flatMap(({ leadId, ...row }) => (leadId === null ? [] : [{ ...row, leadId }])) };
}

function namedRow(workspaceId: string, offer: HandoffOffer): object {
  return {
    workspace_id: workspaceId,
    id: offer.id,
    lead_id: offer.leadId,
    status: 'offered',
    cause: offer.cause,
    offer_number: offer.offerNumber,
    rep_id: offer.repId,
    team_id: offer.teamId,
    offered_at: iso(offer.offeredAt),
    due_at: iso(offer.dueAt),
    policy_version: offer.policyVersion,
    category: offer.category,
    temperature: offer.temperature,
    grade: offer.grade,
    score: offer.score,
    score_model_version: offer.scoreModelVersion,
    conversion_probability: offer.conversionProbability,
    source_id: offer.sourceId,
    campaign_id: offer.campaignId,
  };
}
