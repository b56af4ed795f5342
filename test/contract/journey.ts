import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';

type Api = Client<paths>;
type Schemas = components['schemas'];

/** What a call answered, or the problem as a failure of the test. */
export function taken<T>({ data, error, response }: { data?: T; error?: Schemas['Problem']; response: Response }): T {
  assert.equal(
    error,
    undefined,
    `${response.status} ${error?.code}: ${error?.detail} ${JSON.stringify(error?.errors)}`,
  );
  return data as T;
}

/** The code of a refusal. */
export function refusal({ error, response }: { error?: Schemas['Problem']; response: Response }): string {
  return `${response.status} ${error?.code}`;
}

/**
 * A document of an answer as a request takes it. Its words are open in answers: clients of typed languages convert what
 * they read and send it again.
 */
export function sendable<Name extends keyof Schemas & (`${string}Document` | 'ImportMapping')>(
  _name: Name,
  document: Schemas[Name],
): Schemas[`${Name}Input`] {
  return document as unknown as Schemas[`${Name}Input`];
}

/** Reps, a team and routing that gives German leads to it. */
export async function organize(api: Api) {
  const grace = taken(await api.POST('/v1/reps', { body: { name: 'Grace Hopper', email: 'grace@example.com' } }));
  const alan = taken(await api.POST('/v1/reps', { body: { name: 'Alan Turing', capacity: 100 } }));
  const members = [
    { repId: grace.id, weight: 2 },
    { repId: alan.id, weight: 1 },
  ];
  const team = taken(await api.POST('/v1/teams', { body: { name: 'Europe', members } }));
  const document: Schemas['RoutingPolicyDocumentInput'] = {
    rules: [
      {
        id: 'germany',
        label: 'Germany',
        when: { type: 'field', field: 'country', operator: 'eq', value: 'DE' },
        teamId: team.id,
      },
    ],
  };
  const draft = taken(await api.POST('/v1/routing-policies', { body: { name: 'By country', document } }));
  assert.equal(draft.status, 'draft');
  const params = { path: { version: draft.version } };
  const published = taken(await api.POST('/v1/routing-policies/{version}/publish', { params }));
  assert.equal(published.status, 'published');
  assert.deepEqual(taken(await api.GET('/v1/routing-policies/{version}', { params })).document, document);
  const versions = taken(await api.GET('/v1/routing-policies'));
  assert.deepEqual(
    versions.data.map(({ status }) => status),
    ['published', 'retired'],
  );
  await correct(api, grace, team);
  return { grace, alan, team };
}

async function correct(api: Api, rep: Schemas['Rep'], team: Schemas['Team']) {
  const repPath = { path: { repId: rep.id } };
  const changed = taken(
    await api.PATCH('/v1/reps/{repId}', {
      params: { ...repPath, header: { 'If-Match': `"${rep.version}"` } },
      body: { name: ' Grace B. Hopper ', capacity: 50 },
    }),
  );
  assert.deepEqual([changed.version, changed.name], [rep.version + 1, 'Grace B. Hopper']);
  assert.equal(taken(await api.GET('/v1/reps/{repId}', { params: repPath })).capacity, 50);
  assert.equal(taken(await api.GET('/v1/reps')).data.length, 2);
  const teamPath = { path: { teamId: team.id } };
  const renamed = taken(
    await api.PATCH('/v1/teams/{teamId}', { params: teamPath, body: { name: ' Europe and Asia ' } }),
  );
  assert.equal(renamed.name, 'Europe and Asia');
  assert.deepEqual(taken(await api.GET('/v1/teams/{teamId}', { params: teamPath })), renamed);
  assert.equal(taken(await api.GET('/v1/teams')).data.length, 1);
}

