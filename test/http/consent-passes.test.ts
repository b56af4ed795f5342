/** Consents from before there was a ledger: a pass makes their entries. */
import t from 'tap';
import { type LeadOut, listAll, openService } from './ingest-fixture.js';

const service = await openService(t, { instances: 2 });
const { sql, apps } = service;
const day = (n: number) => `2026-01-0${n}T12:00:00.000Z`;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Entry {
  id: string;
  leadId?: string;
  channel: string;
  status: string;
  source: string;
  basis?: string;
  occurredAt: string;
}

async function makeWorkspace() {
  const { post, get, call, workspaceId } = await service.makeWorkspace();
  const submit = async (body: object) => (await post('/v1/leads', body)).body.lead;
  const entries = () => listAll<Entry>(get, '/v1/consents');
  /** The ledger as it was before there was one. */
  const forget = async () => {
    await sql('delete from consents where workspace_id = $1', [workspaceId]);
    await sql('update workspaces set has_consents = null where id = $1', [workspaceId]);
    await sql(`insert into consent_passes values ($1, 'leads', $2)`, [workspaceId, FIRST]);
  };
  return { post, get, call, submit, entries, forget, workspaceId };
}

const pass = () => Promise.all(apps.map(({ services }) => services.consentPasses.runDue()));
const briefly = (entries: readonly Entry[]) =>
  entries.map(({ channel, status, occurredAt }) => `${channel} ${status} ${occurredAt.slice(0, 10)}`).sort();

t.test('leads and customers get the entries that they had stated, once, also by two processes', async (t) => {
  const { post, submit, entries, forget, workspaceId } = await makeWorkspace();
  const { id } = await submit({
    email: 'ada@mill.example',
    emailConsent: 'denied',
    consentBasis: 'L',
    occurredAt: day(3),
  });
  await submit({ email: 'bob@mill.example', phone: '+4930901820', phoneConsent: 'granted', occurredAt: day(4) });
  await submit({ email: 'cem@mill.example' });
  const { lead } = (await post('/v1/leads', { email: 'dee@mill.example' })).body;
  const bounce = { leadId: lead.id, type: 'email_bounced', occurredAt: day(6), properties: { hard: true } };
  await post('/v1/engagement-events', bounce);
  const denied = { emailConsent: 'denied', emailConsentAt: day(5) };
  await post('/v1/customers', { kind: 'person', name: 'Eve', email: 'eve@mill.example', ...denied });
  await forget();
  await pass();
  const made = await entries();
  t.strictSame(briefly(made), [
    'email denied 2026-01-03',
    'email denied 2026-01-05',
    'email undeliverable 2026-01-06',
    'phone granted 2026-01-04',
  ]);
  t.match(
    made.find(({ leadId }) => leadId === id),
    { source: 'before_ledger', basis: 'L' },
  );
  t.strictSame(await sql('select 1 from consent_passes where workspace_id = $1', [workspaceId]), []);
  await sql(`insert into consent_passes values ($1, 'leads', $2)`, [workspaceId, FIRST]);
  await pass();
  t.equal((await entries()).length, made.length, 'a pass that runs again adds nothing');
});

t.test('a pass goes on where it stopped, and leads that come back begin with what it recorded', async (t) => {
  const { submit, entries, forget, call, workspaceId } = await makeWorkspace();
  const first = await submit({ email: 'ada@mill.example', emailConsent: 'denied', occurredAt: day(3) });
  const second = await submit({ email: 'bob@mill.example', emailConsent: 'denied', occurredAt: day(4) });
  await forget();
  await sql('update consent_passes set after_id = $2 where workspace_id = $1', [workspaceId, first.id]);
  await pass();
  t.strictSame(
    (await entries()).map(({ leadId }) => leadId),
    [second.id],
  );
  t.equal((await call('DELETE', `/v1/leads/${second.id}`)).status, 204);
  t.match(await submit({ email: 'bob@mill.example' }), { emailConsent: 'denied', emailConsentAt: day(4) });
  for (const entry of await entries()) t.equal(entry.leadId, undefined);
});

t.test(
  'a statement without an instant counts as the person would: a denial as of now, a grant as of the lead',
  async (t) => {
    const { submit, entries, forget, workspaceId, get } = await makeWorkspace();
    const { id } = await submit({
      email: 'ada@mill.example',
      phone: '+4930901820',
      emailConsent: 'denied',
      phoneConsent: 'granted',
    });
    await sql(
      `update leads set email_consent_at = null, phone_consent_at = null, created_at = '2026-02-01T00:00:00Z' where workspace_id = $1`,
      [workspaceId],
    );
    await forget();
    await pass();
    const { updatedAt } = (await get<LeadOut>(`/v1/leads/${id}`)).body;
    t.strictSame(briefly(await entries()), [`email denied ${updatedAt.slice(0, 10)}`, 'phone granted 2026-02-01']);
  },
);
