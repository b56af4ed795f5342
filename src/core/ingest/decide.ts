import type { AssignmentState } from '../assignment/state.js';
import type { CompiledClassificationPolicy } from '../classification/classify.js';
import { nextChange } from '../classification/next-change.js';
import { type Qualification, qualifiedSubject, qualify } from '../classification/qualify.js';
import { type Subject, subjectOf } from '../conditions/subject.js';
import type { EngagementFact } from '../engagement.js';
import type { DomainEvent } from '../events.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Lead } from '../leads/lead.js';
import type { CreatedLead, LeadClassified, LeadScored } from '../replay/replay.js';
import type { CompiledScoreModel } from '../scoring/compile.js';
import { leadEvent } from './lead-changes.js';
import { type CategoryMove, decisionOf, standingOf } from './moving.js';
import { withOwner } from './owning.js';

/** What decisions rest on: the published documents, the reps and ledgers, and the names of sources. */
export interface DecisionBasis {
  /** The score model that decides about a lead with these facts. */
  scoreModelFor: (facts: LeadFacts) => { version: number; compiled: CompiledScoreModel };
  classification: { version: number; compiled: CompiledClassificationPolicy };
  assignment: AssignmentState;
  sourceOf: (lead: Lead) => Subject['source'];
}

/** A review comes at most so many milliseconds late: a search to the millisecond would cost half as much again. */
const REVIEW_RESOLUTION = 4_000;

export interface DecideOptions {
  /** Why it is decided now: `api`, `touch`, `engagement`, `manual`, `release` or `decay`. */
  cause: string;
  isNew: boolean;
  now: number;
  /** A person's decision about the category that comes with it. */
  move?: CategoryMove | undefined;
  /** Takes the lead away from this owner. */
  from?: string | undefined;
}

export interface Decided {
  lead: Lead;
  events: DomainEvent[];
}

/** Scores, classifies and, while it has no owner, assigns a lead whose facts or engagement have changed, or its time. */
export function decide(
  basis: DecisionBasis,
  before: Lead,
  engagement: readonly EngagementFact[],
  options: DecideOptions,
): Decided {
  const { now, isNew, move, cause } = options;
  const subject = subjectOf(before, { source: basis.sourceOf(before), engagement, now });
  const scoreModel = basis.scoreModelFor(before.facts);
  const rules = { model: scoreModel.compiled, policy: basis.classification.compiled };
  const found = qualify(rules, subject, isNew ? undefined : standingOf(before, move));
  const qualified: Lead = {
    ...before,
    score: found.score,
    grade: found.grade,
    temperature: found.temperature,
    temperatureSince: found.temperature === before.temperature ? before.temperatureSince : now,
    category: found.category,
    categorySince: found.category === before.category ? before.categorySince : now,
    scoreModelVersion: scoreModel.version,
    classificationPolicyVersion: basis.classification.version,
    scoredAt: now,
    ...decisionOf(move),
  };
  qualified.reviewAt = nextChange(rules, subject, standingOf(qualified), REVIEW_RESOLUTION)?.at;
  const events = isNew ? [created(qualified)] : qualificationEvents(before, found, qualified, cause);
  return withOwner(basis.assignment, qualified, qualifiedSubject(subject, found), {
    cause,
    events,
    from: options.from,
  });
}

function created(lead: Lead): DomainEvent {
  const { facts, score, grade, temperature, category, sourceId, campaignId } = lead;
  const { scoreModelVersion, classificationPolicyVersion, firstTouchAt, createdAt } = lead;
  const after: CreatedLead = {
    facts,
    score,
    grade,
    temperature,
    category,
    sourceId,
    campaignId,
    scoreModelVersion,
    classificationPolicyVersion,
    touchedAt: firstTouchAt === createdAt ? undefined : firstTouchAt,
  };
  return leadEvent(lead, 'lead.created', 'api', undefined, after);
}

function qualificationEvents(before: Lead, found: Qualification, lead: Lead, cause: string): DomainEvent[] {
  const events: DomainEvent[] = [];
  if (!sameScore(before, lead)) {
    const { scoreModelVersion, classificationPolicyVersion } = lead;
    const after: LeadScored = { ...found.score, scoreModelVersion, classificationPolicyVersion };
    events.push(leadEvent(lead, 'lead.scored', cause, before.score, after));
  }
  const [was, is] = [classOf(before), classOf(lead)];
  const moved = isDecidedOtherwise(before, lead);
  if (moved || was.temperature !== is.temperature || was.category !== is.category || was.grade !== is.grade) {
    const after: LeadClassified & Record<string, unknown> = {
      ...is,
      ...(moved ? deciderOf(lead) : {}),
      temperatureRuleId: found.temperatureRuleId,
      categoryRuleId: found.categoryRuleId,
      classificationPolicyVersion: lead.classificationPolicyVersion,
    };
    events.push(leadEvent(lead, 'lead.classified', cause, { ...was, ...(moved ? deciderOf(before) : {}) }, after));
  }
  return events;
}

/** The same number by the same versions: another version that gives the same is told too. */
function sameScore(before: Lead, lead: Lead): boolean {
  const [was, is] = [before.score, lead.score];
  return (
    was.fit === is.fit &&
    was.engagement === is.engagement &&
    was.total === is.total &&
    before.scoreModelVersion === lead.scoreModelVersion &&
    before.classificationPolicyVersion === lead.classificationPolicyVersion
  );
}

function isDecidedOtherwise(before: Lead, lead: Lead): boolean {
  return (
    before.categoryDecidedBy !== lead.categoryDecidedBy ||
    before.moveReason !== lead.moveReason ||
    before.competitor !== lead.competitor
  );
}

const classOf = ({ temperature, category, grade }: Lead) => ({ temperature, category, grade });

function deciderOf({ categoryDecidedBy, moveReason, competitor }: Lead) {
  return { categoryDecidedBy, moveReason, competitor };
}
