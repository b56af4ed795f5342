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
    'The agreement between marketing and sales: which leads are offered, how long sales has to accept, and what follows when it does not.',
  scope: 'assignment',
  byProductLine: false,
  document: HandoffPolicyDocument,
  example: { ...DEFAULT_HANDOFF_POLICY, automatic: ['sql'] },
  service: (services) => services.handoffPolicies,
});
