import { activityReads, activityRefusal, recordActivity } from '../activities/commands/record-activity.js';
import { assign, assignRefusal, unlock } from '../assignment/commands/assign.js';
import { claim, claimReads, claimRefusal, expireLease, lease, leaseRefusal } from '../assignment/commands/claim.js';
import { reassign, reassignRefusal, rerun, rerunRefusal, stepReads } from '../assignment/commands/reassign.js';
import { type RouteQueueCommand, route, routeQueue } from '../assignment/commands/route.js';
import type { Batch } from '../batch/batch.js';
import type { Reads } from '../batch/reads.js';
import { convertReads, convertReadsNext, convertRefusal } from '../conversion/commands/convert.js';
import { convertedRefusal } from '../conversion/commands/converted-lead.js';
import { undoLeadsOf, undoReads, undoReadsNext, undoRefusal } from '../conversion/commands/undo.js';
import {
  accept,
  answerRefusal,
  reject,
  takingRefusal,
  timeOut,
  withdraw,
  withdrawRefusal,
} from '../handoffs/commands/answer.js';
import { offer, offerRefusal } from '../handoffs/commands/offer.js';
import { acceptRefusal, dismissProposal, dismissRefusal, proposalReads } from '../leads/commands/decide-proposal.js';
import { move, moveRefusal, release } from '../leads/commands/move.js';
import { patchRefusal } from '../leads/commands/patch.js';
import { engagementReads, engagementRefusal } from '../leads/commands/record-engagement.js';
import { remove, removeReads, removeReadsNext } from '../leads/commands/remove.js';
import { type RescoreCommand, rescore, rescoreReads, rescoreRefusal } from '../leads/commands/rescore.js';
import { type ReviewCommand, review } from '../leads/commands/review.js';
import type { Lead } from '../leads/lead.js';
import { fitCapacity } from '../lifecycle/commands/by-rule.js';
import { disqualify, disqualifyRefusal } from '../lifecycle/commands/disqualify.js';
import { lose, loseReads, loseRefusal } from '../lifecycle/commands/lose.js';
import { moveStage, stageRefusal } from '../lifecycle/commands/move-stage.js';
import { park, parkRefusal, wake } from '../lifecycle/commands/park.js';
import { examinePursuit } from '../lifecycle/commands/pursuit.js';
import { recycle, recycleRefusal } from '../lifecycle/commands/recycle.js';
import { reopenReturned } from '../lifecycle/commands/reopening.js';
import { endedReads, releasedReads } from '../lifecycle/commands/returning.js';
import { rot } from '../lifecycle/commands/rot.js';
import { refer, referReads, referRefusal } from '../referrals/commands/refer.js';
import { type IfMatch, NO_LEAD, type Refusal, versionRefusal } from '../refusals.js';
import { enter, enterRefusal, leave, leaveRefusal } from '../sequences/commands/enter.js';
import { enterByTime, takeSteps } from '../sequences/commands/take-steps.js';
import { check, pause, pauseRefusal, resume, resumeRefusal } from '../sla/commands/clocks.js';
import {
  completeTask,
  completeTaskReads,
  completeTaskReadsNext,
  completeTaskRefusal,
  skipTask,
} from '../tasks/commands/close-task.js';
import { createTask, createTaskRefusal } from '../tasks/commands/create-task.js';
import { endTasks } from '../tasks/commands/end-tasks.js';
import { makeTasks } from '../tasks/commands/make-tasks.js';
import { noteOverdue } from '../tasks/commands/note-overdue.js';
import { patchTask, patchTaskRefusal } from '../tasks/commands/patch-task.js';
import { redirectTasks } from '../tasks/commands/redirect-tasks.js';
import { untakenTask } from '../tasks/commands/untaken-task.js';
import { closedTaskRefusal, NO_TASK, type Task } from '../tasks/task.js';
import { visitReads } from '../visits/commands/visit.js';
import { ARRIVALS } from './arrivals.js';
import { ATTRIBUTE_CHANGE } from './attribute-change.js';
import { bulkRow } from './bulk.js';
import {
  acceptedLeads,
  acceptedReads,
  correct,
  correctByProposal,
  correctedLeads,
  correctionReads,
} from './corrections.js';
import { eventLeads, eventReads, recordEvent, recordVisit, visitorLeads, visitorReads } from './customer-consent.js';
import { IMPORT_REVERTED, revertLead } from './import-revert.js';
import { IMPORTED, importRow } from './import-row.js';
import { convertWithLeads, joinedLeads } from './linked-leads.js';
import { reactTo } from './reactions.js';
import { RECORD_CONSENT } from './record-consent.js';
import { restore, restoreLeadsOf, restoreReads, restoreReadsNext, restoreRefusal } from './restore.js';
import type { CommandRow } from './row.js';
import { CUSTOMER_COMMANDS, DEAL_COMMANDS } from './sales-table.js';
import { undoWithLinks } from './undo-links.js';

