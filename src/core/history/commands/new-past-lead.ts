import type { Batch } from '../../batch/batch.js';
import { pastKey } from '../../batch/known-past.js';
import { firstTouches } from '../../batch/touch-records.js';
import { noteConsents, withLedger } from '../../consents/commands/note-statements.js';
import { leadEvent, lifecycleEvent, withSections } from '../../events/lead-events.js';
import { HOLD_DETAILS } from '../../handoffs/hold.js';
import { sharedKeysOf } from '../../leads/commands/submit.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';
import { newLead } from '../../leads/lead-changes.js';
import { effectOf } from '../../leads/submissions.js';
import { stageEvent, stageSections } from '../../lifecycle/commands/move-stage.js';
import { stageKeyOf } from '../../lifecycle/funnel.js';
import type { RecordedHistory } from '../../replay/recorded-history.js';
import type { LeadPast, PastStage } from '../history.js';
import { PastLead, type PersonsMove } from '../past-lead.js';
import { addActivity, addEngagement, addTouch } from '../past-records.js';
import { addPastDeals } from './past-deals.js';
import { linkPast } from './past-links.js';
import { endPast } from './past-outcome.js';
import type { AddedPast, HistoryCommand, HistoryResult } from './types.js';

/** The reason of categories and owners that come from a history. */
export const HISTORY_REASON = 'History';

/** A lead that is not known: the past becomes its own, from the instant at which it became known elsewhere. */
export function newPastLead(batch: Batch, command: HistoryCommand): HistoryResult {
  const { now } = batch;
  const { past: stated, actorId } = command;
  const past = begin(batch, command);
  const added: AddedPast = { touches: 1, engagement: 0, activities: 0, deals: 0 };
  for (const step of inOrder(stated)) step(batch, past, added, actorId);
  if (stated.outcome) endPast(batch, past, stated, actorId);
  const deals = addPastDeals(batch, past.lead, stated);
  const givenConsents = past.lead.lifecycle?.conversion === undefined ? linkPast(batch, past) : undefined;
  const isWaiting = past.lead.ownerId === undefined && OPEN_CATEGORIES.has(past.lead.category);
  past.evaluate(now);
  if (isWaiting) {
    const after = { reason: 'history', detail: HOLD_DETAILS.history };
    past.append(leadEvent(past.lead, 'lead.queued', 'history', undefined, after), now);
  }
  const lead = stored(batch, withSections(past.lead, { givenConsents }));
  batch.insertEvaluated(lead, past.engagement);
  noteConsents(batch, lead, 'history');
  batch.leads.claimKeys(lead.id, effectOf({ ...command, fillOnly: true }, undefined).keys);
  batch.leads.claimSharedKeys(lead.id, sharedKeysOf(batch, command, lead));
  for (const change of past.categoryChanges) batch.outcomes.note(change.before, change.lead, 'history');
  const { category, ownerId, createdAt: occurredAt } = lead;
  const { touches, engagement, activities } = added;
  const recorded: Omit<RecordedHistory, 'lifecycle'> = {
    ...{ isNew: true, occurredAt, category, ownerId, touches, engagement, activities, deals },
    entries: past.entries,
  };
  const draft = { type: 'lead.history_recorded', cause: 'api', sections: { historyAt: now } } as const;
  batch.emit(lifecycleEvent(lead, { ...draft, after: { ...recorded } }));
  return { outcome: 'created', lead, added: { ...added, deals }, ignored: [] };
}

/** The lead as it became known, with its first touch, its first stage and its owner. */
function begin(batch: Batch, command: HistoryCommand): PastLead {
  const { basis } = batch;
  const { source, past: stated, actorId, raw } = command;
  const { createdAt, ownerId } = stated;
  const effect = effectOf({ ...command, fillOnly: true }, undefined);
  const { kept } = effect;
  const facts = withLedger(batch, effect.facts, { known: undefined, fillOnly: true });
  const ids = batch.sources.idsOf(source);
  const versions = {
    scoreModelVersion: basis.scoreModelFor(facts).version,
    classificationPolicyVersion: basis.classification.version,
  };
  const touches = firstTouches(basis, { ...ids, occurredAt: createdAt });
  const bare = newLead({ facts, ...ids, occurredAt: createdAt, touches }, batch.newId(), versions, createdAt);
  batch.touches.add({ id: batch.newId(), leadId: bare.id, ...ids, occurredAt: createdAt, raw, kept });
  batch.known.add(bare.id, pastKey.touch({ ...ids, occurredAt: createdAt }));
  const [first] = stated.stages;
  const move = first?.at === createdAt ? moveTo(batch, first, actorId) : undefined;
  const past = PastLead.created(basis, actorId, bare, move);
  if (move && first) enterStage(batch, past, first, 'created');
  if (ownerId !== undefined) {
    past.append(leadEvent(past.lead, 'lead.assigned', 'history', undefined, { ownerId }), createdAt);
  }
  return past;
}

