import { compileClassificationPolicy } from '../../core/classification/classify.js';
import type { QualificationRules } from '../../core/classification/qualify.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import { compileLeadPredictor } from '../../core/prediction/lead-predictor.js';
import type { TrainedModel } from '../../core/prediction/trained-model.js';
import { compileScoreModel } from '../../core/scoring/compile.js';
import { scoreModelChooser } from '../../core/scoring/product-lines.js';
import type { PolicyRow } from '../../db/repositories/policies.js';
import type { PolicyDocuments, PolicyKind } from './kinds.js';

interface PublishedDocument<Kind extends PolicyKind> {
  version: number;
  document: PolicyDocuments[Kind];
}

/** The published document of a kind that has exactly one. */
export function publishedOf<Kind extends Exclude<PolicyKind, 'score_model'>>(
  published: readonly PolicyRow[],
  kind: Kind,
): PublishedDocument<Kind> {
  const row = published.find((candidate) => candidate.kind === kind);
  if (!row) throw new Error(`the workspace has no published ${kind}`);
  return { version: row.version, document: row.document as PolicyDocuments[Kind] };
}

/** Returns a chooser of the score model for a lead: that of its product line if there is one, else the general one. */
export function publishedScoreModels(
  published: readonly PolicyRow[],
): (facts: LeadFacts) => PublishedDocument<'score_model'> {
  const choose = scoreModelChooser(published.filter(({ kind }) => kind === 'score_model'));
  return (facts) => {
    const { version, document } = choose(facts);
    return { version, document: document as PolicyDocuments['score_model'] };
  };
}

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
  published: readonly PolicyRow[],
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
