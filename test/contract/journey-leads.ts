import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { type OperationsAtWork, refusal, taken } from './journey.js';

type Api = Client<paths>;
type Lead = components['schemas']['Lead'];
type Query = NonNullable<paths['/v1/leads']['get']['parameters']['query']>;

/** One of every kind of value, each of which could be taken for another. */
const ATTRIBUTES = { color: 'red', code: '007', seats: 12, share: 0.5, partner: true, sizes: ['7', '1,2'] };

/** One lead from its first touch to its end: joined, corrected, engaged, explained. */
export async function followLead(api: Api, capture: Api) {
  const body = {
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada@analytical-engines.com',
    phone: '+4930901820',
    externalId: 'crm-1',
    externalSystem: 'crm',
    organizationName: 'Analytical Engines',
    country: 'DE',
    website: 'https://analytical-engines.com',
    source: { channel: 'event' as const, name: 'Spring fair', campaign: 'Booth 12' },
  };
  const first = taken(await api.POST('/v1/leads', { body }));
  assert.equal(first.outcome, 'created');
  assert.ok(first.lead.ownerId, 'a German lead has an owner at once');
  const second = await api.POST('/v1/leads', { body: { email: 'ADA@Analytical-Engines.com' } });
  assert.equal(second.response.status, 200);
  assert.deepEqual([taken(second).outcome, taken(second).matchedBy], ['matched', 'email']);
  const receipt = taken(await capture.POST('/v1/capture/leads', { body: { email: body.email } }));
  assert.deepEqual(Object.keys(receipt), ['touchId']);
  const params = { path: { leadId: first.lead.id } };
  const current = taken(await api.GET('/v1/leads/{leadId}', { params }));
  assert.equal(current.touchCount, 3);
  const corrected = taken(await correct(api, current));
  assert.deepEqual(corrected.attributes, ATTRIBUTES, 'values come back as they were sent');
  await engage(api, corrected);
  await explain(api, corrected.id);
  await decide(api, corrected.id);
  return taken(await api.GET('/v1/leads/{leadId}', { params }));
}

/** What a public form states against known facts is proposed, then accepted or dismissed. */
export async function decideProposals(api: Api, capture: Api) {
  const body = { email: 'ada.proposals@example.com', jobTitle: 'Analyst', city: 'London' };
  const { lead } = taken(await api.POST('/v1/leads', { body }));
  const stated = { ...body, jobTitle: 'Engineer', city: 'Paris' };
  const { touchId } = taken(await capture.POST('/v1/capture/leads', { body: stated }));
  const params = { path: { leadId: lead.id, touchId } };
  const touches = taken(await api.GET('/v1/leads/{leadId}/touches', { params: { path: { leadId: lead.id } } }));
  assert.deepEqual(touches.data[0]?.proposal, {
    current: { jobTitle: 'Analyst', city: 'London' },
    proposed: { jobTitle: 'Engineer', city: 'Paris' },
  });
  const accepting = { params, body: { fields: ['jobTitle' as const] } };
  const accepted = taken(await api.POST('/v1/leads/{leadId}/touches/{touchId}/accept', accepting));
  assert.deepEqual([accepted.jobTitle, accepted.city], ['Engineer', 'London']);
  const dismissed = taken(await api.POST('/v1/leads/{leadId}/touches/{touchId}/dismiss', { params, body: {} }));
  assert.equal(dismissed.proposal, undefined);
  await api.DELETE('/v1/leads/{leadId}', { params: { path: { leadId: lead.id } } });
}

async function correct(api: Api, lead: Lead) {
  const patch = (version: number, body: components['schemas']['LeadPatch']) =>
    api.PATCH('/v1/leads/{leadId}', {
      params: { path: { leadId: lead.id }, header: { 'If-Match': `"${version}"` } },
      body,
    });
  const corrected = taken(await patch(lead.version, { purchaseTimeframeDays: 30, jobTitle: 'Head of Computing' }));
  assert.deepEqual([corrected.version, corrected.temperature], [lead.version + 1, 'warm']);
  assert.equal(refusal(await patch(lead.version, { jobTitle: null })), '412 version_mismatch');
  const same = taken(await patch(corrected.version, { jobTitle: 'Head of Computing' }));
  assert.equal(same.version, corrected.version, 'nothing changed, so no new version');
  const nameless = {
    email: null,
    phone: null,
    externalId: null,
    organizationName: null,
    firstName: null,
    lastName: null,
  };
  assert.equal(refusal(await patch(corrected.version, { ...nameless, name: null })), '422 rule_refused');
  return patch(corrected.version, { attributes: ATTRIBUTES });
}

