import { subjectOf } from '../../core/conditions/subject.js';
import { stageSinceOf } from '../../core/lifecycle/funnel.js';
import { compilePlaybook } from '../../core/playbooks/choose.js';
import { type NextAction, nextAction } from '../../core/playbooks/next-action.js';
import { waitingOf } from '../../core/playbooks/waiting.js';
import type { Store } from '../../db/store.js';
import { readEngagement } from '../leads/subjects.js';
import { publishedOf } from '../policies/published.js';
import { orNotFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { placeOf } from './place.js';

export type NextActionsService = ReturnType<typeof nextActionsService>;

export function nextActionsService(store: Store, timeOf: WorkspaceTime) {
  return {
    /** The best next action for a lead, with the reason. */
    async get(workspaceId: string, leadId: string): Promise<NextAction> {
      const read = store.read(workspaceId);
      const lead = orNotFound(await read.leads.find(leadId), 'lead');
      const now = await timeOf(workspaceId);
      const [{ place, source, calendar }, engagement, tasks, published] = await Promise.all([
        placeOf(read, lead, now),
        readEngagement(read, lead),
        read.tasks.ofLead(leadId),
        read.policies.published(),
      ]);
      const { version, document } = publishedOf(published, 'playbook');
      const { score, grade, temperature, category, conversionProbability } = lead;
      const bare = subjectOf(lead, { source, engagement, now });
      return nextAction(compilePlaybook(document, version), {
        now,
        place,
        since: stageSinceOf(lead),
        subject: { ...bare, score, grade, temperature, category, conversionProbability },
        tasks,
        ...waitingOf(lead, now),
        calendar,
      });
    },
  };
}