/** A source with a campaign, described before any lead comes from them. */
export async function prepareSources(api: Api) {
  const source = taken(await api.POST('/v1/sources', { body: { channel: 'event', name: 'Spring fair' } }));
  const campaign = taken(await api.POST('/v1/campaigns', { body: { sourceId: source.id, name: 'Booth 12' } }));
  const sourcePath = { path: { sourceId: source.id } };
  const campaignPath = { path: { campaignId: campaign.id } };
  const described = { description: 'Every March' };
  taken(await api.PATCH('/v1/sources/{sourceId}', { params: sourcePath, body: described }));
  taken(await api.PATCH('/v1/campaigns/{campaignId}', { params: campaignPath, body: described }));
  assert.equal(taken(await api.GET('/v1/sources/{sourceId}', { params: sourcePath })).description, 'Every March');
  assert.equal(taken(await api.GET('/v1/campaigns/{campaignId}', { params: campaignPath })).version, 2);
  const twin = await api.POST('/v1/sources', { body: { channel: 'event', name: ' spring  FAIR ' } });
  assert.equal(refusal(twin), '409 conflict');
  const campaignTwin = await api.POST('/v1/campaigns', { body: { sourceId: source.id, name: 'BOOTH 12' } });
  assert.equal(refusal(campaignTwin), '409 conflict');
  const other = taken(await api.POST('/v1/sources', { body: { channel: 'event', name: 'Autumn fair' } }));
  const rename = { params: { path: { sourceId: other.id } }, body: { name: 'Spring fair' } };
  assert.equal(refusal(await api.PATCH('/v1/sources/{sourceId}', rename)), '409 conflict');
  const second = taken(await api.POST('/v1/campaigns', { body: { sourceId: source.id, name: 'Booth 13' } }));
  const taking = { params: { path: { campaignId: second.id } }, body: { name: 'Booth 12' } };
  assert.equal(refusal(await api.PATCH('/v1/campaigns/{campaignId}', taking)), '409 conflict');
  const reversed = { startsOn: '2026-03-06', endsOn: '2026-03-02' };
  const planless = await api.POST('/v1/campaigns', { body: { sourceId: source.id, name: 'Booth 14', ...reversed } });
  assert.equal(refusal(planless), '422 rule_refused');
  const unplanned = { params: campaignPath, body: reversed };
  assert.equal(refusal(await api.PATCH('/v1/campaigns/{campaignId}', unplanned)), '422 rule_refused');
  const ofEvents = taken(await api.GET('/v1/sources', { params: { query: { channel: 'event' } } }));
  assert.deepEqual(new Set(ofEvents.data.map(({ id }) => id)), new Set([source.id, other.id]));
  const ofOther = taken(await api.GET('/v1/campaigns', { params: { query: { sourceId: other.id } } }));
  assert.deepEqual(ofOther.data, []);
  return { source, campaign };
}

/** Both documents that qualify leads: what is published is drafted again with another name, and published. */
export async function publishDocuments(api: Api, work: OperationsAtWork) {
  const [model] = taken(await api.GET('/v1/score-models')).data;
  const [policy] = taken(await api.GET('/v1/classification-policies')).data;
  assert.ok(model && policy, 'a workspace begins with both');
  const newModel = taken(
    await api.POST('/v1/score-models', {
      body: { name: 'Ours', document: sendable('ScoreModelDocument', model.document) },
    }),
  );
  const newPolicy = taken(
    await api.POST('/v1/classification-policies', {
      body: { name: 'Ours', document: sendable('ClassificationPolicyDocument', policy.document) },
    }),
  );
  const modelPath = { params: { path: { version: newModel.version } } };
  const policyPath = { params: { path: { version: newPolicy.version } } };
  const first = taken(await api.POST('/v1/score-models/{version}/publish', modelPath));
  const second = taken(await api.POST('/v1/classification-policies/{version}/publish', policyPath));
  await followOperations(api, work, { superseded: first.rescoreId ?? '', current: second.rescoreId ?? '' });
  assert.equal(taken(await api.GET('/v1/score-models/{version}', modelPath)).status, 'published');
  assert.equal(refusal(await api.POST('/v1/score-models/{version}/retire', modelPath)), '409 conflict');
  const ofLine = { name: 'Engines', productLine: 'engines', document: sendable('ScoreModelDocument', model.document) };
  const { version: lineVersion } = taken(await api.POST('/v1/score-models', { body: ofLine }));
  const linePath = { params: { path: { version: lineVersion } } };
  assert.equal(taken(await api.POST('/v1/score-models/{version}/publish', linePath)).productLine, 'engines');
  assert.equal(taken(await api.POST('/v1/score-models/{version}/retire', linePath)).status, 'retired');
  assert.equal(taken(await api.GET('/v1/classification-policies/{version}', policyPath)).status, 'published');
  return { scoreModelVersion: newModel.version, classificationPolicyVersion: newPolicy.version };
}

/** What the processes of a deployment do by themselves, done on demand; `harm` makes every step of an operation fail. */
export interface OperationsAtWork {
  run(): Promise<unknown>;
  /** Time passes, in milliseconds, and what is due then happens. */
  pass(ms: number): Promise<unknown>;
  /** All passes over the leads of segments that are due. */
  runPasses(): Promise<unknown>;
  /** All files of exports that are to be written. */
  runExports(): Promise<unknown>;
  /** All checks of targets that are due. */
  checkTargets(): Promise<unknown>;
  /** Disables all other webhook endpoints, and sends what is due. */
  deliverTo(endpointId: string): Promise<unknown>;
  /** Copies a disabled webhook endpoint until its workspace has as many as it may have. */
  fillWebhookEndpoints(id: string): Promise<unknown>;
  harm(operationId: string): Promise<unknown>;
}

