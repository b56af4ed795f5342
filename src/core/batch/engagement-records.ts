import type { EngagementFact } from '../engagement.js';
import type { Lead } from '../leads/lead.js';
import type { NewEngagement } from './changes.js';

/** Events of a lead that are recorded but not evaluated yet. */
export interface PendingEngagement {
  /** The lead before the first of these events. */
  before: Lead;
  added: EngagementFact[];
}

/**
 * The engagement events of a batch. Recording and evaluation are separate, so that one evaluation serves many events of a lead.
 */
export class EngagementRecords {
  private readonly counted = new Map<string, { id: string; leadId: string }>();
  private readonly pending = new Map<string, PendingEngagement>();
  private rows: NewEngagement[] = [];

  /** An event with this external id is stored. */
  loadCounted(externalId: string, id: string, leadId: string): void {
    this.counted.set(externalId, { id, leadId });
  }

  /** The earlier event with this external id; sending it again changes nothing. */
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

  /** Adds an event that its command has evaluated. */
  addEvaluated(row: NewEngagement): void {
    if (row.externalId !== undefined) this.counted.set(row.externalId, { id: row.id, leadId: row.leadId });
    this.rows.push(row);
  }

  /** The events of a lead that are recorded and not evaluated yet. */
  pendingOf(leadId: string): readonly EngagementFact[] {
    return this.pending.get(leadId)?.added ?? [];
  }

  /** Leads with events that are not evaluated yet, in the order of their first event. */
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

  /** The events of a removed lead are removed too, so their external ids may be sent again, also about another lead. */
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
