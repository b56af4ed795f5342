import type { NewActivity } from './changes.js';

/** The activities of a batch; each external id is recorded once. */
export class ActivityRecords {
  private readonly counted = new Map<string, { id: string; leadId: string }>();
  private rows: NewActivity[] = [];

  loadCounted(externalId: string, id: string, leadId: string): void {
    this.counted.set(externalId, { id, leadId });
  }

  /** The earlier activity with this external id. */
  countedBefore(externalId: string | undefined): { id: string; leadId: string } | undefined {
    return externalId === undefined ? undefined : this.counted.get(externalId);
  }

  add(activity: NewActivity): void {
    const { externalId, id, leadId } = activity;
    if (externalId !== undefined) this.counted.set(externalId, { id, leadId });
    this.rows.push(activity);
  }

  /** The activities of a removed lead are removed too, so their external ids may be sent again. */
  forget(leadId: string): void {
    for (const [externalId, counted] of this.counted) if (counted.leadId === leadId) this.counted.delete(externalId);
    if (this.rows.length > 0) this.rows = this.rows.filter((row) => row.leadId !== leadId);
  }

  takeRows(): NewActivity[] {
    const { rows } = this;
    if (rows.length > 0) this.rows = [];
    return rows;
  }
}
