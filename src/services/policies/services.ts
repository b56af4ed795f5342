import type { PolicyKind } from '../../core/policies/policy.js';
import { guardService } from '../guard.js';
import { type PoliciesService, policiesService } from './policies.js';

type Options = Parameters<typeof policiesService>[1];

/** One service for each kind of policy. */
export interface PolicyServices {
  classificationPolicies: PoliciesService<'classification_policy'>;
  funnels: PoliciesService<'funnel'>;
  handoffPolicies: PoliciesService<'handoff_policy'>;
  playbooks: PoliciesService<'playbook'>;
  routingPolicies: PoliciesService<'routing_policy'>;
  scoreModels: PoliciesService<'score_model'>;
  sequenceVersions: PoliciesService<'sequence'>;
  slaPolicies: PoliciesService<'sla_policy'>;
}

export function policyServices(options: Options): PolicyServices {
  const policies = <Kind extends PolicyKind>(kind: Kind) => guardService(options.store, policiesService(kind, options));
  return {
    classificationPolicies: policies('classification_policy'),
    funnels: policies('funnel'),
    handoffPolicies: policies('handoff_policy'),
    playbooks: policies('playbook'),
    routingPolicies: policies('routing_policy'),
    scoreModels: policies('score_model'),
    sequenceVersions: policies('sequence'),
    slaPolicies: policies('sla_policy'),
  };
}
