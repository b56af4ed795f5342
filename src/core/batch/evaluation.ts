import type { AssignmentState } from '../assignment/state.js';
import type { DeclaredAttributes } from '../attributes/declared.js';
import type { CompiledClassificationPolicy } from '../classification/classify.js';
import { driftOf, hasDrifted } from '../classification/drift.js';
import { nextChange } from '../classification/next-change.js';
import { type Qualification, type QualificationRules, qualifiedSubject, qualify } from '../classification/qualify.js';
import { type Subject, subjectOf } from '../conditions/subject.js';
import type { EngagementFact } from '../engagement.js';
import type { DomainEvent, EventCause } from '../events/events.js';
import { leadEvent, lifecycleEvent, loggedLifecycle, withSections } from '../events/lead-events.js';
import { episodeStart } from '../handoffs/episode.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Lead } from '../leads/lead.js';
import { reachedAfter } from '../leads/reached.js';
import type { Category } from '../leads/vocabulary.js';
import type { LifecycleBasis } from '../lifecycle/basis.js';
import { inFirstStage } from '../lifecycle/funnel.js';
import type { LeadPredictor } from '../prediction/lead-predictor.js';
import type { CreatedLead, LeadClassified, LeadScored } from '../replay/event-contents.js';
import type { CompiledScoreModel } from '../scoring/compile.js';
import { scoreLead } from '../scoring/score.js';
import { classOf, decidedClassOf, isDecidedOtherwise, sameClass, sameScore } from './class-comparison.js';
import { type CategoryMove, categoryDecisionOf, currentClassOf, firstClassOf } from './current-class.js';
import { withdrawalOf } from './outcomes.js';
import { withOwner } from './ownership.js';

/** The basis of decisions: the published documents, the reps and ledgers, and the names of sources. */
export interface DecisionBasis {
  /** The score model that applies to a lead with these facts. */
  scoreModelFor: (facts: LeadFacts) => { version: number; compiled: CompiledScoreModel };
  classification: { version: number; compiled: CompiledClassificationPolicy };
  prediction?: { version: number; compiled: LeadPredictor } | undefined;
  assignment: AssignmentState;
  lifecycle: LifecycleBasis;
  /** Absent: every attribute is accepted as it is. */
  attributes?: DeclaredAttributes | undefined;
  sourceOf: (lead: Pick<Lead, 'sourceId' | 'campaignId'>) => Subject['source'];
  /** Whether published policies compare touches: leads have them then. */
  comparesTouches?: boolean | undefined;
}

/** `decay`: time has passed; `publish`: other versions were published. */
export type ReviewCause = 'decay' | 'publish';

/** A review is at most this many milliseconds late; an exact search would cost half as much again. */
const REVIEW_RESOLUTION = 4_000;

export interface Evaluation {
  /** The cause of its events: `api`, `touch`, `engagement`, `manual`, `release`, `decay`, `publish` ... */
  cause: EventCause;
  isNew: boolean;
  now: number;
  /** A person's decision about the category that is part of the change. */
  move?: CategoryMove | undefined;
  /** Unassigns the lead from this owner. */
  from?: string | undefined;
  /** The routing rules also check the owner: the lead stays with a rep that the rules would select. */
  rerun?: boolean | undefined;
}

export interface EvaluatedLead {
  lead: Lead;
  events: DomainEvent[];
}

type QualifiedLead = EvaluatedLead & { qualified: Subject };

/** Scores and classifies a lead, and leaves its owner as it is. `reviewAt` stays. */
export function qualifyLead(
  basis: DecisionBasis,
  before: Lead,
  engagement: readonly EngagementFact[],
  options: Omit<Evaluation, 'from' | 'rerun'>,
): QualifiedLead {
  const { now, isNew, move, cause } = options;
  const subject = subjectOf(before, { source: basis.sourceOf(before), engagement, now });
  const { classification, prediction } = basis;
  const current = isNew ? firstClassOf(before, move) : currentClassOf(before, move);
  const found = qualify(rulesFor(basis, before), subject, current);
  const lead = qualifiedLead(before, found, now, {
    scoreModelVersion: basis.scoreModelFor(before.facts).version,
    classificationPolicyVersion: classification.version,
    predictionModelVersion: prediction?.version,
    ...categoryDecisionOf(move),
  });
  const events = isNew ? [created(lead)] : qualificationEvents(before, found, lead, cause);
  return { lead, events, qualified: qualifiedSubject(subject, found) };
}