async function engage(api: Api, lead: Lead) {
  const event = { leadId: lead.id, type: 'demo_requested' as const, externalId: 'web-1' };
  const counted = await api.POST('/v1/engagement-events', { body: event });
  assert.equal(counted.response.status, 201);
  assert.ok(taken(counted).lead.score.engagement > lead.score.engagement);
  const again = await api.POST('/v1/engagement-events', { body: event });
  assert.deepEqual([again.response.status, taken(again).duplicate], [200, true]);
  const unknown = { email: 'nobody@example.com', type: 'email_opened' as const };
  assert.equal(refusal(await api.POST('/v1/engagement-events', { body: unknown })), '404 not_found');
  const items = [
    { leadExternalId: 'crm-1', leadExternalSystem: 'crm', type: 'pricing_viewed' as const },
    event,
    unknown,
  ];
  const batch = taken(await api.POST('/v1/engagement-events/batch', { body: { items } }));
  assert.deepEqual(
    batch.results.map(({ status }) => status),
    [201, 200, 404],
  );
}

async function explain(api: Api, leadId: string) {
  const params = { path: { leadId } };
  const { score } = taken(await api.GET('/v1/leads/{leadId}', { params }));
  const explained = taken(await api.GET('/v1/leads/{leadId}/score', { params }));
  const sum = [...explained.contributions, ...explained.adjustments].reduce((total, { points }) => total + points, 0);
  assert.equal(Math.round(sum * 100) / 100, score.total, 'contributions and adjustments sum to the score');
  await suppose(api, leadId);
  const classified = taken(await api.GET('/v1/leads/{leadId}/classification', { params }));
  assert.ok(classified.temperatureReason.text.length > 0);
  const { decision } = taken(await api.GET('/v1/leads/{leadId}/assignment', { params }));
  assert.equal(decision?.ruleId, 'germany');
  assert.equal(taken(await api.GET('/v1/leads/{leadId}/assignment-decisions', { params })).data.length, 1);
  assert.equal(taken(await api.GET('/v1/leads/{leadId}/touches', { params })).data.length, 3);
  assert.equal(taken(await api.GET('/v1/leads/{leadId}/engagement-events', { params })).data.length, 2);
}

/** A person's word on the category stays until it is taken back. */
async function decide(api: Api, leadId: string) {
  const params = { path: { leadId } };
  const before = taken(await api.GET('/v1/leads/{leadId}', { params }));
  const move = (body: components['schemas']['LeadMove'], version: number) =>
    api.POST('/v1/leads/{leadId}/category', {
      params: { ...params, header: { 'If-Match': `"${version}"` } },
      body,
    });
  const reason = 'Wants a pilot first';
  const moved = taken(await move({ category: 'prospect', reason }, before.version));
  assert.deepEqual([moved.category, moved.categoryDecidedBy, moved.moveReason], ['prospect', 'person', reason]);
  assert.equal(refusal(await move({ category: 'sql', reason }, before.version)), '412 version_mismatch');
  const wrong = { category: 'parked' as const, reason };
  assert.equal(refusal(await move(wrong, moved.version)), '422 rule_refused');
  const explained = taken(await api.GET('/v1/leads/{leadId}/classification', { params }));
  assert.ok(explained.categoryReason.text.includes(reason));
  assert.ok(explained.nextChangeAt && explained.nextChange, 'a demo is wanted for two weeks');
  const released = taken(await api.POST('/v1/leads/{leadId}/category/release', { params }));
  assert.deepEqual([released.category, released.categoryDecidedBy], [before.category, 'rule']);
}

