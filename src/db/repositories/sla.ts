import { and, desc, eq } from 'drizzle-orm';
import type { EndedClock, SlaClock } from '../../core/leads/sla.js';
import { iso } from '../../core/time.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { slaClocks } from '../schema/sla.js';

/** A clock that ends in a transaction, with the lead's source. */
export interface NewEndedClock {
  id: string;
  leadId: string;
  sourceId: string;
  clock: SlaClock;
}

const clockWriter = rowWriter(slaClocks, ['workspace_id', 'id']);
/** A lead has one clock of a kind that started at an instant. */
const RESTATE = `update sla_clocks set status = restated.status, ended_at = restated.ended_at, used_ms = restated.used_ms
    from (select * from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::timestamptz[], $7::bigint[])
          as r (lead_id, clock, started_at, status, ended_at, used_ms)) restated
   where workspace_id = $1 and sla_clocks.lead_id = restated.lead_id and sla_clocks.clock = restated.clock
     and sla_clocks.started_at = restated.started_at and sla_clocks.status in ('met', 'breached')`;
const isoOr = (at: number | undefined) => (at === undefined ? undefined : iso(at));

export function slaRepository(executor: Executor, workspaceId: string) {
  return {
    insertClocks: (ended: readonly NewEndedClock[]) =>
      clockWriter.insertNamed(
        executor,
        ended.map((one) => namedRow(workspaceId, one)),
      ),
    /** Stores ended clocks as they are restated. */
    async restateClocks(restated: readonly Pick<NewEndedClock, 'leadId' | 'clock'>[]): Promise<void> {
      if (restated.length === 0) return;
      const clocks = restated.map(({ clock }) => clock);
      await executor.run('restate_sla_clocks', RESTATE, [
        workspaceId,
        restated.map(({ leadId }) => leadId),
        clocks.map(({ clock }) => clock),
        clocks.map(({ startedAt }) => iso(startedAt)),
        clocks.map(({ status }) => status),
        clocks.map(({ endedAt, countedAt }) => iso(endedAt ?? countedAt)),
        clocks.map(({ allowedMs, leftMs }) => allowedMs - leftMs),
      ]);
    },
    /** Clocks of a lead that have ended, newest first. */
    clocksOf: (leadId: string, limit: number): Promise<EndedClock[]> =>
      executor.orm
        .select()
        .from(slaClocks)
        .where(and(eq(slaClocks.workspaceId, workspaceId), eq(slaClocks.leadId, leadId)))
        .orderBy(desc(slaClocks.id))
        .limit(limit),
  };
}

function namedRow(workspaceId: string, { id, leadId, sourceId, clock }: NewEndedClock): object {
  return {
    workspace_id: workspaceId,
    id,
    lead_id: leadId,
    clock: clock.clock,
    rule_id: clock.ruleId,
    policy_version: clock.policyVersion,
    status: clock.status,
    hours: clock.hours,
    started_at: iso(clock.startedAt),
    ended_at: iso(clock.endedAt ?? clock.countedAt),
    warned_at: isoOr(clock.warnedAt),
    allowed_ms: clock.allowedMs,
    used_ms: clock.allowedMs - clock.leftMs,
    cancel_reason: clock.cancelReason,
    owner_id: clock.ownerId,
    source_id: sourceId,
  };
}
