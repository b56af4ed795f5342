import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Static } from 'typebox';
import { type App, openApp } from '../../src/app.js';
import { createClient } from '../../src/db/client.js';
import type { StatementListener } from '../../src/db/executor.js';
import type { LeadBatchResult, LeadResult, LeadSchema } from '../../src/http/schemas/leads.js';
import type { Problem } from '../../src/http/schemas/problems.js';
import { openTestApp } from '../support/app.js';
import { blockOf } from '../support/key-rights.js';

export type LeadOut = Static<typeof LeadSchema>;
export type Result = Static<typeof LeadResult>;
export type BatchOut = Static<typeof LeadBatchResult>;
export type ProblemOut = Static<typeof Problem>;

/** `Body` is the type that the test expects; its assertions check it. */
export interface Reply<Body> {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  body: Body;
}

export interface CallOptions {
  headers?: Record<string, string>;
  /** Index of the instance that receives the request. */
  instance?: number;
}

export type Call = <Body>(method: string, path: string, body?: unknown, options?: CallOptions) => Promise<Reply<Body>>;

/** A workspace and the calls with its admin key. */
export interface TestWorkspace {
  workspaceId: string;
  token: string;
  call: Call;
  post: <Body = Result>(path: string, body: unknown, options?: CallOptions) => Promise<Reply<Body>>;
  get: <Body = LeadOut>(path: string, options?: CallOptions) => Promise<Reply<Body>>;
  patch: <Body = LeadOut>(path: string, body: unknown, options?: CallOptions) => Promise<Reply<Body>>;
}

/** The instances of a test file, with its first workspace, whose key may manage the deployment. */
export interface TestService extends TestWorkspace {
  apps: App[];
  urls: string[];
  databaseUrl: string;
  /** Over all workspaces of the database. */
  sql: <Row>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** Each subtest works in a workspace of its own. */
  makeWorkspace: () => Promise<TestWorkspace>;
}

export interface ServiceOptions {
  /** Instances on one database; each has its own pool, queue and caches, like a process. */
  instances?: number;
  onStatement?: StatementListener;
  clock?: () => number;
}

type WorkspaceKey = { workspaceId: string; adminKey: string };
type Teardown = { teardown(work: () => unknown): unknown };

const SILENT = { info: () => undefined, error: () => undefined };

