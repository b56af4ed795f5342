import type { EngagementFact } from '../engagement.js';
import type { Lead } from '../leads/lead.js';
import type { Changes } from './changes.js';

/** How much of a row there is to write. */
export type Extent = 'decision' | 'row';

/** A lead held in memory, and what of it is not written yet. */
export interface Entry {
  lead: Lead;
  /** The latest that arrived, as many as decisions count. */
  engagement: readonly EngagementFact[];
  isNew: boolean;
  /** `decision`: score, class, versions and review only, by what was published. */
  changed: 'no' | Extent;
  removed: boolean;
  /** Events are recorded that nothing has been decided about. */
  isUndecided?: boolean;
}

type LeadRowChanges = Pick<Changes, 'inserted' | 'replaced' | 'redecided' | 'removedIds'>;

/** What to write of them, without leads that are still to be decided and are there already; they count as written then, and those removed are gone. `goneIds`: of leads without rows. */
export function takeRowChanges(entries: Map<string, Entry>): { changes: LeadRowChanges; goneIds: ReadonlySet<string> } {
  const changes: LeadRowChanges = { inserted: [], replaced: [], redecided: [], removedIds: [] };
  const goneIds = new Set<string>();
  for (const [id, entry] of entries) {
    if (entry.removed) {
      goneIds.add(id);
      if (!entry.isNew) changes.removedIds.push(id);
    } else if (entry.changed !== 'no' && (entry.isNew || entry.isUndecided !== true)) {
      const { isNew, changed } = entry;
      const rows = isNew ? changes.inserted : changed === 'row' ? changes.replaced : changes.redecided;
      rows.push(entry.lead);
      [entry.isNew, entry.changed] = [false, 'no'];
    }
  }
  for (const id of goneIds) entries.delete(id);
  return { changes, goneIds };
}

/** How much of a row there is to write when a decision made it what it is: who owns it is not part of the decision alone. */
export function extentOf(entry: Entry, lead: Lead): Extent {
  const { lead: before, changed } = entry;
  const isElsewhere = before.ownerId !== lead.ownerId || before.queueReason !== lead.queueReason;
  return changed === 'row' || isElsewhere ? 'row' : 'decision';
}
