import { DEFAULT_HANDOFF_POLICY } from '../../core/defaults/handoff-policy.js';
import type { Operation } from '../operations.js';
import { HandoffPolicyDocument } from '../schemas/handoffs.js';
import { policyOperations } from './policies.js';

export const handoffPolicies: Operation[] = policyOperations({
  kind: 'handoff_policy',
  name: 'HandoffPolicy',
  plural: 'HandoffPolicies',
  path: '/v1/handoff-policies',
  tag: 'Hand-off',
  noun: 'hand-off policy',
  about:
    'The contract between marketing and sales: what is offered, how long sales has, and what follows when it does not accept.',
  scope: 'assignment',
  byProductLine: false,
  document: HandoffPolicyDocument,
  example: { ...DEFAULT_HANDOFF_POLICY, automatic: ['sql'] },
  service: (services) => services.handoffPolicies,
});
