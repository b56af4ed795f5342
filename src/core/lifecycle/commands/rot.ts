import type { Batch, LeadResult } from '../../batch/batch.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import { withSections } from '../../events/lead-events.js';
import type { Lead } from '../../leads/lead.js';
import { type CompiledFunnel, stageOf, stageSinceOf } from '../funnel.js';

/** The timer of a lead's ageing limit fired. */
export interface RotCommand {
  type: 'rot';
  leadId: string;
}

const DAY = 86_400_000;

/**
 * The latest activity of the lead: a touch, an engagement event, an activity of a rep, or a move to another stage. Epoch
 * milliseconds; a date in the future counts as now.
 */
export function lastActivityOf(lead: Lead, now: number): number {
  const { lastTouchAt, lastEngagedAt = 0, lifecycle } = lead;
  const last = Math.max(lastTouchAt, lastEngagedAt, lifecycle?.lastActivityAt ?? 0, stageSinceOf(lead));
  return Math.min(last, now);
}

/** When the lead rots, or rotted, if nothing happens; undefined in a stage without an ageing limit. */
export function rottingAt(funnel: CompiledFunnel, lead: Lead, now: number): number | undefined {
  const { ageingDays } = stageOf(funnel, lead);
  return ageingDays === undefined ? undefined : lastActivityOf(lead, now) + ageingDays * DAY;
}

export function rot(batch: Batch, { leadId }: RotCommand): LeadResult {
  const lead = batch.leads.find(leadId);
  const { now } = batch;
  const { funnel } = batch.basis.lifecycle;
  if (lead?.lifecycle?.rotsAt === undefined || lead.lifecycle.rotsAt > now) {
    batch.correctTimers(leadId);
    return { changed: false, lead };
  }
  const rotsAt = rottingAt(funnel, lead, now);
  if (rotsAt === undefined || rotsAt > now) {
    batch.put(withSections(lead, { rotsAt }));
    return { changed: false, lead };
  }
  const { key, ageingDays } = stageOf(funnel, lead);
  const lastActivityAt = lastActivityOf(lead, now);
  const next = batch.record(lead, {
    type: 'lead.rotted',
    cause: 'time',
    sections: { rotting: { since: now, stage: key }, rotsAt: undefined },
    after: { stage: key, ageingDays, lastActivityAt, funnelVersion: funnel.version },
  });
  return { changed: true, lead: next };
}

/** Activity restarts the ageing limit and revives a lead that has rotted. */
export function rottingReaction({ lead, basis, now }: LeadChange): Reaction | undefined {
  const due = rottingAt(basis.lifecycle.funnel, lead, now);
  const { rotting, rotsAt } = lead.lifecycle ?? {};
  if (rotting !== undefined && (due === undefined || due > now)) {
    const draft = { type: 'lead.revived', cause: due === undefined ? 'stage' : 'activity' } as const;
    return { silent: { rotsAt: due }, events: { ...draft, sections: { rotting: undefined }, before: { rotting } } };
  }
  const wanted = rotting === undefined ? due : undefined;
  return wanted === rotsAt ? undefined : { silent: { rotsAt: wanted } };
}
