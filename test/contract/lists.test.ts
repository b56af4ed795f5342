import t from 'tap';
import { openTestApp } from '../support/app.js';
import { type ContractOperation, parametersIn, resolver, type Schema, typesOf } from './document.js';
import { contractOf } from './exchange.js';
import { addLeadHistory, insertFixtures, insertPredictionModels } from './fixtures.js';

const SEARCH = 'POST /v1/leads/search has it';
const ONE_ITEM = 'names one item at most';
const SETTING = 'a setting of few items';

/** Fields of the items of lists that no filter has, each with the reason. */
const EXEMPT: Record<string, Record<string, string>> = {
  getMetricCatalogue: { metric: 'the whole catalogue, some forty rows', unit: 'the whole catalogue, some forty rows' },
  listApiKeys: { rotatedFrom: ONE_ITEM },
  listAttributeDefinitions: { defaultValue: SETTING },
  listChangedLeads: { leadId: 'one item; the events of the lead have it' },
  listConnectorPayloads: { touchId: ONE_ITEM },
  listCosts: { correctsId: ONE_ITEM, correctedById: ONE_ITEM },
  listConnectors: {
    enabled: SETTING,
    createsTestLeads: SETTING,
    signatureAlgorithm: SETTING,
    hasSecret: SETTING,
    hasAccessToken: SETTING,
  },
  listCustomers: { emailType: 'quality of an address', phoneType: 'quality of a number' },
  listDeals: { contactId: '`customerId` finds contacts too' },
  listDuplicates: { groupId: '`leadId` finds the groups of a lead', survivorId: '`leadId` finds the groups of a lead' },
  listForms: { requiresStamp: SETTING, captchaProvider: SETTING, captchaWhenUnavailable: SETTING },
  listHandoffs: {},
  listImports: { rehearsalId: ONE_ITEM, revertId: ONE_ITEM, sameFileAs: 'few imports', state: 'few imports' },
  listImportRows: { leadId: 'one item; the events of the lead have it', matchedBy: 'of few rows' },
  listLeads: {
    authority: SEARCH,
    purchaseIntent: SEARCH,
    emailConsent: SEARCH,
    phoneConsent: SEARCH,
    emailType: SEARCH,
    phoneType: SEARCH,
    categoryDecidedBy: SEARCH,
    contactsMasked: 'depends on the key, not on the lead',
  },
  listLeadDecisions: {
    repId: 'few decisions of one lead',
    teamId: 'few decisions of one lead',
    queueReason: 'few decisions of one lead',
    stickiness: 'few decisions of one lead',
    tieBreak: 'few decisions of one lead',
  },
  listLeadTimeline: { kind: '`kinds` has it', eventType: '`kinds` groups the types' },
  listPredictionModels: { publishedBy: SETTING, rescoreId: ONE_ITEM },
  listScoreModels: { rescoreId: ONE_ITEM },
  listClassificationPolicies: { rescoreId: ONE_ITEM },
  listFunnels: { rescoreId: ONE_ITEM },
  listSequences: { rescoreId: ONE_ITEM },
  listReps: { whenInactive: SETTING, whenAbsent: SETTING },
  listSegments: { status: SETTING, updates: SETTING },
  listSegmentLeads: { leadId: '`GET /v1/leads/{leadId}/segments` has it' },
  listForecastDeals: {
    leadId: '`GET /v1/deals` has it',
    basis: 'follows from the history',
    monthBasis: 'follows from the history',
  },
  listTargets: { scope: 'the ids of the scope have it' },
  listTargetProgress: {
    status: 'follows from the day',
    method: 'follows from the numbers',
    notProjected: 'follows from the numbers',
  },
  listTasks: { activityId: ONE_ITEM },
  listCampaigns: { mergedInto: SETTING, survivorId: SETTING },
  listSources: { mergedInto: SETTING, survivorId: SETTING },
  listWorkspaces: { undeclaredAttributes: SETTING, weekStart: SETTING },
};

const app = await openTestApp(t);
const contract = contractOf(JSON.parse((await app.server.inject('/openapi.json')).body));
const resolve = resolver(contract.document);

/** The properties of the items of a list; undefined for other operations. */
function itemFields({ method, answers }: ContractOperation): Record<string, Schema> | undefined {
  const component = answers.get(200)?.component;
  if (method !== 'GET' || component === undefined) return undefined;
  const { data } = contract.document.components.schemas[component]?.properties ?? {};
  return data?.items && resolve(data.items).properties;
}

