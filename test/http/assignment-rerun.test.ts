import t from 'tap';
import type { Static } from 'typebox';
import type { RotationSchema } from '../../src/http/schemas/assignment.js';
import { type Assignment, type Operation, openAssignment, type Rep } from './assignment-fixture.js';
import { eventFaults, type ProblemOut } from './ingest-fixture.js';

const service = await openAssignment(t);
const { sql, runOperations } = service;
const inCountry = (country: string) => ({ type: 'field', field: 'country', operator: 'eq', value: country });
const tally = ({ moved, kept, waiting, locked }: NonNullable<Operation['rerunRouting']>) => [
  moved,
  kept,
  waiting,
  locked,
];

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, get, patch, makeRep, makeTeam, publish, send, read, loadOf } = await service.makeWorkspace();
  const rerun = async (body: object) => {
    const asked = await post<Operation>('/v1/leads/reassign', body);
    t.equal(asked.status, 202, asked.text);
    await runOperations();
    const { state, progress, rerunRouting } = (await get<Operation>(`/v1/operations/${asked.body.id}`)).body;
    t.equal(state, 'succeeded');
    return { done: progress.done, ...rerunRouting };
  };
  const givenIn = async (teamId: string) => {
    const { entries } = (await get<Static<typeof RotationSchema>>(`/v1/teams/${teamId}/rotation`)).body;
    return new Map(entries.map(({ repId, given }) => [repId, given]));
  };
  return { makeRep, patch, makeTeam, post, publish, send, get, givenIn, rerun, read, loadOf };
}

t.test('a rep condition of a rule decides, and the record has the fact on which each other rep failed', async (t) => {
  const { makeRep, patch, makeTeam, post, publish, send, get } = await makeWorkspace();
  const german = await makeRep('German', { country: 'DE', attributes: { maximumSeats: 100, gone: null } });
  const french = await makeRep('French', { country: 'FR', attributes: { maximumSeats: 10 } });
  t.same(german.attributes, { maximumSeats: 100 });
  const { body: patched } = await patch<Rep>(`/v1/reps/${german.id}`, { attributes: { tier: 'gold' } });
  t.same(patched.attributes, { maximumSeats: 100, tier: 'gold' }, 'merged by RFC 7396');
  const { body: without } = await patch<Rep>(`/v1/reps/${german.id}`, { attributes: { tier: null } });
  t.same([without.attributes, without.version], [{ maximumSeats: 100 }, 3]);
  t.equal((await patch<Rep>(`/v1/reps/${german.id}`, { attributes: {} })).body.version, 3, 'nothing new');
  const teamId = await makeTeam('Countries', [german, french]);
  const repWhen = {
    type: 'all',
    conditions: [
      { type: 'field', field: 'country', operator: 'eq', repField: 'country' },
      { type: 'field', field: 'employeeCount', operator: 'lte', repField: 'attributes.maximumSeats' },
    ],
  };
  const refused = await post<ProblemOut>('/v1/routing-policies', {
    name: 'Wrong',
    document: { rules: [{ id: 'r', label: 'R', teamId, repWhen: { ...repWhen.conditions[0], repField: 'shoe' } }] },
  });
  t.match(refused.body, {
    status: 422,
    errors: [{ pointer: '/document/rules/0/repWhen/repField', code: 'unknown_field' }],
  });
  const elsewhere = await post<ProblemOut>('/v1/leads/search', { where: repWhen });
  t.match(elsewhere.body, { status: 422, errors: [{ code: 'field_unavailable' }, { code: 'field_unavailable' }] });
  await publish({ rules: [{ id: 'like', label: 'Like', teamId, repWhen }] });
  const lead = await send('a@dynamic.example', { country: 'DE', employeeCount: 50 });
  t.equal(lead.ownerId, german.id);
  const { decision } = (await get<Assignment>(`/v1/leads/${lead.id}/assignment`)).body;
  t.match(
    decision?.candidates.find(({ repId }) => repId === french.id),
    { eligible: false, failedOn: 'rep_condition', fact: 'country is none of fr (rep.country)' },
  );
  const large = await send('b@dynamic.example', { country: 'FR', employeeCount: 50 });
  t.match(large.queue, { reason: 'no_eligible_rep' });
});