function moveTo(batch: Batch, { stage, at }: PastStage, actorId: string): PersonsMove | undefined {
  const category = batch.basis.lifecycle.funnel.byKey.get(stage)?.category;
  return category && { type: 'move', category, reason: HISTORY_REASON, actorId, at };
}

type Step = (batch: Batch, past: PastLead, added: AddedPast, actorId: string) => void;

/** What happened after the lead became known, oldest first; at the same instant the stage is last. What was before it is known with it. */
function inOrder({ createdAt, touches, engagement, activities, stages }: LeadPast): Step[] {
  const timed = <Item>(items: readonly Item[], at: (item: Item) => number, step: (item: Item, at: number) => Step) =>
    items.map((item) => {
      const instant = Math.max(createdAt, at(item));
      return { instant, step: step(item, instant) };
    });
  const all = [
    ...timed(touches, ({ occurredAt }) => occurredAt, touchStep),
    ...timed(engagement, ({ occurredAt }) => occurredAt, engagementStep),
    ...timed(activities, ({ occurredAt }) => occurredAt, activityStep),
    // The lead begins in the stage that it was in when it became known.
    ...timed(stages[0]?.at === createdAt ? stages.slice(1) : stages, ({ at }) => at, stageStep),
  ];
  return all.sort((a, b) => a.instant - b.instant).map(({ step }) => step);
}

const touchStep =
  (touch: LeadPast['touches'][number], at: number): Step =>
  (batch, past, added) => {
    if (!addTouch(batch, past, touch, at)) return;
    added.touches++;
    evaluateByRules(past, at);
  };

const engagementStep =
  (event: LeadPast['engagement'][number], at: number): Step =>
  (batch, past, added) => {
    if (!addEngagement(batch, past, event, at)) return;
    added.engagement++;
    evaluateByRules(past, at);
  };

const activityStep =
  (activity: LeadPast['activities'][number], at: number): Step =>
  (batch, past, added) => {
    if (addActivity(batch, past, activity, at)) added.activities++;
  };

/** Only the category of a lead that no person has moved depends on what it does. Its score is computed when it is read. */
function evaluateByRules(past: PastLead, at: number): void {
  if (past.lead.categoryDecidedBy === 'rule') past.evaluate(at);
}

const stageStep =
  (stage: PastStage): Step =>
  (batch, past, _added, actorId) => {
    const move = moveTo(batch, stage, actorId);
    if (move === undefined) return;
    enterStage(batch, past, stage, 'manual');
    past.move(stage.at, move);
  };

/** The event of the stage comes before that of its category. A stage that is named as its category follows the category. */
function enterStage(batch: Batch, past: PastLead, { stage, at }: PastStage, cause: 'created' | 'manual'): void {
  const { lead } = past;
  const target = batch.basis.lifecycle.funnel.byKey.get(stage);
  if (target === undefined || stageKeyOf(lead) === target.key) return;
  const isNamed = target.key === target.category && lead.lifecycle?.stage === undefined;
  if (isNamed && target.category !== lead.category) return;
  past.record(
    stageEvent(stageKeyOf(lead), target, cause, stageSections(target, at, target.category !== lead.category)),
    at,
  );
}

/** With the values that plan the next work, which events do not hold. */
function stored(batch: Batch, lead: Lead): Lead {
  const { now, assignment } = batch;
  const wakesAt = lead.lifecycle?.parked?.wakeWhen.at;
  const marked = withSections(lead, { historyAt: now, ...(wakesAt !== undefined && { wakesAt }) });
  const isOwned = lead.ownerId !== undefined && OPEN_CATEGORIES.has(lead.category);
  return { ...marked, updatedAt: now, effort: isOwned ? assignment.effortOf(lead) : undefined };
}