/** Leads are decided anew once, by what was published last; then a run is cancelled, and one fails. */
async function followOperations(
  api: Api,
  work: OperationsAtWork,
  { superseded, current }: { superseded: string; current: string },
) {
  const read = async (operationId: string) =>
    taken(await api.GET('/v1/operations/{operationId}', { params: { path: { operationId } } }));
  const cancel = (operationId: string) =>
    api.POST('/v1/operations/{operationId}/cancel', { params: { path: { operationId } } });
  assert.equal((await read(superseded)).state, 'cancelled');
  assert.equal((await read(current)).state, 'queued');
  await work.run();
  const done = await read(current);
  assert.equal(done.state, 'succeeded');
  assert.equal(done.progress.done, done.progress.total);
  assert.equal(refusal(await cancel(current)), '409 conflict');
  const publish = async (version: number) => {
    const published = taken(
      await api.POST('/v1/classification-policies/{version}/publish', { params: { path: { version } } }),
    );
    return published.rescoreId ?? '';
  };
  const stopped = taken(await cancel(await publish(1)));
  assert.equal(stopped.state, 'cancelled');
  const failing = await publish(2);
  await work.harm(failing);
  await work.run();
  const failed = await read(failing);
  assert.equal(failed.error?.code, 'internal_error');
  const query = { kind: 'rescore' as const, state: 'failed' as const };
  const listed = taken(await api.GET('/v1/operations', { params: { query } }));
  assert.deepEqual(
    listed.data.map(({ id }) => id),
    [failing],
  );
}

/** Keys come, are rotated, and go; ended ones cannot be rotated. */
export async function turnKeys(api: Api) {
  const scopes: Schemas['ApiKeyCreate']['scopes'] = ['leads:write'];
  const key = taken(await api.POST('/v1/api-keys', { body: { name: 'Website', kind: 'service', scopes } }));
  const path = { path: { apiKeyId: key.id } };
  const next = taken(await api.POST('/v1/api-keys/{apiKeyId}/rotate', { params: path, body: { overlapHours: 1 } }));
  assert.equal(next.rotatedFrom, key.id);
  assert.notEqual(next.token, key.token);
  const ended = taken(await api.POST('/v1/api-keys/{apiKeyId}/revoke', { params: path }));
  assert.ok(ended.revokedAt);
  const again = await api.POST('/v1/api-keys/{apiKeyId}/rotate', { params: path, body: {} });
  assert.equal(refusal(again), '409 conflict');
  const shown = taken(await api.GET('/v1/api-keys/{apiKeyId}', { params: path }));
  assert.equal('token' in shown, false);
  assert.ok(taken(await api.GET('/v1/api-keys')).data.some(({ id }) => id === next.id));
  const capture = taken(await api.POST('/v1/api-keys', { body: { name: 'Form', kind: 'capture' } }));
  assert.deepEqual(capture.scopes, ['leads:capture']);
  const lifted = await api.POST('/v1/api-keys', { body: { name: 'Form', kind: 'capture', scopes: ['leads:read'] } });
  assert.equal(refusal(lifted), '422 rule_refused');
  const late = { name: 'Late', kind: 'service', expiresAt: '2020-01-01T00:00:00.000Z' } as const;
  assert.equal(
    refusal(await api.POST('/v1/api-keys', { body: late })),
    '422 rule_refused',
    'expired before it is made',
  );
  return capture.token;
}

/** A sandbox's time goes forward on request, and the workspace reports that time from then on. */
export async function moveTime(api: Api, workspaceId: string): Promise<void> {
  const params = { path: { workspaceId } };
  const clock = taken(await api.GET('/v1/workspaces/{workspaceId}/clock', { params }));
  assert.deepEqual([clock.sandbox, clock.aheadSeconds], [true, 0]);
  const advance = (body: Schemas['ClockAdvance']) =>
    api.POST('/v1/workspaces/{workspaceId}/clock/advance', { params, body });
  const moved = taken(await advance({ seconds: 60 }));
  assert.deepEqual([moved.aheadSeconds, moved.timersFired, moved.complete], [60, 0, true]);
  assert.ok(moved.now > clock.now);
  assert.equal(refusal(await advance({ to: clock.now })), '422 rule_refused');
  assert.equal(refusal(await advance({})), '422 rule_refused');
}
