import type { Subject } from '../conditions/subject.js';
import type { Grade, Score } from '../leads/score.js';
import { type StatedTimeframe, statedTimeframe } from '../leads/timeframe.js';
import type { LeadPredictor } from '../prediction/lead-predictor.js';
import { mayStillBeWon } from '../prediction/outcomes.js';
import type { CompiledScoreModel } from '../scoring/compile.js';
import { explainScore, type ScoreExplanation } from '../scoring/explain.js';
import { explainGrade, gradeOf } from '../scoring/grade.js';
import { scoreLead } from '../scoring/score.js';
import { type Classification, type CompiledClassificationPolicy, type CurrentCategory, classify } from './classify.js';
import { type ClassificationReason, explainClassification } from './explain.js';

/** Score, grade and classes of a lead under the published score model and classification policy. */
export interface Qualification extends Classification {
  score: Score;
  grade: Grade;
  /** Undefined without a prediction model, and for leads that are won or lost. */
  conversionProbability: number | undefined;
}

export interface QualificationRules {
  model: CompiledScoreModel;
  policy: CompiledClassificationPolicy;
  /** The published prediction model, if there is one. */
  prediction?: LeadPredictor | undefined;
}

/** Scores, grades and classifies in one step. Score, grade, temperature and category in `subject` are not read. */
export function qualify(rules: QualificationRules, subject: Subject, current?: CurrentCategory): Qualification {
  const score = scoreLead(rules.model, subject);
  const grade = gradeOf(rules.model.document.grade, score);
  const probability = rules.prediction?.probabilityOf(subject);
  const classification = classify(rules.policy, scoredSubject(subject, score, grade, probability), current);
  return {
    score,
    grade,
    conversionProbability: mayStillBeWon(classification.category) ? probability : undefined,
    temperature: classification.temperature,
    temperatureRuleId: classification.temperatureRuleId,
    temperatureHeldUntil: classification.temperatureHeldUntil,
    category: classification.category,
    categoryRuleId: classification.categoryRuleId,
    categoryHeldUntil: classification.categoryHeldUntil,
    categoryKept: classification.categoryKept,
  };
}

/** The subject with its qualification, for routing. An object literal, because spread would cost more than the decision. */
export function qualifiedSubject(
  { facts, source, engagement, now, instants }: Subject,
  { score, grade, temperature, category, conversionProbability }: Qualification,
): Subject {
  return { facts, source, engagement, now, instants, score, grade, temperature, category, conversionProbability };
}

export interface QualificationExplanation extends Qualification {
  scoreExplanation: ScoreExplanation;
  /** The stated timeframe as it counted; undefined without one. */
  statedTimeframe: StatedTimeframe | undefined;
  reasons: Record<'temperature' | 'category' | 'grade', ClassificationReason>;
}

/** The result of `qualify`, with the reason of every part. */
export function explainQualification(
  rules: QualificationRules,
  subject: Subject,
  current?: CurrentCategory,
): QualificationExplanation {
  const result = qualify(rules, subject, current);
  const { score, grade } = result;
  const known = scoredSubject(subject, score, grade, rules.prediction?.probabilityOf(subject));
  const reasons = explainClassification(rules.policy.document, known, result, current);
  const gradeReason = { ruleId: null, text: explainGrade(rules.model.document.grade, score) };
  return {
    ...result,
    scoreExplanation: explainScore(rules.model, subject),
    statedTimeframe: statedTimeframe(subject.facts, subject.now),
    reasons: { ...reasons, grade: gradeReason },
  };
}

function scoredSubject(
  { facts, source, engagement, now, instants }: Subject,
  score: Score,
  grade: Grade,
  conversionProbability: number | undefined,
): Subject {
  const undecided = { temperature: undefined, category: undefined };
  return { facts, source, engagement, now, instants, score, grade, ...undecided, conversionProbability };
}
