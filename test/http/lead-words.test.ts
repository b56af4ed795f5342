import t from 'tap';
import { type LeadOut, openService, type Page } from './ingest-fixture.js';

const service = await openService(t);

const FIRST = ['Ada', 'Grace', 'José', 'Łukasz', 'Ω-Anna', 'ada_b'];
const LAST = ['Lovelace', 'Hopper', 'Núñez', 'Weiß', 'Love', 'Hoppersson'];
const COMPANIES = ['Harbour & Sons', 'HARBOUR GmbH', 'Analytical-Engines Ltd', 'Łódź Looms', 'Ωmega'];

/** A page of one lead looks at the first leads in the order of the page, one of all leads at the index of words. */
t.test('pages of one lead list the same leads by words as one page of all', async (t) => {
  const { post } = await service.makeWorkspace();
  const items = Array.from({ length: 120 }, (_, index) => ({
    firstName: FIRST[index % FIRST.length],
    lastName: LAST[(index * 5 + Math.floor(index / 6)) % LAST.length],
    organizationName: COMPANIES[index % COMPANIES.length],
    email: `${index % 7}.ada${index}@weiß-bräu-${index % 4}.de`,
    ...(index % 9 === 0 ? { description: 'Wants 40 registers, "now"' } : {}),
  }));
  t.equal((await post('/v1/leads/batch', { items })).status, 207);
  const page = async (body: object) => (await post<Page<LeadOut>>('/v1/leads/search', body)).body;
  const pages = async (body: object, most: number) => {
    const ids: string[] = [];
    let cursor: string | undefined;
    while (ids.length < most) {
      const next = await page({ ...body, limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      ids.push(...next.data.map(({ id }) => id));
      if (!next.hasMore) break;
      cursor = next.nextCursor ?? undefined;
    }
    return ids;
  };
  const queries = ['ada', 'ada lovelace', 'ho', 'nunez', 'weiss', 'lodz', 'omega', 'ωmega', 'register', 'harbour gmbh'];
  const typos = ['lovelcae', 'harbor', 'grase hoper', 'nunz', 'lukas lodz', 'anlytical', 'registerrs', 'weis'];
  const sorts = [undefined, [{ field: 'createdAt', direction: 'asc' }], [{ field: 'updatedAt', direction: 'desc' }]];
  let compared = 0;
  for (const [index, q] of [...queries, ...typos].entries()) {
    const where = { type: 'field', field: 'organizationName', operator: 'neq', value: 'Ωmega' };
    const body = { q, sort: sorts[index % sorts.length], ...(index % 4 === 3 ? { where } : {}) };
    const all = (await page({ ...body, limit: 200 })).data.map(({ id }) => id);
    t.strictSame(await pages(body, 12), all.slice(0, 12), q);
    compared += Math.min(all.length, 12);
  }
  t.ok(compared > 60, `${compared} leads compared`);
});
