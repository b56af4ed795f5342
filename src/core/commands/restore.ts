import {
  nextVersion,
  ownedAgain,
  releaseOwner,
  restoredOwner,
  withinCapacity,
} from '../assignment/commands/ownership.js';
import { reverseMoves } from '../assignment/ledger-moves.js';
import type { Batch, ChangedLead } from '../batch/batch.js';
import { isNotPursued } from '../batch/current-class.js';
import { classEvent } from '../batch/evaluation.js';
import { withoutOwner } from '../batch/ownership.js';
import type { CustomerLeads, Reads } from '../batch/reads.js';
import { replaceCustomer } from '../customers/commands/record.js';
import { shareConsent, updateFacts } from '../customers/commands/share-consent.js';
import { nextCustomer } from '../customers/customer.js';
import type { EventCause } from '../events/events.js';
import { lifecycleEvent, withSections } from '../events/lead-events.js';
import { restoreHandoff } from '../handoffs/commands/restore.js';
import type { BulkUndo, OwnerChange } from '../leads/bulk-change.js';
import { type PatchCommand, patch, patchReads, patchRefusal } from '../leads/commands/patch.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import { categoryStateOf, ownCustomerIdOf, sectionsOf } from '../leads/lifecycle.js';
import { restoredConsents, restoredFacts } from '../leads/restored-facts.js';
import { isPursued, stopPursuit } from '../lifecycle/commands/pursuit.js';
import { stageKeyOf } from '../lifecycle/funnel.js';
import { restoredSections } from '../lifecycle/restored-sections.js';
import { activeRepReference, type Refusal } from '../refusals.js';
import { restoreTasks } from '../tasks/commands/restore-tasks.js';
import { sameValue } from '../values.js';
import { correctedLeads, followLinks, linkKeysOf } from './corrections.js';

/** Takes the change of a lead by a bulk change back. What was changed again since stays. */
export interface RestoreCommand {
  type: 'restore';
  leadId: string;
  undo: BulkUndo;
}

const CAUSE: EventCause = 'bulk_change_undone';

export const restoreReads = ({ leadId, undo: { taskIds = [], customer } }: RestoreCommand): Reads => ({
  leadIds: [leadId],
  ownerDecisions: [leadId],
  taskIds: [...taskIds, ...(customer?.leads ?? []).flatMap((one) => one.taskIds ?? [])],
});

export function restoreReadsNext(batch: Batch, command: RestoreCommand): Reads {
  const { facts, customer } = command.undo;
  const lead = batch.leads.find(command.leadId);
  const customerIds = [customer?.id, lead && ownCustomerIdOf(lead)].filter((id) => id !== undefined);
  const correction = correctionOf(command);
  const customerKeys = facts && lead ? linkKeysOf(lead, correction.apply(lead.facts)) : [];
  return {
    ...(facts && patchReads(batch, correction)),
    ...(customerIds.length + customerKeys.length > 0 && { sales: { customerIds, customerKeys } }),
  };
}

export function restoreLeadsOf(batch: Batch, command: RestoreCommand): CustomerLeads | undefined {
  const { facts, customer } = command.undo;
  const { ids = [] } = (facts && correctedLeads(batch, correctionOf(command))) ?? {};
  return customer === undefined && ids.length === 0 ? undefined : { ids: [...ids, ...(customer ? [customer.id] : [])] };
}

/** The parts of the change that the lead still has. */
interface Plan extends Pick<BulkUndo, 'class' | 'owner' | 'temperature'> {
  facts: boolean;
}

const correctionOf = ({ leadId, undo: { facts } }: RestoreCommand): PatchCommand => ({
  type: 'patch',
  leadId,
  apply: (current) => (facts ? restoredFacts(current, facts) : current),
  cause: CAUSE,
});

function planOf(lead: Lead, command: RestoreCommand): Plan {
  const { undo } = command;
  const facts = correctionOf(command).apply(lead.facts) !== lead.facts;
  const isOfFacts = undo.facts === undefined || facts;
  const isByFacts = undo.class !== undefined && (isOpenByRule(undo.class) || isUnmoved(undo.class));
  const isLeft = undo.class !== undefined && (isOfFacts || !isByFacts) && isClassLeft(lead, undo, undo.class);
  const classChange = isLeft ? undo.class : undefined;
  const { owner, temperature } = undo;
  const isOwnerLeft = owner !== undefined && (lead.ownerId ?? null) === owner.after;
  const isCauseLeft = classChange !== undefined || ((undo.class === undefined || isByFacts) && isOfFacts);
  const isTemperatureLeft = temperature?.after === lead.temperature && lead.temperatureSince <= undo.at;
  return {
    facts,
    class: classChange,
    owner: isOwnerLeft && isCauseLeft ? owner : undefined,
    temperature: isTemperatureLeft && (classChange !== undefined || isOfFacts) ? temperature : undefined,
  };
}

