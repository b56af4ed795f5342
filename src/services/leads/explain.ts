import { currentClassOf } from '../../core/batch/current-class.js';
import { compileClassificationPolicy } from '../../core/classification/classify.js';
import { type NextChange, nextChange } from '../../core/classification/next-change.js';
import { explainQualification, type QualificationExplanation } from '../../core/classification/qualify.js';
import { subjectOf } from '../../core/conditions/subject.js';
import type { Lead } from '../../core/leads/lead.js';
import type { PolicyDocuments, PolicyKind } from '../../core/policies/policy.js';
import { compileLeadPredictor } from '../../core/prediction/lead-predictor.js';
import { compileScoreModel } from '../../core/scoring/compile.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { turnsAfter } from '../turns.js';
import { type LeadState, readSource } from './subjects.js';

export interface LeadExplanation {
  lead: Lead;
  explanation: QualificationExplanation;
  /** The next change by time alone, if no event comes before. */
  next: NextChange | undefined;
}

/** Milliseconds. Each step takes up to about 50 ms with documents at their limits and long histories. */
const TURN_MS = 5;

/** Repeats the decision with its reasons: the lead's facts and engagement, the versions that decided, at that instant. */
export async function explainLead(read: Repositories, { lead, engagement }: LeadState): Promise<LeadExplanation> {
  const document = async <Kind extends PolicyKind>(kind: Kind, version: number): Promise<PolicyDocuments[Kind]> => {
    const row = await read.policies.find(kind, version);
    if (!row) throw new Error(`${kind} ${version} is gone`);
    return row.document;
  };
  const { predictionModelVersion } = lead;
  const [prediction, model, policy, source] = await Promise.all([
    predictionModelVersion === undefined ? undefined : read.predictionModels.find(predictionModelVersion),
    document('score_model', lead.scoreModelVersion),
    document('classification_policy', lead.classificationPolicyVersion),
    readSource(read, lead, lead.scoredAt),
  ]);
  const turns = turnsAfter(TURN_MS);
  const subject = subjectOf(lead, { source, engagement, now: lead.scoredAt });
  const rules = {
    model: compileScoreModel(model),
    policy: compileClassificationPolicy(policy),
    prediction: prediction?.document ? compileLeadPredictor(prediction.document) : undefined,
  };
  const currentClass = currentClassOf(lead);
  await turns.due();
  const explanation = explainQualification(rules, subject, currentClass);
  await turns.due();
  return { lead, explanation, next: nextChange(rules, subject, currentClass) };
}
