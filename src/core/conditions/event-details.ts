import type { EngagementCondition, PropertyComparison } from '../condition.js';
import type { EngagementFact } from '../engagement.js';
import type { AttributeValue } from '../values.js';
import type { Subject } from './subject.js';
import { compileComparison } from './value-tests.js';

/**
 * The details of events that conditions compare beyond type, channel and instant: source and properties. They are loaded only where a
 * published document compares them, so that other workspaces do not read them.
 */
type Detailed = Pick<EngagementCondition, 'sourceIds' | 'properties'>;

/** Evaluates a condition over the events that have the details. The selected events are computed once for each list. */
export function ofDetailed<T>(condition: Detailed, evaluate: (subject: Subject) => T): (subject: Subject) => T {
  const { sourceIds, properties = [] } = condition;
  if (sourceIds === undefined && properties.length === 0) return evaluate;
  const known = new WeakMap<readonly EngagementFact[], readonly EngagementFact[]>();
  const has = compileDetails(condition);
  return (subject) => {
    const { engagement } = subject;
    const selected = known.get(engagement) ?? engagement.filter(has);
    known.set(engagement, selected);
    return evaluate({ ...subject, engagement: selected });
  };
}

function compileDetails({ sourceIds, properties = [] }: Detailed): (event: EngagementFact) => boolean {
  const sources = sourceIds && new Set(sourceIds.map((id) => id.toLowerCase()));
  const tests = properties.map(compileProperty);
  return (event) =>
    (sources === undefined || (event.sourceId !== undefined && sources.has(event.sourceId))) &&
    tests.every((holds) => holds(event));
}

function compileProperty({ name, operator, value }: PropertyComparison): (event: EngagementFact) => boolean {
  const test = compileComparison({ type: 'attribute' }, operator, value);
  // No operator of properties compares with now.
  return ({ properties }) =>
    test(properties && Object.hasOwn(properties, name) ? comparable(properties[name]) : undefined, 0);
}

/** A property is any JSON. Members of a list are compared as texts; an object is present and equals nothing. */
function comparable(value: unknown): AttributeValue | undefined {
  if (!Array.isArray(value)) return value as AttributeValue;
  return value.map((member) => (typeof member === 'string' ? member : JSON.stringify(member)));
}

/** The source and properties of an event as stored; null: none. */
export type EventDetails = {
  sourceId: string | null;
  properties: Readonly<Record<string, unknown>> | null;
} | null;

/** The events with their details by id. Without details the list stays as it is. */
export function withDetails(
  events: readonly EngagementFact[],
  detailsOf: ReadonlyMap<string, EventDetails> | undefined,
): readonly EngagementFact[] {
  if (detailsOf === undefined || detailsOf.size === 0) return events;
  return events.map((event) => {
    const details = detailsOf.get(event.id);
    if (!details) return event;
    return { ...event, sourceId: details.sourceId ?? undefined, properties: details.properties };
  });
}

/** The names of the properties that conditions anywhere in the documents compare; undefined: none compares a source or a property. */
export function comparedDetails(documents: readonly unknown[]): string[] | undefined {
  const names = new Set<string>();
  let compares = false;
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
    if (isDetailed(part)) {
      compares = true;
      for (const { name } of part.properties ?? []) names.add(name);
    } else Object.values(part).forEach(visit);
  };
  documents.forEach(visit);
  return compares ? [...names].sort() : undefined;
}

const isDetailed = (part: object): part is EngagementCondition =>
  'type' in part && part.type === 'engagement' && ('properties' in part || 'sourceIds' in part);
