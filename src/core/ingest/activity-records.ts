import type { NewActivity } from './changes.js';

/** Activities that a run of commands records, and which external ids have been counted. */
export class ActivityRecords {
  private readonly counted = new Map<string, { id: string; leadId: string }>();
  private fresh: NewActivity[] = [];

  load(externalId: string, id: string, leadId: string): void {
    this.counted.set(externalId, { id, leadId });
  }

  /** The activity that had this external id before. */
  before(externalId: string | undefined): { id: string; leadId: string } | undefined {
    return externalId === undefined ? undefined : this.counted.get(externalId);
  }

  add(activity: NewActivity): void {
    const { externalId, id, leadId } = activity;
    if (externalId !== undefined) this.counted.set(externalId, { id, leadId });
    this.fresh.push(activity);
  }

  /** The lead is gone, and what was done about it: the same external ids may be sent again. */
  forget(goneLeadId: string): void {
    for (const [externalId, { leadId }] of this.counted) if (leadId === goneLeadId) this.counted.delete(externalId);
  }

  takeChanges(): NewActivity[] {
    const taken = this.fresh;
    this.fresh = [];
    return taken;
  }
}
