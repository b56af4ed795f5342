import type { EngagementFact } from '../engagement.js';
import type { Lead } from '../leads/lead.js';
import type { Changes } from './changes.js';

/** A lead held in memory, and what of it is not written yet. */
export interface Entry {
  lead: Lead;
  engagement: EngagementFact[];
  isNew: boolean;
  /** `decision`: score, class, versions and review only, by what was published. */
  changed: 'no' | 'decision' | 'row';
  removed: boolean;
}

type LeadRowChanges = Pick<Changes, 'inserted' | 'replaced' | 'redecided' | 'removedIds'>;

/** What to write of them; they count as written then, and those removed are gone. `goneIds`: of leads without rows. */
export function takeRowChanges(entries: Map<string, Entry>): { changes: LeadRowChanges; goneIds: ReadonlySet<string> } {
  const changes: LeadRowChanges = { inserted: [], replaced: [], redecided: [], removedIds: [] };
  const goneIds = new Set<string>();
  for (const [id, entry] of entries) {
    if (entry.removed) {
      goneIds.add(id);
      if (!entry.isNew) changes.removedIds.push(id);
    } else if (entry.changed !== 'no') {
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
export function extentOf(entry: Entry, lead: Lead): 'decision' | 'row' {
  const { lead: before, changed } = entry;
  const isElsewhere = before.ownerId !== lead.ownerId || before.queueReason !== lead.queueReason;
  return changed === 'row' || isElsewhere ? 'row' : 'decision';
}
