import t, { type Test } from 'tap';
import type { Static } from 'typebox';
import type { EngagementBatchResult, EngagementResult } from '../../src/http/schemas/engagement.js';
import type {
  DecisionSchema,
  LeadAssignment,
  LeadClassification,
  LeadScoreSchema,
} from '../../src/http/schemas/lead-explanations.js';
import { type BatchOut, type LeadOut, listAll, openService, type Page, type ProblemOut } from './ingest-fixture.js';

type Recorded = Static<typeof EngagementResult>;
type Decision = Static<typeof DecisionSchema>;

const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString();
const service = await openService(t);
const { sql } = service;
const hundredths = (points: number) => Math.round(points * 100);

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, patch, get } = await service.makeWorkspace();
  const send = async (input: object) => (await post('/v1/leads', input)).body;
  const record = (event: object) => post<Recorded>('/v1/engagement-events', event);
  /** The explanations must agree with the lead, and their parts must sum to the whole, to the hundredth. */
  async function assertExplained(t: Test, lead: LeadOut, what: string): Promise<void> {
    const path = `/v1/leads/${lead.id}`;
    const { body: read } = await get(path);
    t.strictSame({ ...read, scoredAt: lead.scoredAt }, lead, `${what}: the answer is what is stored`);
    const { body: score } = await get<Static<typeof LeadScoreSchema>>(`${path}/score`);
    t.strictSame(score.score, lead.score, `${what}: score`);
    const points = [...score.contributions, ...score.adjustments].map((part) => hundredths(part.points));
    t.equal(
      points.reduce((sum, part) => sum + part, 0),
      hundredths(lead.score.total),
      `${what}: parts of the total`,
    );
    for (const group of ['fit', 'engagement'] as const) {
      const parts = [...score.contributions, ...score.adjustments].filter((part) => part.group === group);
      t.equal(
        parts.reduce((sum, part) => sum + hundredths(part.points), 0),
        hundredths(lead.score[group]),
        group,
      );
    }
    const { body: classification } = await get<Static<typeof LeadClassification>>(`${path}/classification`);
    const { temperature, category, grade } = lead;
    t.match(classification, { temperature, category, grade }, `${what}: class`);
    for (const reason of ['temperatureReason', 'categoryReason', 'gradeReason'] as const)
      t.ok(classification[reason].text);
  }
  const decisions = (leadId: string) => listAll<Decision>(get, `/v1/leads/${leadId}/assignment-decisions`);
  const makeRep = async (rep: object) => (await post<{ id: string }>('/v1/reps', rep)).body.id;
  const makeTeam = async (name: string, ...members: string[]) => {
    const team = { name, members: members.map((repId) => ({ repId, weight: 1 })) };
    return (await post<{ id: string }>('/v1/teams', team)).body.id;
  };
  async function publish(document: object): Promise<void> {
    const draft = await post<{ version: number }>('/v1/routing-policies', { name: 'Routing', document });
    const published = await post(`/v1/routing-policies/${draft.body.version}/publish`, undefined);
    if (published.status !== 200) throw new Error(`answered ${draft.text} ${published.text}`);
  }
  return { send, assertExplained, patch, record, get, post, decisions, makeRep, makeTeam, publish };
}