/** A command of a person about one lead. */
interface LeadCommand {
  leadId: string;
  ifMatch?: IfMatch;
}

type Apply<Command, Result> = (batch: Batch, command: Command) => Result;
type LeadRefusal<Command> = (batch: Batch, command: Command, lead: Lead) => Refusal | undefined;

const itsLead = ({ leadId }: { leadId: string }): Reads => ({ leadIds: [leadId] });

/** The lead must exist, at a version that the caller accepts. */
function ofLead<Command extends LeadCommand, Result>(
  apply: Apply<Command, Result>,
  refusal?: LeadRefusal<Command>,
): CommandRow<Command, Result> {
  const refuse = (batch: Batch, command: Command): Refusal | undefined => {
    const lead = batch.leads.find(command.leadId);
    if (lead === undefined) return NO_LEAD;
    return versionRefusal(command.ifMatch, lead) ?? refusal?.(batch, command, lead);
  };
  return { reads: itsLead, refuse, apply };
}

/** The same for commands that change the category of a lead: a converted lead cannot be moved. */
function unlessConverted<Command extends LeadCommand, Result>(
  apply: Apply<Command, Result>,
  refusal?: LeadRefusal<Command>,
): CommandRow<Command, Result> {
  return ofLead(apply, (batch, command, lead) => convertedRefusal(lead) ?? refusal?.(batch, command, lead));
}

/** For commands of timers, jobs and reactions: `apply` checks whether the lead exists and the command (still) applies. */
function unattended<Command extends { leadId: string }, Result>(
  apply: Apply<Command, Result>,
): CommandRow<Command, Result> {
  return { reads: itsLead, apply };
}

/** The same row for a command that may take the lead away from its owner. */
function mayTakeAway<Command extends { leadId: string }, Result>(
  row: CommandRow<Command, Result>,
): CommandRow<Command, Result> {
  return { ...row, reads: (command) => ({ ...row.reads(command), ownerDecisions: [command.leadId] }) };
}

/** The same row for a command that may open a lead that had ended, whose owner may be full. */
function mayReopen<Command extends { leadId: string }, Result>(
  row: CommandRow<Command, Result>,
): CommandRow<Command, Result> {
  return { ...row, readsNext: (batch, { leadId }) => endedReads(batch.leads.find(leadId)) };
}

interface TaskCommand {
  taskId: string;
  ifMatch?: IfMatch;
}

const itsTask = ({ taskId }: { taskId: string }): Reads => ({ taskIds: [taskId] });

/** The task must exist, at a version that the caller accepts, and be open. */
function ofOpenTask<Command extends TaskCommand, Result>(
  apply: Apply<Command, Result>,
  refusal?: (batch: Batch, command: Command, task: Task) => Refusal | undefined,
): CommandRow<Command, Result> {
  const refuse = (batch: Batch, command: Command): Refusal | undefined => {
    const task = batch.tasks.find(command.taskId);
    if (task === undefined) return NO_TASK;
    return versionRefusal(command.ifMatch, task, 'task') ?? closedTaskRefusal(task) ?? refusal?.(batch, command, task);
  };
  return { reads: itsTask, refuse, apply };
}

const wouldReact = (batch: Batch, lead: Lead): boolean => {
  const { basis, now, leads } = batch;
  if (!basis.lifecycle.reacts && lead.lifecycle === undefined) return false;
  return reactTo({ before: lead, lead, engagement: leads.engagementOf(lead.id), basis, now }) !== undefined;
};

/** The commands that people give for single leads and that a bulk change gives for many. */
const SINGLE_CHANGES = {
  patch: { ...ofLead(correct, patchRefusal), readsNext: correctionReads, leadsOf: correctedLeads },
  removal: { ...ofLead(remove), reads: removeReads, readsNext: removeReadsNext },
  move: mayReopen(unlessConverted(move, moveRefusal)),
  release: { ...unlessConverted(release), readsNext: releasedReads },
  assign: mayTakeAway(ofLead(assign, assignRefusal)),
  move_stage: unlessConverted(moveStage, stageRefusal),
  disqualify: unlessConverted(disqualify, disqualifyRefusal),
  park: unlessConverted(park, parkRefusal),
  recycle: mayTakeAway(unlessConverted(recycle, recycleRefusal)),
  restore: {
    ...ofLead(restore, restoreRefusal),
    reads: restoreReads,
    readsNext: restoreReadsNext,
    leadsOf: restoreLeadsOf,
  },
};

/**
 * Every change of a lead is a row: `reads` returns the records to load, `refuse` checks the command before anything changes,
 * `apply` changes the batch and returns the result.
 */
