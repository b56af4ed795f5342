import type { WorkCalendar } from '../../core/calendar/calendar.js';
import { contactChannels } from '../../core/leads/channels.js';
import type { Lead } from '../../core/leads/lead.js';
import { compileFunnel, stageKeyOf, stageOf, stageSinceOf } from '../../core/lifecycle/funnel.js';
import { undecidedInterest } from '../../core/lifecycle/returning-rules.js';
import { compilePlaybook } from '../../core/playbooks/choose.js';
import { type NextAction, type NextActionFacts, nextAction } from '../../core/playbooks/next-action.js';
import { waitingOf } from '../../core/playbooks/waiting.js';
import { isOfKind, type Policy } from '../../core/policies/policy.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store } from '../../db/store.js';
import { repFacts } from '../assignment/facts.js';
import { createDecidingRules, exactState } from '../leads/exact.js';
import { readLeadState } from '../leads/subjects.js';
import { publishedOf } from '../policies/published.js';
import type { WorkspaceTime } from '../workspace-time.js';

export type NextActionsService = ReturnType<typeof nextActionsService>;

export function nextActionsService(store: Store, timeOf: WorkspaceTime) {
  const rulesOf = createDecidingRules();
  return {
    /** The best next action for the lead as it is exactly now, with the reason. */
    async get(workspaceId: string, leadId: string): Promise<NextAction> {
      const read = store.read(workspaceId);
      const now = await timeOf(workspaceId);
      const [state, tasks, published] = await Promise.all([
        readLeadState(read, leadId),
        read.tasks.ofLead(leadId),
        read.policies.published(),
      ]);
      const { lead, subject } = await exactState(read, rulesOf, { workspaceId, now, asOf: undefined }, state);
      const calendar = await calendarOf(read, lead, now);
      const { version, document } = publishedOf(published, 'playbook');
      const funnel = publishedOf(published, 'funnel');
      const compiled = compileFunnel(funnel.document, funnel.version);
      const { key: stage } = stageOf(compiled, lead);
      const { score, grade, temperature, category, conversionProbability } = lead;
      return nextAction(compilePlaybook(document, version), {
        now,
        playbookKey: { stage, category, temperature, channel: state.source?.channel },
        // The stage of a class that time alone has changed begins with that class.
        since: stage === stageKeyOf(lead) ? stageSinceOf(lead) : lead.categorySince,
        subject: { ...subject, score, grade, temperature, category, conversionProbability, lead },
        tasks,
        ...waitingOf(lead, now),
        interest: undecidedInterest(lead, compiled.returning),
        sequence: sequenceOf(lead, published),
        calendar,
      });
    },
  };
}

/** What the sequences of the lead take over from the playbook, and which goes on first. A send that would be skipped takes over nothing. */
function sequenceOf({ facts, lifecycle }: Lead, published: readonly Policy[]): NextActionFacts['sequence'] {
  const runs = [...(lifecycle?.sequences?.runs ?? [])].sort((a, b) => a.dueAt - b.dueAt);
  const [first] = runs;
  if (first === undefined) return undefined;
  const allowed = contactChannels(facts).flatMap(({ channel, status }) => (status === 'allowed' ? [channel] : []));
  const documents = published.filter(isOfKind('sequence')).map(({ document }) => document);
  const steps = documents
    .filter(({ key }) => runs.some((run) => run.key === key))
    .flatMap((document) => document.steps);
  const keys = steps.flatMap((step) => {
    if (step.type === 'task') return [step.key];
    return step.type === 'send' && allowed.includes(step.channel) ? [step.template] : [];
  });
  return { keys: new Set(keys), key: first.key, at: first.dueAt };
}

/** Working time of the owner; undefined: unlimited. */
async function calendarOf(read: Repositories, { ownerId }: Lead, now: number): Promise<WorkCalendar | undefined> {
  const owner = ownerId === undefined ? undefined : await read.reps.find(ownerId);
  const [facts] = owner ? await repFacts([owner], now) : [];
  return facts?.calendar;
}
