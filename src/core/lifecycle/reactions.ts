import type { EngagementFact } from '../engagement.js';
import type { DomainEvent } from '../events.js';
import type { DecisionBasis } from '../ingest/decide.js';
import type { Lead } from '../leads/lead.js';
import type { LifecycleCommand } from './commands.js';
import { lifecycleEvent, type Telling } from './events.js';
import { type SectionChanges, withSections } from './lifecycle.js';
import { rottingFollows } from './rotting.js';
import { stageFollows } from './stages.js';

/** What a command has made of a lead. */
export interface LeadChange {
  /** Undefined: it is new. */
  before: Lead | undefined;
  lead: Lead;
  engagement: readonly EngagementFact[];
  basis: DecisionBasis;
  now: number;
}

/** What follows from a change for one part of the lifecycle. */
export interface Reaction {
  /** Sections that change without being told: when something is due next. */
  silent?: SectionChanges | undefined;
  told?: Telling | readonly Telling[] | undefined;
  /** To be carried out next, in the same transaction. */
  then?: LifecycleCommand | undefined;
}

/** In order; each sees what those before it did. A part that has nothing to do returns undefined at once. */
const REACTIONS: readonly ((change: LeadChange) => Reaction | undefined)[] = [stageFollows, rottingFollows];

export interface Reacted {
  lead: Lead;
  events: DomainEvent[];
  then: LifecycleCommand[];
}

/** Everything that follows from a change, in the same transaction; undefined: nothing does. */
export function react(change: LeadChange): Reacted | undefined {
  const { before, now } = change;
  let { lead } = change;
  const tellings: Telling[] = [];
  const then: LifecycleCommand[] = [];
  for (const reaction of REACTIONS) {
    const found = reaction({ ...change, lead });
    if (found === undefined) continue;
    if (found.silent) lead = withSections(lead, found.silent);
    for (const telling of [found.told ?? []].flat()) {
      lead = withSections(lead, telling.sections);
      tellings.push(telling);
    }
    if (found.then) then.push(found.then);
  }
  if (lead === change.lead && then.length === 0) return undefined;
  // A change that made no new version makes one now if there is something to tell.
  if (tellings.length > 0 && lead.version === before?.version) {
    lead = { ...lead, version: lead.version + 1, updatedAt: now };
  }
  return { lead, events: tellings.map((telling) => lifecycleEvent(lead, telling)), then };
}
