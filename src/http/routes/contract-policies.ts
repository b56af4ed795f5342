import { DEFAULT_HANDOFF_POLICY } from '../../core/defaults/handoff-policy.js';
import type { Operation } from '../operations.js';
import { HandoffPolicyDocument } from '../schemas/handoffs.js';
import { SlaPolicyDocument } from '../schemas/sla.js';
import { policyOperations } from './policies.js';

/** The documents that say what marketing and sales owe each other, and leads. */
export const contractPolicies: Operation[] = [
  ...policyOperations({
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
  }),
  ...policyOperations({
    kind: 'sla_policy',
    name: 'SlaPolicy',
    plural: 'SlaPolicies',
    path: '/v1/sla-policies',
    tag: 'SLA',
    noun: 'SLA policy',
    about:
      'What is promised to leads: how soon they are contacted, accepted, and contacted again. Clocks start by it when something about a lead changes; those that run keep the version that started them.',
    scope: 'assignment',
    byProductLine: false,
    document: SlaPolicyDocument,
    example: {
      rules: [
        {
          id: 'hot-first-touch',
          label: 'Hot leads within the hour',
          clock: 'first_touch',
          when: { type: 'field', field: 'temperature', operator: 'eq', value: 'hot' },
          withinMinutes: 60,
          hours: 'owner',
          warnAtPercent: 75,
          onBreach: ['notify', 'reassign'],
        },
      ],
      timeZone: 'Europe/London',
      workingHours: [{ weekday: 'monday', start: '09:00', end: '17:30' }],
      holidaysCountry: 'GB',
    },
    service: (services) => services.slaPolicies,
  }),
];
