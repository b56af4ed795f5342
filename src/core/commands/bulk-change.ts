import type { AssignCommand } from '../assignment/commands/assign.js';
import type { Batch } from '../batch/batch.js';
import type { Customer } from '../customers/customer.js';
import { type BulkUndo, type ClassBefore, type OwnerState, sectionsOf } from '../leads/bulk-change.js';
import type { MoveCommand, ReleaseCommand } from '../leads/commands/move.js';
import type { PatchCommand } from '../leads/commands/patch.js';
import type { RemoveCommand } from '../leads/commands/remove.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import { categoryStateOf, ownCustomerIdOf } from '../leads/lifecycle.js';
import { factsChanged } from '../leads/merge.js';
import { consentChange } from '../leads/restored-facts.js';
import type { DisqualifyCommand } from '../lifecycle/commands/disqualify.js';
import type { StageCommand } from '../lifecycle/commands/move-stage.js';
import type { ParkCommand } from '../lifecycle/commands/park.js';
import type { RecycleCommand } from '../lifecycle/commands/recycle.js';
import { stageOf } from '../lifecycle/funnel.js';
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

/** A lead before a change, with its open tasks, its customer and the other leads of that. */
interface Original {
  lead: Lead;
  taskIds: string[];
  customer?: Customer | undefined;
  others: readonly Lead[];
}

export function originalOf(batch: Batch, leadId: string): Original {
  const { leads, sales, tasks } = batch;
  const lead = leads.get(leadId);
  const customer = sales.customers.find(ownCustomerIdOf(lead));
  const others = customer === undefined ? [] : leads.ofCustomer(customer.id).filter(({ id }) => id !== leadId);
  return { lead, taskIds: tasks.openOf(leadId).map(({ id }) => id), customer, others };
}

/** The record of a change that has been applied, before the reactions to it. */
export function undoOf(batch: Batch, { lead: before, taskIds, customer, others }: Original, after: Lead): BulkUndo {
  const undo: BulkUndo = { at: batch.now };
  const facts = factsChanged(before.facts, after.facts);
  if (facts) undo.facts = facts;
  if (before.ownerId !== after.ownerId || before.ownerActorId !== after.ownerActorId) {
    undo.owner = { before: ownerStateOf(before), after: after.ownerId ?? null };
  }
  if (hasOtherClass(before, after)) {
    const { category, categoryDecidedBy, moveReason } = after;
    const { key: stage } = stageOf(batch.basis.lifecycle.funnel, after);
    undo.class = { before: classBefore(before), after: { category, categoryDecidedBy, moveReason, stage } };
    if (taskIds.length > 0) undo.taskIds = taskIds;
  }
  if (undo.owner ?? undo.class) undo.handoff = before.lifecycle?.handoff ?? null;
  const shared = customer && sharedBy(batch, customer, others);
  if (shared) undo.customer = shared;
  return undo;
}

const ownerStateOf = ({ ownerId, teamId, assignedAt, ownerActorId, ownerReason }: Lead): OwnerState => ({
  ownerId,
  teamId,
  assignedAt,
  ownerActorId,
  ownerReason,
});

/** Open by the rules: what follows from the facts alone. */
const isOpenByRule = ({ category, categoryDecidedBy }: Lead): boolean =>
  categoryDecidedBy === 'rule' && OPEN_CATEGORIES.has(category);

/** Whether the class is more than what follows from the facts. A parked lead may wake after the change. */
const hasOtherClass = (before: Lead, after: Lead): boolean =>
  !(isOpenByRule(before) && isOpenByRule(after)) &&
  (before.category === 'parked' ||
    !sameValue(categoryStateOf(before), categoryStateOf(after)) ||
    !sameValue(sectionsOf(before), sectionsOf(after)));

const classBefore = (lead: Lead): ClassBefore => ({ state: categoryStateOf(lead), sections: sectionsOf(lead) });

/** What the customer and its other leads got from the change. */
function sharedBy({ leads, sales }: Batch, before: Customer, others: readonly Lead[]): BulkUndo['customer'] {
  const after = sales.customers.find(before.id);
  const facts = after && consentChange(before.facts, after.facts);
  if (facts === undefined) return undefined;
  const changed = others.flatMap(({ id, facts: was }) => {
    const change = consentChange(was, leads.get(id).facts);
    return change ? [{ id, facts: change }] : [];
  });
  return { id: before.id, facts, leads: changed };
}
