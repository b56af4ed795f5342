/** A list with a past that is taken back: nothing of it remains, unless something has happened to it since. */
import t from 'tap';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import { type LeadOut, listAll } from './ingest-fixture.js';

const service = await openAssignment(t);
const { sql } = service;

interface Named {
  id: string;
  version: number;
  name?: string;
}

const CRM = `Lead ID,Full Name,Email,Company,Lead Status,Created Date,Close Date,Amount,Currency
1,Ada Byron,ada@mill.example,Mill Ltd,Closed Won,2025-02-03,2025-04-04,1200.50,EUR
2,Bob Byron,bob@mill.example,Mill Ltd,Closed Won,2025-02-04,2025-05-04,300,EUR
3,Charles Hill,charles@engines.example,Engines,Closed Lost,2025-03-01,2025-05-02,900,EUR
4,Eve Lee,eve@lee.example,Lee,Qualified,2025-06-01,,70,EUR
`;
/** Tables whose rows belong to leads, customers or deals. */
const TABLES = [
  ...['leads', 'lead_keys', 'touches', 'activities', 'engagement_events', 'customers', 'deals', 'conversions'],
  ...['timers', 'import_rows', 'import_blocks'],
];

async function imported() {
  const workspace = await importWorkspace(service);
  const { uploaded, run, ended, workspaceId, get } = workspace;
  const left = async () => {
    const found: Record<string, number> = {};
    for (const table of TABLES) {
      const [{ rows } = { rows: -1 }] = await sql<{ rows: number }>(
        `select count(*)::int as rows from ${table} where workspace_id = $1`,
        [workspaceId],
      );
      found[table] = rows;
    }
    return found;
  };
  const before = await left();
  const { id } = await uploaded(CRM, { query: '?listKind=crm_export&name=Old%20CRM' });
  const { import: totals } = await run(id);
  if (totals?.created !== 4) throw new Error(JSON.stringify(totals));
  const all = (path: string) => listAll<Named>(get, path);
  return {
    ...workspace,
    id,
    left,
    before,
    all,
    revert: (dryRun = false) => ended(`/v1/imports/${id}/revert`, { dryRun }),
  };
}

t.test('customers, deals and conversions that the run made go with its leads', async (t) => {
  const { all, left, before, revert } = await imported();
  t.equal((await all('/v1/deals')).length, 4);
  t.ok((await all('/v1/customers')).length >= 3);
  t.match((await revert()).revertImport, { removed: 4, kept: 0 });
  t.strictSame(await left(), before);
  t.strictSame(await all('/v1/deals'), []);
  t.strictSame(await all('/v1/customers'), []);
});

t.test('a lead whose customer or deal has changed since stays whole, and is listed', async (t) => {
  const { all, revert, patch, get } = await imported();
  const leads = await listAll<LeadOut>(get, '/v1/leads');
  const idOf = (email: string) => leads.find((lead) => lead.email === email)?.id ?? '';
  const deals = await listAll<Named & { leadId?: string; customerId?: string }>(get, '/v1/deals');
  const open = deals.find(({ leadId }) => leadId === idOf('eve@lee.example'));
  t.equal((await patch(`/v1/deals/${open?.id}`, { name: 'Bigger' })).status, 200);
  const won = deals.find(({ leadId }) => leadId === idOf('ada@mill.example'));
  const changed = await patch(`/v1/customers/${won?.customerId}`, { website: 'https://mill.example' });
  t.equal(changed.status, 200, changed.text);
  const { revertImport } = await revert();
  const kept = revertImport?.keptLeads?.map(({ leadId }) => leadId) ?? [];
  t.strictSame([...kept].sort(), [idOf('ada@mill.example'), idOf('eve@lee.example')].sort());
  t.match(revertImport, { removed: 2, kept: 2 });
  t.strictSame((await listAll<LeadOut>(get, '/v1/leads')).map(({ email }) => email).sort(), [
    'ada@mill.example',
    'eve@lee.example',
  ]);
  t.equal((await all('/v1/deals')).length, 2);
});