/** Who would get what, by which version; and versions and leads that cannot be tried. */
export async function tryRouting(api: Api, leadId: string) {
  const [published] = taken(await api.GET('/v1/routing-policies')).data;
  const params = { path: { version: published?.version ?? 0 } };
  const simulate = (body: components['schemas']['RoutingSimulationCreate']) =>
    api.POST('/v1/routing-policies/{version}/simulate', { params, body });
  const one = taken(await simulate({ leadId }));
  assert.deepEqual([one.results[0]?.leadId, one.decision?.ruleId], [leadId, 'germany']);
  const unknown = taken(await simulate({ lead: { country: 'FR', name: 'Marie Curie' } }));
  assert.deepEqual([unknown.queued, unknown.decision?.queueReason], [1, 'no_rule_matched']);
  assert.equal(refusal(await simulate({ leadId, latest: 3 })), '422 rule_refused');
  const compare = (withVersion: number) =>
    api.POST('/v1/routing-policies/{version}/compare', { params, body: { withVersion, latest: 10 } });
  const compared = taken(await compare(1));
  const change = compared.changed.find((one) => one.leadId === leadId);
  assert.ok(change?.before.teamId, 'the rule sends it to a team');
  assert.deepEqual(
    [change.after.outcome, change.after.teamId],
    ['assigned', undefined],
    'the first version to any rep',
  );
  assert.equal(refusal(await compare(999)), '422 reference_not_found');
}

/** Who owns a lead: by hand, by a claim, and by the rules again. */
export async function handOver(
  api: Api,
  work: OperationsAtWork,
  { grace, alan }: Record<'grace' | 'alan', { id: string }>,
) {
  const { lead } = taken(await api.POST('/v1/leads', { body: { email: 'waits@nowhere.example' } }));
  assert.equal(lead.queue?.reason, 'no_rule_matched');
  const claim = async () => {
    const params = { path: { repId: grace.id } };
    return taken(await api.POST('/v1/reps/{repId}/next-lead', { params, body: { leaseSeconds: 60 } })).lead;
  };
  const held = await claim();
  assert.deepEqual([held?.leaseRepId, (await claim())?.id], [grace.id, held?.id], 'the same until it is decided');
  const params = { path: { leadId: held?.id ?? '' } };
  const body = { repId: grace.id };
  const renewed = taken(await api.POST('/v1/leads/{leadId}/lease/renew', { params, body }));
  assert.ok((renewed.leaseUntil ?? '') > (held?.leaseUntil ?? ''));
  assert.equal(taken(await api.POST('/v1/leads/{leadId}/lease/return', { params, body })).leaseRepId, undefined);
  assert.equal(refusal(await api.POST('/v1/leads/{leadId}/lease/take', { params, body })), '409 conflict');
  await claim();
  assert.equal(taken(await api.POST('/v1/leads/{leadId}/lease/take', { params, body })).ownerId, grace.id);

  const give = (repId: string) =>
    api.POST('/v1/leads/{leadId}/owner', { params, body: { repId, reason: 'Knows the customer' } });
  const given = taken(await give(alan.id));
  assert.deepEqual([given.ownerId, given.assignmentReason], [alan.id, 'Knows the customer']);
  const { decision } = taken(await api.GET('/v1/leads/{leadId}/assignment', { params }));
  assert.equal(decision?.manualReason, 'Knows the customer');
  const idle = taken(await api.POST('/v1/reps', { body: { name: 'Idle', active: false } }));
  assert.equal(refusal(await give(idle.id)), '422 rule_refused');
  const free = await reassignRep(api, work, alan.id, async () => {
    assert.equal(taken(await api.GET('/v1/leads/{leadId}', { params })).ownerId, alan.id, 'by hand it stays');
    return taken(await api.POST('/v1/leads/{leadId}/owner/release', { params }));
  });
  assert.deepEqual([free.ownerId, free.assignmentReason], [alan.id, undefined]);
  await rerun(api, work, grace.id);
  await changeMany(api, work, lead.id);
  await declareAttribute(api, work, lead.id);
}

