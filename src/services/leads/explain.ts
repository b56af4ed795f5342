import { compileClassificationPolicy } from '../../core/classification/classify.js';
import { explainQualification, type QualificationExplanation } from '../../core/classification/qualify.js';
import { subjectOf } from '../../core/conditions/subject.js';
import type { Lead } from '../../core/leads/lead.js';
import { compileScoreModel } from '../../core/scoring/compile.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { PolicyDocuments, PolicyKind } from '../policies/kinds.js';
import { readEngagement, readSource } from './subjects.js';

export interface LeadExplanation {
  lead: Lead;
  explanation: QualificationExplanation;
}

/** Repeats the decision with its reasons: the lead's facts and engagement, the versions that decided, at that instant. */
export async function explainLead(read: Repositories, lead: Lead): Promise<LeadExplanation> {
  const document = async <Kind extends PolicyKind>(kind: Kind, version: number): Promise<PolicyDocuments[Kind]> => {
    const row = await read.policies.find(kind, version);
    if (!row) throw new Error(`${kind} ${version} is gone`);
    return row.document as PolicyDocuments[Kind];
  };
  const [model, policy, engagement, source] = await Promise.all([
    document('score_model', lead.scoreModelVersion),
    document('classification_policy', lead.classificationPolicyVersion),
    readEngagement(read, lead),
    readSource(read, lead),
  ]);
  const subject = subjectOf(lead, { source, engagement, now: lead.scoredAt });
  const rules = { model: compileScoreModel(model), policy: compileClassificationPolicy(policy) };
  return { lead, explanation: explainQualification(rules, subject, { category: lead.category, automatic: true }) };
}
