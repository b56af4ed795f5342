import type { RoutingPolicy } from '../../core/assignment/policy.js';
import { type KnownTeams, validateRoutingPolicy } from '../../core/assignment/validate.js';
import { type ClassificationPolicy, validateClassificationPolicy } from '../../core/classification/policy.js';
import { type HandoffPolicy, validateHandoffPolicy } from '../../core/handoffs/policy.js';
import { type Funnel, validateFunnel } from '../../core/lifecycle/funnel.js';
import type { Playbook } from '../../core/playbooks/playbook.js';
import { validatePlaybook } from '../../core/playbooks/validate.js';
import type { ScoreModel } from '../../core/scoring/model.js';
import { validateScoreModel } from '../../core/scoring/validate.js';
import { type SlaPolicy, validateSlaPolicy } from '../../core/sla/policy.js';
import type { FieldViolation } from '../../core/violations.js';

/** The documents that decisions rest on. All have the same states: draft, published, retired. */
export const POLICY_KINDS = [
  'score_model',
  'classification_policy',
  'routing_policy',
  'funnel',
  'playbook',
  'handoff_policy',
  'sla_policy',
] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

export interface PolicyDocuments {
  score_model: ScoreModel;
  classification_policy: ClassificationPolicy;
  routing_policy: RoutingPolicy;
  funnel: Funnel;
  handoff_policy: HandoffPolicy;
  sla_policy: SlaPolicy;
  playbook: Playbook;
}

/** The nouns in refusals. */
export const POLICY_NOUNS: Record<PolicyKind, string> = {
  score_model: 'score model',
  classification_policy: 'classification policy',
  routing_policy: 'routing policy',
  funnel: 'funnel',
  handoff_policy: 'hand-off policy',
  sla_policy: 'SLA policy',
  playbook: 'playbook',
};

/** Everything wrong with a document, beyond its shape. */
export function validateDocument(kind: PolicyKind, document: unknown, teams: KnownTeams): FieldViolation[] {
  switch (kind) {
    case 'score_model':
      return validateScoreModel(document as ScoreModel);
    case 'classification_policy':
      return validateClassificationPolicy(document as ClassificationPolicy);
    case 'routing_policy':
      return validateRoutingPolicy(document as RoutingPolicy, teams);
    case 'funnel':
      return validateFunnel(document as Funnel);
    case 'handoff_policy':
      return validateHandoffPolicy(document as HandoffPolicy);
    case 'sla_policy':
      return validateSlaPolicy(document as SlaPolicy);
    case 'playbook':
      return validatePlaybook(document as Playbook);
  }
}