/** A declared attribute, and the change of its type. */
async function declareAttribute(api: Api, work: OperationsAtWork, leadId: string): Promise<void> {
  const body = { name: 'seatCount', type: 'text' } as const;
  const made = taken(await api.POST('/v1/attribute-definitions', { body }));
  assert.equal(refusal(await api.POST('/v1/attribute-definitions', { body })), '409 conflict');
  const wrong = { name: 'colour', type: 'one_of' } as const;
  assert.equal(refusal(await api.POST('/v1/attribute-definitions', { body: wrong })), '422 rule_refused');
  const params = { path: { attributeName: made.name } };
  const lead = { path: { leadId } };
  taken(await api.PATCH('/v1/leads/{leadId}', { params: lead, body: { attributes: { seatCount: '12' } } }));
  const changed = await api.PATCH('/v1/attribute-definitions/{attributeName}', { params, body: { label: 'Seats' } });
  assert.equal(taken(changed).label, 'Seats');
  const options = await api.PATCH('/v1/attribute-definitions/{attributeName}', { params, body: { options: ['A'] } });
  assert.equal(refusal(options), '422 rule_refused');
  const changeType = (type: 'number' | 'one_of') =>
    api.POST('/v1/attribute-definitions/{attributeName}/type-changes', { params, body: { type } });
  assert.equal(refusal(await changeType('one_of')), '422 rule_refused');
  taken(await changeType('number'));
  await work.run();
  const { attributes } = taken(await api.GET('/v1/leads/{leadId}', { params: lead }));
  assert.deepEqual(attributes, { seatCount: 12 });
}

/** The same change of many leads, taken back. */
async function changeMany(api: Api, work: OperationsAtWork, leadId: string): Promise<void> {
  const change = { tags: { add: ['many'] } };
  const { id } = taken(await api.POST('/v1/leads/bulk', { body: { leadIds: [leadId], change } }));
  await work.run();
  const params = { path: { bulkChangeId: id } };
  const listed = taken(await api.GET('/v1/bulk-changes/{bulkChangeId}/leads', { params }));
  assert.deepEqual(
    listed.data.map((one) => [one.leadId, one.outcome]),
    [[leadId, 'changed']],
  );
  const undo = taken(await api.POST('/v1/bulk-changes/{bulkChangeId}/undo', { params }));
  await work.run();
  await closeAndRestore(api, work, leadId);
  const ended = taken(await api.GET('/v1/operations/{operationId}', { params: { path: { operationId: undo.id } } }));
  assert.deepEqual([ended.state, ended.bulkChange?.changed], ['succeeded', 1]);
  const again = await api.POST('/v1/bulk-changes/{bulkChangeId}/undo', {
    params: { path: { bulkChangeId: undo.id } },
  });
  assert.equal(refusal(again), '422 rule_refused');
  assert.equal(
    refusal(await api.POST('/v1/leads/bulk', { body: { leadIds: [leadId], change: {} } })),
    '422 rule_refused',
  );
  await recordPast(api);
  const items = [{ leadId, city: 'Turin' }];
  assert.equal(taken(await api.POST('/v1/leads/batch-update', { body: { items } })).changed, 1);
  const gone = [{ leadId: id, city: 'Turin' }];
  const none = await api.POST('/v1/leads/batch-update', { body: { items: gone, mode: 'atomic' } });
  assert.equal(refusal(none), '422 rule_refused');
  const call = { kind: 'call', direction: 'outgoing', outcome: 'no_answer' } as const;
  const calls = taken(await api.POST('/v1/activities/batch', { body: { items: [{ leadId, ...call }] } }));
  assert.deepEqual([calls.recorded, calls.results[0]?.result?.lead.id], [1, leadId]);
  await createMany(api, leadId, id);
  const unknownLead = await api.POST('/v1/activities/batch', {
    body: { items: [{ leadId: id, ...call }], mode: 'atomic' },
  });
  assert.equal(refusal(unknownLead), '422 rule_refused');
  const assign = { repId: leadId, reason: 'No such rep' };
  const unknown = await api.POST('/v1/leads/bulk', { body: { leadIds: [leadId], change: { assign } } });
  assert.equal(refusal(unknown), '422 reference_not_found');
}

