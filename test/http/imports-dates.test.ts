/** Times and dates of files: their zone, their order, and the dates of consents. */
import t from 'tap';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import { type LeadOut, listAll, type ProblemOut } from './ingest-fixture.js';

const service = await openAssignment(t);

interface Touch {
  occurredAt: string;
}

async function workspaceIn(settings: { defaultCountry?: string; timeZone?: string }) {
  const workspace = await importWorkspace(service);
  const { patch, get, workspaceId } = workspace;
  const changed = await patch(`/v1/workspaces/${workspaceId}`, settings);
  if (changed.status !== 200) throw new Error(changed.text);
  const touchesOf = async () => {
    const leads = await listAll<LeadOut>(get, '/v1/leads');
    const found = new Map<string, string | undefined>();
    for (const { id, name = '' } of leads) {
      const [first] = await listAll<Touch>(get, `/v1/leads/${id}/touches`);
      found.set(name, first?.occurredAt);
    }
    return found;
  };
  return { ...workspace, touchesOf };
}

t.test('local times are those of the workspace, or of the zone that the upload names', async (t) => {
  const { uploaded, run, touchesOf, upload } = await workspaceIn({ timeZone: 'Europe/Berlin' });
  const file = (name: string) =>
    `Name,Email,Created\n${name} local,${name}1@zone.example,2025-03-04 10:00\n${name} offset,${name}2@zone.example,2025-03-04T10:00:00Z\n${name} day,${name}3@zone.example,2025-07-01\n`;
  const made = await uploaded(file('Berlin'));
  t.match(made, { detected: { timeZone: 'Europe/Berlin' }, mapping: { timeZone: 'Europe/Berlin' } });
  await run(made.id);
  const other = await uploaded(file('York'), { query: '?timeZone=America/New_York' });
  t.match(other, { detected: { timeZone: 'America/New_York' } });
  await run(other.id);
  const touches = await touchesOf();
  t.strictSame(
    ['Berlin local', 'Berlin offset', 'Berlin day', 'York local', 'York day'].map((name) => touches.get(name)),
    [
      '2025-03-04T09:00:00.000Z',
      '2025-03-04T10:00:00.000Z',
      '2025-06-30T22:00:00.000Z',
      '2025-03-04T15:00:00.000Z',
      '2025-07-01T04:00:00.000Z',
    ],
  );
  const wrong = await upload(file('Mars'), { query: '?timeZone=Mars/Olympus' });
  t.match(wrong, { status: 422, body: { errors: [{ parameter: 'timeZone' }] } });
});

t.test('the day of an expected close is the day of the file in any zone', async (t) => {
  const { uploaded, run, get } = await workspaceIn({ timeZone: 'Europe/Berlin' });
  const made = await uploaded(
    'Deal Name,Contact Email,Deal Stage,Amount,Create Date,Close Date\nOffer,day@zone.example,Contract Sent,70,2025-02-03,2026-12-31\n',
    { query: '?listKind=deals' },
  );
  t.match(await run(made.id), { import: { created: 1 } });
  t.match(await listAll(get, '/v1/deals'), [{ expectedCloseOn: '2026-12-31' }]);
});

for (const [country, dates, order, certainty, at] of [
  ['DE', ['03/04/2025', '05/04/2025'], 'dmy', 'likely', '2025-04-03T00:00:00.000Z'],
  ['US', ['03/04/2025', '05/04/2025'], 'mdy', 'likely', '2025-03-04T00:00:00.000Z'],
  ['US', ['03/04/2025', '25/04/2025'], 'dmy', 'certain', '2025-04-03T00:00:00.000Z'],
  ['DE', ['03/04/2025', '04/25/2025'], 'mdy', 'certain', '2025-03-04T00:00:00.000Z'],
  ['DE', ['03/04/2025', '04/25/2025', '25/04/2025', '26/04/2025'], 'dmy', 'unsure', '2025-04-03T00:00:00.000Z'],
] as const) {
  t.test(`${dates.join(', ')} in ${country} are read by ${order}, which is ${certainty}`, async (t) => {
    const { uploaded, run, touchesOf } = await workspaceIn({ defaultCountry: country });
    const lines = dates.map((date, index) => `P ${index},p${index}@dates.example,${date}`);
    const made = await uploaded(`Name,Email,Created\n${lines.join('\n')}\n`);
    t.match(made, { mapping: { dateOrder: order }, detected: { dateOrder: order, dateOrderCertainty: certainty } });
    const doubts = made.notes.filter((note) => /can be read both ways/.test(note));
    t.equal(doubts.length, certainty === 'certain' ? 0 : 1);
    await run(made.id);
    t.equal((await touchesOf()).get('P 0'), at);
  });
}

