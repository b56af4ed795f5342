import { DEFAULT_SEQUENCE } from '../../core/defaults/sequence.js';
import type { Sequence } from '../../core/sequences/sequence.js';
import type { Operation } from '../operations.js';
import { SequenceDocument } from '../schemas/sequences.js';
import { policyOperations } from './policies.js';

const EXAMPLE: Sequence = {
  ...DEFAULT_SEQUENCE,
  key: 'onboarding',
  purpose: 'onboarding',
  quietHours: { start: '20:00', end: '08:00' },
  enterWhen: { type: 'field', field: 'category', operator: 'eq', value: 'customer' },
  steps: [
    { type: 'send', key: 'welcome', channel: 'email', template: 'welcome' },
    { type: 'wait', key: 'first_week', after: 5, unit: 'business_days' },
    {
      type: 'task',
      key: 'check_in',
      kind: 'call',
      title: 'Ask how it goes',
      due: { after: 8, unit: 'business_hours' },
    },
  ],
};

export const sequences: Operation[] = policyOperations({
  kind: 'sequence',
  name: 'Sequence',
  plural: 'Sequences',
  path: '/v1/sequences',
  tag: 'Sequences',
  noun: 'sequence',
  about:
    'Steps over time for leads: sends by an outside sender, tasks, waits, conditions and repeats. Versions are numbered over all sequences of the workspace; one version of each `key` is published. Leads that are in the sequence when another version is published keep their place by the key of their next step and go on by the new version; where it lacks that step they leave when the step is due.',
  scope: 'scoring',
  byProductLine: false,
  byKey: true,
  refusesPublication: true,
  enrols: true,
  retirement: {
    summary: 'Retire a sequence',
    description:
      'No lead enters it any more, and each lead that is in it leaves when its next step is due, with the reason `retired`. A draft stays a draft.',
  },
  document: SequenceDocument,
  example: EXAMPLE,
  service: (services) => services.sequenceVersions,
});