type ClassChange = NonNullable<BulkUndo['class']>;

/** Open by the rules before and after the change: the class follows from the facts alone. */
const isOpenByRule = ({ before: { state }, after }: ClassChange): boolean =>
  [state, after].every((one) => one.categoryDecidedBy === 'rule' && OPEN_CATEGORIES.has(one.category));

/** Whether the change itself left the category: the owner does not come with the class. */
const isUnmoved = ({ before, after }: ClassChange): boolean => before.state.category === after.category;

/** Whether the class of the lead differs from that before the change, and is the one that the change led to. */
function isClassLeft(lead: Lead, { at }: BulkUndo, change: ClassChange): boolean {
  const { before, after } = change;
  if (sameValue(categoryStateOf(lead), before.state) && sameValue(sectionsOf(lead), before.sections)) return false;
  const { category, categoryDecidedBy, moveReason, categorySince, lifecycle } = lead;
  if (before.state.category === 'parked' && after.category === 'parked' && lifecycle?.recycledAt === at) return true;
  if (categoryDecidedBy !== after.categoryDecidedBy || moveReason !== after.moveReason) return false;
  const isOpen = OPEN_CATEGORIES.has(category) && OPEN_CATEGORIES.has(after.category);
  if (categoryDecidedBy === 'rule' && isOpen && !isOpenByRule(change)) return true;
  return category === after.category && categorySince <= at && stageKeyOf(lead) === after.stage;
}

const SINCE_CHANGED: Refusal = {
  code: 'conflict',
  detail: 'The lead was changed again since: its values stay as they are.',
};
const NO_ROOM: Refusal = {
  code: 'rule_refused',
  detail: 'The former owner has no room for the lead: it stays with its present owner.',
};

export function restoreRefusal(batch: Batch, command: RestoreCommand, lead: Lead): Refusal | undefined {
  const { openedLeadId } = command.undo;
  if (openedLeadId !== undefined) {
    const detail = `The change opened the lead ${openedLeadId} of the next purchase: remove it or work it. This lead keeps its values.`;
    return { code: 'rule_refused', detail };
  }
  const plan = planOf(lead, command);
  if (!plan.facts && plan.class === undefined && plan.owner === undefined) return SINCE_CHANGED;
  const refusal = plan.facts ? patchRefusal(batch, correctionOf(command), lead) : undefined;
  const { ownerId } = plan.owner?.before ?? {};
  if (refusal !== undefined || ownerId === undefined || plan.class !== undefined) return refusal;
  const { assignment } = batch;
  const isFull = ownerId !== lead.ownerId && OPEN_CATEGORIES.has(lead.category) && assignment.isFullFor(ownerId, lead);
  return activeRepReference(ownerId, assignment) ?? (isFull ? NO_ROOM : undefined);
}

/**
 * Restores class and owner without reactions, as they are no news about the lead; then its offer, tasks and facts. The rules decide again
 * where they decided before.
 */
export function restore(batch: Batch, command: RestoreCommand): ChangedLead {
  const { leadId, undo } = command;
  const before = batch.leads.get(leadId);
  const plan = planOf(before, command);
  if (plan.class ?? plan.owner ?? plan.temperature) restoreState(batch, before, plan, undo.at);
  if (plan.class ?? plan.owner) {
    restoreHandoff(batch, leadId, undo);
  }
  if (plan.facts) patch(batch, correctionOf(command));
  else if (plan.class) batch.evaluate(leadId, CAUSE);
  if (plan.owner && plan.owner.before.ownerId === undefined) giveUpOwner(batch, leadId, undo.at, plan.owner);
  if (plan.facts) {
    followLinks(batch, before);
    restoreCustomer(batch, undo);
  }
  if (plan.class) followLink(batch, leadId);
  if (plan.class || (plan.facts && undo.taskIds)) restoreTasks(batch, leadId, undo, CAUSE);
  const lead = withinCapacity(batch, before, CAUSE);
  return { changed: !plan.facts || plan.class !== undefined || lead.facts !== before.facts, lead };
}

