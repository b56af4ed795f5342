/** What people do about a lead and note down: apart from what the lead does itself, which is engagement. */
export const ACTIVITY_KINDS = ['note', 'call', 'meeting', 'email'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

export const ACTIVITY_DIRECTIONS = ['outgoing', 'incoming'] as const;
export type ActivityDirection = (typeof ACTIVITY_DIRECTIONS)[number];

export const ACTIVITY_OUTCOMES = [
  'connected',
  'no_answer',
  'busy',
  'left_voicemail',
  'wrong_number',
  'callback_requested',
  'not_interested',
  'held',
  'no_show',
  'rescheduled',
  'cancelled',
  'sent',
  'delivered',
  'replied',
  'bounced',
] as const;
export type ActivityOutcome = (typeof ACTIVITY_OUTCOMES)[number];

/** How an activity of each kind can have ended. */
export const OUTCOMES_OF: Readonly<Record<ActivityKind, readonly ActivityOutcome[]>> = {
  note: [],
  call: ['connected', 'no_answer', 'busy', 'left_voicemail', 'wrong_number', 'callback_requested', 'not_interested'],
  meeting: ['held', 'no_show', 'rescheduled', 'cancelled'],
  email: ['sent', 'delivered', 'replied', 'bounced'],
};

/** With these the lead has not even been tried to reach where it can be reached. */
const NO_CONTACT: ReadonlySet<ActivityOutcome> = new Set(['wrong_number', 'rescheduled', 'cancelled', 'bounced']);

export const ACTIVITY_LIMITS = { subject: 500, body: 20_000, durationSeconds: 86_400, externalId: 200 } as const;

/** Clocks differ by a little; what lies farther ahead is a task, not an activity. */
const LATEST_AHEAD = 5 * 60_000;

/** An activity as somebody tells it. Instants are epoch milliseconds. */
export interface ActivityContent {
  kind: ActivityKind;
  /** Of calls, meetings and e-mails; outgoing when absent. */
  direction?: ActivityDirection | undefined;
  subject?: string | undefined;
  body?: string | undefined;
  outcome?: ActivityOutcome | undefined;
  /** Of calls and meetings, seconds. */
  durationSeconds?: number | undefined;
  /** Now when absent. */
  occurredAt?: number | undefined;
  /** Who did it. */
  repId?: string | undefined;
  /** The same external id counts once. */
  externalId?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
}

/** What stands against an activity by itself: the field, and why. Undefined when nothing does. */
export function activityFault(
  { kind, direction, body, outcome, durationSeconds, occurredAt }: ActivityContent,
  now: number,
): { field: keyof ActivityContent; detail: string } | undefined {
  if (kind === 'note' && (body === undefined || body.trim() === '')) {
    return { field: 'body', detail: 'A note needs a text.' };
  }
  if (kind === 'note' && direction !== undefined) return { field: 'direction', detail: 'A note has no direction.' };
  if (outcome !== undefined && !OUTCOMES_OF[kind].includes(outcome)) {
    const possible = OUTCOMES_OF[kind].join(', ');
    const detail = possible === '' ? 'A note has no outcome.' : `The outcome of this kind is one of ${possible}.`;
    return { field: 'outcome', detail };
  }
  if (durationSeconds !== undefined && kind !== 'call' && kind !== 'meeting') {
    return { field: 'durationSeconds', detail: 'Only calls and meetings have a duration.' };
  }
  if (occurredAt !== undefined && occurredAt > now + LATEST_AHEAD) {
    return { field: 'occurredAt', detail: 'It lies in the future: what is still to be done is a task.' };
  }
  return undefined;
}

/** The direction that counts; undefined for a note. */
export function directionOf({ kind, direction }: ActivityContent): ActivityDirection | undefined {
  return kind === 'note' ? undefined : (direction ?? 'outgoing');
}

/** Whether somebody tried to reach the lead with it: what a first contact is, and what an SLA for it asks. */
export function isContact(content: ActivityContent): boolean {
  const { outcome } = content;
  return directionOf(content) === 'outgoing' && (outcome === undefined || !NO_CONTACT.has(outcome));
}

/** What a lead remembers of its activities. */
export interface ActivityInstants {
  lastActivityAt?: number | undefined;
  firstContactAt?: number | undefined;
}

/** The same after another activity, in whatever order they are told. */
export function afterActivity(
  { lastActivityAt, firstContactAt }: ActivityInstants,
  content: ActivityContent,
  occurredAt: number,
): { lastActivityAt: number; firstContactAt: number | undefined } {
  return {
    lastActivityAt: Math.max(lastActivityAt ?? occurredAt, occurredAt),
    firstContactAt: isContact(content) ? Math.min(firstContactAt ?? occurredAt, occurredAt) : firstContactAt,
  };
}
