import { DEFAULT_CLASSIFICATION_POLICY } from '../../core/defaults/classification-policy.js';
import { DEFAULT_FUNNEL } from '../../core/defaults/funnel.js';
import { DEFAULT_HANDOFF_POLICY } from '../../core/defaults/handoff-policy.js';
import { DEFAULT_PLAYBOOK } from '../../core/defaults/playbook.js';
import { DEFAULT_ROUTING_POLICY } from '../../core/defaults/routing-policy.js';
import { DEFAULT_SCORE_MODEL } from '../../core/defaults/score-model.js';
import { DEFAULT_SEQUENCE } from '../../core/defaults/sequence.js';
import { DEFAULT_SLA_POLICY } from '../../core/defaults/sla-policy.js';
import { lineOf, type Policy, type PolicyDocuments, type PolicyKind } from '../../core/policies/policy.js';

/** The policies of a new workspace until it publishes its own. */
export function defaultPolicies(workspaceId: string, at: Date): Policy[] {
  const documents: { [Kind in PolicyKind]: [Kind, string, PolicyDocuments[Kind]] }[PolicyKind][] = [
    ['score_model', 'Default score model', DEFAULT_SCORE_MODEL],
    ['classification_policy', 'Default classification', DEFAULT_CLASSIFICATION_POLICY],
    ['routing_policy', 'Default routing', DEFAULT_ROUTING_POLICY],
    ['funnel', 'Default funnel', DEFAULT_FUNNEL],
    ['handoff_policy', 'Default hand-off', DEFAULT_HANDOFF_POLICY],
    ['sla_policy', 'Default SLA', DEFAULT_SLA_POLICY],
    ['playbook', 'Default playbook', DEFAULT_PLAYBOOK],
    ['sequence', 'Education of suspects', DEFAULT_SEQUENCE],
  ];
  return documents.map(([kind, name, document]) => ({
    workspaceId,
    kind,
    version: 1,
    status: 'published',
    name,
    productLine: lineOf({ kind, document }),
    document,
    createdAt: at,
    publishedAt: at,
    retiredAt: null,
  }));
}