t.test('the contact stays with its owner, known by another lead, and the rotation is not touched', async (t) => {
  const { makeRep, makeTeam, publish, send, givenIn, get, post } = await makeWorkspace();
  const [one, two] = [await makeRep('One'), await makeRep('Two')];
  const teamId = await makeTeam('Contacts', [one, two]);
  await publish({ rules: [{ id: 'all', label: 'All', teamId }], stickiness: ['contact'] });
  const phone = '+49 89 1234567';
  const first = await send('ada@private.example', { name: 'Ada Lovelace', phone });
  const given = await givenIn(teamId);
  const second = await send('grace@office.example', { name: 'Grace Hopper', phone });
  t.not(second.id, first.id, 'another person by name');
  t.equal(second.ownerId, first.ownerId);
  const { decision } = (await get<Assignment>(`/v1/leads/${second.id}/assignment`)).body;
  t.match(decision, { stickiness: 'contact', candidates: [] });
  t.same(await givenIn(teamId), given);
  const [published] = (await get<{ data: { version: number }[] }>('/v1/routing-policies?limit=1')).body.data;
  const tried = await post<object>(`/v1/routing-policies/${published?.version}/simulate`, { leadId: second.id });
  t.match(tried.body, { results: [{ repId: first.ownerId }], decision: { stickiness: 'contact' } });
});

t.test(
  'a rerun evaluates the rules for leads with an owner: a rep that fits keeps them, and a dry run reports it before',
  async (t) => {
    const { makeRep, makeTeam, publish, send, post, givenIn, rerun, read, get } = await makeWorkspace();
    const [ann, ben, cat] = [await makeRep('Ann'), await makeRep('Ben'), await makeRep('Cat', { capacity: 3 })];
    const everybody = await makeTeam('Everybody', [ann, ben]);
    const germans = await makeTeam('Germans', [cat, ben]);
    await publish({
      rules: [
        {
          id: 'all',
          label: 'All',
          teamId: everybody,
          when: { type: 'field', field: 'tags', operator: 'contains', value: 'rerun' },
        },
      ],
    });
    const leads = [];
    for (let index = 0; index < 12; index += 1) {
      const country = index < 8 ? 'DE' : 'FR';
      leads.push(await send(`rerun${index}@rerun.example`, { tags: ['rerun'], country }));
    }
    const ofAnn = leads.filter(({ ownerId }) => ownerId === ann.id);
    t.equal(ofAnn.length, 6);
    const kept = ofAnn[0]?.id ?? '';
    await post(`/v1/leads/${kept}/owner`, { repId: ann.id, reason: 'Old friend' });
    const closed = leads.find(({ country, ownerId }) => country === 'DE' && ownerId === ben.id);
    await post(`/v1/leads/${closed?.id}/lose`, { reason: 'no_budget' });
    await publish({
      rules: [
        { id: 'germany', label: 'Germany', teamId: germans, when: inCountry('DE') },
        { id: 'all', label: 'All', teamId: everybody },
      ],
    });
    const tagged = { type: 'field', field: 'tags', operator: 'contains', value: 'rerun' };
    const filter = { where: { type: 'all', conditions: [inCountry('DE'), tagged] } };
    const before = await sql('select id, version, owner_id from leads order by id');
    const ledgers = [await givenIn(everybody), await givenIn(germans)];
    const tried = await rerun({ ...filter, dryRun: true });
    t.same(await sql('select id, version, owner_id from leads order by id'), before, 'nothing was written');
    t.same([await givenIn(everybody), await givenIn(germans)], ledgers);
    t.equal(tried.done, 7, 'those that are closed are not asked about');
    t.same(
      tally({ dryRun: true, ...tried }),
      [3, 3, 0, 1],
      'three of Ann go, those of Ben stay, one was given by hand',
    );
    const done = await rerun(filter);
    t.same({ ...done, dryRun: true }, tried, 'as the dry run reported');
    t.match(done.moves?.[0], { fromRepId: ann.id, teamId: germans });
    const moves = new Map(done.moves?.map(({ leadId, toRepId }) => [leadId, toRepId]));
    for (const { id, country, ownerId } of leads) {
      t.equal((await read(id)).ownerId, moves.get(id) ?? ownerId, `${country} ${ownerId}`);
    }
    const credited = await givenIn(everybody);
    t.equal((ledgers[0]?.get(ann.id) ?? 0) - (credited.get(ann.id) ?? 0), 3, 'who loses leads is credited');
    t.match((await get<Assignment>(`/v1/leads/${done.moves?.[0]?.leadId}/assignment`)).body.decision, {
      ruleId: 'germany',
    });
    t.same(tally({ dryRun: false, ...(await rerun(filter)) }), [0, 6, 0, 1], 'asked again, nothing moves');
    const loads = await sql<{ open: number; owned: number }>(
      `select r.open_leads as open, (select count(*)::int from leads l where l.owner_id = r.id
        and l.category in ('suspect', 'lead', 'mql', 'sql', 'prospect')) as owned from reps r`,
    );
    t.ok(loads.length > 0);
    for (const { open, owned } of loads) t.equal(open, owned);
    t.strictSame(await eventFaults(sql), []);
  },
);

