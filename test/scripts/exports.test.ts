/** The exports of well-known products, rebuilt small with the quirks they have. */
import t from 'tap';
import { delimited, readList } from './lists.js';

const folder = t.testdir();

t.test('Meta lead ads: UTF-16 with tabs, prefixed ids, test leads', async (t) => {
  const text = delimited(
    [
      'id|created_time|ad_id|ad_name|campaign_name|form_name|is_organic|platform|what_is_your_budget?|full_name|email|work_email|phone_number|company_name|lead_status',
      'l:1001|2025-07-16T00:12:13+03:00|ag:7|Ad "A"|Spring|Form 1|false|fb|10k|Zoë Łęcka|zoe@free.example|zoe@lecka.example|p:+48601234567|Łęcka|CREATED',
      'l:1002|2025-07-16T01:00:00-0500||||Form 1|true|||Ana|ana@b.example||p:+61412345678||CREATED',
      'l:1003|2025-07-17T00:00:00+03:00||||Form 1|false|ig||<test lead: dummy data for full_name>|test@meta.com||||',
      'l:1004|2025-07-17T00:00:00+03:00||||Form 1|false|ig||Tester|test@fb.com||||',
    ],
    '\t',
  );
  const { source, leads, skipped } = await readList(folder, 'meta.csv', text, { encoding: 'utf-16le', bom: true });
  t.equal(source.detected.encoding, 'utf-16le');
  t.equal(source.detected.delimiter, '\t');
  t.equal(skipped.length, 2, 'test leads are never imported');
  t.match(leads[0], {
    externalId: '1001',
    externalSystem: 'meta',
    name: 'Zoë Łęcka',
    email: 'zoe@lecka.example',
    otherEmails: ['zoe@free.example'],
    phone: '+48601234567',
    organizationName: 'Łęcka',
    occurredAt: '2025-07-15T21:12:13.000Z',
    source: { channel: 'social_media', name: 'Facebook', campaign: 'Spring' },
    attributes: { form_name: 'Form 1', is_organic: false, ad_name: 'Ad "A"', lead_status: 'CREATED' },
  });
  t.match(leads[1], { occurredAt: '2025-07-16T06:00:00.000Z', source: { channel: 'import', name: 'meta' } });
});

t.test('Meta Graph and Google Ads: fields flattened by a connector', async (t) => {
  const text = delimited([
    'lead_id|is_test|FULL_NAME|EMAIL|PHONE_NUMBER|POSTAL_CODE|COMPANY_NAME|created_time|gcl_id|adgroup_id',
    'TeSter-123|false|Grace Hopper|grace@navy.example|+16505550123|94043|Navy|1752613933|Cj0K|20000000000000000001',
    'TeSter-124|true|Nobody|nobody@navy.example||||1752613934||',
  ]);
  const { leads, skipped } = await readList(folder, 'google-ads.csv', text);
  t.strictSame(skipped, ['marked as test lead']);
  t.match(leads, [
    {
      externalId: 'TeSter-123',
      name: 'Grace Hopper',
      postalCode: '94043',
      occurredAt: '2025-07-15T21:12:13.000Z',
      attributes: { gcl_id: 'Cj0K', adgroup_id: '20000000000000000001' },
    },
  ]);
});

t.test('LinkedIn lead forms', async (t) => {
  const text = delimited([
    'Lead ID|Lead submitted at (UTC)|Form Name|Campaign Name|Account Name|First Name|Last Name|Email Address|Phone Number|Job Title|Company Size|Country/Region|LinkedIn Profile URL',
    'a-1|04/15/2025 10:00|Form A|Q2|Headwater Ads|Ada|Byron|ada@x.example||CTO|51-200|United Kingdom|https://www.linkedin.com/in/ada',
  ]);
  const { leads, uses } = await readList(folder, 'linkedin.csv', text, { bom: true });
  t.equal(uses['Campaign Name'], 'campaign');
  t.equal(uses['Form Name'], undefined, 'a form is not a person');
  t.match(leads[0], {
    externalId: 'a-1',
    occurredAt: '2025-04-15T10:00:00.000Z',
    employeeCount: 51,
    country: 'United Kingdom',
    attributes: { 'Company Size': '51-200', 'LinkedIn Profile URL': 'https://www.linkedin.com/in/ada' },
  });
});