t.test(
  'another column of dates changes their order and the first rows, unless the change states the order',
  async (t) => {
    const { uploaded, patch } = await workspaceIn({ defaultCountry: 'US' });
    const { id, mapping, ...made } = await uploaded(
      'Name,Email,When,Met\nIda,ida@dates.example,03/04/2025,25/12/2024\nOle,ole@dates.example,05/04/2025,03/02/2025\n',
      { query: '?columnUse=When%3DoccurredAt&columnUse=Met%3Dattribute' },
    );
    t.match(mapping, { dateOrder: 'dmy' }, 'as in the other column of dates');
    t.match(made.detected, { dateOrderCertainty: 'likely' });
    const changed = async (change: object) => {
      const answer = await patch<typeof made & { mapping: typeof mapping }>(`/v1/imports/${id}`, {
        mapping: { ...mapping, ...change },
      });
      t.equal(answer.status, 200, answer.text);
      return answer.body;
    };
    const occurredAt = ({ firstRows }: typeof made) =>
      firstRows?.[0]?.values.find(({ field }) => field === 'occurredAt')?.value;
    t.equal(occurredAt(made), '2025-04-03T00:00:00.000Z');
    const stated = await changed({ dateOrder: 'mdy' });
    t.match(stated, { mapping: { dateOrder: 'mdy' }, detected: { dateOrderCertainty: 'certain' } });
    t.equal(occurredAt(stated), '2025-03-04T00:00:00.000Z');
    t.strictSame(
      stated.notes.filter((note) => /both ways/.test(note)),
      [],
    );
    const zoned = await changed({ dateOrder: 'mdy', timeZone: 'Asia/Tokyo' });
    t.equal(occurredAt(zoned), '2025-03-03T15:00:00.000Z');
    const wrong = await patch<ProblemOut>(`/v1/imports/${id}`, { mapping: { ...mapping, timeZone: 'Mars/Olympus' } });
    t.match(wrong, { status: 422, body: { errors: [{ pointer: '/mapping/timeZone' }] } });
  },
);

t.test('a column that becomes the date decides the order by its own dates', async (t) => {
  const { uploaded, patch } = await workspaceIn({ defaultCountry: 'US' });
  const { id, mapping } = await uploaded(
    'Name,Email,When\nIda,ida@dates.example,03/04/2025\nOle,ole@dates.example,25/04/2025\n',
    { query: '?columnUse=When%3Dattribute' },
  );
  const columns = mapping.columns.map((column) =>
    column.column === 'When' ? { ...column, use: 'field', field: 'occurredAt' } : column,
  );
  const sent = { ...mapping, dateOrder: mapping.dateOrder, columns };
  t.match(await patch(`/v1/imports/${id}`, { mapping: sent }), {
    status: 200,
    body: { mapping: { dateOrder: 'dmy' }, detected: { dateOrderCertainty: 'certain' } },
  });
});

t.test('the date of an opt-in is that of the consent, and never of the first touch', async (t) => {
  const { uploaded, run, get, touchesOf } = await workspaceIn({ timeZone: 'UTC' });
  const made = await uploaded(
    'Name,Email,Email consent,Email consent at\nYes,yes@consent.example,yes,2024-05-06\nNo,no@consent.example,no,2024-06-07\nNone,none@consent.example,,2024-07-08\n',
  );
  t.match(
    made.mapping.columns.map(({ field }) => field),
    ['name', 'email', 'emailConsent', 'emailConsentAt'],
  );
  await run(made.id);
  const optIn = await uploaded('Name,Email,Opt-in date\nIn,in@consent.example,2024-08-09\nOut,out@consent.example,\n');
  await run(optIn.id);
  const leads = new Map((await listAll<LeadOut>(get, '/v1/leads')).map((lead) => [lead.name, lead]));
  const consentOf = (name: string) => [leads.get(name)?.emailConsent, leads.get(name)?.emailConsentAt];
  t.strictSame(consentOf('Yes'), ['granted', '2024-05-06T00:00:00.000Z']);
  t.strictSame(consentOf('No'), ['denied', '2024-06-07T00:00:00.000Z']);
  t.strictSame(consentOf('None'), [undefined, undefined]);
  t.strictSame(consentOf('In'), ['granted', '2024-08-09T00:00:00.000Z']);
  t.strictSame(consentOf('Out'), [undefined, undefined]);
  for (const [name, at] of await touchesOf()) t.notMatch(at, /^2024/, name);
  const gone = await uploaded('Email Address,OPTIN_TIME,UNSUB_TIME\ngone@consent.example,2024-01-01,2024-02-02\n');
  t.match(gone.mapping.columns[1], { use: 'attribute' }, 'a list of people who unsubscribed grants nothing');
});
