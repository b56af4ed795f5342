/** Lists with a past: leads of another CRM, engagement and deals. */
import t from 'tap';
import type { Static } from 'typebox';
import type { DealSchema } from '../../src/http/schemas/deals.js';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import { type LeadOut, listAll } from './ingest-fixture.js';

type Deal = Static<typeof DealSchema>;
type Workspace = Awaited<ReturnType<typeof importWorkspace>>;

const service = await openAssignment(t);

const CRM = `Lead ID,Full Name,Email,Company,Lead Owner,Lead Status,Created Date,Close Date,Amount,Currency,Lost Reason,Competitor
1,Ada Byron,ada@mill.example,Mill Ltd,rita@vendor.example,Closed Won,2025-02-03 09:30,2025-04-04,"$1,200.50",EUR,,
2,Charles Hill,charles@engines.example,Engines,Rita Rep,Closed Lost,2025-03-01,2025-05-02,900,EUR,,Rival
3,Eve Lee,eve@lee.example,Lee,Nobody Known,Qualified,2025-06-01,,,,,
4,Max Muster,max@muster.example,Muster,Rita Rep,Unqualified,2025-06-02,2025-06-20,,,wrong_fit,
5,Ida Ito,ida@ito.example,Ito,Rita Rep,Waiting for Godot,2025-07-01,,,,,
`;

const leadsOf = async ({ get }: Workspace) =>
  new Map((await listAll<LeadOut>(get, '/v1/leads')).map((lead) => [lead.email, lead]));

async function withRep() {
  const workspace = await importWorkspace(service);
  const rep = await workspace.post<{ id: string }>('/v1/reps', { name: 'Rita Rep', email: 'Rita@vendor.example' });
  if (rep.status !== 201) throw new Error(rep.text);
  return { ...workspace, repId: rep.body.id };
}

/** Clocks and hand-offs, of which a past has none. */
async function clocksOf({ workspaceId }: Workspace) {
  const timers = await service.sql(
    `select kind from timers where workspace_id = $1 and kind in ('sla_check', 'handoff_timeout')`,
    [workspaceId],
  );
  const events = await service.sql<{ type: string }>('select type from events where workspace_id = $1', [workspaceId]);
  if (!events.some(({ type }) => type === 'lead.history_recorded')) throw new Error('no history was recorded');
  return [...timers, ...events.filter(({ type }) => /^lead\.(?:sla|handoff)_/.test(type))];
}

t.test('leads of another CRM have their stages, owners, outcomes and deals as of then', async (t) => {
  const workspace = await withRep();
  const { uploaded, run, get, repId } = workspace;
  const made = await uploaded(CRM, { query: '?listKind=crm_export&name=Old%20CRM' });
  t.match(
    made.mapping.columns.map(({ field }) => field),
    [
      ...['externalId', 'name', 'email', 'organizationName', 'owner', 'stage', 'occurredAt'],
      ...['closedAt', 'dealAmount', 'dealCurrency', 'lossReason', 'competitorProducts'],
    ],
  );
  t.match(await run(made.id), { state: 'succeeded', import: { created: 5, rejected: 0 } });
  const leads = await leadsOf(workspace);
  t.match(leads.get('ada@mill.example'), {
    category: 'customer',
    ownerId: repId,
    createdAt: '2025-02-03T09:30:00.000Z',
  });
  t.match(leads.get('charles@engines.example'), { category: 'lost', ownerId: repId });
  t.match(leads.get('eve@lee.example'), {
    category: 'sql',
    createdAt: '2025-06-01T00:00:00.000Z',
    attributes: { 'Lead Owner': 'Nobody Known' },
  });
  t.notOk(leads.get('eve@lee.example')?.ownerId);
  t.match(leads.get('max@muster.example'), { category: 'disqualified' });
  t.match(leads.get('ida@ito.example'), { ownerId: repId, attributes: { 'Lead Status': 'Waiting for Godot' } });
  const deals = await listAll<Deal>(get, '/v1/deals');
  t.match(deals.map(({ status, amount, closedAt }) => [status, amount, closedAt]).sort(), [
    ['lost', '900.00', '2025-05-02T00:00:00.000Z'],
    ['won', '1200.50', '2025-04-04T00:00:00.000Z'],
  ]);
  t.match(
    deals.find(({ status }) => status === 'lost'),
    { competitor: 'Rival', lossReason: 'competitor', currency: 'EUR' },
  );
  t.strictSame(await clocksOf(workspace), []);
  const again = await uploaded(CRM, { query: '?listKind=crm_export&name=Old%20CRM' });
  t.match(await run(again.id), { import: { created: 0, repeated: 5 } });
});