t.test('HubSpot contacts', async (t) => {
  const text = delimited([
    'Record ID|First Name|Last Name|Email|Phone Number|Mobile Phone Number|Contact owner|Lifecycle Stage|Original Source|Original Source Drill-Down 1|Number of Employees|Annual Revenue|Unsubscribed from all email|Create Date|Associated Company|Likelihood to close',
    '501|Ada|Byron|ada@x.example|+44 20 7946 0000|+44 7700 900123|Sam Seller|lead|ORGANIC_SEARCH|Google|1,200|5000000|true|2025-01-15 10:20|X Ltd|45%',
    '502|Bob|Reed|bob@y.example|||sam@headwater.example|customer|REFERRALS||||false|2025-01-16 10:20||',
  ]);
  const { leads, uses } = await readList(folder, 'hubspot.csv', text);
  t.notOk('Contact owner' in uses, 'the owner is not the lead');
  t.match(leads[0], {
    externalId: '501',
    phone: '+44 7700 900123',
    otherPhones: ['+44 20 7946 0000'],
    emailConsent: 'denied',
    employeeCount: 1200,
    annualRevenue: '5000000.00',
    organizationName: 'X Ltd',
    occurredAt: '2025-01-15T10:20:00.000Z',
    source: { channel: 'inbound_content', name: 'ORGANIC_SEARCH' },
    attributes: { 'Contact owner': 'Sam Seller', 'Lifecycle Stage': 'lead', 'Likelihood to close': 45 },
  });
  t.notOk('emailConsent' in (leads[1] ?? {}), 'not having refused is not consent');
  t.match(leads[1], { email: 'bob@y.example', source: { channel: 'referral' } });
});

t.test('Salesforce leads, by label and by API name', async (t) => {
  const labels =
    'Id|Salutation|First Name|Last Name|Title|Company|Email|Phone|Mobile Phone|Street|State/Province|Zip/Postal Code|Lead Source|Lead Owner|No. of Employees|Do Not Call|Email Opt Out|Description|Created Date';
  const names =
    'Id|Salutation|FirstName|LastName|Title|Company|Email|Phone|MobilePhone|Street|State|PostalCode|LeadSource|OwnerId|NumberOfEmployees|DoNotCall|HasOptedOutOfEmail|Description|CreatedDate';
  const row =
    '00Q1|Ms.|Ada|Byron|CTO|X|ada@x.example|555-1||1 Main St\nFloor 2|CA|02134|Partner Referral|Sam|250|1|0|Said "soon",\nthen left|2025-04-15T10:00:00.000+0000';
  for (const headers of [labels, names]) {
    const { leads } = await readList(folder, 'salesforce.csv', delimited([headers, row]));
    t.match(leads[0], {
      jobTitle: 'CTO',
      street: '1 Main St\nFloor 2',
      region: 'CA',
      postalCode: '02134',
      phoneConsent: 'denied',
      description: 'Said "soon",\nthen left',
      occurredAt: '2025-04-15T10:00:00.000Z',
      source: { channel: 'referral', name: 'Partner Referral' },
    });
    t.notOk('emailConsent' in (leads[0] ?? {}));
  }
});

