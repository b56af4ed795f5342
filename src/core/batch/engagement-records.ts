import type { EngagementFact } from '../engagement.js';
import type { Lead } from '../leads/lead.js';
import type { NewEngagement } from './changes.js';

/** Events of a lead that are recorded and not decided about yet. */
export interface PendingEngagement {
  /** The lead before the first of them. */
  before: Lead;
  added: EngagementFact[];
}

/** The engagement events of a batch. Recording is apart from deciding: one decision follows many events of a lead. */
export class EngagementRecords {
  private readonly counted = new Map<string, { id: string; leadId: string }>();
  private readonly pending = new Map<string, PendingEngagement>();
  private rows: NewEngagement[] = [];

  /** An event with this external id is stored. */
  loadCounted(externalId: string, id: string, leadId: string): void {
    this.counted.set(externalId, { id, leadId });
  }

  /** The event that had this external id before: sent again, it changes nothing. */
  countedBefore(externalId: string | undefined): { id: string; leadId: string } | undefined {
    return externalId === undefined ? undefined : this.counted.get(externalId);
  }

  add(before: Lead, row: NewEngagement, fact: EngagementFact): void {
    if (row.externalId !== undefined) this.counted.set(row.externalId, { id: row.id, leadId: row.leadId });
    this.rows.push(row);
    const pending = this.pending.get(row.leadId);
    if (pending) pending.added.push(fact);
    else this.pending.set(row.leadId, { before, added: [fact] });
  }

  /** Leads with events that are not decided about, in the order of their first event. */
  get pendingLeadIds(): string[] {
    return [...this.pending.keys()];
  }

  isPending(leadId: string): boolean {
    return this.pending.has(leadId);
  }

  takePending(leadId: string): PendingEngagement | undefined {
    const pending = this.pending.get(leadId);
    this.pending.delete(leadId);
    return pending;
  }

  /** The events of a removed lead are gone: the same external ids may be sent again, about another lead. */
  forget(leadId: string): void {
    this.pending.delete(leadId);
    for (const [externalId, counted] of this.counted) if (counted.leadId === leadId) this.counted.delete(externalId);
  }

  takeRows(): NewEngagement[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }
}
