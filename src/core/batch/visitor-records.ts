import type { VisitorEvent } from '../visits/visitor-event.js';

/** The events of visitors that are not leads yet. */
export class VisitorRecords {
  private readonly waiting = new Map<string, VisitorEvent[]>();
  private readonly counted = new Map<string, string>();
  private readonly identified = new Set<string>();
  private readonly added = new Set<VisitorEvent>();

  /** Adds stored events of the visitors of submissions, oldest first. */
  load(events: readonly VisitorEvent[]): void {
    for (const event of events) this.addWaiting(event);
  }

  /** An event of a visitor with this external id is stored. */
  loadCounted(externalId: string, id: string): void {
    this.counted.set(externalId, id);
  }

  countedBefore(externalId: string | undefined): string | undefined {
    return externalId === undefined ? undefined : this.counted.get(externalId);
  }

  add(event: VisitorEvent): void {
    if (event.externalId !== undefined) this.counted.set(event.externalId, event.id);
    this.added.add(event);
    this.addWaiting(event);
  }

  /** The events of a visitor that is no lead yet. */
  waitingOf(visitorId: string): readonly VisitorEvent[] {
    return this.waiting.get(visitorId) ?? [];
  }

  /** Links the visitor to a lead and returns its events, which become events of the lead. */
  take(visitorId: string): VisitorEvent[] {
    const events = this.waiting.get(visitorId) ?? [];
    this.waiting.delete(visitorId);
    for (const event of events) this.added.delete(event);
    if (events.length > 0) this.identified.add(visitorId);
    return events;
  }

  takeChanges(): { visitorEvents: VisitorEvent[]; identifiedVisitorIds: string[] } {
    const changes = { visitorEvents: [...this.added], identifiedVisitorIds: [...this.identified] };
    this.added.clear();
    this.identified.clear();
    return changes;
  }

  private addWaiting(event: VisitorEvent): void {
    const events = this.waiting.get(event.visitorId);
    if (events) events.push(event);
    else this.waiting.set(event.visitorId, [event]);
  }
}
