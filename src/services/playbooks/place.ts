import type { WorkCalendar } from '../../core/calendar/calendar.js';
import type { Subject } from '../../core/conditions/subject.js';
import type { Lead } from '../../core/leads/lead.js';
import { stageKeyOf } from '../../core/lifecycle/funnel.js';
import type { PlaybookKey } from '../../core/playbooks/choose.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { repFacts } from '../assignment/facts.js';
import { readSource } from '../leads/subjects.js';

export interface LeadPlace {
  place: PlaybookKey;
  source: Subject['source'];
  /** Working time of the owner; undefined: unlimited. */
  calendar: WorkCalendar | undefined;
}

/** Reads the fields that choose the playbook entry of a lead, and the working time of its owner. */
export async function placeOf(read: Repositories, lead: Lead, now: number): Promise<LeadPlace> {
  const { category, temperature, ownerId } = lead;
  const [source, owner] = await Promise.all([
    readSource(read, lead),
    ownerId === undefined ? undefined : read.reps.find(ownerId),
  ]);
  const [facts] = owner ? await repFacts([owner], now) : [];
  const place = { stage: stageKeyOf(lead), category, temperature, channel: source?.channel };
  return { place, source, calendar: facts?.calendar };
}
