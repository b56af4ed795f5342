import type { EngagementFact } from '../engagement.js';
import { latestArrived } from '../engagement-history.js';
import { oldestFirst } from '../engagement-index.js';
import type { Lead } from '../leads/lead.js';
import type { RecordedEngagement } from '../replay/replay.js';
import type { Changes } from './changes.js';
import type { EngagementCommand, IngestResult } from './commands.js';
import type { Entry } from './entries.js';
import { leadEvent } from './lead-changes.js';

type Emit = (event: ReturnType<typeof leadEvent>) => void;
type EngagementResult = Extract<IngestResult, { type: 'engagement' }>;

interface Host {
  now: number;
  newId: () => string;
  find: (leadId: string) => Entry | undefined;
  /** Makes it the lead's next state; nothing is decided and nothing reacts yet. */
  place: (entry: Entry, lead: Lead) => void;
}

/** Leads whose events are recorded and not yet decided about: the lead as it was before, and the events. */
interface Undecided {
  before: Lead;
  added: EngagementFact[];
}

/** The engagement events of a run of commands. Recording is apart from deciding: one decision follows many events. */
export class EngagementRecords {
  private readonly counted = new Map<string, { id: string; leadId: string }>();
  private readonly undecided = new Map<string, Undecided>();
  private rows: Changes['engagement'] = [];

  constructor(private readonly host: Host) {}

  /** An engagement event with this external id has been counted before. */
  loadCounted(externalId: string, id: string, leadId: string): void {
    this.counted.set(externalId, { id, leadId });
  }

  /** Whether an engagement event with this external id has been counted: sent again, it changes nothing. */
  hasCounted(externalId: string): boolean {
    return this.counted.has(externalId);
  }

  /** Leads with recorded events that nothing has been decided about, in the order of their first event. */
  get undecidedIds(): string[] {
    return [...this.undecided.keys()];
  }

  record(command: EngagementCommand, entry: Entry, emit: Emit): EngagementResult {
    const { now, newId, find, place } = this.host;
    const known = command.externalId === undefined ? undefined : this.counted.get(command.externalId);
    if (known) {
      const lead = (find(known.leadId) ?? entry).lead;
      return { type: 'engagement', id: known.id, duplicate: true, lead };
    }
    const id = newId();
    const { lead } = entry;
    const { engagementType: type, occurredAt, externalId, sourceId, channel, properties } = command;
    if (externalId !== undefined) this.counted.set(externalId, { id, leadId: lead.id });
    this.rows.push({ id, leadId: lead.id, type, sourceId, externalId, occurredAt, properties });
    const undecided = this.undecided.get(lead.id) ?? { before: lead, added: [] };
    this.undecided.set(lead.id, undecided);
    undecided.added.push({ id, type, occurredAt, channel });
    place(entry, {
      ...lead,
      version: lead.version + 1,
      lastEngagedAt: Math.max(lead.lastEngagedAt ?? occurredAt, occurredAt),
      updatedAt: now,
    });
    entry.isUndecided = true;
    const did: RecordedEngagement = { engagementId: id, type, occurredAt, sourceId };
    emit(leadEvent(entry.lead, 'engagement.recorded', 'api', undefined, did));
    return { type: 'engagement', id, duplicate: false, lead: entry.lead };
  }

  /** Adds what was recorded to the events that decisions count, oldest first, and returns the lead as it was before. */
  take(entry: Entry): Lead | undefined {
    const undecided = this.undecided.get(entry.lead.id);
    if (undecided === undefined) return undefined;
    this.undecided.delete(entry.lead.id);
    entry.isUndecided = false;
    // A new list: what was computed of the one before stays true of it.
    entry.engagement = oldestFirst(latestArrived([...entry.engagement, ...undecided.added]));
    return undecided.before;
  }

  /** What it did goes with a lead: the same external id may be sent again, about another lead. */
  forget(leadId: string): void {
    for (const [externalId, counted] of this.counted) if (counted.leadId === leadId) this.counted.delete(externalId);
  }

  takeRows(): Changes['engagement'] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }
}
