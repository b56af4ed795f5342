import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { taken } from './journey.js';

type Api = Client<paths>;

/** Somebody looks around unknown, comes back, and says who it is: the lead has done all of it. */
export async function comeToKnow(api: Api): Promise<components['schemas']['Lead']> {
  const visitorId = 'cookie-journey';
  const view = { visitorId, type: 'pricing_viewed', externalId: 'first-view' } as const;
  const first = taken(await api.POST('/v1/visitor-events', { body: view }));
  assert.deepEqual([first.duplicate, first.leadId], [false, undefined]);
  assert.equal(taken(await api.POST('/v1/visitor-events', { body: view })).duplicate, true);
  const body = { email: 'visitor@example.com', firstName: 'Hedy', lastName: 'Lamarr', visitorId };
  const { lead } = taken(await api.POST('/v1/leads', { body }));
  const params = { path: { leadId: lead.id } };
  const did = taken(await api.GET('/v1/leads/{leadId}/engagement-events', { params })).data;
  assert.deepEqual(
    did.map(({ externalId, type }) => [externalId, type]),
    [['first-view', 'pricing_viewed']],
  );
  const later = taken(await api.POST('/v1/visitor-events', { body: { visitorId, type: 'demo_requested' } }));
  assert.equal(later.leadId, lead.id);
  return taken(await api.GET('/v1/leads/{leadId}', { params }));
}