t.test('every change of facts or engagement is scored in the same answer, and explained', async (t) => {
  const { send, assertExplained, patch, record, get } = await makeWorkspace();
  const created = await send({ email: 'score@gmail.com', name: 'Ada Lovelace' });
  await assertExplained(t, created.lead, 'created');
  t.match(created.lead, { category: 'suspect', temperature: 'cold' });

  const touched = await send({ email: 'score@gmail.com', phone: '+49 30 901900', authority: 'decision_maker' });
  t.ok(touched.lead.score.fit > created.lead.score.fit);
  t.equal(touched.lead.category, 'lead');
  await assertExplained(t, touched.lead, 'touched');

  const path = `/v1/leads/${created.lead.id}`;
  const warmed = await patch(path, { purchaseTimeframeDays: 45, budgetAmount: '5000' });
  t.match(warmed.body, { temperature: 'warm', category: 'mql' });
  await assertExplained(t, warmed.body, 'patched');

  const events: [string, number][] = [
    ['page_viewed', 40],
    ['demo_requested', 3],
    ['page_viewed', 90],
    ['email_opened', 1],
    ['pricing_viewed', 400],
  ];
  for (const [type, days] of events) {
    const { status, body } = await record({ email: 'SCORE@gmail.com', type, occurredAt: daysAgo(days) });
    t.match({ status, body }, { status: 201, body: { duplicate: false, lead: { id: created.lead.id } } });
    const { body: lead } = await get(path);
    const { version, score, grade, temperature, category } = lead;
    t.strictSame(body.lead, { id: lead.id, version, score, grade, temperature, category }, type);
    await assertExplained(t, lead, type);
  }
  t.match((await get(path)).body, { temperature: 'hot', category: 'sql' });

  await record({ leadId: created.lead.id, type: 'spam_reported' });
  const { body: objected } = await get(path);
  t.match(objected, { category: 'sql', emailConsent: 'denied', score: { engagement: 0 } }, 'an objection is no spam');
  await assertExplained(t, objected, 'a falling score');

  const cooled = await patch(path, { purchaseTimeframeDays: null, authority: null, budgetAmount: null });
  t.ok(cooled.body.score.fit < objected.score.fit);
  await assertExplained(t, cooled.body, 'facts taken back');
});

t.test('the log has each change with before and after', async (t) => {
  const { send, record, get } = await makeWorkspace();
  const { lead } = await send({ email: 'log@gmail.com' });
  const { body } = await record({ leadId: lead.id, type: 'demo_requested' });
  const events = await listAll<{ type: string; cause: string; before?: object; after?: object }>(
    get,
    `/v1/events?subjectId=${lead.id}`,
  );
  const scored = events.find(({ type }) => type === 'lead.scored');
  t.match(scored, { cause: 'engagement', before: lead.score, after: body.lead.score });
  const classified = events.find(({ type }) => type === 'lead.classified');
  t.match(classified, {
    before: { temperature: 'cold', category: 'suspect' },
    after: { temperature: 'hot', category: 'sql' },
  });
  t.strictSame(
    events.map(({ type }) => type),
    [
      ...['lead.created', 'lead.queued', 'sequence.entered', 'engagement.recorded', 'lead.scored', 'lead.classified'],
      ...['lead.queued', 'sequence.left'],
    ],
    'as an sql it waits for another reason: there is no rep',
  );
});

t.test('an engagement event counts once by its external id', async (t) => {
  const { send, record, get, post } = await makeWorkspace();
  const { lead } = await send({ email: 'once@gmail.com', externalId: 'E-1', externalSystem: 'crm' });
  const { lead: other } = await send({ email: 'other@gmail.com' });
  const event = { leadExternalId: 'E-1', leadExternalSystem: 'crm', type: 'price_requested', externalId: 'ev-1' };
  const first = await record(event);
  t.match(first, { status: 201, body: { duplicate: false, lead: { id: lead.id, version: 2 } } });
  const again = await record({ ...event, type: 'page_viewed', occurredAt: daysAgo(3) });
  t.match(again, { status: 200, body: { id: first.body.id, duplicate: true, lead: { id: lead.id, version: 2 } } });
  const source = { channel: 'event', name: 'Nobody was here' };
  const elsewhere = await record({ leadId: other.id, type: 'price_requested', externalId: 'ev-1', source });
  t.match(elsewhere, { status: 200, body: { duplicate: true, lead: { id: lead.id } } }, 'even about another lead');
  t.equal((await get(`/v1/leads/${other.id}`)).body.version, 1);
  t.same(await sql('select id from sources where name = $1', [source.name]), [], 'nor is its source made');
  const items = [
    { leadId: lead.id, type: 'page_viewed', externalId: 'ev-2' },
    { leadId: lead.id, type: 'page_viewed', externalId: 'ev-2' },
    { leadId: lead.id, type: 'page_viewed', externalId: 'ev-1' },
    { leadId: lead.id, type: 'page_viewed' },
    { email: 'nobody@gmail.com', type: 'page_viewed' },
    { type: 'page_viewed' },
  ];
  const batch = await post<Static<typeof EngagementBatchResult>>('/v1/engagement-events/batch', { items });
  t.strictSame(
    batch.body.results.map(({ status }) => status),
    [201, 200, 200, 201, 404, 422],
  );
  t.match(batch.body, { recorded: 2, duplicates: 2, refused: 2 });
  t.equal((await listAll(get, `/v1/leads/${lead.id}/engagement-events`)).length, 3);
  t.equal((await get(`/v1/leads/${lead.id}`)).body.version, 4);
});

