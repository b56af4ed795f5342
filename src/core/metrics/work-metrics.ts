import { count, measured, type RecordMetric, share } from './metric.js';

const minutes = (
  ...[title, ...of]: [string, RecordMetric['population'], ...NonNullable<RecordMetric['value']>]
): RecordMetric => measured(title, 'minutes', ...of);

/** Metrics of the work of reps, of hand-offs and of sequences. */
export const WORK_METRICS = {
  calls: count('Calls', 'calls'),
  meetings: count('Meetings', 'meetings'),
  emails: count('E-mails of reps', 'emails'),
  tasks_done: count('Tasks done', 'done_tasks'),
  tasks_due: count('Tasks due', 'due_tasks'),
  tasks_overdue: count('Tasks overdue now', 'overdue_tasks'),
  tasks_on_time: share('Tasks done on time', 'on_time', 'due_tasks'),
  offers: count('Offers to sales', 'offers'),
  handoff_rejection: share('Hand-off rejection', 'rejected', 'handoffs'),
  handoff_lapse: share('Hand-offs without an answer', 'lapsed', 'handoffs'),
  speed_of_acceptance: minutes('Speed of acceptance, median', 'accepted_handoffs', 'median', 'minutes_to_accept'),
  speed_of_acceptance_p90: minutes(
    ...(['Speed of acceptance, 90th percentile', 'accepted_handoffs', 'p90', 'minutes_to_accept'] as const),
  ),
  speed_in_business_time: minutes(
    ...(['Speed to lead in working time, median', 'first_contacts', 'median', 'business_minutes_to_contact'] as const),
  ),
  speed_in_business_time_p90: minutes(
    ...([
      'Speed to lead in working time, 90th percentile',
      'first_contacts',
      'p90',
      'business_minutes_to_contact',
    ] as const),
  ),
  speed_to_reopened: minutes('Speed to reopened lead, median', 'later_contacts', 'median', 'minutes_to_contact_again'),
  speed_to_reopened_p90: minutes(
    ...(['Speed to reopened lead, 90th percentile', 'later_contacts', 'p90', 'minutes_to_contact_again'] as const),
  ),
  sla_clocks: count('Clocks of service levels', 'ended_clocks'),
  sla_time: minutes('Time to meet a service level, median', 'met_clocks', 'median', 'minutes_used'),
  sla_time_p90: minutes('Time to meet a service level, 90th percentile', 'met_clocks', 'p90', 'minutes_used'),
  sequence_stays: count('Stays in sequences', 'sequence_stays'),
  sequence_steps: count('Steps of sequences', 'sequence_steps'),
  sequence_completion: share('Completion of sequences', 'completed', 'sequence_stays'),
  sequence_conversion: share('Sequences to customers', 'customer_since', 'sequence_stays'),
} as const satisfies Record<string, RecordMetric>;
