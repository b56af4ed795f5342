import type { Test } from 'tap';
import type { Static } from 'typebox';
import type {
  IssuedWebhookEndpoint,
  WebhookAttemptList,
  WebhookDeliveryList,
  WebhookEndpointSchema,
} from '../../src/http/schemas/webhooks.js';
import { caller, openService, type TestWorkspace } from './ingest-fixture.js';

export type Issued = Static<typeof IssuedWebhookEndpoint>;
export type Endpoint = Static<typeof WebhookEndpointSchema>;
export type Deliveries = Static<typeof WebhookDeliveryList>;
export type Attempts = Static<typeof WebhookAttemptList>;

export const ENDPOINTS = '/v1/webhook-endpoints';

/** Two instances whose clock can be moved, and what tests of webhooks do with a workspace. */
export async function openWebhooks(t: Test) {
  let ahead = 0;
  const service = await openService(t, { instances: 2, clock: () => Date.now() + ahead });
  const { apps, sql } = service;

  /** Lets every process send what is due, until there is nothing more. */
  async function deliver(): Promise<void> {
    for (let started = 1; started > 0; ) {
      const turns = await Promise.all(apps.map((app) => app.services.webhookDeliveries.startDue()));
      started = 0;
      for (const turn of turns) {
        started += turn.started;
        t.same(await turn.ended, [], 'no turn fails');
      }
    }
  }

  const using = ({ workspaceId, post, get, patch, call, token }: TestWorkspace) => ({
    ...{ workspaceId, post, get, patch, call, token },
    async addEndpoint(body: object): Promise<Issued> {
      const answer = await post<Issued>(ENDPOINTS, { types: ['lead.*'], ...body });
      t.equal(answer.status, 201, answer.text);
      return answer.body;
    },
    async addLead(email: string): Promise<string> {
      const { status, body } = await post('/v1/leads', { email });
      t.equal(status, 201);
      return body.lead.id;
    },
    async deliveries(id: string, query = '') {
      return (await get<Deliveries>(`${ENDPOINTS}/${id}/deliveries?limit=200${query}`)).body.data;
    },
    attempts: async (id: string) => (await get<Attempts>(`${ENDPOINTS}/${id}/attempts?limit=200`)).body.data,
    endpoint: async (id: string) => (await get<Endpoint>(`${ENDPOINTS}/${id}`)).body,
    /** Numbers of the selected events of the log, about one lead or all. */
    async logged(leadId?: string) {
      const rows = await sql<{ sequence: string }>(
        `select sequence from events where workspace_id = $1 and ($2::text is null or subject_id = $2) and type like 'lead.%'
          order by sequence`,
        [workspaceId, leadId ?? null],
      );
      return rows.map(({ sequence }) => Number(sequence));
    },
  });

  return {
    ...{ apps, sql, deliver, databaseUrl: service.databaseUrl },
    pass(milliseconds: number) {
      ahead += milliseconds;
    },
    async makeWorkspace() {
      ahead = 0;
      return using(await service.makeWorkspace());
    },
    /** A workspace whose clock `advance` moves. */
    async makeSandbox() {
      ahead = 0;
      const { status, body, text } = await service.post<{ workspace: { id: string }; apiKey: { token: string } }>(
        '/v1/workspaces',
        { name: 'Sandbox', sandbox: true },
      );
      t.equal(status, 201, text);
      const call = caller(service.urls, body.apiKey.token);
      const workspace = using({
        ...{ workspaceId: body.workspace.id, token: body.apiKey.token, call },
        post: (path, sent, options) => call('POST', path, sent, options),
        get: (path, options) => call('GET', path, undefined, options),
        patch: (path, sent, options) => call('PATCH', path, sent, options),
      });
      const advance = async (seconds: number) => {
        const path = `/v1/workspaces/${workspace.workspaceId}/clock/advance`;
        t.match(await workspace.post(path, { seconds }), { status: 200, body: { complete: true } });
      };
      return { ...workspace, advance };
    },
  };
}

export const sequencesOf = (
  received: readonly { body: { sequence: number; subjectId: string } }[],
  subjectId: string,
): number[] => received.filter(({ body }) => body.subjectId === subjectId).map(({ body }) => body.sequence);
