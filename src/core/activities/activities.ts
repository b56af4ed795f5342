/** Activities of reps for a lead, as opposed to engagement, which the lead does. */
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

/** The possible outcomes of each kind of activity. */
export const OUTCOMES_OF: Readonly<Record<ActivityKind, readonly ActivityOutcome[]>> = {
  note: [],
  call: ['connected', 'no_answer', 'busy', 'left_voicemail', 'wrong_number', 'callback_requested', 'not_interested'],
  meeting: ['held', 'no_show', 'rescheduled', 'cancelled'],
  email: ['sent', 'delivered', 'replied', 'bounced'],
};

/** Outcomes of activities that do not concern the lead: no policy counts them as a contact. */
const NO_ATTEMPT: ReadonlySet<ActivityOutcome> = new Set(['wrong_number', 'rescheduled', 'cancelled']);

/** Attempts that did not reach the lead. They are a contact only if the SLA policy counts them. */
export const ATTEMPTS = ['no_answer', 'busy', 'no_show', 'bounced', 'automatic_email'] as const;
export type Attempt = (typeof ATTEMPTS)[number];

export const ACTIVITY_LIMITS = { subject: 500, body: 20_000, durationSeconds: 86_400, externalId: 200 } as const;

/** Tolerance for clock differences, milliseconds. An activity farther in the future would be a task. */
const LATEST_AHEAD = 5 * 60_000;

/** The content of an activity. Instants are epoch milliseconds. */
export interface ActivityContent {
  kind: ActivityKind;
  /** For calls, meetings and e-mails; outgoing when absent. */
  direction?: ActivityDirection | undefined;
  subject?: string | undefined;
  body?: string | undefined;
  outcome?: ActivityOutcome | undefined;
  /** An e-mail that a system sent by itself: a receipt, a sequence. */
  automatic?: boolean | undefined;
  /** For calls and meetings, in seconds. */
  durationSeconds?: number | undefined;
  /** Now when absent. */
  occurredAt?: number | undefined;
  /** The rep who did it. */
  repId?: string | undefined;
  /** An activity with the same external id is recorded only once. */
  externalId?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
}

/** A recorded activity. */
export interface Activity {
  id: string;
  leadId: string;
  kind: ActivityKind;
  /** Null: a note. */
  direction: ActivityDirection | null;
  subject: string | null;
  body: string | null;
  outcome: ActivityOutcome | null;
  automatic: boolean | null;
  durationSeconds: number | null;
  repId: string | null;
  /** The task that was completed with it. */
  taskId: string | null;
  externalId: string | null;
  metadata: Record<string, unknown> | null;
  occurredAt: Date;
  recordedAt: Date;
}

/** The first invalid field of an activity, with the reason; undefined when it is valid. */
export function activityFault(
  { kind, direction, body, outcome, automatic, durationSeconds, occurredAt }: ActivityContent,
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
  if (automatic === true && kind !== 'email') return { field: 'automatic', detail: 'Only e-mails are automatic.' };
  if (durationSeconds !== undefined && kind !== 'call' && kind !== 'meeting') {
    return { field: 'durationSeconds', detail: 'Only calls and meetings have a duration.' };
  }
  if (occurredAt !== undefined && occurredAt > now + LATEST_AHEAD) {
    return { field: 'occurredAt', detail: 'It lies in the future: what is still to be done is a task.' };
  }
  return undefined;
}

/** The direction with its default; undefined for a note. */
export function directionOf({ kind, direction }: ActivityContent): ActivityDirection | undefined {
  return kind === 'note' ? undefined : (direction ?? 'outgoing');
}

/** Whether the activity meets SLA clocks of touches: it reached the lead, or is an attempt that the policy counts (`counted`). */
export function isContact(content: ActivityContent, counted: readonly Attempt[] = []): boolean {
  if (directionOf(content) !== 'outgoing') return false;
  const { outcome } = content;
  if (outcome !== undefined && NO_ATTEMPT.has(outcome)) return false;
  const attempts = ATTEMPTS.filter(
    (attempt) => attempt === outcome || (attempt === 'automatic_email' && content.automatic),
  );
  return attempts.every((attempt) => counted.includes(attempt));
}

/** The instants of activities that a lead stores. */
export interface ActivityInstants {
  lastActivityAt?: number | undefined;
  firstContactAt?: number | undefined;
}

/** These instants after another activity, in any order of recording. */
export function afterActivity(
  { lastActivityAt, firstContactAt }: ActivityInstants,
  { occurredAt, contacted }: { occurredAt: number; contacted: boolean },
): { lastActivityAt: number; firstContactAt: number | undefined } {
  return {
    lastActivityAt: Math.max(lastActivityAt ?? occurredAt, occurredAt),
    firstContactAt: contacted ? Math.min(firstContactAt ?? occurredAt, occurredAt) : firstContactAt,
  };
}
