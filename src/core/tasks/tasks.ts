import { addBusinessTime } from '../calendar/business-time.js';
import { compileCalendar, WEEKDAYS, type WorkCalendar } from '../calendar/calendar.js';
import { UTC } from '../calendar/zone.js';
import { MILLISECONDS_PER_HOUR } from '../time.js';

export const TASK_KINDS = ['call', 'email', 'meeting', 'research', 'recommendations', 'other'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const TASK_STATUSES = ['open', 'done', 'skipped'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const TASK_OUTCOMES = ['successful', 'unsuccessful', 'no_response'] as const;
export type TaskOutcome = (typeof TASK_OUTCOMES)[number];

export const DUE_UNITS = ['business_hours', 'calendar_hours'] as const;
export type DueUnit = (typeof DUE_UNITS)[number];

/** When a task is due, from the entry of the lead into its stage or category. */
export interface Due {
  after: number;
  unit: DueUnit;
}

/** The reason with which open tasks of a disqualified or lost lead are skipped. */
export const LEAD_CLOSED = 'lead_closed';

/** Why a task of the playbook was skipped whose channel was denied or bounced: no other channel is left for it. */
export const NO_CHANNEL = 'no_channel';

export const TASK_LIMITS = { title: 200, description: 5_000, note: 2_000, dueAfter: 8_760 } as const;

/** Default business hours: Monday to Friday, 09:00 to 17:00, UTC. */
const OFFICE_HOURS = compileCalendar(
  UTC,
  WEEKDAYS.slice(0, 5).map((weekday) => ({ weekday, start: '09:00', end: '17:00' })),
  new Set(),
  [],
);

/** The due instant of a task counted from `from` (epoch milliseconds); `calendar` is that of its rep. */
export function dueAt({ after, unit }: Due, from: number, calendar: WorkCalendar | undefined): number {
  const duration = after * MILLISECONDS_PER_HOUR;
  if (unit === 'calendar_hours') return from + duration;
  // Calendar hours for a rep without working time.
  return addBusinessTime(calendar ?? OFFICE_HOURS, from, duration) ?? from + duration;
}