t.test('Zoho CRM: its own dates and money', async (t) => {
  const text = delimited([
    'LEADID|Lead Owner|First Name|Last Name|Company|Designation|Email|Secondary Email|Mobile|Lead Source|Annual Revenue|Tag|Created By|Created Time|CONVERTED',
    'zcrm_1|Sam|Ada|Byron|X|CTO|ada@x.example|ada@home.example|+44 7700 900123|Trade Show|$342.09K|vip, fair|Sam|15 Apr, 2021 00:03:00|Yes',
    'zcrm_2|Sam|Bob|Reed|Y|-|bob@y.example|||Cold Call|"$22,700.00"||Sam|16 Apr, 2021 00:03:00|No',
  ]);
  const { leads } = await readList(folder, 'zoho.csv', text.replace('"""$22,700.00"""', '"$22,700.00"'));
  t.match(leads[0], {
    externalId: 'zcrm_1',
    annualRevenue: '342090.00',
    otherEmails: ['ada@home.example'],
    tags: ['vip', 'fair'],
    occurredAt: '2021-04-15T00:03:00.000Z',
    source: { channel: 'event', name: 'Trade Show' },
    attributes: { CONVERTED: true, 'Created By': 'Sam' },
  });
  t.match(leads[1], { annualRevenue: '22700.00', source: { channel: 'direct_response' } });
  t.notOk('jobTitle' in (leads[1] ?? {}), 'a dash is nothing');
});

t.test('Pipedrive: several entities in one row, also in French', async (t) => {
  const text = delimited([
    'Person - ID|Person - Name|Person - Email - Work|Person - Email - Home|Person - Phone|Organization - Name|Organization - Address|Person - Owner|Lead - Title|Lead - Source|Deal - Value',
    '7|Ada Byron|ada@x.example, ada2@x.example|ada@home.example|+44 7700 900123|X Ltd|1 Main St, London|Sam|X Ltd lead|Chatbot|1000',
  ]);
  const { leads } = await readList(folder, 'pipedrive.csv', text);
  t.match(leads[0], {
    externalId: '7',
    name: 'Ada Byron',
    email: 'ada@x.example',
    otherEmails: ['ada2@x.example', 'ada@home.example'],
    organizationName: 'X Ltd',
    street: '1 Main St, London',
    source: { channel: 'live_chat', name: 'Chatbot' },
    attributes: { 'Lead - Title': 'X Ltd lead', 'Deal - Value': 1000, 'Person - Owner': 'Sam' },
  });
  t.notOk('jobTitle' in (leads[0] ?? {}), 'the title of a lead is no job title');
  const french = delimited(['Personne - Prénom|Personne - Nom|Personne - Téléphone', 'Zoé|Guérin|+33612345678']);
  const { leads: read } = await readList(folder, 'pipedrive-fr.csv', french, { encoding: 'windows-1252' });
  t.match(read[0], { firstName: 'Zoé', lastName: 'Guérin', phone: '+33612345678' });
});

t.test('Apollo: five phones, and columns that only look like contacts', async (t) => {
  const headers =
    'First Name|Last Name|Title|Company|Company Name for Emails|Email|Email Status|Contact Owner|Work Direct Phone|Mobile Phone|Corporate Phone|# Employees|Person Linkedin Url|Website|City|Company City|Company Phone|Annual Revenue|Email Bounced|Apollo Contact Id|Apollo Account Id|Secondary Email';
  const { leads, uses } = await readList(
    folder,
    'apollo.csv',
    delimited([
      headers,
      'Ada|Byron|CTO|X Holdings Ltd|X|ada@x.example|Verified|sam@headwater.example|+14155550111||+14155550100|120|https://linkedin.com/in/ada|https://x.example|Leeds|London|+14155550199|5000000|false|ap1|acc1|ada@home.example',
      'Bob|Reed|CFO|X Holdings Ltd|X|bob@x.example|Verified|sam@headwater.example||+14155550123|+14155550100|120||https://x.example|Leeds|London|+14155550199|5000000|false|ap2|acc1|',
    ]),
  );
  for (const trap of 'Company Name for Emails|Email Status|Contact Owner|Corporate Phone|Company Phone|Apollo Account Id|Company City'.split(
    '|',
  )) {
    t.notOk(trap in uses, `${trap} does not identify the lead`);
  }
  t.match(leads[0], { phone: '+14155550111', organizationName: 'X Holdings Ltd', city: 'Leeds', externalId: 'ap1' });
  t.match(leads[1], { phone: '+14155550123', attributes: { 'Corporate Phone': '+14155550100' } });
  t.notOk('otherPhones' in (leads[1] ?? {}), 'numbers shared by colleagues would join them');
});