t.test('an event of an unknown person is refused and leaves nothing behind', async (t) => {
  const { post, get } = await makeWorkspace();
  const before = await sql('select event_sequence, config_version from workspaces');
  const source = { channel: 'event', name: 'Nobody’s fair', campaign: 'None' };
  const missing = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
  const cases: [number, object][] = [
    [404, { leadId: missing }],
    [404, { email: 'unknown@gmail.com' }],
    [404, { leadExternalId: 'unknown' }],
    [422, {}],
    [422, { leadId: missing, email: 'unknown@gmail.com' }],
    [422, { leadExternalId: 'a', email: 'unknown@gmail.com' }],
    [422, { email: 'no address' }],
  ];
  for (const [status, who] of cases) {
    const refused = await post<ProblemOut>('/v1/engagement-events', { ...who, type: 'page_viewed', source });
    t.equal(refused.status, status, JSON.stringify(who));
  }
  t.strictSame(await sql('select event_sequence, config_version from workspaces'), before, 'nothing was written');
  const sources = await listAll<{ name: string }>(get, '/v1/sources');
  t.notOk(sources.some(({ name }) => name === source.name));
});

t.test('touches know their sources; the first is the lead’s', async (t) => {
  const { send, get } = await makeWorkspace();
  const fair = { channel: 'event', name: 'Spring fair', campaign: '2026' };
  const { lead } = await send({ email: 'source@gmail.com', source: fair });
  const again = await send({ email: 'source@gmail.com', source: { channel: 'event', name: ' SPRING fair ' } });
  t.equal(again.lead.sourceId, lead.sourceId);
  const other = await send({ email: 'source@gmail.com', source: { channel: 'referral', name: 'Spring fair' } });
  t.match(other.lead, { sourceId: lead.sourceId, campaignId: lead.campaignId, touchCount: 3 });
  const touches = await listAll<{ sourceId: string; campaignId?: string; submission: object }>(
    get,
    `/v1/leads/${lead.id}/touches`,
  );
  t.equal(new Set(touches.map(({ sourceId }) => sourceId)).size, 2);
  t.strictSame(
    touches.map(({ campaignId }) => campaignId),
    [undefined, undefined, lead.campaignId],
  );
  t.match(touches[2]?.submission, { email: 'source@gmail.com', source: fair }, 'what was sent, as it was sent');
});
const inCountry = (country: string) => ({ type: 'field', field: 'country', operator: 'eq', value: country });

t.test('a lead without an owner has the reason, and is routed again at its next change', async (t) => {
  const { send, decisions, makeRep, makeTeam, publish, get } = await makeWorkspace();
  const { lead } = await send({ email: 'queue@gmail.com', country: 'FR' });
  t.match(lead, { ownerId: undefined, queue: { reason: 'no_rule_matched' } });
  t.match(await decisions(lead.id), [{ outcome: 'queued', queueReason: 'no_rule_matched', tieBreak: null }]);
  await send({ email: 'queue@gmail.com' });
  t.equal((await decisions(lead.id)).length, 1, 'asked again and answered the same: no second record');

  const first = await makeRep({ name: 'First', capacity: 2 });
  const idle = await makeRep({ name: 'Idle', active: false });
  const home = await makeTeam('Home', idle, first);
  const empty = await makeTeam('Empty');
  await publish({ rules: [{ id: 'france', label: 'France', when: inCountry('FR'), teamId: home }] });
  const touched = await send({ email: 'queue@gmail.com' });
  t.match(touched.lead, { ownerId: first, teamId: home, queue: undefined });
  const { body: assignment } = await get<Static<typeof LeadAssignment>>(`/v1/leads/${lead.id}/assignment`);
  t.match(assignment, {
    ownerId: first,
    decision: {
      outcome: 'assigned',
      ruleId: 'france',
      rules: [{ ruleId: 'france', matched: true, outcome: 'routed' }],
      candidates: [
        { repId: first, eligible: true, givenBefore: 0, givenAfter: 1, openLeads: 0 },
        { repId: idle, eligible: false, failedOn: 'inactive' },
      ].sort((a, b) => (a.repId < b.repId ? -1 : 1)),
      tieBreak: 'only_candidate',
    },
  });

  t.match((await send({ email: 'abroad@gmail.com', country: 'ES' })).lead, { queue: { reason: 'no_rule_matched' } });
  t.match((await send({ email: 'queue2@gmail.com', country: 'FR' })).lead, { ownerId: first });
  const full = await send({ email: 'queue3@gmail.com', country: 'FR' });
  t.match(full.lead, { ownerId: undefined, queue: { reason: 'no_eligible_rep' } }, 'no rep beyond its capacity');
  t.match((await get<{ openLeads: number }>(`/v1/reps/${first}`)).body, { openLeads: 2 });

  await publish({ rules: [{ id: 'france', label: 'France', when: inCountry('FR'), teamId: empty }] });
  t.match((await send({ email: 'queue4@gmail.com', country: 'FR' })).lead, { queue: { reason: 'no_team_member' } });

  const spare = await makeRep({ name: 'Spare' });
  const fallback = await makeTeam('Fallback', spare);
  await publish({
    rules: [{ id: 'france', label: 'France', when: inCountry('FR'), teamId: home }],
    fallbackTeamId: fallback,
  });
  t.match(
    (await send({ email: 'queue3@gmail.com' })).lead,
    { ownerId: spare, teamId: fallback },
    'full there, so here',
  );
  t.match((await decisions(full.lead.id))[0], {
    ruleId: null,
    rules: [
      { ruleId: 'france', outcome: 'no_eligible_rep' },
      { ruleId: null, teamId: fallback, outcome: 'routed' },
    ],
  });
  t.match((await send({ email: 'abroad@gmail.com' })).lead, { ownerId: spare });
});

