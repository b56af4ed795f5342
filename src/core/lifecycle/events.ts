import type { DomainEvent } from '../events.js';
import type { Lead } from '../leads/lead.js';
import { leadEvent } from '../leads/lead-changes.js';
import { type LoggedSections, mergeSections, type SectionChanges } from './lifecycle.js';

/** An event about a lead, without the lead: the sections of its lifecycle that change, and what else the event holds. */
export interface LeadEventDraft {
  type: DomainEvent['type'];
  cause: string;
  sections: SectionChanges;
  before?: Record<string, unknown> | undefined;
  after?: Record<string, unknown> | undefined;
}

/** The event about the lead after the change, whose version it has. Replay merges `after.lifecycle`. */
export function lifecycleEvent(lead: Lead, { type, cause, sections, before, after }: LeadEventDraft): DomainEvent {
  return leadEvent(lead, type, cause, before, { ...after, lifecycle: loggedSections(sections) });
}

/** When something is due next; the log does not keep it. */
const NOT_LOGGED: ReadonlySet<string> = new Set(['rotsAt', 'wakesAt']);

function loggedSections(sections: SectionChanges): LoggedSections {
  const logged: LoggedSections = {};
  for (const [section, value] of Object.entries(sections))
    if (!NOT_LOGGED.has(section)) logged[section] = value ?? null;
  return logged;
}

/** The lead with these sections changed; without any left it has no lifecycle. */
export function withSections(lead: Lead, changes: SectionChanges): Lead {
  return { ...lead, lifecycle: mergeSections(lead.lifecycle, changes) };
}