/** The service listening on free ports, over a database of its own, with an admin key. */
export async function openService(
  t: Teardown,
  { instances = 1, onStatement, clock }: ServiceOptions = {},
): Promise<TestService> {
  const listening = { poolSize: 5, ...(onStatement && { onStatement }), ...(clock && { clock }) };
  const first = await openTestApp(t, listening);
  const { databaseUrl } = first;
  const apps: App[] = [first];
  for (let i = 1; i < instances; i++) {
    const app = await openApp({
      connection: databaseUrl,
      log: SILENT,
      timersEveryMs: 0,
      jobsEveryMs: 0,
      webhooksEveryMs: 0,
      webhookTargets: [blockOf('127.0.0.1/32')],
      ...listening,
    });
    t.teardown(() => app.close());
    apps.push(app);
  }
  for (const { server } of apps) await server.listen({ host: '127.0.0.1', port: 0 });
  const urls = apps.map(({ server }) => `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
  const agent = newAgent();
  const callsOf = ({ workspaceId, adminKey }: WorkspaceKey): TestWorkspace => {
    const call = caller(urls, adminKey, agent);
    return {
      ...{ workspaceId, token: adminKey, call },
      post: (path, body, options) => call('POST', path, body, options),
      get: (path, options) => call('GET', path, undefined, options),
      patch: (path, body, options) => call('PATCH', path, body, options),
    };
  };
  return {
    ...callsOf(first),
    apps,
    urls,
    databaseUrl,
    sql: (text, values) => query(databaseUrl, text, values),
    makeWorkspace: async () => callsOf(await first.makeWorkspace()),
  };
}

/** Below the 72 s of the service: a connection that both ends use and close in the same turn is a hang-up. */
const IDLE_MS = 50_000;

const newAgent = () => new Agent({ keepAlive: true, maxSockets: 256, timeout: IDLE_MS });

/** Plain `http` with kept connections: `fetch` would cost more than the service it measures. */
export function caller(urls: readonly string[], token: string, agent = newAgent()): Call {
  return <Body>(method: string, path: string, body?: unknown, { headers = {}, instance = 0 }: CallOptions = {}) =>
    new Promise<Reply<Body>>((resolve, reject) => {
      const sent = request(`${urls[instance]}${path}`, { method, agent, headers: headersOf(token, body, headers) });
      sent.on('error', reject);
      sent.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('error', reject);
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          const { statusCode: status = 0, headers: answered } = response;
          resolve({ status, headers: answered, text, body: (text === '' ? undefined : JSON.parse(text)) as Body });
        });
      });
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

function headersOf(token: string, body: unknown, headers: Record<string, string>): Record<string, string> {
  const all = { authorization: `Bearer ${token}`, ...headers };
  return body === undefined ? all : { 'content-type': 'application/json', ...all };
}

export async function query<Row>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = createClient(url);
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Publishes a version of a policy, for example of `/v1/handoff-policies`. */
export async function publishPolicy(
  { post }: Pick<TestWorkspace, 'post'>,
  path: string,
  document: object,
): Promise<void> {
  const draft = await post<{ version: number }>(path, { name: 'Tried', document });
  const published = await post<object>(`${path}/${draft.body.version}/publish`, undefined);
  if (published.status !== 200) throw new Error(`${draft.text} ${published.text}`);
}

/** For tests about other things: nothing is offered to sales except on request. */
export const offerOnRequest = (workspace: Pick<TestWorkspace, 'post'>): Promise<void> =>
  publishPolicy(workspace, '/v1/handoff-policies', {
    automatic: [],
    acceptWithinHours: { mql: 24, sql: 4 },
    afterRejection: 'by_reason',
    afterTimeout: 'next_rep',
    maximumOffers: 3,
  });

/** Runs `work` for 0 to `count` - 1, at most `width` of them at a time. */
export async function together<T>(count: number, width: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = new Array(count);
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) results[index] = await work(index);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
  return results;
}

export interface Page<Item> {
  data: Item[];
  hasMore: boolean;
  nextCursor?: string;
}

/** Every item of a list, page by page. */
export async function listAll<Item = LeadOut>(get: TestWorkspace['get'], path: string): Promise<Item[]> {
  const found: Item[] = [];
  let cursor: string | undefined;
  do {
    const glue = path.includes('?') ? '&' : '?';
    const { body } = await get<Page<Item>>(`${path}${glue}limit=200${cursor === undefined ? '' : `&cursor=${cursor}`}`);
    found.push(...body.data);
    cursor = body.hasMore ? body.nextCursor : undefined;
  } while (cursor !== undefined);
  return found;
}

/** Faults in the event logs: each workspace numbers its events 1 to n without a gap, and its row holds n. */
export async function eventFaults(sql: TestService['sql']): Promise<string[]> {
  const rows = await sql<{ head: string; count: string; least: string; most: string; twice: string; missing: string }>(
    `select w.event_sequence as head,
            (select count(*) from events e where e.workspace_id = w.id) as count,
            (select coalesce(min(sequence), 1) from events e where e.workspace_id = w.id) as least,
            (select coalesce(max(sequence), 0) from events e where e.workspace_id = w.id) as most,
            (select count(*) from (select subject_id from events e where e.workspace_id = w.id and type = 'lead.created'
                                    group by subject_id having count(*) > 1) d) as twice,
            (select count(*) from leads l where l.workspace_id = w.id and not exists
               (select from events e where e.workspace_id = w.id and e.type in ('lead.created', 'lead.history_recorded')
                                       and e.subject_id = l.id::text)) as missing
       from workspaces w`,
  );
  if (rows.length === 0) return ['there is no workspace'];
  return rows.flatMap(({ head, count, least, most, twice, missing }) => {
    const faults: string[] = [];
    if (least !== '1' || most !== head || count !== head)
      faults.push(`numbers ${least} to ${most}, ${count} of them, head ${head}`);
    if (twice !== '0') faults.push(`${twice} leads were created twice`);
    if (missing !== '0') faults.push(`${missing} leads without lead.created`);
    return faults;
  });
}
