import type { Operation } from '../operations.js';
import { SlaPolicyDocument } from '../schemas/sla.js';
import { policyOperations } from './policies.js';

export const slaPolicies: Operation[] = policyOperations({
  kind: 'sla_policy',
  name: 'SlaPolicy',
  plural: 'SlaPolicies',
  path: '/v1/sla-policies',
  tag: 'SLA',
  noun: 'SLA policy',
  about:
    'Time limits for the first contact, for accepting an offer, and for the next contact. A clock starts when a change of the lead makes a rule apply; running clocks keep the version that started them.',
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
});