t.test('a rerun over one rep or team only, of queued leads too; no rep gets more than its capacity', async (t) => {
  const { makeRep, makeTeam, publish, send, rerun, loadOf, post } = await makeWorkspace();
  const [dan, eve] = [await makeRep('Dan'), await makeRep('Eve', { capacity: 2 })];
  const mine = await makeTeam('Mine', [dan]);
  const when = { type: 'field', field: 'need', operator: 'exists' };
  await publish({ rules: [{ id: 'mine', label: 'Mine', teamId: mine, when }] });
  for (let index = 0; index < 5; index += 1) await send(`few${index}@few.example`, { need: 'heat' });
  const theirs = await makeTeam('Theirs', [eve]);
  await publish({ rules: [{ id: 'theirs', label: 'Theirs', teamId: theirs, when }] });
  const { moved, kept, reps } = await rerun({ repId: dan.id });
  t.same([moved, kept], [2, 3], 'without another rep a lead keeps its owner');
  t.same(
    new Map(reps?.map(({ repId, loses, gains }) => [repId, { loses, gains }])),
    new Map([
      [dan.id, { loses: 2, gains: 0 }],
      [eve.id, { loses: 0, gains: 2 }],
    ]),
  );
  t.same([(await loadOf(dan))[0], (await loadOf(eve))[0]], [3, 2]);
  t.equal((await rerun({ teamId: theirs, dryRun: true })).done, 2);
  const wrong = await post<ProblemOut>('/v1/leads/reassign', {
    where: { type: 'field', field: 'contact.email', operator: 'exists' },
  });
  t.match(wrong.body, { status: 422, errors: [{ pointer: '/where/field' }] });
});

t.test('a lead that sales gave back waits, in the dry run as in the rerun', async (t) => {
  const { makeRep, makeTeam, publish, send, post, rerun } = await makeWorkspace();
  const [finn, gus] = [await makeRep('Finn'), await makeRep('Gus')];
  const when = { type: 'field', field: 'tags', operator: 'contains', value: 'given back' };
  const team = await makeTeam('Given back', [finn, gus]);
  await publish({ rules: [{ id: 'back', label: 'Back', teamId: team, when }] });
  const lead = await send('back@back.example', { tags: ['given back'], purchaseTimeframeDays: 0 });
  t.match(lead, { handoff: { status: 'offered' } });
  const given = { reason: 'no_interest', evidence: 'Said so on the phone' };
  const back = await post<ProblemOut>(`/v1/leads/${lead.id}/handoff/reject`, given);
  t.match(back.body, { queue: { reason: 'returned_to_marketing' } }, back.text);
  for (const dryRun of [true, false, true])
    t.same(tally({ dryRun, ...(await rerun({ where: when, dryRun })) }), [0, 0, 1, 0], `dryRun ${dryRun}`);
});
