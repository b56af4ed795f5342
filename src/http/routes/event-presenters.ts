import type { EventType, SubjectKind } from '../../core/events/events.js';
import { iso } from '../../core/time.js';
import type { LoggedEvent } from '../../services/events.js';

/** Names under which the log keeps instants, as epoch milliseconds. */
const INSTANT = /^(at|since|until|\w+(At|Since|Until))$/;

export function eventOut({ workspaceId: _, data, occurredAt, erasedAt, ...event }: LoggedEvent) {
  return {
    ...event,
    type: event.type as EventType,
    subjectKind: event.subjectKind as SubjectKind,
    subjectVersion: event.subjectVersion ?? undefined,
    actorKind: event.actorKind as 'api_key',
    occurredAt: occurredAt.toISOString(),
    erasedAt: erasedAt?.toISOString(),
    before: toldValues(data.before) as Record<string, unknown> | undefined,
    after: toldValues(data.after) as Record<string, unknown> | undefined,
  };
}

/** As the rest of the interface tells them: instants as RFC 3339, however deep. Attributes have names that are not ours. */
function toldValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toldValues);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, told]) => {
      if (typeof told === 'number' && INSTANT.test(name)) return [name, iso(told)];
      return [name, name === 'attributes' ? told : toldValues(told)];
    }),
  );
}