export const COMMANDS = {
  ...SINGLE_CHANGES,
  ...ARRIVALS,
  bulk: bulkRow(SINGLE_CHANGES),
  attribute_change: ATTRIBUTE_CHANGE,
  import_row: importRow(ARRIVALS),
  imported: IMPORTED,
  revert_import_lead: revertLead(SINGLE_CHANGES),
  import_reverted: IMPORT_REVERTED,
  engagement: {
    reads: engagementReads,
    readsNext: eventReads,
    leadsOf: eventLeads,
    refuse: engagementRefusal,
    apply: recordEvent,
  },
  record_consent: RECORD_CONSENT,
  visit: { reads: visitReads, readsNext: visitorReads, leadsOf: visitorLeads, apply: recordVisit },
  refer: { reads: referReads, refuse: referRefusal, apply: refer },
  accept_proposal: {
    ...ofLead(correctByProposal, acceptRefusal),
    reads: proposalReads,
    readsNext: acceptedReads,
    leadsOf: acceptedLeads,
  },
  dismiss_proposal: { reads: proposalReads, refuse: dismissRefusal, apply: dismissProposal },
  review: mayReopen(unattended((batch, command: ReviewCommand) => review(batch, command, wouldReact))),
  rescore: {
    reads: rescoreReads,
    readsNext: (batch: Batch, { leadId }: RescoreCommand) => endedReads(batch.leads.find(leadId)),
    refuse: rescoreRefusal,
    apply: (batch: Batch, command: RescoreCommand) => rescore(batch, command, wouldReact),
  },

  unlock: ofLead(unlock),
  route: mayTakeAway(unattended(route)),
  route_queue: { reads: () => ({}), apply: (batch: Batch, _: RouteQueueCommand) => routeQueue(batch) },
  reassign: { reads: stepReads, refuse: reassignRefusal, apply: reassign },
  rerun: { reads: stepReads, refuse: rerunRefusal, apply: rerun },
  claim: { reads: claimReads, refuse: claimRefusal, apply: claim },
  lease: ofLead(lease, leaseRefusal),
  lease_expiry: unattended(expireLease),

  rot: unattended(rot),
  convert: {
    ...ofLead(convertWithLeads, convertRefusal),
    reads: convertReads,
    readsNext: convertReadsNext,
    leadsOf: joinedLeads,
  },
  undo_conversion: {
    ...ofLead(undoWithLinks, undoRefusal),
    reads: undoReads,
    readsNext: undoReadsNext,
    leadsOf: undoLeadsOf,
  },
  lose: { ...unlessConverted(lose, loseRefusal), reads: loseReads },
  wake: mayReopen(unattended(wake)),
  fit_capacity: mayTakeAway(unattended(fitCapacity)),
  examine_pursuit: unattended(examinePursuit),
  reopen: mayTakeAway(unattended(reopenReturned)),

  record_activity: { ...ofLead(recordActivity, activityRefusal), reads: activityReads },
  create_task: { reads: itsLead, refuse: createTaskRefusal, apply: createTask },
  patch_task: ofOpenTask(patchTask, patchTaskRefusal),
  complete_task: {
    ...ofOpenTask(completeTask, completeTaskRefusal),
    reads: completeTaskReads,
    readsNext: completeTaskReadsNext,
  },
  skip_task: ofOpenTask(skipTask),
  task_overdue: { reads: itsTask, apply: noteOverdue },
  make_tasks: unattended(makeTasks),
  end_tasks: unattended(endTasks),
  redirect_tasks: unattended(redirectTasks),

  handoff_offer: mayTakeAway(ofLead(offer, offerRefusal)),
  handoff_accept: mayTakeAway(ofLead(accept, takingRefusal)),
  handoff_reject: mayTakeAway(ofLead(reject, answerRefusal)),
  handoff_withdraw: mayTakeAway(ofLead(withdraw, withdrawRefusal)),
  untaken_task: unattended(untakenTask),
  handoff_timeout: mayTakeAway(unattended(timeOut)),

  sla_pause: ofLead(pause, pauseRefusal),
  sla_resume: ofLead(resume, resumeRefusal),
  sla_check: mayTakeAway(unattended(check)),

  enter_sequence: ofLead(enter, enterRefusal),
  leave_sequence: ofLead(leave, leaveRefusal),
  sequence_entry: unattended(enterByTime),
  sequence_step: unattended(takeSteps),

  ...CUSTOMER_COMMANDS,
  ...DEAL_COMMANDS,
};

type Table = typeof COMMANDS;
export type CommandType = keyof Table;
/** The command of a type, and its result. */
export type CommandOf<Type extends CommandType> = { [T in Type]: Parameters<Table[T]['apply']>[1] & { type: T } }[Type];
export type ResultOf<Type extends CommandType> = { [T in Type]: ReturnType<Table[T]['apply']> }[Type];
export type Command = CommandOf<CommandType>;

/** The command by which a lead becomes known: that of a row, where a file is imported. */
export const arrivalOf = (command: Command): Command => (command.type === 'import_row' ? command.command : command);