t.test('the mapping decides what stages and owners mean', async (t) => {
  const workspace = await withRep();
  const { uploaded, run, patch, repId } = workspace;
  const { id, mapping } = await uploaded(CRM, { query: '?listKind=crm_export' });
  const stages = [
    { value: 'Waiting for Godot', result: 'parked', reason: 'no_reply' },
    { value: 'Qualified', stage: 'mql' },
  ];
  const owners = [{ value: 'Nobody Known', repId }];
  const changed = await patch(`/v1/imports/${id}`, { mapping: { ...mapping, stages, owners } });
  t.equal(changed.status, 200, changed.text);
  t.match(await run(id), { import: { created: 5 } });
  const leads = await leadsOf(workspace);
  t.match(leads.get('eve@lee.example'), { category: 'mql', ownerId: repId });
  t.match(leads.get('ida@ito.example'), { category: 'parked' });
});

t.test('rows of engagement become events of their leads, at their dates', async (t) => {
  const workspace = await importWorkspace(service);
  const { uploaded, run, rows, get } = workspace;
  const file = `Event ID;Contact Email;Activity Type;Activity Date;Page
e1;ada@mill.example;Email Open;03.02.2025 10:00;
e2;ada@mill.example;Form Submission;13.02.2025 11:00;/demo
e3;eve@lee.example;Danced;14.02.2025;Hall 3
e4;eve@lee.example;;15.02.2025;
`;
  const made = await uploaded(file, { query: '?listKind=engagement_history' });
  t.match(await run(made.id), { import: { created: 2, joined: 1, rejected: 1 } });
  t.match(await rows(made.id, '?outcome=rejected'), [{ row: 5, column: 'Activity Type' }]);
  const leads = await leadsOf(workspace);
  const eventsOf = async (email: string) =>
    listAll<{ type: string }>(get, `/v1/leads/${leads.get(email)?.id}/engagement-events`);
  t.match(
    (await eventsOf('ada@mill.example')).toSorted((a, b) => a.type.localeCompare(b.type)),
    [
      { type: 'email_opened', externalId: 'e1', occurredAt: '2025-02-03T10:00:00.000Z' },
      { type: 'form_submitted', occurredAt: '2025-02-13T11:00:00.000Z', properties: { Page: '/demo' } },
    ],
  );
  t.match(await eventsOf('eve@lee.example'), [{ type: 'other', properties: { name: 'Danced', Page: 'Hall 3' } }]);
  t.match(leads.get('ada@mill.example'), { createdAt: '2025-02-03T10:00:00.000Z' });
  const touches = await listAll(get, `/v1/leads/${leads.get('ada@mill.example')?.id}/touches`);
  t.equal(touches.length, 1, 'a later row of the same lead is no touch');
  t.strictSame(await clocksOf(workspace), []);
});

