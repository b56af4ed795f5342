import type { Connector } from './connector.js';
import { valueAt } from './pointer.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Payloads are kept for 30 days. A lead from before could have been received and removed since, and would count twice. */
export const OLDEST_BACKFILL_MS = 30 * DAY;
/** Pause between the backfills that start by themselves. */
export const BACKFILL_EVERY_MS = HOUR;
/** Such a backfill begins so long before the one before it: platforms list a lead a little after it was made. */
const OVERLAP_MS = HOUR;
/** Leads of one page. A page of leads with long answers stays below the megabyte that is read of an answer. */
const PAGE_SIZE = 50;
/** Pages of one backfill, in all forms: 50,000 leads. */
export const MOST_BACKFILL_PAGES = 1_000;
const MINUTE = 60_000;

/**
 * `token_expired`: the platform refuses the access token. `rate_limited`: it asks to wait. `form_refused`: it has no such form, or does not show
 * it; the other forms are read. `fetch_failed`: it could not be reached, or failed. `too_many_pages`: the rest was not read.
 */
export type BackfillErrorCode = 'token_expired' | 'rate_limited' | 'form_refused' | 'fetch_failed' | 'too_many_pages';

export interface BackfillError {
  code: BackfillErrorCode;
  detail: string;
  formId: string;
  /** When it happened, as RFC 3339 text. */
  at: string;
}

/** The last backfill of a connector: which leads are read again from the platform, and how far it is. */
export interface ConnectorBackfill {
  workspaceId: string;
  connectorId: string;
  /** Leads that were submitted at this instant or later. */
  since: Date;
  formIds: string[];
  startedAt: Date;
  /** Null: it is not at its end. */
  completedAt: Date | null;
  /** Index of the form in `formIds` that is read next. */
  formIndex: number;
  /** Where its next page begins; null: at its first. */
  cursor: string | null;
  pages: number;
  leadsRead: number;
  payloadsAdded: number;
  /** Attempts to read the next page that failed. */
  attempts: number;
  /** Null: nothing is to be done. */
  nextAttemptAt: Date | null;
  lastError: BackfillError | null;
}

/** Whether backfills of a connector start by themselves. */
export const startsBackfills = ({ kind, enabled, formIds }: Pick<Connector, 'kind' | 'enabled' | 'formIds'>): boolean =>
  kind === 'meta_lead_ads' && enabled && formIds.length > 0;

/** A backfill at its beginning. A `since` of more than 30 days before `now` counts as 30 days before. */
export function newBackfill(
  key: Pick<ConnectorBackfill, 'workspaceId' | 'connectorId'>,
  { formIds, since, now }: { formIds: string[]; since?: Date | undefined; now: number },
): ConnectorBackfill {
  const oldest = now - OLDEST_BACKFILL_MS;
  return {
    ...key,
    ...{ since: new Date(Math.max(since?.getTime() ?? oldest, oldest)), formIds, startedAt: new Date(now) },
    ...{ completedAt: null, formIndex: 0, cursor: null, pages: 0, leadsRead: 0, payloadsAdded: 0, attempts: 0 },
    ...{ nextAttemptAt: new Date(now), lastError: null },
  };
}

/**
 * The backfill that follows one by itself. It begins an hour before the start of that one; where the forms differ, 30 days ago; and where that
 * one ended with an error, where it began, so that nothing is left out.
 */
export function nextBackfill(before: ConnectorBackfill, formIds: string[], now: number): ConnectorBackfill {
  const isSame = before.formIds.join() === formIds.join();
  const after = before.lastError === null ? new Date(before.startedAt.getTime() - OVERLAP_MS) : before.since;
  return newBackfill(before, { formIds, since: isSame ? after : undefined, now });
}

/** What happened to the form of a backfill: its page was read, or it could not be read. */
export type PageResult =
  | { leads: number; added: number; after: string | undefined }
  | { error: Omit<BackfillError, 'formId' | 'at'>; retryAfterMs?: number | undefined };

/** The backfill after a page. `automatic`: whether the next one starts by itself. */
export function afterPage(
  backfill: ConnectorBackfill,
  result: PageResult,
  { now, automatic }: { now: number; automatic: boolean },
): ConnectorBackfill {
  const { formIds, formIndex, cursor, pages, leadsRead, payloadsAdded, attempts } = backfill;
  const errorOf = (code: BackfillErrorCode, detail: string): BackfillError => ({
    ...{ code, detail, formId: formIds[formIndex] ?? '', at: new Date(now).toISOString() },
  });
  if ('error' in result) {
    const lastError = errorOf(result.error.code, result.error.detail);
    if (result.error.code === 'form_refused')
      return ended({ ...backfill, formIndex: formIndex + 1, cursor: null, attempts: 0, lastError }, now, automatic);
    const pause = Math.max(result.retryAfterMs ?? 0, pauseOf(result.error.code, attempts + 1));
    return { ...backfill, attempts: attempts + 1, nextAttemptAt: new Date(now + pause), lastError };
  }
  const hasMore = result.after !== undefined && result.after !== cursor;
  const isTooLong = pages + 1 >= MOST_BACKFILL_PAGES && (hasMore || formIndex + 1 < formIds.length);
  const next: ConnectorBackfill = {
    ...backfill,
    ...{ formIndex: hasMore ? formIndex : formIndex + 1, cursor: hasMore ? (result.after ?? null) : null },
    ...{
      pages: pages + 1,
      leadsRead: leadsRead + result.leads,
      payloadsAdded: payloadsAdded + result.added,
      attempts: 0,
    },
    // An error that a later attempt mended is no error of the backfill.
    lastError: backfill.lastError?.code === 'form_refused' ? backfill.lastError : null,
    nextAttemptAt: new Date(now),
  };
  if (!isTooLong) return ended(next, now, automatic);
  const lastError = errorOf(
    'too_many_pages',
    `It ended after ${MOST_BACKFILL_PAGES} pages: start one with a later \`since\`.`,
  );
  return ended({ ...next, formIndex: formIds.length, lastError }, now, automatic);
}

