import { EVENT_TYPES, type EventType } from './events.js';

/** Most patterns of one filter. */
export const MOST_TYPE_PATTERNS = 50;

const ANY_VERB = '.*';

/**
 * The event types that patterns select: a type by its name, or all types of a noun, as `lead.*`. A pattern that selects no
 * type of this version is returned as `unknown`.
 */
export function selectEventTypes(patterns: readonly string[]): { types: EventType[] } | { unknown: string } {
  const selected = new Set<EventType>();
  for (const pattern of patterns) {
    const types = EVENT_TYPES.filter((type) => fits(type, pattern));
    if (types.length === 0) return { unknown: pattern };
    for (const type of types) selected.add(type);
  }
  return { types: [...selected] };
}

function fits(type: EventType, pattern: string): boolean {
  return pattern.endsWith(ANY_VERB) ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
