import t from 'tap';
import { type Doors, openDoors, together } from './ingest-fixture.js';

t.test('smoke', async (t) => {
  let now = Date.parse('2026-01-05T08:00:00Z');
  const doors = await openDoors(t, { clock: () => now });
  const items = Array.from({ length: 200 }, (_, i) => ({
    email: `p${i}@company-${i}.com`,
    industry: i % 2 ? 'Software' : 'Retail',
    attributes: { plan: i % 4 < 2 ? 'pro' : 'free' },
  }));
  const { body } = await doors.post<any>('/v1/leads/batch', { items });
  const ids = body.results.map((r: any) => (r.lead ?? r.result?.lead ?? r.outcome?.lead).id);
  for (let i = 0; i < 200; i++) {
    now += 60_000;
    const won = (i % 2 && i % 5 !== 0) || i % 11 === 0;
    await doors.post(`/v1/leads/${ids[i]}/category`, { category: won ? 'customer' : 'lost', reason: 'x' });
  }
  const op = await doors.post<any>('/v1/prediction-models', undefined);
  console.error(op.status, op.text);
  console.error(await doors.apps[0]!.services.operations.runDue());
  console.error((await doors.get<any>(`/v1/operations/${op.body.id}`)).text);
  console.error((await doors.get<any>(`/v1/prediction-models/1`)).text);
  const lead = await doors.post<any>('/v1/leads', { email: 'new@new-company.com', industry: 'software' });
  console.error(lead.body.lead.conversionProbability);
  console.error((await doors.get<any>(`/v1/leads/${lead.body.lead.id}/prediction`)).text);
});