/** A lead that is closed with others has its class and its tasks back after the undo. */
async function closeAndRestore(api: Api, work: OperationsAtWork, leadId: string): Promise<void> {
  const body = { leadId, kind: 'call', title: 'Call again', dueAt: '2036-01-01T00:00:00Z' } as const;
  const { id: taskId } = taken(await api.POST('/v1/tasks', { body }));
  const change = { disqualify: { reason: 'wrong_fit' } } as const;
  const { id: bulkChangeId } = taken(await api.POST('/v1/leads/bulk', { body: { leadIds: [leadId], change } }));
  await work.run();
  taken(await api.POST('/v1/bulk-changes/{bulkChangeId}/undo', { params: { path: { bulkChangeId } } }));
  await work.run();
  const task = taken(await api.GET('/v1/tasks/{taskId}', { params: { path: { taskId } } }));
  const lead = taken(await api.GET('/v1/leads/{leadId}', { params: { path: { leadId } } }));
  assert.deepEqual([task.status, lead.disqualification], ['open', undefined]);
}

/** Tasks and deals about a lead; `goneId` is no lead. */
async function createMany(api: Api, leadId: string, goneId: string): Promise<void> {
  const task = { kind: 'call', title: 'Call about the fair', dueAt: '2036-01-01T00:00:00Z' } as const;
  const tasks = taken(await api.POST('/v1/tasks/batch', { body: { items: [{ leadId, ...task }] } }));
  const deals = taken(await api.POST('/v1/deals/batch', { body: { items: [{ leadId, currency: 'EUR' }] } }));
  assert.deepEqual([tasks.created, deals.created], [1, 1]);
  const body = { items: [{ leadId: goneId, ...task }], mode: 'atomic' as const };
  assert.equal(refusal(await api.POST('/v1/tasks/batch', { body })), '422 rule_refused');
  const gone = { items: [{ leadId: goneId, currency: 'EUR' }], mode: 'atomic' as const };
  assert.equal(refusal(await api.POST('/v1/deals/batch', { body: gone })), '422 rule_refused');
}

/** A customer of another system, and a past that does not fit together. */
async function recordPast(api: Api): Promise<void> {
  const at = '2025-03-01T09:00:00.000Z';
  const deal = { status: 'won', amount: '10.00', currency: 'EUR', closedAt: at } as const;
  const past = { email: 'past@elsewhere.example', createdAt: '2025-02-01T09:00:00.000Z', deals: [deal] };
  const items = [{ ...past, outcome: { result: 'won', at } as const }];
  const recorded = taken(await api.POST('/v1/leads/history', { body: { items } }));
  assert.deepEqual([recorded.created, recorded.results[0]?.added?.deals], [1, 1]);
  assert.equal(taken(await api.POST('/v1/leads/history', { body: { items } })).unchanged, 1);
  const wrong = await api.POST('/v1/leads/history', { body: { items: [past], mode: 'atomic' } });
  assert.equal(refusal(wrong), '422 rule_refused');
}

/** What asking the rules anew about the leads of a rep would come to. */
async function rerun(api: Api, work: OperationsAtWork, repId: string): Promise<void> {
  const where = { type: 'field', field: 'category', operator: 'neq', value: 'lost' } as const;
  const { id: operationId } = taken(await api.POST('/v1/leads/reassign', { body: { repId, where, dryRun: true } }));
  await work.run();
  const done = taken(await api.GET('/v1/operations/{operationId}', { params: { path: { operationId } } }));
  assert.equal(done.state, 'succeeded');
  const { moved = 0, kept = 0, waiting = 0, locked = 0 } = done.rerunRouting ?? {};
  assert.equal(moved + kept + waiting + locked, done.progress.done);
  const wrong = { ...where, value: 'elsewhere' };
  assert.equal(refusal(await api.POST('/v1/leads/reassign', { body: { where: wrong } })), '422 rule_refused');
}

