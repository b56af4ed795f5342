import type { DomainEvent } from '../../core/events.js';
import type { LeadBook } from '../../core/ingest/book.js';
import type { EngagementCommand, IngestResult } from '../../core/ingest/commands.js';
import type { VisitorEvent } from '../../db/repositories/visitor-events.js';
import type { WriteScope } from '../../db/store.js';
import type { IngestOrder, IngestUnit, VisitOrder } from './orders.js';
import type { SourceResolver } from './source-resolver.js';

type Emit = (event: DomainEvent) => void;

/** What visitors do before anybody knows who they are, and how it becomes a lead's. */
export interface Visiting {
  /** Of a known visitor it is the lead's at once; of another it waits. */
  visit(order: VisitOrder, sources: SourceResolver, emit: Emit): IngestResult;
  /** A submission that names a visitor takes over what it did. */
  join(order: IngestOrder, result: IngestResult, emit: Emit): IngestResult;
  write(): void;
}

const visitorIdOf = (order: IngestOrder) => ('visitorId' in order ? order.visitorId : undefined);

/** Undefined when no order names a visitor: then it costs nothing. */
export async function openVisiting(
  scope: WriteScope,
  units: readonly IngestUnit[],
  book: LeadBook,
): Promise<Visiting | undefined> {
  const orders = units.flatMap((unit) => unit.orders.filter((order) => visitorIdOf(order) !== undefined));
  if (orders.length === 0) return undefined;
  const joining = orders.flatMap((order) => (order.type === 'submission' ? (visitorIdOf(order) ?? []) : []));
  const externalIds = orders.flatMap((order) => (order.type === 'visit' ? (order.externalId ?? []) : []));
  const [stored, repeated] = await Promise.all([
    scope.visitorEvents.ofVisitors([...new Set(joining)]),
    scope.visitorEvents.findByExternalIds(externalIds),
  ]);
  // Sent of a visitor first and of a lead later, the same event has been counted meanwhile.
  const sent = await scope.engagement.findByExternalIds(stored.flatMap(({ externalId }) => externalId ?? []));
  for (const { externalId, id, leadId } of sent) book.loadCounted(externalId, id, leadId);
  const waiting = new Map<string, VisitorEvent[]>();
  const counted = new Map(repeated.map(({ externalId, id }) => [externalId, id]));
  const joined = new Set<string>();
  const fresh = new Set<VisitorEvent>();
  const keep = (event: VisitorEvent) => addTo(waiting, event);
  stored.forEach(keep);

  return {
    visit(order, sources, emit) {
      const { visitorId, externalId } = order;
      const before = externalId === undefined ? undefined : counted.get(externalId);
      if (before !== undefined) return { type: 'visit', id: before, duplicate: true };
      const isRepeated = externalId !== undefined && book.engagements.hasCounted(externalId);
      const command = engagementOf(order, sources, isRepeated);
      if (isRepeated || book.owner('visitor', visitorId)) {
        return visitOf(book.record(command, emit));
      }
      const event = eventOf(order, command, scope.newId());
      if (externalId !== undefined) counted.set(externalId, event.id);
      fresh.add(event);
      keep(event);
      emit(recordedEvent(event));
      return { type: 'visit', id: event.id, duplicate: false };
    },
    join(order, result, emit) {
      const visitorId = visitorIdOf(order);
      if (visitorId === undefined || result.type !== 'submission') return result;
      // Whoever else was that visitor before keeps it: a shared device makes nobody one person.
      if (book.owner('visitor', visitorId)?.lead.id !== result.lead.id) return result;
      const events = waiting.get(visitorId) ?? [];
      waiting.delete(visitorId);
      if (events.length === 0) return result;
      joined.add(visitorId);
      const leadId = result.lead.id;
      emit(visitorEvent('visitor.identified', visitorId, { leadId, events: events.length }));
      for (const event of events) {
        fresh.delete(event);
        book.record(commandOf(event, leadId), emit);
      }
      book.decideRecorded(leadId, emit);
      return { ...result, lead: book.entry(leadId)?.lead ?? result.lead };
    },
    write() {
      scope.defer(scope.visitorEvents.remove([...joined]));
      scope.defer(scope.visitorEvents.insert([...fresh], scope.now));
    },
  };
}

function addTo(waiting: Map<string, VisitorEvent[]>, event: VisitorEvent): void {
  const events = waiting.get(event.visitorId);
  if (events) events.push(event);
  else waiting.set(event.visitorId, [event]);
}

const visitOf = (recorded: ReturnType<LeadBook['record']>): IngestResult => ({ ...recorded, type: 'visit' });

function eventOf({ visitorId }: VisitOrder, command: EngagementCommand, id: string): VisitorEvent {
  const { engagementType: type, occurredAt, externalId, sourceId, channel, properties } = command;
  return { id, visitorId, type, occurredAt, externalId, sourceId, channel, properties };
}

const recordedEvent = ({ id: eventId, visitorId, type, occurredAt, sourceId }: VisitorEvent) =>
  visitorEvent('visitor.recorded', visitorId, { eventId, type, occurredAt, sourceId });

/** The visit as an engagement of whose visitor it is. A repetition leaves nothing behind, not even its source. */
function engagementOf(order: VisitOrder, sources: SourceResolver, isRepeated: boolean): EngagementCommand {
  const { visitorId, source, ...did } = order;
  const lead = { key: { kind: 'visitor', value: visitorId } } as const;
  const engagement = { ...did, type: 'engagement', lead, source: isRepeated ? undefined : source } as const;
  return sources.commandOf(engagement) as EngagementCommand;
}

function commandOf({ type, occurredAt, externalId, sourceId, channel, properties }: VisitorEvent, leadId: string) {
  const lead = { id: leadId };
  const command = {
    type: 'engagement',
    lead,
    engagementType: type,
    occurredAt,
    externalId,
    sourceId,
    channel,
  } as const;
  return { ...command, properties };
}

function visitorEvent(type: DomainEvent['type'], visitorId: string, after: object): DomainEvent {
  return { type, subjectKind: 'visitor', subjectId: visitorId, cause: 'api', after };
}