const lists = contract.operations.flatMap((operation) => {
  const fields = itemFields(operation);
  return fields === undefined ? [] : [{ operation, fields }];
});

/** Ids, enumerations and booleans, which a list is expected to filter by. */
function isSelective(field: Schema): boolean {
  const schema = { ...resolve(field), ...field };
  const isWord = schema.enum !== undefined || schema['x-extensible-enum'] !== undefined;
  return schema.format === 'uuid' || isWord || typesOf(schema).includes('boolean');
}

t.test('lists filter by the ids, words and booleans that their items show', async (t) => {
  t.ok(lists.length > 25);
  for (const { operation, fields } of lists) {
    const filters = [...parametersIn(operation, 'query'), ...parametersIn(operation, 'path')].map(({ name }) => name);
    const missing = Object.entries(fields).flatMap(([name, field]) =>
      name !== 'id' && isSelective(field) && !filters.includes(name) ? [name] : [],
    );
    t.strictSame(missing.sort(), Object.keys(EXEMPT[operation.id] ?? {}).sort(), operation.id);
  }
});

type Item = Record<string, unknown>;

t.test('each filter gives the items that show its value, and no others', async (t) => {
  const here = { key: app.adminKey, workspaceId: app.workspaceId };
  await insertFixtures(contract, app.server, resolve, here);
  const fixtures = await insertFixtures(contract, app.server, resolve, here);
  await addLeadHistory(contract, app.server, { key: here.key, fixtures });
  await insertPredictionModels(app.store, here.workspaceId, 2);
  await app.makeWorkspace('Sandbox', true);
  const tried = new Set<string>();
  for (const { operation, fields } of lists) {
    const read = async (query: string) => {
      const answer = await contract.send(app.server, operation, { key: here.key, params: fixtures, query });
      return (JSON.parse(answer.text) as { data: Item[] }).data;
    };
    const all = await read('limit=200');
    for (const { name } of parametersIn(operation, 'query').filter(({ name }) => name in fields)) {
      const values = new Set(all.flatMap((item) => item[name] ?? []));
      for (const value of [...values].slice(0, 2)) {
        tried.add(`${operation.id} ${name}`);
        // A system alone identifies nothing.
        const { externalId } = (name === 'externalSystem' && all.find((item) => item[name] === value)) || {};
        const needed = externalId === undefined ? '' : `&externalId=${externalId}`;
        const found = await read(`limit=200&${name}=${encodeURIComponent(String(value))}${needed}`);
        const expected = all.filter((item) => item[name] === value && (!needed || item.externalId === externalId));
        t.strictSame(found, expected, `${operation.id}: ${name}=${value} of ${all.length}`);
      }
    }
    for (const name of Object.keys(fields).filter((name) => name.endsWith('At'))) {
      const [from, before] = [`${name.slice(0, -2)}From`, `${name.slice(0, -2)}Before`];
      const instants = all.map((item) => item[name]).filter((instant) => typeof instant === 'string');
      const [middle] = instants.sort().slice(instants.length >> 1);
      if (middle === undefined || !parametersIn(operation, 'query').some((one) => one.name === from)) continue;
      tried.add(`${operation.id} ${from}`);
      const later = await read(`limit=200&${from}=${middle}`);
      const earlier = await read(`limit=200&${before}=${middle}`);
      const isEarlier = (item: Item) => String(item[name]) < middle;
      t.strictSame(
        later,
        all.filter((item) => item[name] !== undefined && !isEarlier(item)),
        `${operation.id}: ${from}`,
      );
      t.strictSame(
        earlier,
        all.filter((item) => item[name] !== undefined && isEarlier(item)),
        `${operation.id}: ${before}`,
      );
    }
  }
  t.ok(tried.size > 60, `${tried.size} filters had items to find`);
  t.strictSame(contract.faults, []);
});

t.test('a cursor continues whatever the order of the parameters', async (t) => {
  const headers = { authorization: `Bearer ${app.adminKey}` };
  const read = async (query: string) => {
    const { statusCode, body } = await app.server.inject({ url: `/v1/api-keys?${query}`, headers });
    return { statusCode, page: JSON.parse(body) as { data: Item[]; nextCursor: string } };
  };
  for (const scope of ['leads:read', 'leads:write'] as const) await app.makeKey([scope]);
  const first = await read('limit=1&kind=service&revoked=false');
  const { statusCode, page } = await read(`revoked=false&cursor=${first.page.nextCursor}&kind=service&limit=1`);
  t.equal(statusCode, 200);
  t.equal(page.data.length, 1);
});
