import type { Lead } from '../../core/leads/lead.js';
import type { EndedClock, SlaClock, SlaClockKind } from '../../core/leads/sla.js';
import { iso } from '../../core/time.js';
import type { LeadSla } from '../../services/leads/sla.js';
import type { NameLookup } from '../../services/names.js';
import { formatInstant } from './instants.js';

const seconds = (ms: number) => ms / 1000;

function liveClockOut(clock: SlaClock, names: NameLookup) {
  return {
    clock: clock.clock,
    ruleId: clock.ruleId,
    slaPolicyVersion: clock.policyVersion,
    status: clock.status,
    hours: clock.hours,
    allowedSeconds: seconds(clock.allowedMs),
    leftSeconds: seconds(clock.leftMs),
    startedAt: iso(clock.startedAt),
    warnAt: formatInstant(clock.warnAt),
    warnedAt: formatInstant(clock.warnedAt),
    dueAt: formatInstant(clock.dueAt),
    ownerId: clock.ownerId,
    ownerName: names(clock.ownerId),
    handoffId: clock.handoffId,
  };
}

function endedClockOut(row: EndedClock, names: NameLookup) {
  return {
    clock: row.clock,
    ruleId: row.ruleId,
    slaPolicyVersion: row.policyVersion,
    status: row.status,
    hours: row.hours,
    allowedSeconds: seconds(row.allowedMs),
    leftSeconds: seconds(row.allowedMs - row.usedMs),
    startedAt: row.startedAt.toISOString(),
    warnedAt: row.warnedAt?.toISOString(),
    endedAt: row.endedAt.toISOString(),
    cancelReason: row.cancelReason ?? undefined,
    ownerId: row.ownerId ?? undefined,
    ownerName: names(row.ownerId),
  };
}

const isLive = ({ status }: SlaClock) => status === 'running' || status === 'paused';

export function leadSlaOut({ lead, ended, firstContact }: LeadSla, names: NameLookup) {
  const { paused, clocks = [] } = lead.lifecycle?.sla ?? {};
  return {
    leadId: lead.id,
    paused: paused && { at: iso(paused.at), cause: paused.cause, reason: paused.reason },
    speedToLead: firstContact && {
      firstContactAt: firstContact.contactedAt.toISOString(),
      repId: firstContact.repId ?? undefined,
      repName: names(firstContact.repId),
      elapsedSeconds: seconds(firstContact.elapsedMs),
      businessSeconds: seconds(firstContact.businessMs),
    },
    clocks: [
      ...clocks.filter(isLive).map((clock) => liveClockOut(clock, names)),
      ...ended.map((row) => endedClockOut(row, names)),
    ],
  };
}

/** The clocks of a lead in short; undefined where no service level applies. */
export function clocksOut({ lifecycle }: Lead) {
  if (lifecycle?.sla === undefined) return undefined;
  const { clocks = [], paused } = lifecycle.sla;
  const clockOf = (kind: SlaClockKind) => {
    const found = clocks.find(({ clock }) => clock === kind);
    return found && { status: found.status, dueAt: formatInstant(found.dueAt) };
  };
  return {
    firstTouch: clockOf('first_touch'),
    acceptance: clockOf('acceptance'),
    nextTouch: clockOf('next_touch'),
    pausedAt: formatInstant(paused?.at),
  };
}
