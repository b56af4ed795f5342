import type { EngagementFact } from '../engagement.js';
import type { Lead } from '../leads/lead.js';
import type { Changes } from './changes.js';

/** A lead in memory, and what has to be written of it. */
export interface Entry {
  lead: Lead;
  engagement: EngagementFact[];
  isNew: boolean;
  changed: boolean;
  removed: boolean;
}

type LeadChanges = Pick<Changes, 'inserted' | 'replaced' | 'removedIds'>;

/** What has changed since it was last asked; the removed ones are forgotten. `goneIds`: also of those never written. */
export function takeLeadChanges(entries: Map<string, Entry>): LeadChanges & { goneIds: ReadonlySet<string> } {
  const changes: LeadChanges = { inserted: [], replaced: [], removedIds: [] };
  const goneIds = new Set<string>();
  for (const entry of entries.values()) {
    const { lead, isNew, changed, removed } = entry;
    if (removed) {
      goneIds.add(lead.id);
      if (!isNew) changes.removedIds.push(lead.id);
    } else if (changed) {
      changes[isNew ? 'inserted' : 'replaced'].push(lead);
      [entry.isNew, entry.changed] = [false, false];
    }
  }
  for (const id of goneIds) entries.delete(id);
  return { ...changes, goneIds };
}
