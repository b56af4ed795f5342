import type { DomainEvent } from '../events.js';
import { leadEvent } from '../ingest/lead-changes.js';
import type { Lead } from '../leads/lead.js';
import { mergeSections, type SectionChanges, type ToldSections } from './lifecycle.js';

/** Something that happened to a lead, with the sections that changed and whatever else is worth telling. */
export interface Telling {
  type: DomainEvent['type'];
  cause: string;
  sections: SectionChanges;
  before?: Record<string, unknown> | undefined;
  after?: Record<string, unknown> | undefined;
}

/** The event about the lead after the change, whose version it has. Replay merges `after.lifecycle`. */
export function lifecycleEvent(lead: Lead, { type, cause, sections, before, after }: Telling): DomainEvent {
  return leadEvent(lead, type, cause, before, { ...after, lifecycle: toldSections(sections) });
}

/** When something is due next; the log does not keep it. */
const UNTOLD: ReadonlySet<string> = new Set(['rotsAt', 'wakesAt']);

function toldSections(sections: SectionChanges): ToldSections {
  const told: ToldSections = {};
  for (const [section, value] of Object.entries(sections)) if (!UNTOLD.has(section)) told[section] = value ?? null;
  return told;
}

/** The lead with these sections changed; without any left it has no lifecycle. */
export function withSections(lead: Lead, changes: SectionChanges): Lead {
  return { ...lead, lifecycle: mergeSections(lead.lifecycle, changes) };
}

/** The lead's next version with the sections changed, and the event that tells it. */
export function changed(lead: Lead, now: number, telling: Telling): { lead: Lead; event: DomainEvent } {
  const next = withSections({ ...lead, version: lead.version + 1, updatedAt: now }, telling.sections);
  return { lead: next, event: lifecycleEvent(next, telling) };
}