/** Its leads go to others, except one given by hand; when that is released, it goes too. */
async function reassignRep<T>(api: Api, work: OperationsAtWork, repId: string, release: () => Promise<T>): Promise<T> {
  const params = { path: { repId } };
  const count = async () => taken(await api.GET('/v1/reps/{repId}/reassignment', { params }));
  const reassign = async () => {
    const { id: operationId } = taken(await api.POST('/v1/reps/{repId}/reassignment', { params }));
    await work.run();
    return taken(await api.GET('/v1/operations/{operationId}', { params: { path: { operationId } } }));
  };
  const { movable } = await count();
  const before = await reassign();
  assert.deepEqual([before.state, before.progress.done], ['succeeded', movable]);
  assert.equal((before.reassign?.reassigned ?? 0) + (before.reassign?.queued ?? 0), movable);
  const left = await count();
  assert.deepEqual([left.movable, left.byHand], [0, 1]);
  const released = await release();
  const { reassign: details } = await reassign();
  assert.deepEqual([details?.repId, details?.cause, details?.reassigned, details?.queued], [repId, 'request', 0, 1]);
  assert.equal(details?.repName, 'Alan Turing');
  return released;
}

/** Counterfactuals of a lead, and a hypothetical lead. */
async function suppose(api: Api, leadId: string) {
  const { counterfactuals, scoreModelVersion } = taken(
    await api.GET('/v1/leads/{leadId}/counterfactual', { params: { path: { leadId } } }),
  );
  assert.deepEqual(
    counterfactuals.map(({ target }) => target),
    ['temperature', 'category', 'grade'],
  );
  assert.equal(counterfactuals[0]?.outcome, 'already_best');
  const params = { path: { version: scoreModelVersion } };
  const simulate = (body: components['schemas']['ScoreSimulationCreate']) =>
    api.POST('/v1/score-models/{version}/simulate', { params, body });
  const known = taken(await simulate({ leadId }));
  assert.equal(known.temperature, 'hot');
  const lead = { email: 'nobody@analytical-engines.com', purchaseTimeframeDays: 45 };
  const madeUp = taken(await simulate({ lead, engagement: [{ type: 'price_requested' }] }));
  assert.deepEqual([madeUp.temperature, madeUp.category, madeUp.score.engagement], ['warm', 'sql', 20]);
  assert.equal(refusal(await simulate({ leadId, lead })), '422 rule_refused');
  assert.deepEqual(await idsOf(api, { email: lead.email }), [], 'nothing was written');
}

/** A bad item of a batch harms no other item; an atomic one with a bad item is refused as a whole. */
export async function sendBatch(api: Api): Promise<void> {
  const items = Array.from({ length: 7 }, (_, index) => ({
    email: `batch-${index}@example.com`,
    country: index % 2 === 0 ? 'DE' : 'FR',
  }));
  const sent = taken(await api.POST('/v1/leads/batch', { body: { items: [...items, { firstName: 'Only' }, {}] } }));
  assert.deepEqual([sent.created, sent.results.length], [8, 9]);
  assert.equal(sent.results[8]?.problem?.code, 'rule_refused');
  const atomic = { mode: 'atomic' as const, items: [{ email: 'atomic@example.com' }, {}] };
  assert.equal(refusal(await api.POST('/v1/leads/batch', { body: atomic })), '422 rule_refused');
  assert.deepEqual(await idsOf(api, { email: 'atomic@example.com' }), [], 'nothing of it was taken');
}

async function idsOf(api: Api, query: Query): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = taken(
      await api.GET('/v1/leads', { params: { query: { ...query, limit: 3, ...(cursor && { cursor }) } } }),
    );
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
    more = page.hasMore;
  }
  return ids;
}

