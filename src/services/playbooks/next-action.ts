import type { WorkCalendar } from '../../core/calendar/calendar.js';
import { type Subject, subjectOf } from '../../core/conditions/subject.js';
import type { Lead } from '../../core/leads/lead.js';
import { stageKeyOf, stageSinceOf } from '../../core/lifecycle/funnel.js';
import { compilePlaybook, type PlaybookKey } from '../../core/playbooks/choose.js';
import { type NextAction, nextAction } from '../../core/playbooks/next-action.js';
import { waitingOf } from '../../core/playbooks/waiting.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store } from '../../db/store.js';
import { repFacts } from '../assignment/facts.js';
import { readEngagement, readSource } from '../leads/subjects.js';
import { publishedOf } from '../policies/published.js';
import { orNotFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';

export type NextActionsService = ReturnType<typeof nextActionsService>;

export function nextActionsService(store: Store, timeOf: WorkspaceTime) {
  return {
    /** The best next action for a lead, with the reason. */
    async get(workspaceId: string, leadId: string): Promise<NextAction> {
      const read = store.read(workspaceId);
      const lead = orNotFound(await read.leads.find(leadId), 'lead');
      const now = await timeOf(workspaceId);
      const [{ playbookKey, source, calendar }, engagement, tasks, published] = await Promise.all([
        playbookKeyOf(read, lead, now),
        readEngagement(read, lead.id),
        read.tasks.ofLead(leadId),
        read.policies.published(),
      ]);
      const { version, document } = publishedOf(published, 'playbook');
      const { score, grade, temperature, category, conversionProbability } = lead;
      const bare = subjectOf(lead, { source, engagement, now });
      return nextAction(compilePlaybook(document, version), {
        now,
        playbookKey,
        since: stageSinceOf(lead),
        subject: { ...bare, score, grade, temperature, category, conversionProbability },
        tasks,
        ...waitingOf(lead, now),
        calendar,
      });
    },
  };
}

interface PlaybookLookup {
  playbookKey: PlaybookKey;
  source: Subject['source'];
  /** Working time of the owner; undefined: unlimited. */
  calendar: WorkCalendar | undefined;
}

/** Reads the fields that choose the playbook entry of a lead, and the working time of its owner. */
async function playbookKeyOf(read: Repositories, lead: Lead, now: number): Promise<PlaybookLookup> {
  const { category, temperature, ownerId } = lead;
  const [source, owner] = await Promise.all([
    readSource(read, lead),
    ownerId === undefined ? undefined : read.reps.find(ownerId),
  ]);
  const [facts] = owner ? await repFacts([owner], now) : [];
  const playbookKey = { stage: stageKeyOf(lead), category, temperature, channel: source?.channel };
  return { playbookKey, source, calendar: facts?.calendar };
}
