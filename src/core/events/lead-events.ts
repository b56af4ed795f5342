import type { Lead } from '../leads/lead.js';
import { type Lifecycle, type LoggedSections, mergeSections, type SectionChanges } from '../leads/lifecycle.js';
import type { DomainEvent, EventCause } from './events.js';

/** An event about a lead. `version` is that of the lead after the change. */
export function leadEvent(
  { id, version }: Pick<Lead, 'id' | 'version'>,
  type: DomainEvent['type'],
  cause: EventCause,
  before: unknown,
  after: unknown,
): DomainEvent {
  return { type, subjectKind: 'lead', subjectId: id, subjectVersion: version, cause, before, after };
}

/** An event about a lead, without the lead: the changed sections of its lifecycle, and further content. */
export interface LeadEventDraft {
  type: DomainEvent['type'];
  cause: EventCause;
  sections: SectionChanges;
  before?: Record<string, unknown> | undefined;
  after?: Record<string, unknown> | undefined;
}

/** The event of a draft, for the lead after the change. Replay merges `after.lifecycle`. */
export function lifecycleEvent(lead: Lead, { type, cause, sections, before, after }: LeadEventDraft): DomainEvent {
  return leadEvent(lead, type, cause, before, { ...after, lifecycle: loggedSections(sections) });
}

/** Due times, where consents come from, when a list row showed interest, what an undo restores, and whom a lead waits for: the log does not keep them. */
const NOT_LOGGED: ReadonlySet<string> = new Set([
  'rotsAt',
  'wakesAt',
  'entersAt',
  'givenConsents',
  'timeframeShownAt',
  'beforeChurn',
  'awaitedRepId',
]);

/** The sections of a new lead in its event. */
export const loggedLifecycle = (lifecycle: Lifecycle | undefined): LoggedSections | undefined =>
  lifecycle && loggedSections(lifecycle);

function loggedSections(sections: SectionChanges): LoggedSections {
  const logged: LoggedSections = {};
  for (const [section, value] of Object.entries(sections))
    if (!NOT_LOGGED.has(section)) logged[section] = value ?? null;
  return logged;
}

/** The lead with these sections changed. A lead without sections has no lifecycle. */
export function withSections(lead: Lead, changes: SectionChanges): Lead {
  return { ...lead, lifecycle: mergeSections(lead.lifecycle, changes) };
}

export function deletedEvent(lead: Lead): DomainEvent {
  const { version, category, ownerId } = lead;
  return leadEvent(lead, 'lead.deleted', 'api', { version, category, ownerId }, undefined);
}
