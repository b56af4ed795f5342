/** `/metrics`, and the dashboard, the alert rules and the page that name what it has. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { jsonHeaders, openTestApp } from '../support/app.js';

const MINUTE = 60_000;
/** The names that a histogram has besides its own. */
const PART = /_(?:bucket|sum|count)$/;

t.test('metrics of the business are counted, read once a minute, and named rightly everywhere', async (t) => {
  let now = Date.now();
  const statements: string[] = [];
  const app = await openTestApp(t, { clock: () => now, onStatement: (statement) => void statements.push(statement) });
  const headers = jsonHeaders(app.adminKey);
  const scrape = async () => (await app.server.inject('/metrics')).body;
  const reads = () => statements.filter((statement) => statement === 'read_lead_figures').length;
  const first = await scrape();
  t.match(first, /^headwater_leads\{category="mql"\} 0$/m, 'a category without leads is 0');
  t.match(first, /^headwater_events_total\{type="operation\.failed"\} 0$/m, 'so that the first failure is an increase');

  for (const email of ['ada@metrics.example', 'ADA@metrics.example', 'bob@metrics.example'])
    await app.server.inject({ method: 'POST', url: '/v1/leads', headers, payload: { email } });
  await app.server.inject({ method: 'GET', url: '/v1/events', headers });
  now += 2_000;
  const soon = await scrape();
  t.match(soon, /^headwater_events_total\{type="lead\.created"\} 2$/m, 'committed events are counted at once');
  t.match(soon, /^headwater_events_total\{type="lead\.touched"\} 1$/m);
  t.match(soon, /^headwater_event_feed_lag_seconds_count 1$/m, 'a page of the feed was read');
  for (let scrapes = 0; scrapes < 20; scrapes++) {
    now += 1_500;
    await scrape();
  }
  t.equal(reads(), 1, 'the database is not read again within a minute');
  now += MINUTE;
  const [later] = await Promise.all([scrape(), scrape()]);
  t.equal(reads(), 2, 'then once for all');
  const leads = [...later.matchAll(/^headwater_leads\{category="\w+"\} (\d+)$/gm)].map(([, count]) => Number(count));
  t.equal(
    leads.reduce((sum, count) => sum + count, 0),
    2,
  );
  t.match(later, /^headwater_leads_waiting \d+$/m);
  t.match(later, /^headwater_jobs\{state="queued"\} 0$/m);
  t.match(later, /^headwater_timers_behind_seconds \d/m);

  const names = new Set([...later.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name));
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const dashboard = [...read('deploy/grafana/headwater.json').matchAll(/"expr": "((?:[^"\\]|\\.)*)"/g)];
  const rules = [...read('deploy/prometheus/alerts.yaml').matchAll(/^ +expr: (.*)$/gm)];
  for (const [file, expressions] of Object.entries({ dashboard, rules })) {
    const used = expressions.flatMap(([, text = '']) => text.match(/\b[a-z]+(?:_[a-z0-9]+)+\b(?=\{|\[|\)| |$)/g) ?? []);
    const metrics = used.filter((name) => !/^(?:histogram_quantile|status_class|group_left)$/.test(name));
    t.ok(metrics.length > 8, `${file} names ${metrics.length}`);
    const unknown = metrics.filter((name) => !names.has(name) && !names.has(name.replace(PART, '')));
    t.same(unknown, [], `${file} names metrics that exist`);
  }
  const documented = new Set([...read('docs/operations/metrics.md').matchAll(/`((?:\w+_)+\w+)(?:\{[\w,]+\})?`/g)]);
  t.same([...documented].map(([, name]) => name).sort(), [...names].sort(), 'the page describes all of them, once');
});

t.test('without a database the figures have no value, and the rest is shown', async (t) => {
  let now = Date.now();
  const app = await openTestApp(t, { clock: () => now });
  await app.server.inject('/metrics');
  app.store.deployment.readLeadFigures = () => Promise.reject(new Error('no database'));
  now += 2 * MINUTE;
  const { body } = await app.server.inject('/metrics');
  t.match(body, /^headwater_leads_waiting Nan$/m);
  t.notMatch(body, /^headwater_leads\{/m);
  t.match(body, /^db_pool_total \d/m);
});
