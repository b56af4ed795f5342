/** A file of leads makes the same leads in an empty workspace. */
import papa from 'papaparse';
import t from 'tap';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import type { BatchOut, TestWorkspace } from './ingest-fixture.js';

t.setTimeout(400_000);
const service = await openAssignment(t);
const { apps } = service;
const LEADS = 10_000;
const BATCH = 250;

/** Facts of a lead, with texts that files are usually wrong about. */
function leadAt(index: number): object {
  const odd = ['=1+1', "'=2", 'a;b', 'x, "y"', 'line\nbreak', '-5', '＝full', 'Ünï 漢字 😀', '00042', 'true'][
    index % 10
  ];
  const at = (days: number) =>
    new Date(Date.UTC(2025, 0, 1) + ((index % 300) + days) * 86_400_000 + index).toISOString();
  return {
    ...{ kind: index % 7 === 0 ? 'organization' : 'person', externalId: `${index}`, externalSystem: 'crm' },
    ...{ name: `Person ${index} ${odd}`, firstName: 'Ada', lastName: `King ${index}`, jobTitle: odd },
    ...{
      organizationName: `Engines ${index % 50}`,
      industry: 'Retail',
      employeeCount: index,
      annualRevenue: `${index}.25`,
    },
    ...{
      website: `https://company${index}.example`,
      email: `p${index}@company${index}.example`,
      phone: `+4930${9_000_000 + index}`,
    },
    ...{
      otherEmails: [`q${index}@other.example`, `r${index}@other.example`],
      otherPhones: [`+4940${9_000_000 + index}`],
    },
    ...{ street: `${odd} 5`, city: 'Turin', region: 'TO', postalCode: '00100', country: 'IT', language: 'it' },
    ...{ timeZone: 'Europe/Rome', products: [`p ${odd}`, 'q'], need: `Needs ${odd}`, budgetAmount: '10.50' },
    ...{
      budgetCurrency: 'EUR',
      authority: 'decision_maker',
      purchaseIntent: 'buying',
      purchaseTimeframeDays: index % 90,
    },
    ...{ timeframeStatedAt: at(5), competitorProducts: ['=SUM(A1)'], competitorContractEndsOn: '2027-05-01' },
    ...{
      emailConsent: 'granted',
      phoneConsent: 'denied',
      consentBasis: `form ${odd}`,
      tags: [`t ${index % 9}`, 'Smith, A'],
    },
    description: `${odd}\n${odd}`,
    attributes: { text: odd, digits: `${index}`, seats: index, vip: index % 2 === 0, 'a.b': [odd], ratio: -0.5 },
    source: { channel: 'event', name: `Fair ${index % 20}`, campaign: `C ${odd}` },
    occurredAt: at(0),
  };
}

/** What importing cannot know, and what the workspace decides by itself. */
const OWN =
  /^(id|version|.*At|.*Since|.*Id|score\..*|queue\..*|scoreModelVersion|sla|touchCount|.*[pP]robability.*|assign.*|owner.*|team.*)$/;

t.test(
  `${LEADS.toLocaleString('en')} leads with all fields of a submission are the same after export and import`,
  async (t) => {
    const rowsOf = async ({ post, get, token }: TestWorkspace) => {
      const { body } = await post<{ id: string }>('/v1/exports', { resource: 'leads' });
      while ((await apps[0]?.services.exports.runDue())?.ran);
      t.match((await get<object>(`/v1/operations/${body.id}`)).body, { state: 'succeeded', export: { rows: LEADS } });
      const address = `${service.urls[0]}/v1/exports/${body.id}/file`;
      const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
      const text = await answer.text();
      const { data } = papa.parse<string[]>(text, { skipEmptyLines: true });
      return { text, header: data[0] ?? [], rows: data.slice(1) };
    };
    const send = async ({ post }: TestWorkspace, items: object[]) => {
      for (let from = 0; from < items.length; from += BATCH) {
        const answer = await post<BatchOut>('/v1/leads/batch', { items: items.slice(from, from + BATCH) });
        if (answer.body.created !== Math.min(BATCH, items.length - from)) t.fail(answer.text.slice(0, 500));
      }
    };
    const [one, other] = [await service.makeWorkspace(), await importWorkspace(service)];
    await send(
      one,
      Array.from({ length: LEADS }, (_, index) => leadAt(index)),
    );
    const first = await rowsOf(one);
    const { id, mapping } = await other.uploaded(first.text);
    t.equal(mapping.list, 'leads');
    t.match(await other.run(id), { state: 'succeeded', import: { created: LEADS, joined: 0, rejected: 0 } });
    const second = await rowsOf(other);
    t.strictSame(second.header, first.header);
    const key = first.header.indexOf('externalId');
    const byKey = new Map(second.rows.map((row) => [row[key], row]));
    const kept = first.header.flatMap((name, index) =>
      !OWN.test(name) || ['externalId', 'timeframeStatedAt', 'firstTouchAt'].includes(name) ? [{ name, index }] : [],
    );
    t.ok(kept.length > 45, `${kept.length} columns are compared`);
    const different = first.rows.flatMap((row) =>
      kept.flatMap(({ name, index }) =>
        row[index] === byKey.get(row[key])?.[index] ? [] : [[name, row[index], byKey.get(row[key])?.[index]]],
      ),
    );
    t.strictSame(different.slice(0, 5), []);
    const filled = kept.filter(({ index }) => first.rows.some((row) => row[index] !== ''));
    t.ok(filled.length > 45, `${filled.length} have values`);
  },
);
