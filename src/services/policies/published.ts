import { compileClassificationPolicy } from '../../core/classification/classify.js';
import type { QualificationRules } from '../../core/classification/qualify.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import { isOfKind, type Policy, type PolicyDocuments, type PolicyKind } from '../../core/policies/policy.js';
import { compileLeadPredictor } from '../../core/prediction/lead-predictor.js';
import type { TrainedModel } from '../../core/prediction/trained-model.js';
import { compileScoreModel } from '../../core/scoring/compile.js';
import { scoreModelChooser } from '../../core/scoring/product-lines.js';

/** The published version of a kind that has exactly one. */
export function publishedOf<Kind extends Exclude<PolicyKind, 'score_model'>>(
  published: readonly Policy[],
  kind: Kind,
): Policy<Kind> {
  const row = published.find(isOfKind(kind));
  if (!row) throw new Error(`the workspace has no published ${kind}`);
  return row;
}

/** Returns a chooser of the score model for a lead: that of its product line if there is one, else the general one. */
export const publishedScoreModels = (published: readonly Policy[]): ((facts: LeadFacts) => Policy<'score_model'>) =>
  scoreModelChooser(published.filter(isOfKind('score_model')));

export function compileRules(
  model: PolicyDocuments['score_model'],
  policy: PolicyDocuments['classification_policy'],
  prediction: Pick<TrainedModel, 'document'> | undefined,
): QualificationRules {
  return {
    model: compileScoreModel(model),
    policy: compileClassificationPolicy(policy),
    prediction: prediction?.document ? compileLeadPredictor(prediction.document) : undefined,
  };
}

/** The rules that qualify a lead now, compiled once for each score model. */
export function rulesByProductLine(
  published: readonly Policy[],
  prediction: Pick<TrainedModel, 'document'> | undefined,
): (facts: LeadFacts) => QualificationRules {
  const modelFor = publishedScoreModels(published);
  const policy = publishedOf(published, 'classification_policy');
  const compiled = new Map<number, QualificationRules>();
  return (facts) => {
    const { version, document } = modelFor(facts);
    const rules = compiled.get(version) ?? compileRules(document, policy.document, prediction);
    compiled.set(version, rules);
    return rules;
  };
}
