import type { AssignCommand } from '../assignment/commands/assign.js';
import { givenSharesOf, ledgersOf, movesSince } from '../assignment/ledger-moves.js';
import type { Batch } from '../batch/batch.js';
import type { Customer } from '../customers/customer.js';
import type { BulkUndo, GivenShares, LedgerMove, OwnerState } from '../leads/bulk-change.js';
import { blocksChannel } from '../leads/channels.js';
import type { MoveCommand, ReleaseCommand } from '../leads/commands/move.js';
import type { PatchCommand } from '../leads/commands/patch.js';
import type { RemoveCommand } from '../leads/commands/remove.js';
import type { Lead } from '../leads/lead.js';
import { categoryStateOf, classBeforeOf, ownCustomerIdOf, sectionsOf } from '../leads/lifecycle.js';
import { factsChanged } from '../leads/merge.js';
import { consentChange } from '../leads/restored-facts.js';
import type { DisqualifyCommand } from '../lifecycle/commands/disqualify.js';
import type { StageCommand } from '../lifecycle/commands/move-stage.js';
import type { ParkCommand } from '../lifecycle/commands/park.js';
import type { RecycleCommand } from '../lifecycle/commands/recycle.js';
import { stageOf } from '../lifecycle/funnel.js';
import type { Task } from '../tasks/task.js';
import { sameValue } from '../values.js';
import type { RestoreCommand } from './restore.js';

/** The command by which a bulk change changes one lead, or takes a change back. */
export type BulkLeadCommand =
  | AssignCommand
  | DisqualifyCommand
  | MoveCommand
  | ParkCommand
  | PatchCommand
  | RecycleCommand
  | ReleaseCommand
  | RemoveCommand
  | RestoreCommand
  | StageCommand;

/** A lead with its open tasks before a change. */
interface LeadBefore {
  lead: Lead;
  tasks: readonly Task[];
}

/** The same with its customer and the other leads of that. */
interface Original extends LeadBefore {
  customer?: Customer | undefined;
  others: readonly LeadBefore[];
  ledgers: readonly LedgerMove[];
  given: GivenShares | undefined;
}

export function originalOf(batch: Batch, leadId: string): Original {
  const { assignment, leads, sales, tasks } = batch;
  const lead = leads.get(leadId);
  const customer = sales.customers.find(ownCustomerIdOf(lead));
  const others = customer === undefined ? [] : leads.ofCustomer(customer.id).filter(({ id }) => id !== leadId);
  const withTasks = (one: Lead): LeadBefore => ({ lead: one, tasks: tasks.openOf(one.id) });
  const ledgers = ledgersOf(assignment.pools);
  const given = lead.teamId === undefined ? undefined : givenSharesOf(assignment.trialOf(leadId));
  return { ...withTasks(lead), customer, others: others.map(withTasks), ledgers, given };
}

/** The record of a change that has been applied, before the reactions to it. */
export function undoOf(
  batch: Batch,
  { lead: before, tasks, customer, others, ledgers, given }: Original,
  after: Lead,
): BulkUndo {
  const undo: BulkUndo = { at: batch.now };
  const facts = factsChanged(before.facts, after.facts);
  if (facts) undo.facts = facts;
  if (before.ownerId !== after.ownerId || before.ownerActorId !== after.ownerActorId) {
    const moves = movesSince(batch.assignment.pools, ledgers);
    undo.owner = { before: ownerStateOf(before), after: after.ownerId ?? null, moves, given };
  }
  if (hasOtherClass(before, after)) {
    const { category, categoryDecidedBy, moveReason } = after;
    const { key: stage } = stageOf(batch.basis.lifecycle.funnel, after);
    undo.class = { before: classBeforeOf(before), after: { category, categoryDecidedBy, moveReason, stage } };
  }
  if (undo.class || blocksChannel(before.facts, after.facts)) Object.assign(undo, tasksBefore(tasks));
  if (before.temperature !== after.temperature) {
    const { temperature, temperatureSince } = before;
    undo.temperature = { before: { temperature, temperatureSince }, after: after.temperature };
  }
  if (undo.owner ?? undo.class) undo.handoff = before.lifecycle?.handoff ?? null;
  const opened = after.lifecycle?.returning?.leadId;
  if (opened !== undefined && opened !== before.lifecycle?.returning?.leadId) undo.openedLeadId = opened;
  const shared = customer && sharedBy(batch, customer, others);
  if (shared) undo.customer = shared;
  return undo;
}

/** The open tasks that the reactions to the change may end, or give another channel. */
function tasksBefore(open: readonly Task[]): Pick<BulkUndo, 'taskIds' | 'tasks'> {
  if (open.length === 0) return {};
  const ofPlaybook = open.filter(({ templateKey }) => templateKey !== undefined);
  const tasks = ofPlaybook.map(({ id, kind, title, description }) => ({ id, kind, title, description }));
  return { taskIds: open.map(({ id }) => id), tasks };
}

const ownerStateOf = ({ ownerId, teamId, assignedAt, ownerActorId, ownerReason }: Lead): OwnerState => ({
  ownerId,
  teamId,
  assignedAt,
  ownerActorId,
  ownerReason,
});

/** The reactions to the change may wake a parked lead, and give one that a rule disqualifies another reason. */
const mayFollow = ({ category, categoryDecidedBy }: Lead): boolean =>
  category === 'parked' || (category === 'disqualified' && categoryDecidedBy === 'rule');

const hasOtherClass = (before: Lead, after: Lead): boolean =>
  mayFollow(before) ||
  !sameValue(categoryStateOf(before), categoryStateOf(after)) ||
  !sameValue(sectionsOf(before), sectionsOf(after));

/** What the customer and its other leads got from the change. */
function sharedBy({ leads, sales }: Batch, before: Customer, others: readonly LeadBefore[]): BulkUndo['customer'] {
  const after = sales.customers.find(before.id);
  const facts = after && consentChange(before.facts, after.facts);
  if (facts === undefined) return undefined;
  const changed = others.flatMap(({ lead: { id, facts: was }, tasks }) => {
    const { facts: is } = leads.get(id);
    const change = consentChange(was, is);
    return change ? [{ id, facts: change, ...(blocksChannel(was, is) && tasksBefore(tasks)) }] : [];
  });
  return { id: before.id, facts, leads: changed };
}
