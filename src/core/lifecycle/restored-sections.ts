import type { Lead } from '../leads/lead.js';
import { CLASS_SECTIONS, type ClassSections, type SectionChanges } from '../leads/lifecycle.js';
import { sameValue } from '../values.js';
import { wakesAt } from './wake-time.js';

/** The sections that differ. A first contact since stays, and so do reps who declined the lead since. */
export function restoredSections(lead: Lead, was: ClassSections): SectionChanges {
  const { lifecycle = {} } = lead;
  const sections: SectionChanges = { wakesAt: was.parked && wakesAt(was.parked.wakeWhen, was.parked.since) };
  for (const section of CLASS_SECTIONS) {
    const isOwn = (section === 'firstContactAt' || section === 'declinedRepIds') && lifecycle[section] !== undefined;
    if (!isOwn && !sameValue(lifecycle[section], was[section])) Object.assign(sections, { [section]: was[section] });
  }
  return sections;
}