/** The same, and assigns the lead if it has no owner. */
export function evaluateLead(
  basis: DecisionBasis,
  before: Lead,
  engagement: readonly EngagementFact[],
  options: Evaluation,
): EvaluatedLead {
  const { cause } = options;
  const { lead, events, qualified } = qualifyLead(basis, before, engagement, options);
  const drafts = [episodeStart(before, lead.category, cause), withdrawalOf(before, lead, cause)];
  let routed = lead;
  for (const draft of drafts.filter((one) => one !== undefined)) {
    routed = withSections(routed, draft.sections);
    events.push(lifecycleEvent(routed, draft));
  }
  return withOwner(basis.assignment, routed, qualified, {
    cause,
    events,
    from: options.from,
    rerun: options.rerun,
  });
}

type Deciders = DecidingVersions & Partial<NonNullable<ReturnType<typeof categoryDecisionOf>>>;

/** The lead with its qualification at `now`. */
function qualifiedLead(before: Lead, found: Qualification, now: number, deciders: Deciders): Lead {
  const reached = found.category === before.category ? before : reachedAfter(before, found.category, now);
  return {
    ...before,
    score: found.score,
    grade: found.grade,
    temperature: found.temperature,
    temperatureSince: found.temperature === before.temperature ? before.temperatureSince : now,
    category: found.category,
    categorySince: found.category === before.category ? before.categorySince : now,
    reachedLeadAt: reached.reachedLeadAt,
    reachedMqlAt: reached.reachedMqlAt,
    reachedSqlAt: reached.reachedSqlAt,
    reachedProspectAt: reached.reachedProspectAt,
    conversionProbability: found.conversionProbability,
    scoredAt: now,
    ...deciders,
  };
}

/**
 * The lead with score, grade, classes and probability exact at `subject.now`, by the rules that decided it last. What follows from
 * another class (events, owner, reactions) follows when its review is due.
 */
export function exactLead(rules: QualificationRules, lead: Lead, subject: Subject): Lead {
  const { scoreModelVersion, classificationPolicyVersion, predictionModelVersion } = lead;
  const versions = { scoreModelVersion, classificationPolicyVersion, predictionModelVersion };
  const exact = qualifiedLead(lead, qualify(rules, subject, currentClassOf(lead)), subject.now, versions);
  return sameScore(lead, exact) && sameClass(lead, exact) ? exact : { ...exact, hasDrifted: true };
}

/** The same by the published rules; the lead as it is stored when others decided it last. */
export function exactNow(basis: DecisionBasis, lead: Lead, engagement: readonly EngagementFact[], now: number): Lead {
  if (lead.scoredAt >= now || !isDecidedByPublished(basis, lead)) return lead;
  const exact = exactLead(
    rulesFor(basis, lead),
    lead,
    subjectOf(lead, { source: basis.sourceOf(lead), engagement, now }),
  );
  return exact.category === lead.category ? exact : inFirstStage(basis.lifecycle.funnel, exact);
}

const rulesFor = (
  { scoreModelFor, classification, prediction }: DecisionBasis,
  { facts }: Lead,
): QualificationRules => ({
  model: scoreModelFor(facts).compiled,
  policy: classification.compiled,
  prediction: prediction?.compiled,
});

/** The category that the rules give the lead if it had none. */
export function categoryByRules(
  basis: DecisionBasis,
  lead: Lead,
  engagement: readonly EngagementFact[],
  now: number,
): Category {
  const subject = subjectOf(lead, { source: basis.sourceOf(lead), engagement, now });
  return qualify(rulesFor(basis, lead), subject).category;
}

/**
 * When time alone changes the class of the lead, or takes its exact score as far from the stored one as the model allows, epoch
 * milliseconds; undefined: never.
 */
export function nextReviewAt(
  basis: DecisionBasis,
  lead: Lead,
  engagement: readonly EngagementFact[],
  now: number,
): number | undefined {
  const subject = subjectOf(lead, { source: basis.sourceOf(lead), engagement, now });
  const rules = rulesFor(basis, lead);
  const drift = { score: lead.score, points: rules.model.maximumDrift };
  // A score that was stored before now may be too far off already.
  if (lead.scoredAt < now && hasDrifted(driftOf(drift), scoreLead(rules.model, subject))) return now;
  return nextChange(rules, subject, currentClassOf(lead), { resolution: REVIEW_RESOLUTION, drift })?.at;
}

