/** An erased person stays away on every road until the suppression is lifted, and nothing that waits elsewhere names the person. */
import t, { type Test } from 'tap';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import { type LeadOut, listAll, type ProblemOut } from './ingest-fixture.js';

const service = await openAssignment(t);
const EMAIL = 'erika@chain.example';
const PERSON = { name: 'Erika Beispiel', email: EMAIL };
const PAST = '2025-02-03T09:00:00.000Z';

interface Made {
  id: string;
  token: string;
}
interface Batch {
  suppressed: number;
  results: { status: number; problem?: { code: string } }[];
}

async function makeWorkspace(t: Test) {
  const workspace = await importWorkspace(service);
  const { post, get, token } = workspace;
  const made = async <Body = Made>(path: string, body: object): Promise<Body> => {
    const reply = await post<Body>(path, body);
    t.ok(reply.status < 300, reply.text);
    return reply.body;
  };
  const sourceId = (await made('/v1/sources', { channel: 'web_form', name: 'Website' })).id;
  const fields = [{ name: 'mail', to: 'email', required: true }];
  const form = await made('/v1/forms', { name: 'Newsletter', sourceId, fields });
  const capture = (await made('/v1/api-keys', { name: 'Page', kind: 'capture' })).token;
  const as = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
  const submitForm = async () => {
    const reply = await workspace.call('POST', `/v1/forms/${form.id}/submissions`, { mail: EMAIL }, as(capture));
    t.equal(reply.status, 201, reply.text);
  };
  const importList = async (name: string) => {
    const list = await workspace.uploaded(`Name;E-Mail\nErika ${name};${EMAIL}\n`);
    return (await workspace.run(list.id)).import;
  };
  const reader = await made('/v1/api-keys', { name: 'Reader', kind: 'service', scopes: ['leads:read'] });
  const leads = () => listAll<LeadOut>(get, '/v1/leads');
  const erase = () => workspace.ended('/v1/erasures', { email: EMAIL });
  return { ...workspace, token, made, submitForm, importList, leads, erase, asReader: as(reader.token) };
}

t.test('an erased person is refused on every road until an authorised caller lifts the suppression', async (t) => {
  const { made, post, call, get, submitForm, importList, leads, erase, asReader } = await makeWorkspace(t);
  await made('/v1/leads', PERSON);
  t.match((await erase()).erasure, { leads: 1, suppressions: 1 });
  await submitForm();
  t.match(await importList('One'), { created: 0, suppressed: 1 });
  const history = { items: [{ ...PERSON, createdAt: PAST, externalId: 'c-1', externalSystem: 'crm' }] };
  t.match((await post<Batch>('/v1/leads/history', history)).body.results, [{ problem: { code: 'suppressed' } }]);
  t.match(await post<ProblemOut>('/v1/leads', PERSON), { status: 422, body: { code: 'suppressed' } });
  t.match((await post<Batch>('/v1/leads/batch', { items: [PERSON] })).body, { suppressed: 1 });
  const customer = { kind: 'person', ...PERSON };
  t.match(await post<ProblemOut>('/v1/customers', customer), { status: 422, body: { code: 'suppressed' } });
  t.match((await post<Batch>('/v1/customers/batch', { items: [customer] })).body, { suppressed: 1 });
  const referral = { referrer: { partner: 'P' }, lead: PERSON };
  t.match((await post<Batch>('/v1/referrals/batch', { items: [referral] })).body, { suppressed: 1 });
  t.strictSame(await leads(), []);

  const [entry] = await listAll<Made & { source: string }>(get, '/v1/suppressions');
  t.match(entry, { source: 'erasure' });
  const path = `/v1/suppressions/${entry?.id}`;
  t.equal((await call('DELETE', path, undefined, asReader)).status, 403, 'a key that only reads cannot lift it');
  t.equal((await post<ProblemOut>('/v1/leads', PERSON)).status, 422);
  t.equal((await call('DELETE', path)).status, 204);
  t.match(await listAll(get, '/v1/events?types=suppression.deleted'), [{ subjectId: entry?.id, actorId: String }]);
  await submitForm();
  t.match(await leads(), [{ emailNormalized: EMAIL, touchCount: 1 }]);
  t.match(await importList('Two'), { suppressed: 0, joined: 1 });
  t.equal((await post('/v1/leads', PERSON)).status, 200);
  t.match(await post<Batch>('/v1/customers/batch', { items: [customer] }), {
    body: { suppressed: 0, results: [{ status: 201 }] },
  });
});