t.test('capacity is counted within a batch, and given back', async (t) => {
  const { makeRep, publish, makeTeam, post, get, patch, send } = await makeWorkspace();
  const rep = await makeRep({ name: 'Small', capacity: 3 });
  await publish({ rules: [{ id: 'all', label: 'All', teamId: await makeTeam('Small', rep) }] });
  const items = Array.from({ length: 5 }, (_, i) => ({ email: `small${i}@gmail.com` }));
  const { body } = await post<BatchOut>('/v1/leads/batch', { items });
  const leads = body.results.map(({ result }) => result?.lead);
  t.strictSame(
    leads.map((lead) => lead?.ownerId),
    [rep, rep, rep, undefined, undefined],
  );
  t.strictSame(
    leads.slice(3).map((lead) => lead?.queue?.reason),
    ['no_eligible_rep', 'no_eligible_rep'],
  );
  const openLeads = async () => (await get<{ openLeads: number }>(`/v1/reps/${rep}`)).body.openLeads;
  t.equal(await openLeads(), 3);

  const closing = await patch(`/v1/leads/${leads[0]?.id}`, { purchaseIntent: 'none' });
  t.equal(closing.body.category, 'disqualified');
  const waited = async (index: number) => (await get<LeadOut>(`/v1/leads/${leads[index]?.id}`)).body;
  t.match(
    await waited(3),
    { ownerId: rep },
    'a closed lead takes no capacity: the place goes to the lead that waited longest',
  );
  t.equal(await openLeads(), 3);
  t.match(await waited(4), { queue: { reason: 'no_eligible_rep' } });
  t.match((await send({ email: 'small4@gmail.com' })).lead, { queue: { reason: 'no_eligible_rep' } });
  t.match((await get(`/v1/leads/${leads[0]?.id}`)).body, { ownerId: rep, category: 'disqualified' });

  const owned = await listAll(get, `/v1/leads?ownerId=${rep}`);
  t.equal(owned.length, 4);
});

t.test('a closed lead has no owner, and its queue has the reason', async (t) => {
  const { send, patch, get } = await makeWorkspace();
  const { lead } = await send({ kind: 'person', email: 'not an address' });
  t.match(lead, { category: 'disqualified', queue: { reason: 'closed' }, ownerId: undefined });
  const { body } = await patch(`/v1/leads/${lead.id}`, { email: 'now@gmail.com' });
  t.not(body.category, 'disqualified');
  t.not(body.queue?.reason, 'closed', 'open again, it is asked who takes it');
  const { body: closed } = await get<Page<LeadOut>>('/v1/leads?assigned=false&category=disqualified');
  t.notOk(closed.data.some(({ id }) => id === lead.id));
});