function created(lead: Lead): DomainEvent {
  const { facts, score, grade, temperature, category, sourceId, campaignId } = lead;
  const { scoreModelVersion, classificationPolicyVersion, conversionProbability, predictionModelVersion } = lead;
  const { firstTouchAt, createdAt } = lead;
  const after: CreatedLead = {
    facts,
    score,
    grade,
    temperature,
    category,
    sourceId,
    campaignId,
    conversionProbability,
    scoreModelVersion,
    classificationPolicyVersion,
    predictionModelVersion,
    touchedAt: firstTouchAt === createdAt ? undefined : firstTouchAt,
    lifecycle: loggedLifecycle(lead.lifecycle),
  };
  return leadEvent(lead, 'lead.created', 'api', undefined, after);
}

function qualificationEvents(before: Lead, found: Qualification, lead: Lead, cause: EventCause): DomainEvent[] {
  const events: DomainEvent[] = [];
  // Also for an equal score, because the log records which versions decided at every instant.
  if (!sameScore(before, lead) || !sameVersions(before, lead)) {
    events.push(leadEvent(lead, 'lead.scored', cause, scoredOf(before), scoredOf(lead)));
  }
  const moved = isDecidedOtherwise(before, lead);
  if (moved || !sameClass(before, lead)) {
    const { temperature, category, grade, categoryDecidedBy, moveReason, competitor } = lead;
    const after: LeadClassified & Record<string, unknown> = {
      temperature,
      category,
      grade,
      ...(moved ? { categoryDecidedBy, moveReason, competitor } : {}),
      temperatureRuleId: found.temperatureRuleId,
      categoryRuleId: found.categoryRuleId,
      scoreModelVersion: lead.scoreModelVersion,
      classificationPolicyVersion: lead.classificationPolicyVersion,
    };
    const was = moved ? decidedClassOf(before) : classOf(before);
    events.push(leadEvent(lead, 'lead.classified', cause, was, after));
  }
  return events;
}

/** The event of a category that an undo restores, without a rule that decided it. */
export function classEvent(before: Lead, lead: Lead, cause: EventCause): DomainEvent {
  const { scoreModelVersion, classificationPolicyVersion } = lead;
  const after = { ...decidedClassOf(lead), scoreModelVersion, classificationPolicyVersion };
  return leadEvent(lead, 'lead.classified', cause, decidedClassOf(before), after);
}

/** A literal on purpose, because it is created for every lead: object spread costs several times as much. */
const scoredOf = (lead: Lead): LeadScored => ({
  fit: lead.score.fit,
  engagement: lead.score.engagement,
  total: lead.score.total,
  conversionProbability: lead.conversionProbability,
  scoreModelVersion: lead.scoreModelVersion,
  classificationPolicyVersion: lead.classificationPolicyVersion,
  predictionModelVersion: lead.predictionModelVersion,
});

type DecidingVersions = Pick<Lead, 'scoreModelVersion' | 'classificationPolicyVersion' | 'predictionModelVersion'>;

const sameVersions = (was: DecidingVersions, is: DecidingVersions) =>
  was.scoreModelVersion === is.scoreModelVersion &&
  was.classificationPolicyVersion === is.classificationPolicyVersion &&
  was.predictionModelVersion === is.predictionModelVersion;

/** Whether the lead needs an evaluation: its review is due, or other versions than the published ones decided it. */
export function isReviewDue(basis: DecisionBasis, lead: Lead, cause: ReviewCause, now: number): boolean {
  if (cause === 'decay') return lead.reviewAt !== undefined && lead.reviewAt <= now;
  return !isDecidedByPublished(basis, lead);
}

const isDecidedByPublished = ({ scoreModelFor, classification, prediction }: DecisionBasis, lead: Lead): boolean =>
  sameVersions(lead, {
    scoreModelVersion: scoreModelFor(lead.facts).version,
    classificationPolicyVersion: classification.version,
    predictionModelVersion: prediction?.version,
  });