t.test('LeadSquared: "Select" is no answer', async (t) => {
  const text = delimited([
    'Prospect ID|Lead Number|Lead Origin|Lead Source|Do Not Email|Do Not Call|Converted|TotalVisits|Specialization|Tags|City|Lead Quality',
    'p-1|660737|API|Olark Chat|No|No|0|2|Select|Interested|Select|02.Medium',
    'p-2|660738|API|google|Yes|No|1|5|Finance||Mumbai|Select',
  ]);
  const { leads } = await readList(folder, 'leadsquared.csv', text);
  t.match(leads[0], {
    externalId: 'p-1',
    source: { channel: 'live_chat', name: 'Olark Chat' },
    attributes: { TotalVisits: 2, 'Lead Origin': 'API' },
  });
  t.notOk('Specialization' in (leads[0]?.attributes ?? {}));
  t.notOk('city' in (leads[0] ?? {}));
  t.match(leads[1], { emailConsent: 'denied', source: { channel: 'inbound_content', name: 'google' } });
});

t.test('UTM report: semicolons, American dates, no names', async (t) => {
  const header = 'Created Date|UTM_Campaign|UTM_Content |UTM_Medium|Account Owner Territory|Hand Raiser';
  const row = '4/3/2023|brand|undefined|cpc|West|1';
  const text = delimited([header, row, '12/31/2023|brand|a|email|undefined|0', row], ';');
  const { source, leads, uses } = await readList(folder, 'utm.csv', text);
  t.equal(source.detected.delimiter, ';');
  t.equal(uses.UTM_Campaign, 'campaign');
  t.match(leads[0], {
    occurredAt: '2023-04-03T00:00:00.000Z',
    source: { channel: 'direct_response', name: 'utm', campaign: 'brand' },
  });
  t.notOk('UTM_Content' in (leads[0]?.attributes ?? {}), 'undefined is nothing');
  t.match(leads[1], { source: { channel: 'email_marketing' } });
  t.equal(new Set(leads.map((lead) => lead.externalId)).size, 3, 'equal rows are still two');
  const reordered = await readList(
    folder,
    'utm.csv',
    delimited([header, '12/31/2023|brand|a|email|undefined|0', row, row], ';'),
  );
  t.strictSame(reordered.leads.map((lead) => lead.externalId).sort(), leads.map((lead) => lead.externalId).sort());
});

t.test('Google contacts, old and new', async (t) => {
  const old = delimited([
    'Name|Given Name|Family Name|E-mail 1 - Type|E-mail 1 - Value|E-mail 2 - Value|Phone 1 - Type|Phone 1 - Value|Organization 1 - Name|Organization 1 - Title|Address 1 - City',
    'Ada Byron|Ada|Byron|Work|ada@x.example ::: ada@y.example|ada@z.example|Mobile|+447700900123|X|CTO|London',
  ]);
  const { leads, uses } = await readList(folder, 'google-contacts.csv', old);
  t.notOk('E-mail 1 - Type' in uses);
  t.match(leads[0], {
    email: 'ada@x.example',
    otherEmails: ['ada@y.example', 'ada@z.example'],
    organizationName: 'X',
    jobTitle: 'CTO',
    city: 'London',
  });
});

t.test('LinkedIn connections: a preamble before the header', async (t) => {
  const text = `Notes:\r\n"When exporting your connection data, you may notice that some, not all, addresses are missing."\r\n\r\n${delimited(
    [
      'First Name|Last Name|URL|Email Address|Company|Position|Connected On',
      'Ada|Byron|https://www.linkedin.com/in/ada|ada@x.example|X, Inc.|CTO|15 Apr 2021',
      'Bob|Reed|https://www.linkedin.com/in/bob||Y||16 Apr 2021',
    ],
  )}`;
  const { leads, uses, source } = await readList(folder, 'Connections.csv', text);
  t.equal(source.profile.rows, 2);
  t.equal(uses.URL, undefined, 'a profile page is not the website of a company');
  t.match(leads[0], { jobTitle: 'CTO', organizationName: 'X, Inc.', occurredAt: '2021-04-15T00:00:00.000Z' });
});