/** Class and owner as they were, in one version of the lead. The event of the class comes before that of its sections. */
function restoreState(batch: Batch, lead: Lead, { class: changed, owner, temperature }: Plan, at: number): void {
  const { now, assignment } = batch;
  let next: Lead = { ...lead, version: lead.version + 1, updatedAt: now };
  const sections = changed ? restoredSections(lead, changed.before.sections) : {};
  if (owner?.before.ownerId !== undefined) {
    next = { ...next, ownerActorId: owner.before.ownerActorId, ownerReason: owner.before.ownerReason };
    const { ownerId: repId, teamId } = owner.before;
    const isOwnDecision = lead.assignedAt === at;
    if (isOwnDecision) reverseMoves(assignment.pools, owner.moves ?? []);
    if (repId !== lead.ownerId) {
      const to = { repId, teamId, cause: CAUSE, reason: REASON };
      next = isOwnDecision ? restoredOwner(batch, next, to, owner.given) : ownedAgain(batch, next, to);
    }
    next = { ...next, assignedAt: owner.before.assignedAt };
  }
  if (changed) next = { ...next, ...categoryStateOf(changed.before.state), scoredAt: now };
  if (temperature) next = { ...next, ...temperature.before };
  next = withSections(next, sections);
  if (next.ownerId !== undefined) next = { ...next, effort: assignment.effortOf(next) };
  if (changed ?? temperature) {
    batch.putQuietly(next);
    batch.outcomes.note(lead, next, CAUSE);
    batch.emit(classEvent(lead, next, CAUSE));
  } else batch.put(next);
  const { assignedAt, ownerActorId, ownerReason } = next;
  const after = {
    ...(changed && { restored: categoryStateOf(next) }),
    ...(temperature && { temperature: temperature.before }),
    ...(owner?.before.ownerId !== undefined && { owner: { assignedAt, ownerActorId, ownerReason } }),
  };
  batch.emit(lifecycleEvent(next, { type: 'lead.restored', cause: CAUSE, sections, after }));
}

const REASON = 'Undo of a bulk change';

/**
 * The link to a customer may have been made or have ended since, and the customer may have left: the rule of links decides about the
 * restored class.
 */
function followLink(batch: Batch, leadId: string): void {
  const lead = batch.leads.get(leadId);
  const customer = batch.sales.customers.find(ownCustomerIdOf(lead));
  if (customer !== undefined && !isPursued(batch, lead, customer)) stopPursuit(batch, lead, CAUSE);
  const isKept = customer !== undefined && customer.churnedAt === undefined;
  if (isKept || !isNotPursued(lead) || lead.categoryDecidedBy === 'person') return;
  batch.record(lead, { type: 'lead.restored', cause: CAUSE, sections: { disqualification: undefined } });
  batch.reevaluate(leadId, { cause: CAUSE, move: { type: 'release' } });
  withinCapacity(batch, lead, CAUSE);
}

/** The lead had no owner: the rules assign an open one as if it had come back to the queue, and a closed one needs none. */
function giveUpOwner(batch: Batch, leadId: string, at: number, { moves = [] }: OwnerChange): void {
  const lead = batch.leads.get(leadId);
  const { ownerId: from } = lead;
  if (from === undefined) return;
  if (lead.assignedAt === at) reverseMoves(batch.assignment.pools, moves);
  else releaseOwner(batch, lead);
  if (OPEN_CATEGORIES.has(lead.category)) {
    batch.reevaluate(leadId, { cause: CAUSE, from });
    return;
  }
  const { lead: free, events } = withoutOwner(nextVersion(batch, batch.leads.get(leadId)), CAUSE);
  batch.put(free);
  for (const event of events) batch.emit(event);
}

/** Takes back what the customer and its other leads got from the lead. What the customer was given since counts for the lead too. */
function restoreCustomer(batch: Batch, { customer: shared, at }: BulkUndo): void {
  const known = shared && batch.sales.customers.find(shared.id);
  if (shared === undefined || known === undefined) return;
  const facts = restoredConsents(known.facts, shared.facts);
  const customer = facts === known.facts ? known : nextCustomer(known, { facts }, batch.now);
  if (customer !== known) replaceCustomer(batch, 'customer.updated', CAUSE, customer);
  for (const { id, facts: change } of shared.leads) {
    const lead = batch.leads.find(id);
    const restored = lead && restoredConsents(lead.facts, change);
    if (lead && restored && restored !== lead.facts) updateFacts(batch, lead, restored, CAUSE);
  }
  shareConsent(batch, { customer });
  for (const { id, taskIds, tasks } of shared.leads) {
    if (batch.leads.find(id)) restoreTasks(batch, id, { at, taskIds, tasks }, CAUSE);
  }
}
