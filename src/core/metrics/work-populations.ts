import type { Population } from './population.js';

/** Records of the work of reps and of sequences that metrics count. */
export const WORK_POPULATIONS = {
  calls: { records: 'calls', at: 'when the call occurred', own: ['status'] },
  meetings: { records: 'meetings', at: 'when the meeting occurred', own: ['status'] },
  emails: { records: 'e-mails of reps', at: 'when the e-mail was sent or received', own: ['status'] },
  done_tasks: { records: 'tasks that were done', at: 'when the task was done', own: ['type'] },
  due_tasks: {
    records: 'tasks that were due and not skipped',
    at: 'when the task was due',
    own: ['type', 'status'],
  },
  overdue_tasks: { records: 'open tasks whose due instant has passed', at: 'when the task was due', own: ['type'] },
  offers: {
    records: 'offers to sales, without those that an undone change made',
    at: 'when the lead was offered',
    own: ['status', 'reason'],
  },
  accepted_handoffs: { records: 'hand-offs that sales accepted', at: 'when the lead was offered' },
  ended_clocks: {
    records: 'clocks of service levels that ended',
    at: 'when the clock ended',
    own: ['status', 'type', 'rule', 'reason'],
  },
  met_clocks: {
    records: 'clocks of service levels that were met',
    at: 'when the clock ended',
    own: ['type', 'rule'],
  },
  later_contacts: { records: 'first contacts of leads since they were reopened', at: 'when the lead was contacted' },
  sequence_stays: {
    records: 'stays of leads in sequences',
    at: 'when the lead entered the sequence',
    own: ['sequence', 'reason'],
  },
  sequence_steps: {
    records: 'steps of sequences',
    at: 'when the step came',
    own: ['sequence', 'step', 'status', 'reason', 'type'],
  },
} as const satisfies Record<string, Population>;

export const WORK_PARTS = {
  rejected: 'that were rejected',
  lapsed: 'that sales let lapse',
  on_time: 'that were done by then',
  completed: 'that came to the end of the sequence',
  customer_since: 'whose lead became a customer since',
} as const;

export const WORK_VALUES = {
  business_minutes_to_contact:
    'minutes of the working time of the rep from the creation of the lead to the first contact',
  minutes_to_contact_again: 'minutes from the reopening of the lead to the first contact since',
  minutes_to_accept: 'minutes from the offer to its acceptance',
  minutes_used: 'minutes of the hours that count, without pauses, from the start of the clock to its end',
} as const;
