/** Plans of campaigns over HTTP: dates, budget and status. */
import t from 'tap';
import type { Static } from 'typebox';
import type { CampaignSchema } from '../../src/http/schemas/campaigns.js';
import { listAll, openService, type ProblemOut, type TestWorkspace } from './ingest-fixture.js';

type Campaign = Static<typeof CampaignSchema>;
const service = await openService(t);

async function makeSource() {
  const workspace = await service.makeWorkspace();
  const source = await workspace.post<{ id: string }>('/v1/sources', { channel: 'event', name: 'Fair' });
  const make = (name: string, plan: object = {}) =>
    workspace.post<Campaign>('/v1/campaigns', { sourceId: source.body.id, name, ...plan });
  return { ...workspace, make };
}

const namesOf = async ({ get }: Pick<TestWorkspace, 'get'>, query: string) =>
  (await listAll<Campaign>(get, `/v1/campaigns?${query}`)).map(({ name }) => name).sort();

t.test('a campaign keeps its plan, which a patch changes', async (t) => {
  const { make, patch, get } = await makeSource();
  const plan = { startsOn: '2026-03-02', endsOn: '2026-03-06', budget: '12000.5', budgetCurrency: 'EUR' };
  const made = await make('Booth 12', { ...plan, status: 'planned' });
  t.match(made, { status: 201, body: { ...plan, budget: '12000.50', status: 'planned' } });
  const path = `/v1/campaigns/${made.body.id}`;
  t.match((await patch<Campaign>(path, { budget: '12000.500' })).body, { version: 1 }, 'the same amount');
  const running = await patch<Campaign>(path, { status: 'active', endsOn: null });
  t.match(running.body, { version: 2, status: 'active', startsOn: '2026-03-02', endsOn: null, budget: '12000.50' });
  t.match((await patch<Campaign>(path, { budget: null })).body, { budget: null, budgetCurrency: null });
  t.match((await get<Campaign>(path)).body, { version: 3, name: 'Booth 12', budget: null });
});

t.test('a plan that contradicts itself is refused by its fields', async (t) => {
  const { make, patch } = await makeSource();
  const made = await make('Booth 12', { startsOn: '2026-03-02' });
  const path = `/v1/campaigns/${made.body.id}`;
  const refused = async (change: object, pointers: string[]) => {
    for (const { status, body } of [
      await patch<ProblemOut>(path, change),
      (await make('Other', { startsOn: '2026-03-02', ...change })) as unknown as { status: number; body: ProblemOut },
    ]) {
      t.equal(status, 422, JSON.stringify(change));
      t.same(
        body.errors?.map(({ pointer }) => pointer),
        pointers,
      );
    }
  };
  await refused({ endsOn: '2026-03-01' }, ['/endsOn']);
  await refused({ budget: '10' }, ['/budgetCurrency']);
  await refused({ budgetCurrency: 'EUR' }, ['/budget']);
  await refused({ budget: '10', budgetCurrency: 'XXQ' }, ['/budgetCurrency']);
  t.equal((await patch(path, { startsOn: '2026-02-30' })).status, 400, 'no day');
});

t.test('campaigns are listed by status and by the days on which they run', async (t) => {
  const { make, get } = await makeSource();
  await make('Open', {});
  await make('March', { startsOn: '2026-03-01', endsOn: '2026-03-31', status: 'ended' });
  await make('Since April', { startsOn: '2026-04-01', status: 'planned' });
  t.same(await namesOf({ get }, 'status=ended'), ['March']);
  t.same(await namesOf({ get }, 'runningOn=2026-03-31'), ['March', 'Open']);
  t.same(await namesOf({ get }, 'runningOn=2026-04-01'), ['Open', 'Since April']);
  t.same(await namesOf({ get }, 'runningOn=2026-04-01&status=planned'), ['Since April']);
});

t.test('a campaign that a lead names first is active, without dates and budget', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const source = { channel: 'event', name: 'Fair', campaign: 'Booth 9' };
  t.equal((await post('/v1/leads', { email: 'ada@mill.example', source })).status, 201);
  const [campaign] = await listAll<Campaign>(get, '/v1/campaigns');
  t.match(campaign, { name: 'Booth 9', status: 'active', startsOn: null, endsOn: null, budget: null });
});