function ended(backfill: ConnectorBackfill, now: number, automatic: boolean): ConnectorBackfill {
  if (backfill.formIndex < backfill.formIds.length) return { ...backfill, nextAttemptAt: new Date(now) };
  return {
    ...{ ...backfill, completedAt: new Date(now) },
    nextAttemptAt: automatic ? new Date(now + BACKFILL_EVERY_MS) : null,
  };
}

const PAUSES = [1, 5, 15, 60, 180].map((minutes) => minutes * MINUTE);

/** A limit of Meta counts an hour; a token is replaced by a person, which starts the next attempt at once. */
const pauseOf = (code: BackfillErrorCode, attempts: number): number =>
  Math.max(PAUSES[Math.min(attempts, PAUSES.length) - 1] ?? MINUTE, code === 'fetch_failed' ? 0 : 15 * MINUTE);

/** The path of the page of a form of Meta, below the address of the API. */
export function metaPagePath({ formIds, formIndex, since, cursor }: ConnectorBackfill, fields: string): string {
  const value = Math.floor(since.getTime() / 1_000) - 1;
  const parameters = new URLSearchParams({ fields, limit: String(PAGE_SIZE) });
  parameters.set('filtering', JSON.stringify([{ field: 'time_created', operator: 'GREATER_THAN', value }]));
  if (cursor !== null) parameters.set('after', cursor);
  return `/${formIds[formIndex]}/leads?${parameters}`;
}

export interface BackfillLead {
  /** What a notification about the lead would have said. */
  notification: object;
  /** The lead as the platform has it. */
  lead: unknown;
}

/**
 * The leads of a page of Meta that were submitted at `since` or later, and where the next page begins. Of the address of the next page only the
 * cursor is used, so that no answer leads a request, with its token, to another address. Undefined: it is no page.
 */
export function readMetaPage(
  document: unknown,
  formId: string,
  since: Date,
): { leads: BackfillLead[]; after: string | undefined } | undefined {
  const data = valueAt(document, '/data');
  if (!Array.isArray(data)) return undefined;
  const leads = data.flatMap((lead: unknown): BackfillLead[] => {
    const [id, created] = [valueAt(lead, '/id'), valueAt(lead, '/created_time')];
    const instant = typeof created === 'string' ? Date.parse(created) : Number.NaN;
    if (typeof id !== 'string' || !META_ID.test(id) || instant < since.getTime()) return [];
    const time = Number.isNaN(instant) ? {} : { created_time: Math.floor(instant / 1_000) };
    const value = { leadgen_id: id, form_id: formId, ...time };
    return [{ notification: { object: 'page', entry: [{ changes: [{ field: 'leadgen', value }] }] }, lead }];
  });
  const [next, cursor] = [valueAt(document, '/paging/next'), valueAt(document, '/paging/cursors/after')];
  if (typeof next !== 'string') return { leads, after: undefined };
  if (typeof cursor === 'string' && cursor !== '') return { leads, after: cursor.slice(0, LONGEST_CURSOR) };
  const named = AFTER.exec(next)?.[1];
  return { leads, after: named === undefined ? undefined : decoded(named) };
}

const META_ID = /^\d{1,40}$/;
const AFTER = /[?&]after=([^&#]{1,2000})/;
const LONGEST_CURSOR = 2_000;

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const RATE_LIMITS: ReadonlySet<unknown> = new Set([4, 17, 32, 613, 80_005]);
/** An expired or withdrawn token, and a session that ended. */
const TOKEN_ERRORS: ReadonlySet<unknown> = new Set([102, 190]);
/** No such object, no such form, and missing permissions for it. */
const FORM_ERRORS: ReadonlySet<unknown> = new Set([10, 100, 200, 803]);

/** What a refusal of Meta means: by the code of its error. */
export function metaError(status: number | null, document: unknown): { code: BackfillErrorCode; detail: string } {
  const code = valueAt(document, '/error/code');
  if (TOKEN_ERRORS.has(code))
    return { code: 'token_expired', detail: 'Meta refuses the access token (error 190): give the connector another.' };
  if (RATE_LIMITS.has(code) || status === 429)
    return { code: 'rate_limited', detail: 'Meta limits the requests: it goes on later by itself.' };
  if (FORM_ERRORS.has(code))
    return {
      code: 'form_refused',
      detail: `Meta does not show this form (error ${String(code)}): see its id and the permissions of the token.`,
    };
  return { code: 'fetch_failed', detail: `The platform answered ${status}.` };
}
