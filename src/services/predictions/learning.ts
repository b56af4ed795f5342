import { declaredAttributes } from '../../core/attributes/declared.js';
import { zoneOffsets } from '../../core/calendar/zone-offsets.js';
import { subjectOf } from '../../core/conditions/subject.js';
import { type Lead, OPEN_CATEGORIES } from '../../core/leads/lead.js';
import { type DecidedLead, type Learning, LearningTable } from '../../core/prediction/learning-table.js';
import { endedLead, LOST_CATEGORIES, outcomeOf, WON_CATEGORIES } from '../../core/prediction/outcomes.js';
import { historyUntil } from '../../core/replay/history-until.js';
import { type HistoryEvent, replayLead } from '../../core/replay/replay.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { type BulkSubjects, readBulkSubjects } from '../leads/subjects.js';

/** Leads, with their histories, in memory at a time. */
const PAGE = 200;
/** Only the newest: old sales predict less about today. */
const MOST_DECIDED = 100_000;
/** Enough to conclude that no open lead has a field. */
const MOST_OPEN = 1_000;

/** Reads the leads of a workspace that were won or lost, page by page, with the facts of each while it was open. `zone`: whose days are counted. */
export async function readLearning(
  read: Repositories,
  { now, zone }: { now: number; zone: string },
  signal: AbortSignal | undefined,
): Promise<Learning> {
  const [{ sourceOf }, definitions] = await Promise.all([readBulkSubjects(read), read.attributeDefinitions.all()]);
  const table = new LearningTable({
    declared: declaredAttributes(definitions, 'accepted'),
    zone: zoneOffsets(zone),
  });
  const decided = [...WON_CATEGORIES, ...LOST_CATEGORIES];
  for (const ids of pagesOf(await read.outcomes.leadIds(decided, MOST_DECIDED))) {
    signal?.throwIfAborted();
    const [leads, histories, ends] = await Promise.all([
      read.leads.findMany(ids),
      read.events.histories(ids),
      read.outcomes.lastEnds(ids),
    ]);
    for (const lead of leads) {
      const history = histories.get(lead.id) ?? [];
      const ended = endedLead(lead, ends.get(lead.id), history);
      const known = ended && decidedLead(ended, history, sourceOf);
      if (known) table.add(known);
    }
  }
  for (const ids of pagesOf(await read.leads.idsInCategories([...OPEN_CATEGORIES], MOST_OPEN))) {
    for (const lead of await read.leads.findMany(ids)) {
      table.addOpen(subjectOf(lead, { source: sourceOf(lead), engagement: [], now }));
    }
  }
  return table.finish(now);
}

function* pagesOf(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += PAGE) yield ids.slice(from, from + PAGE);
}

function decidedLead(
  lead: Lead,
  history: readonly HistoryEvent[],
  sourceOf: BulkSubjects['sourceOf'],
): DecidedLead | undefined {
  const outcome = outcomeOf(lead);
  if (!outcome) return undefined;
  const { id, createdAt } = lead;
  const source = sourceOf(lead);
  return {
    id,
    createdAt,
    outcome,
    now: subjectOf(lead, { source, engagement: [], now: outcome.at }),
    knownAt(instant) {
      const known = replayLead(id, historyUntil(history, instant));
      return known && subjectOf(known.lead, { source, engagement: known.engagement, now: instant });
    },
  };
}