t.test('rows of deals become deals; a won one makes a customer, or is rejected where the lead is open', async (t) => {
  const workspace = await withRep();
  const { uploaded, run, rows, post, get } = workspace;
  await post('/v1/leads', { email: 'open@known.example', organizationName: 'Known' });
  const file = `Deal ID,Deal Name,Contact Email,Deal Stage,Amount,Create Date,Close Date,Deal owner
d1,Engine,ada@mill.example,Closed Won,"1,200.00",2025-02-03,2025-04-04,Rita Rep
d2,Second engine,ada@mill.example,Closed Won,300,2025-05-03,2025-06-04,Rita Rep
d3,Loom,eve@lee.example,Closed Lost,50,2025-02-03,2025-03-01,Rita Rep
d4,Offer,open@known.example,Contract Sent,70,2025-02-03,2026-12-31,Rita Rep
d5,Old,open@known.example,Closed Won,80,2025-02-03,2025-03-01,Rita Rep
`;
  const made = await uploaded(file, { query: '?listKind=deals' });
  t.match(await run(made.id), { import: { created: 2, joined: 2, rejected: 1 } });
  t.match(await rows(made.id, '?outcome=rejected'), [{ row: 6, code: 'conflict', detail: /won deal/ }]);
  const deals = await listAll<Deal>(get, '/v1/deals');
  t.match(
    deals
      .map(({ name, status, amount, currency }) => [name, status, amount, currency])
      .toSorted((a, b) => String(a[0]).localeCompare(String(b[0]))),
    [
      ['Engine', 'won', '1200.00', 'USD'],
      ['Loom', 'lost', '50.00', 'USD'],
      ['Offer', 'open', '70.00', 'USD'],
      ['Second engine', 'won', '300.00', 'USD'],
    ],
  );
  t.match(
    deals.find(({ name }) => name === 'Offer'),
    { expectedCloseOn: '2026-12-31' },
  );
  const leads = await leadsOf(workspace);
  t.match(leads.get('ada@mill.example'), { category: 'customer' });
  t.match(leads.get('eve@lee.example'), { category: 'lost' });
});

t.test('a row whose dates do not fit together is rejected with the place', async (t) => {
  const { uploaded, run, rows } = await importWorkspace(service);
  const file = `Name,Email,Status,Created,Closed Date\nAda King,ada@mill.example,Lost,2025-04-04,2025-02-03\nBob Bell,bob@bell.example,Open,2025-04-04,\n`;
  const made = await uploaded(file, { query: '?listKind=crm_export' });
  t.match(await run(made.id), { import: { created: 1, rejected: 1 } });
  t.match(await rows(made.id, '?outcome=rejected'), [{ row: 2, code: 'rule_refused', detail: /outcome/ }]);
});

