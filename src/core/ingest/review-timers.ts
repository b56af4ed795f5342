import type { Lead } from '../leads/lead.js';
import type { Changes } from './changes.js';

/** Which leads' timers are stored, and what of them has to change: nothing for a lead that time alone does not move. */
export class ReviewTimers {
  private readonly stored = new Map<string, number>();
  private readonly wanted = new Map<string, number | undefined>();

  load({ id, reviewAt }: Lead): void {
    if (reviewAt !== undefined) this.stored.set(id, reviewAt);
  }

  /** Undefined: the lead waits for nothing. */
  want(leadId: string, reviewAt: number | undefined): void {
    if (this.stored.get(leadId) === reviewAt) this.wanted.delete(leadId);
    else this.wanted.set(leadId, reviewAt);
  }

  /** A timer fired that was not due (any more): whatever is stored, make it this. */
  correct(leadId: string, reviewAt: number | undefined): void {
    this.wanted.set(leadId, reviewAt);
  }

  takeChanges(): Pick<Changes, 'timersSet' | 'timersCleared'> {
    const changes: Pick<Changes, 'timersSet' | 'timersCleared'> = { timersSet: [], timersCleared: [] };
    for (const [subjectId, dueAt] of this.wanted) {
      if (dueAt === undefined) {
        changes.timersCleared.push({ kind: 'lead_review', subjectId });
        this.stored.delete(subjectId);
      } else {
        changes.timersSet.push({ kind: 'lead_review', subjectId, dueAt });
        this.stored.set(subjectId, dueAt);
      }
    }
    this.wanted.clear();
    return changes;
  }
}
