import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { paths } from '../support/generated/api.js';
import { refusal, taken } from './journey.js';

type Api = Client<paths>;

/** Merges misspelt sources and campaigns, and undoes that. */
export async function mergeSources(api: Api): Promise<void> {
  const make = async (name: string) => taken(await api.POST('/v1/sources', { body: { channel: 'event', name } })).id;
  const [fair, fiar] = [await make('Summer fair'), await make('Summer fiar')];
  const params = { path: { sourceId: fiar } };
  const merge = (into: string) => api.POST('/v1/sources/{sourceId}/merge', { params, body: { into } });
  const preview = (into: string) => api.POST('/v1/sources/{sourceId}/merge/preview', { params, body: { into } });
  assert.equal(taken(await preview(fair)).leads, 0);
  assert.equal(refusal(await preview(fiar)), '422 rule_refused');
  assert.equal(taken(await merge(fair)).survivorId, fair);
  assert.equal(refusal(await merge(fiar)), '422 rule_refused');
  const other = await make('Summer market');
  assert.equal(refusal(await merge(other)), '409 conflict');
  assert.equal(refusal(await preview(other)), '409 conflict');
  await mergeCampaigns(api, fair, fiar);
  assert.equal(taken(await api.POST('/v1/sources/{sourceId}/unmerge', { params })).mergedInto, null);
  assert.equal(refusal(await api.POST('/v1/sources/{sourceId}/unmerge', { params })), '409 conflict');
}

async function mergeCampaigns(api: Api, fair: string, fiar: string): Promise<void> {
  const make = async (sourceId: string, name: string) =>
    taken(await api.POST('/v1/campaigns', { body: { sourceId, name } })).id;
  const [booth, boot] = [await make(fair, 'Booth 1'), await make(fiar, 'Boot 1')];
  const params = { path: { campaignId: boot } };
  const merge = (into: string) => api.POST('/v1/campaigns/{campaignId}/merge', { params, body: { into } });
  const preview = (into: string) => api.POST('/v1/campaigns/{campaignId}/merge/preview', { params, body: { into } });
  assert.equal(taken(await preview(booth)).survivor.id, booth);
  assert.equal(refusal(await preview(boot)), '422 rule_refused');
  assert.equal(taken(await merge(booth)).mergedInto, booth);
  assert.equal(refusal(await merge(boot)), '422 rule_refused');
  const other = await make(fair, 'Booth 2');
  assert.equal(refusal(await merge(other)), '409 conflict');
  assert.equal(refusal(await preview(other)), '409 conflict');
  const split = await api.POST('/v1/sources/{sourceId}/unmerge', { params: { path: { sourceId: fiar } } });
  assert.equal(refusal(split), '409 conflict');
  assert.equal(taken(await api.POST('/v1/campaigns/{campaignId}/unmerge', { params })).survivorId, boot);
  assert.equal(refusal(await api.POST('/v1/campaigns/{campaignId}/unmerge', { params })), '409 conflict');
}
