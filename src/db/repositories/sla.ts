import { and, desc, eq } from 'drizzle-orm';
import type { EndedClock, FirstContact, SlaClock, SpeedToLead } from '../../core/leads/sla.js';
import { iso } from '../../core/time.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { firstContacts, slaClocks } from '../schema/sla.js';

/** A clock that ends in a transaction, with the lead's source. */
export interface NewEndedClock {
  id: string;
  leadId: string;
  sourceId: string;
  clock: SlaClock;
}

export type NewFirstContact = SpeedToLead & { leadId: string };

const clockWriter = rowWriter(slaClocks, ['workspace_id', 'id']);
const contactWriter = rowWriter(firstContacts, ['workspace_id', 'lead_id']);
const isoOr = (at: number | undefined) => (at === undefined ? undefined : iso(at));

export function slaRepository(executor: Executor, workspaceId: string) {
  return {
    insertClocks: (ended: readonly NewEndedClock[]) =>
      clockWriter.insertNamed(
        executor,
        ended.map((one) => namedRow(workspaceId, one)),
      ),
    /** An earlier contact that is recorded later replaces the stored first contact. */
    saveContacts: (contacts: readonly NewFirstContact[]) =>
      contactWriter.replaceNamed(
        executor,
        contacts.map((contact) => ({
          workspace_id: workspaceId,
          lead_id: contact.leadId,
          contacted_at: iso(contact.contactedAt),
          rep_id: contact.repId,
          source_id: contact.sourceId,
          elapsed_ms: contact.elapsedMs,
          business_ms: contact.businessMs,
        })),
      ),
    /** Clocks of a lead that have ended, newest first. */
    clocksOf: (leadId: string, limit: number): Promise<EndedClock[]> =>
      executor.orm
        .select()
        .from(slaClocks)
        .where(and(eq(slaClocks.workspaceId, workspaceId), eq(slaClocks.leadId, leadId)))
        .orderBy(desc(slaClocks.id))
        .limit(limit),
    async firstContactOf(leadId: string): Promise<FirstContact | undefined> {
      const [row] = await executor.orm
        .select()
        .from(firstContacts)
        .where(and(eq(firstContacts.workspaceId, workspaceId), eq(firstContacts.leadId, leadId)));
      return row;
    },
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
