import type { LeadChange, Reaction } from '../batch/reaction.js';
import type { DomainEvent } from '../events/events.js';
import { type LeadEventDraft, lifecycleEvent, withSections } from '../events/lead-events.js';
import { handoffReaction } from '../handoffs/commands/reaction.js';
import type { HandoffOfferCommand } from '../handoffs/commands/types.js';
import type { Lead } from '../leads/lead.js';
import {
  capacityReaction,
  type FitCapacityCommand,
  returnReaction,
  ruleReaction,
} from '../lifecycle/commands/by-rule.js';
import { disqualificationReaction } from '../lifecycle/commands/disqualify.js';
import { interestReaction } from '../lifecycle/commands/interest.js';
import { stageReaction } from '../lifecycle/commands/move-stage.js';
import { parkingReaction, type WakeCommand } from '../lifecycle/commands/park.js';
import { type ExaminePursuitCommand, pursuitReaction } from '../lifecycle/commands/pursuit.js';
import type { ReopenCommand } from '../lifecycle/commands/reopening.js';
import { rottingReaction } from '../lifecycle/commands/rot.js';
import { sequenceReaction } from '../sequences/commands/reaction.js';
import { slaReaction } from '../sla/commands/reaction.js';
import { closingReaction, type EndTasksCommand } from '../tasks/commands/end-tasks.js';
import { type MakeTasksCommand, playbookReaction } from '../tasks/commands/make-tasks.js';
import { channelReaction, type RedirectTasksCommand } from '../tasks/commands/redirect-tasks.js';
import { type UntakenTaskCommand, untakenReaction } from '../tasks/commands/untaken-task.js';

/** Commands that follow from a change of a lead. */
export type FollowUp =
  | ReopenCommand
  | FitCapacityCommand
  | ExaminePursuitCommand
  | WakeCommand
  | EndTasksCommand
  | RedirectTasksCommand
  | MakeTasksCommand
  | HandoffOfferCommand
  | UntakenTaskCommand;

/** In order: each reaction sees the changes of those before it, and returns undefined when it does not apply. */
const REACTIONS: readonly ((change: LeadChange) => Reaction<FollowUp> | undefined)[] = [
  stageReaction,
  returnReaction,
  capacityReaction,
  pursuitReaction,
  ruleReaction,
  parkingReaction,
  disqualificationReaction,
  interestReaction,
  rottingReaction,
  closingReaction,
  channelReaction,
  playbookReaction,
  handoffReaction,
  untakenReaction,
  slaReaction,
  sequenceReaction,
];

export interface Reacted {
  lead: Lead;
  events: DomainEvent[];
  next: FollowUp[];
}

/** All reactions to a change, in the same transaction; undefined: none. */
export function reactTo(change: LeadChange): Reacted | undefined {
  const { before, now } = change;
  let { lead } = change;
  const drafts: LeadEventDraft[] = [];
  const next: FollowUp[] = [];
  for (const row of REACTIONS) {
    const reaction = row({ ...change, lead });
    if (reaction === undefined) continue;
    if (reaction.silent) lead = withSections(lead, reaction.silent);
    for (const draft of [reaction.events ?? []].flat()) {
      lead = withSections(lead, draft.sections);
      drafts.push(draft);
    }
    if (reaction.next) next.push(reaction.next);
  }
  if (lead === change.lead && next.length === 0) return undefined;
  // A change without a new version gets one now if reactions have events.
  if (drafts.length > 0 && lead.version === before?.version) {
    lead = { ...lead, version: lead.version + 1, updatedAt: now };
  }
  return { lead, events: drafts.map((draft) => lifecycleEvent(lead, draft)), next };
}
