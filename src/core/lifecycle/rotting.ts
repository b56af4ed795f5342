import type { Lead } from '../leads/lead.js';
import type { LifecycleResult, RotCommand } from './commands.js';
import { changed, withSections } from './events.js';
import { type CompiledFunnel, stageOf, stageSinceOf } from './funnel.js';
import type { LifecycleBook } from './lifecycle-book.js';
import type { LeadChange, Reaction } from './reaction.js';

const DAY = 86_400_000;

/**
 * When anything last happened with the lead: a touch, an engagement event, something one of us did, a move to another stage.
 * Epoch milliseconds; what is dated in the future counts as now.
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

export function executeRot(book: LifecycleBook, { leadId }: RotCommand): Omit<LifecycleResult, 'type'> {
  const lead = book.find(leadId);
  const { now, lifecycle } = book;
  if (lead?.lifecycle?.rotsAt === undefined || lead.lifecycle.rotsAt > now) {
    book.correctTimers(leadId);
    return { changed: false, lead };
  }
  const rotsAt = rottingAt(lifecycle.funnel, lead, now);
  if (rotsAt === undefined || rotsAt > now) {
    book.advance(withSections(lead, { rotsAt }));
    return { changed: false, lead };
  }
  const { key, ageingDays } = stageOf(lifecycle.funnel, lead);
  const lastActivityAt = lastActivityOf(lead, now);
  const next = changed(lead, now, {
    type: 'lead.rotted',
    cause: 'time',
    sections: { rotting: { since: now, stage: key }, rotsAt: undefined },
    after: { stage: key, ageingDays, lastActivityAt, funnelVersion: lifecycle.funnel.version },
  });
  book.advance(next.lead);
  book.emit(next.event);
  return { changed: true, lead: next.lead };
}

/** Activity starts the limit anew and revives a lead that has rotted. */
export function rottingFollows({ lead, basis, now }: LeadChange): Reaction | undefined {
  const due = rottingAt(basis.lifecycle.funnel, lead, now);
  const { rotting, rotsAt } = lead.lifecycle ?? {};
  if (rotting !== undefined && (due === undefined || due > now)) {
    const told = { type: 'lead.revived', cause: due === undefined ? 'stage' : 'activity' } as const;
    return { silent: { rotsAt: due }, told: { ...told, sections: { rotting: undefined }, before: { rotting } } };
  }
  const wanted = rotting === undefined ? due : undefined;
  return wanted === rotsAt ? undefined : { silent: { rotsAt: wanted } };
}
