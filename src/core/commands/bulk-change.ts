import type { AssignCommand } from '../assignment/commands/assign.js';
import type { BulkUndo, ClassBefore } from '../leads/bulk-change.js';
import type { MoveCommand, ReleaseCommand } from '../leads/commands/move.js';
import type { PatchCommand } from '../leads/commands/patch.js';
import type { RemoveCommand } from '../leads/commands/remove.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Lead } from '../leads/lead.js';
import { factsChanged } from '../leads/merge.js';
import type { DisqualifyCommand } from '../lifecycle/commands/disqualify.js';
import type { StageCommand } from '../lifecycle/commands/move-stage.js';
import type { ParkCommand } from '../lifecycle/commands/park.js';
import type { RecycleCommand } from '../lifecycle/commands/recycle.js';
import { stageKeyOf } from '../lifecycle/funnel.js';
import type { Refusal } from '../refusals.js';
import { fieldsOf, sameValue } from '../values.js';

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
  | StageCommand;

/** The values that an undo needs, of the same lead before and after a change. */
export function undoOf(before: Lead, after: Lead): BulkUndo {
  const facts = factsChanged(before.facts, after.facts);
  const undo: BulkUndo = facts === undefined ? {} : { facts };
  const { ownerId } = after;
  if (ownerId !== undefined && ownerId !== before.ownerId)
    undo.owner = { before: before.ownerId ?? null, after: ownerId };
  if (hasOtherClass(before, after)) {
    undo.class = { before: classBefore(before), after: { category: after.category, stage: stageKeyOf(after) } };
  }
  return undo;
}

/** Another category or stage, or another reason for the same one. */
const hasOtherClass = (before: Lead, after: Lead): boolean =>
  before.category !== after.category ||
  stageKeyOf(before) !== stageKeyOf(after) ||
  !sameValue(before.lifecycle?.disqualification, after.lifecycle?.disqualification) ||
  !sameValue(before.lifecycle?.parked, after.lifecycle?.parked);

function classBefore(lead: Lead): ClassBefore {
  const { category, categoryDecidedBy, moveReason, lifecycle } = lead;
  const stage = stageKeyOf(lead);
  if (categoryDecidedBy !== 'person') return { category, stage, personReason: null };
  const before: ClassBefore = { category, stage, personReason: moveReason ?? '' };
  const { parked, disqualification } = lifecycle ?? {};
  if (category === 'parked' && parked) {
    const { reason, detail, competitor, wakeWhen } = parked;
    before.parked = { reason, detail, competitor, wakeWhen };
  }
  if (category === 'disqualified' && disqualification) {
    const { reason, detail } = disqualification;
    before.disqualified = { reason, detail };
  }
  return before;
}

const SINCE_CHANGED: Refusal = {
  code: 'conflict',
  detail: 'The lead was changed again since: its values stay as they are.',
};
const HAD_NO_OWNER: Refusal = {
  code: 'rule_refused',
  detail: 'The lead had no owner before: release its owner, then re-route it.',
};

/** The command that takes a change back, or why it cannot be taken back. */
export function undoCommand(lead: Lead, undo: BulkUndo, actorId: string): BulkLeadCommand | Refusal {
  const { id: leadId } = lead;
  const { facts, owner } = undo;
  if (facts !== undefined) {
    if (sameValue(restored(lead.facts, facts), lead.facts)) return SINCE_CHANGED;
    return { type: 'patch', leadId, apply: (current) => restored(current, facts), cause: 'bulk_change' };
  }
  if (undo.class !== undefined) return undoClass(lead, undo.class, actorId);
  if (owner === undefined || lead.ownerId !== owner.after) return SINCE_CHANGED;
  if (owner.before === null) return HAD_NO_OWNER;
  return { type: 'assign', leadId, repId: owner.before, reason: 'Undo of a bulk change', actorId };
}

function undoClass(
  lead: Lead,
  { before, after }: NonNullable<BulkUndo['class']>,
  actorId: string,
): BulkLeadCommand | Refusal {
  const { id: leadId } = lead;
  const isAsLeft = lead.category === after.category && lead.categoryDecidedBy === 'person';
  if (!isAsLeft) return SINCE_CHANGED;
  const { category, stage, personReason, parked, disqualified } = before;
  if (parked) return { type: 'park', leadId, actorId, ...parked };
  if (disqualified) return { type: 'disqualify', leadId, actorId, ...disqualified };
  if (personReason === null) return { type: 'release', leadId };
  const reason = personReason || 'Undo of a bulk change';
  if (category === after.category) return { type: 'move_stage', leadId, stage, reason, actorId };
  return { type: 'move', leadId, category, reason, actorId };
}

/** The facts with the values before the change, where they still have the values after it. Of tags and attributes each one counts. */
function restored(facts: LeadFacts, { before, after }: NonNullable<BulkUndo['facts']>): LeadFacts {
  const next: Record<string, unknown> = { ...facts };
  for (const [field, given] of Object.entries(after)) {
    const current = next[field] ?? null;
    const former = before[field] ?? null;
    const value =
      field === 'tags'
        ? withoutTags(current, former, given)
        : field === 'attributes'
          ? restoredFields(current, former, given)
          : sameValue(current, given)
            ? former
            : current;
    if (value === null) delete next[field];
    else next[field] = value;
  }
  return next as unknown as LeadFacts;
}

const textsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The present tags without those that the change added, with those that it removed. */
function withoutTags(current: unknown, before: unknown, after: unknown): unknown[] | null {
  const [was, is] = [textsOf(before), textsOf(after)];
  const kept = textsOf(current).filter((tag) => was.includes(tag) || !is.includes(tag));
  const back = was.filter((tag) => !is.includes(tag) && !kept.includes(tag));
  const tags = [...kept, ...back];
  return tags.length === 0 ? null : tags;
}

function restoredFields(current: unknown, before: unknown, after: unknown): Record<string, unknown> | null {
  const next: Record<string, unknown> = { ...fieldsOf(current) };
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (sameValue(was[name], is[name]) || !sameValue(next[name], is[name])) continue;
    if (was[name] === undefined) delete next[name];
    else next[name] = was[name];
  }
  return Object.keys(next).length === 0 ? null : next;
}