/** The workbook with the sheet "Leads": the rows of `LINES`. */
const WORKBOOK = [
  'UEsDBBQAAAAIAHmtfV1bma6u5QAAAAsCAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbK2RvVLDMBCEX0WjNhOdk4KCsZ0i0AYKXuCQz7HG+hudEs',
  'zbIzuBggnQUN1Iu3vfalTvJmfFmRKb4Bu5UZXctfXLeyQWRfHcyCHneA/AeiCHrEIkX5Q+JIe5HNMRIuoRjwTbqroDHXwmn9d53iHb+oF6PNks',
  'HqdyfaEksizF/mKcWY3EGK3RmIsOZ999o6yvBFWSi4cHE3lVDBJuEmblZ8A191SenUxH4hlTPqArLpgsvIU0voYwqt+X3GgZ+t5o6oI+uRJRHB',
  'NhxwNRdlYtUzk0fvU3fzEzLGPzz0W+9n/2gOW72w9QSwMEFAAAAAgAea19XUuDozqWAAAABQEAAAsAAABfcmVscy8ucmVsc43PPQ7CMAwF4KtE',
  'PkDdMjCgpl1YuiIuEFL3R23iyAlQbk9GihgY/fz0Wa7bza3qQRJn9hqqooS2qS+0mpSDOM0hqtzwUcOUUjghRjuRM7HgQD5vBhZnUh5lxGDsYk',
  'bCQ1keUT4N2Juq6zVI11egrq9A/9g8DLOlM9u7I59+nPhqZNnISEnDtuKTZbkxL0VGAZsadw82b1BLAwQUAAAACAB5rX1dUwToIJ8AAAD4AAAA',
  'DwAAAHhsL3dvcmtib29rLnhtbI2PSQ6DMAxFrxL5AAS66AKFsOkGqZdIwTQRZJCdDsdvCmXflYcvv++v+rdfxROJXQwdNFUNvVavSMstxkUUMX',
  'AHNufUSsmjRW+4iglDUeZI3uQy0l1yIjQTW8TsV3mq67P0xgXYCS39w4jz7Ea8xPHhMeQdQriaXF5j6xKDVpsD/6oIxmMH168ziG01TCUECGpd',
  'aWiYGpBayeNKHsH0B1BLAwQUAAAACAB5rX1dbTbpdJoAAAAGAQAAGgAAAHhsL19yZWxzL3dvcmtib29rLnhtbC5yZWxzjc87DsIwDAbgq0Q+QN',
  '0yMKCmXVhYEReIUrep2jwUm9ftiRgQlRiYLP+2Pstt//CrulHmOQYNTVVD37VnWo2UgN2cWJWNwBqcSDogsnXkDVcxUSiTMWZvpLR5wmTsYibC',
  'XV3vMX8bsDXVadCQT0MD6vJM9I8dx3G2dIz26inIjxN4j3lhRyQFNXki0fCJGN+lqYoK2LW4+bB7AVBLAwQUAAAACAB5rX1dqYeL6jcBAAC8Aw',
  'AAGAAAAHhsL3dvcmtzaGVldHMvc2hlZXQxLnhtbH2T22oDIRBAf0V832g2bSjFNfc8hUJJ+wGyThKpl0XNpX9fk5alD7rgg44eZ+agbHYzGl3A',
  'B+Vsg8cjihHY1klljw3+/NhWL3jG2dX5r3ACiCgdt6HBpxi7V0JCewIjwsh1YNPOwXkjYlr6IwmdByEfkNGkpnRKjFAWc/aIrUUUnHl3RT6lTd',
  'H2PlmMMYoNVlYrC/voU1wFziLfnrVGb8IAI5Ezcg+S9g9alqBNSqgzwKoE7KOI55Ah1iVilZqMIFFqJ1fapshpFyBDkWSk11L3WurCNQsp0PLb',
  'O5vTUoKEFHOjtB7BTZhO5+peldhH3RLtXIg5TSWspvVzReuKTnKShqmnNAYkTXpJk9IzuADaQfbllBC4wFwDDBkqoe9nodVBgcz5KUG/nU4rOs',
  '51Sv79GNJ/Rf4DUEsBAhQDFAAAAAgAea19XVuZrq7lAAAACwIAABMAAAAAAAAAAAAAAIABAAAAAFtDb250ZW50X1R5cGVzXS54bWxQSwECFAMU',
  'AAAACAB5rX1dS4OjOpYAAAAFAQAACwAAAAAAAAAAAAAAgAEWAQAAX3JlbHMvLnJlbHNQSwECFAMUAAAACAB5rX1dUwToIJ8AAAD4AAAADwAAAA',
  'AAAAAAAAAAgAHVAQAAeGwvd29ya2Jvb2sueG1sUEsBAhQDFAAAAAgAea19XW026XSaAAAABgEAABoAAAAAAAAAAAAAAIABoQIAAHhsL19yZWxz',
  'L3dvcmtib29rLnhtbC5yZWxzUEsBAhQDFAAAAAgAea19XamHi+o3AQAAvAMAABgAAAAAAAAAAAAAAIABcwMAAHhsL3dvcmtzaGVldHMvc2hlZX',
  'QxLnhtbFBLBQYAAAAABQAFAEUBAADgBAAAAAA=',
].join('');
const LINES = `{"Full Name":"Ada Byron","Email":"ada@mill.example","Status":"Closed Lost","Created Date":"2025-02-03","Close Date":"2025-04-04"}
{"Full Name":"Eve Lee","Email":"eve@lee.example","Status":"Qualified","Created Date":"2025-06-01"}
`;

for (const [type, file] of [
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', Buffer.from(WORKBOOK, 'base64')],
  ['application/x-ndjson', LINES],
] as const) {
  t.test(`a list with a past is read from ${type}`, async (t) => {
    const workspace = await importWorkspace(service);
    const made = await workspace.uploaded(file, { type, query: '?listKind=crm_export' });
    t.match(await workspace.run(made.id), { import: { created: 2, rejected: 0 } });
    const leads = await leadsOf(workspace);
    t.match(leads.get('ada@mill.example'), { category: 'lost', createdAt: '2025-02-03T00:00:00.000Z' });
    t.match(leads.get('eve@lee.example'), { category: 'sql', createdAt: '2025-06-01T00:00:00.000Z' });
    t.strictSame(await clocksOf(workspace), []);
  });
}