/** Each filter finds exactly the leads of which it is true, page by page. */
export async function findLeads(api: Api, lead: Lead): Promise<void> {
  const all = taken(await api.GET('/v1/leads', { params: { query: { limit: 200 } } })).data;
  assert.deepEqual(
    await idsOf(api, {}),
    all.map(({ id }) => id),
  );
  const hotOnes = { type: 'field', field: 'temperature', operator: 'eq', value: lead.temperature } as const;
  const found = taken(await api.POST('/v1/leads/search', { body: { where: hotOnes, limit: 200 } })).data;
  assert.deepEqual(
    found.map(({ id }) => id),
    all.filter(({ temperature }) => temperature === lead.temperature).map(({ id }) => id),
  );
  assert.equal(taken(await api.POST('/v1/leads/count', { body: { where: hotOnes } })).count, found.length);
  const groupBy = ['temperature'];
  const groups = taken(await api.POST('/v1/leads/aggregate', { body: { where: hotOnes, groupBy } }));
  assert.deepEqual(
    groups.groups.map(({ count, keys }) => [count, keys[0]?.value]),
    [[found.length, lead.temperature]],
  );
  const quality = { type: 'field', field: 'contact.email', operator: 'exists' } as const;
  for (const path of ['/v1/leads/search', '/v1/leads/count', '/v1/leads/aggregate'] as const)
    assert.equal(refusal(await api.POST(path, { body: { where: quality } })), '422 rule_refused');
  const { domain = '', email = '', phone = '', ownerId = '', teamId = '', createdAt, score } = lead;
  const isFrom = { externalId: 'crm-1', externalSystem: 'crm' };
  const filters: [Query, (one: Lead) => boolean][] = [
    [{ category: lead.category }, (one) => one.category === lead.category],
    [{ temperature: lead.temperature }, (one) => one.temperature === lead.temperature],
    [{ grade: lead.grade }, (one) => one.grade === lead.grade],
    [{ kind: 'person' }, (one) => one.kind === 'person'],
    [{ kind: 'organization' }, (one) => one.kind === 'organization'],
    [{ ownerId }, (one) => one.ownerId === ownerId],
    [{ teamId }, (one) => one.teamId === teamId],
    [{ assigned: true }, (one) => one.ownerId !== undefined],
    [{ assigned: false }, (one) => one.ownerId === undefined],
    [{ sourceId: lead.sourceId }, (one) => one.sourceId === lead.sourceId],
    [{ country: 'FR' }, (one) => one.country === 'FR'],
    [{ domain }, (one) => one.domain === domain],
    [{ minimumScore: score.total }, (one) => one.score.total >= score.total],
    [{ createdFrom: createdAt }, (one) => one.createdAt >= createdAt],
    [{ createdBefore: createdAt }, (one) => one.createdAt < createdAt],
    [{ email: email.toUpperCase() }, (one) => one.id === lead.id],
    [{ phone: phone.replace('+', '00') }, (one) => one.id === lead.id],
    [isFrom, (one) => one.id === lead.id],
    [{ ...isFrom, externalSystem: 'erp' }, () => false],
    [{ ...isFrom, email: 'nobody@example.com' }, () => false],
    [{ email, phone: '+33123456789' }, () => false],
    [{ ...isFrom, email, phone }, (one) => one.id === lead.id],
    [
      { country: 'DE', temperature: lead.temperature },
      (one) => one.country === 'DE' && one.temperature === lead.temperature,
    ],
  ];
  for (const [query, holds] of filters) {
    const expected = all.filter(holds).map(({ id }) => id);
    assert.deepEqual(await idsOf(api, query), expected, JSON.stringify(query));
  }
  const systemOnly = await api.GET('/v1/leads', { params: { query: { externalSystem: 'crm' } } });
  assert.equal(refusal(systemOnly), '400 validation_failed');
  await inOrder(api, all);
}

async function inOrder(api: Api, all: Lead[]): Promise<void> {
  const byScore = (a: Lead, b: Lead) => a.score.total - b.score.total || (a.id < b.id ? -1 : 1);
  const rising = [...all].sort(byScore).map(({ id }) => id);
  assert.deepEqual(await idsOf(api, { sortBy: 'score', order: 'asc' }), rising);
  assert.deepEqual(await idsOf(api, { sortBy: 'score' }), rising.toReversed());
  const known = all.map(({ id }) => id);
  assert.deepEqual(await idsOf(api, { sortBy: 'created', order: 'asc' }), known.toReversed());
}

/** It is gone, with everything about it, and only with its current version. */
export async function removeLead(api: Api, { id, version }: Lead): Promise<void> {
  const remove = (match: number) =>
    api.DELETE('/v1/leads/{leadId}', { params: { path: { leadId: id }, header: { 'If-Match': `"${match}"` } } });
  assert.equal(refusal(await remove(version + 1)), '412 version_mismatch');
  assert.equal((await remove(version)).response.status, 204);
  assert.equal(refusal(await remove(version)), '404 not_found');
  assert.equal(
    refusal(await api.GET('/v1/leads/{leadId}/touches', { params: { path: { leadId: id } } })),
    '404 not_found',
  );
}
