import type { Subject } from '../conditions/subject.js';
import type { Grade, Score } from '../leads/score.js';
import type { LeadPredictor } from '../prediction/lead-predictor.js';
import { mayStillBeWon } from '../prediction/outcomes.js';
import type { CompiledScoreModel } from '../scoring/compile.js';
import { explainScore, type ScoreExplanation } from '../scoring/explain.js';
import { explainGrade, gradeOf } from '../scoring/grade.js';
import { scoreLead } from '../scoring/score.js';
import { type Classification, type CompiledClassificationPolicy, type CurrentCategory, classify } from './classify.js';
import { type ClassificationReason, explainClassification } from './explain.js';

/** How good and how ready a lead is: everything that follows from its facts by the two published documents. */
export interface Qualification extends Classification {
  score: Score;
  grade: Grade;
  /** Absent without a prediction model, and of leads that are won or lost. */
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
  const found = classify(rules.policy, scored(subject, score, grade, probability), current);
  return {
    score,
    grade,
    conversionProbability: mayStillBeWon(found.category) ? probability : undefined,
    temperature: found.temperature,
    temperatureRuleId: found.temperatureRuleId,
    temperatureHeldUntil: found.temperatureHeldUntil,
    category: found.category,
    categoryRuleId: found.categoryRuleId,
    categoryHeldUntil: found.categoryHeldUntil,
    categoryKept: found.categoryKept,
  };
}

/** The subject with what was found out about it, for routing. A literal: spreading costs more than deciding. */
export function qualifiedSubject(
  { facts, source, engagement, now, instants }: Subject,
  { score, grade, temperature, category, conversionProbability }: Qualification,
): Subject {
  return { facts, source, engagement, now, instants, score, grade, temperature, category, conversionProbability };
}

export interface QualificationExplanation extends Qualification {
  scoreExplanation: ScoreExplanation;
  reasons: Record<'temperature' | 'category' | 'grade', ClassificationReason>;
}

/** The same result as `qualify`, with the reason of every part. */
export function explainQualification(
  rules: QualificationRules,
  subject: Subject,
  current?: CurrentCategory,
): QualificationExplanation {
  const result = qualify(rules, subject, current);
  const { score, grade } = result;
  const known = scored(subject, score, grade, rules.prediction?.probabilityOf(subject));
  const reasons = explainClassification(rules.policy.document, known, result, current);
  const gradeReason = { ruleId: null, text: explainGrade(rules.model.document.grade, score) };
  return {
    ...result,
    scoreExplanation: explainScore(rules.model, subject),
    reasons: { ...reasons, grade: gradeReason },
  };
}

function scored(
  { facts, source, engagement, now, instants }: Subject,
  score: Score,
  grade: Grade,
  conversionProbability: number | undefined,
): Subject {
  const undecided = { temperature: undefined, category: undefined };
  return { facts, source, engagement, now, instants, score, grade, ...undecided, conversionProbability };
}
