import type { DomainEvent } from '../events.js';
import { handoffFollows } from '../handoffs/follow.js';
import type { Lead } from '../leads/lead.js';
import { slaFollows } from '../sla/reaction.js';
import { closingFollows } from './closing.js';
import type { LifecycleCommand } from './commands.js';
import { disqualificationFollows } from './disqualifying.js';
import { lifecycleEvent, type Telling, withSections } from './events.js';
import { parkingFollows } from './parking.js';
import type { LeadChange, Reaction } from './reaction.js';
import { rottingFollows } from './rotting.js';
import { stageFollows } from './stages.js';
import { tasksFollow } from './working.js';

/** In order; each sees what those before it did. A part that has nothing to do returns undefined at once. */
const REACTIONS: readonly ((change: LeadChange) => Reaction | undefined)[] = [
  stageFollows,
  parkingFollows,
  disqualificationFollows,
  rottingFollows,
  closingFollows,
  tasksFollow,
  handoffFollows,
  slaFollows,
];

export interface Reacted {
  lead: Lead;
  events: DomainEvent[];
  next: LifecycleCommand[];
}

/** Everything that follows from a change, in the same transaction; undefined: nothing does. */
export function react(change: LeadChange): Reacted | undefined {
  const { before, now } = change;
  let { lead } = change;
  const tellings: Telling[] = [];
  const next: LifecycleCommand[] = [];
  for (const reaction of REACTIONS) {
    const found = reaction({ ...change, lead });
    if (found === undefined) continue;
    if (found.silent) lead = withSections(lead, found.silent);
    for (const telling of [found.told ?? []].flat()) {
      lead = withSections(lead, telling.sections);
      tellings.push(telling);
    }
    if (found.next) next.push(found.next);
  }
  if (lead === change.lead && next.length === 0) return undefined;
  // A change that made no new version makes one now if there is something to tell.
  if (tellings.length > 0 && lead.version === before?.version) {
    lead = { ...lead, version: lead.version + 1, updatedAt: now };
  }
  return { lead, events: tellings.map((telling) => lifecycleEvent(lead, telling)), next };
}
