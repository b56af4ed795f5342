import t from 'tap';
import {
  afterPage,
  type ConnectorBackfill,
  MOST_BACKFILL_PAGES,
  metaError,
  metaPagePath,
  newBackfill,
  nextBackfill,
  readMetaPage,
} from '../../src/core/connectors/backfill.js';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-29T12:00:00Z');
const MONTH_AGO = NOW - 30 * 24 * HOUR;
const KEY = { workspaceId: 'w', connectorId: 'c' };
const begun = (formIds: string[] = ['1', '2'], since?: Date) => newBackfill(KEY, { formIds, since, now: NOW });
const step = (backfill: ConnectorBackfill, result: Parameters<typeof afterPage>[1], now = NOW, automatic = false) =>
  afterPage(backfill, result, { now, automatic });
const page = (after?: string) => ({ leads: 3, added: 1, after });

t.test('pages follow by cursor, forms follow each other, and the last page ends it', async (t) => {
  const first = step(begun(), page('A'));
  t.match(first, { formIndex: 0, cursor: 'A', pages: 1, completedAt: null, nextAttemptAt: new Date(NOW) });
  const second = step(first, page());
  t.match(second, { formIndex: 1, cursor: null, completedAt: null });
  const last = step(second, page());
  t.match(last, { completedAt: new Date(NOW), nextAttemptAt: null, leadsRead: 9, payloadsAdded: 3 });
  t.strictSame(step(second, page(), NOW, true).nextAttemptAt, new Date(NOW + HOUR));
});

t.test('a cursor that comes back ends its form, and no list is endless', async (t) => {
  t.match(step({ ...begun(), cursor: 'A' }, page('A')), { formIndex: 1, cursor: null });
  let backfill = begun(['1']);
  let steps = 0;
  for (; backfill.completedAt === null && steps < 2 * MOST_BACKFILL_PAGES; steps += 1)
    backfill = step(backfill, page(`A${steps % 2}`));
  t.equal(steps, MOST_BACKFILL_PAGES);
  t.match(backfill.lastError, { code: 'too_many_pages' });
});

t.test('after a fault the same page is read again, and its error is gone once it was read', async (t) => {
  const failed = { code: 'fetch_failed', detail: 'x' } as const;
  const waiting = step({ ...begun(), cursor: 'A', pages: 1 }, { error: failed });
  t.match(waiting, { cursor: 'A', pages: 1, attempts: 1, nextAttemptAt: new Date(NOW + 60_000), lastError: failed });
  t.match(step(waiting, page('B')), { cursor: 'B', attempts: 0, lastError: null });
  const limited = { error: { code: 'rate_limited', detail: 'x' } } as const;
  t.strictSame(step(begun(), limited).nextAttemptAt, new Date(NOW + HOUR / 4));
  t.strictSame(step(begun(), { ...limited, retryAfterMs: HOUR }).nextAttemptAt, new Date(NOW + HOUR));
});

t.test('a form that is refused is left out, and the next backfill reads it from the same instant', async (t) => {
  const since = new Date(NOW - 5 * HOUR);
  const refused = step(begun(['1', '2'], since), { error: { code: 'form_refused', detail: 'x' } });
  t.match(refused, { formIndex: 1, lastError: { code: 'form_refused', formId: '1' } });
  const ended = step(refused, page());
  t.match(ended, { completedAt: new Date(NOW), lastError: { formId: '1' } });
  t.strictSame(nextBackfill(ended, ['1', '2'], NOW + HOUR).since, since);
  const clean = { ...ended, lastError: null };
  t.strictSame(nextBackfill(clean, ['1', '2'], NOW + HOUR).since, new Date(NOW - HOUR), 'else from an hour before');
  t.strictSame(nextBackfill(clean, ['1', '3'], NOW).since, new Date(MONTH_AGO), 'of other forms everything');
});

t.test('no backfill reaches back more than 30 days', async (t) => {
  t.strictSame(begun().since, new Date(MONTH_AGO));
  t.strictSame(begun(['1'], new Date(0)).since, new Date(MONTH_AGO));
  const value = Math.floor(MONTH_AGO / 1_000) - 1;
  const url = new URL(`https://graph.example${metaPagePath({ ...begun(), cursor: 'a&b' }, 'id')}`);
  t.equal(url.pathname, '/1/leads');
  t.equal(url.searchParams.get('after'), 'a&b');
  t.strictSame(JSON.parse(url.searchParams.get('filtering') ?? ''), [
    { field: 'time_created', operator: 'GREATER_THAN', value },
  ]);
});

t.test('of a page the leads since then are read, and the cursor of the next page', async (t) => {
  const lead = (id: unknown, created_time?: string) => ({ id, created_time });
  const since = new Date('2026-11-20T08:00:00Z');
  const data = [
    ...[lead('1', '2026-11-20T08:00:00+0000'), lead('2', '2026-11-20T07:59:59+0000'), lead('3')],
    ...[lead('../me', '2026-11-20T09:00:00+0000'), lead(4), null],
  ];
  const read = (paging: unknown) => readMetaPage({ data, paging }, '7', since);
  t.strictSame(
    read({})?.leads.map(({ lead }) => (lead as { id: string }).id),
    ['1', '3'],
  );
  t.equal(read({ cursors: { after: 'A' } })?.after, undefined, 'a last page has a cursor, and no next page');
  t.equal(read({ cursors: { after: 'A' }, next: 'https://graph.example/x' })?.after, 'A');
  t.equal(read({ next: 'https://graph.example/7/leads?limit=5&after=B%3D' })?.after, 'B=');
  t.equal(read({ next: 'https://graph.example/7/leads?after=%' })?.after, undefined);
  for (const document of [{}, [], null, { data: {} }]) t.equal(readMetaPage(document, '7', since), undefined);
});

t.test('refusals of Meta by the code of their error', async (t) => {
  const codeOf = (code: number, status = 400) => metaError(status, { error: { code } }).code;
  for (const code of [4, 17, 32, 613, 80005]) t.equal(codeOf(code), 'rate_limited', String(code));
  t.equal(codeOf(190), 'token_expired');
  t.equal(codeOf(100), 'form_refused');
  t.equal(codeOf(2, 500), 'fetch_failed');
  t.equal(metaError(429, undefined).code, 'rate_limited');
});
