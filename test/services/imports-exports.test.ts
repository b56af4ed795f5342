/**
 * Exports of CRM products, ad platforms, event tools and spreadsheets: no value in a wrong field. A sample has a line for each column: header, field
 * (`-` for an attribute), and the values of three rows.
 */
import t from 'tap';
import { readImport } from './imports.js';

const SAMPLES: Record<string, string> = {
  'HubSpot contacts': `Record ID|externalId|101|102|103
First Name|firstName|Ada|Bob|Zoë
Last Name|lastName|Lovelace|Builder|Müller
Email|email|ada@acme.example|bob@build.example|zoe@corp.example
Phone Number|phone|+44 20 7946 0958||+49 30 901820
Mobile Phone Number|phone|+44 7700 900123|+1 202 555 0143|
Contact owner|-|Olga Owner|Olga Owner|Rob Rep
Contact owner email|-|olga@vendor.example|olga@vendor.example|rob@vendor.example
Lead Status|-|New|Open|Connected
Lifecycle Stage|-|Lead|Customer|Opportunity
Original Source|source|Organic Search|Direct Traffic|Paid Social
Latest Traffic Source|-|Email|Email|Email
Create Date|occurredAt|2026-05-01 10:00|2026-05-02 11:30|2026-05-03 12:45
Last Modified Date|-|2026-06-01 10:00|2026-06-02 11:30|2026-06-03 12:45
Last Contacted|-|2026-06-01 10:00||2026-06-03 12:45
Unsubscribed from all email|emailOptOut|No|Yes|No
Number of Employees|employeeCount|50|200|1000
Annual Revenue|annualRevenue|5000000|12000000|90000000
HubSpot Score|-|12|40|3
LinkedIn URL|-|https://linkedin.com/in/ada|https://linkedin.com/in/bob|https://linkedin.com/in/zoe
Company Name|organizationName|Acme|Build Ltd|Corp GmbH
Associated Company IDs|-|9001|9002|9003
Email Domain|-|acme.example|build.example|corp.example
Country/Region|country|United Kingdom|United States|Germany
State/Region|region|England|Ohio|Berlin`,
  'Salesforce lead report': `Lead Owner|-|Olga Owner|Rob Rep|Rob Rep
Lead Owner Alias|-|oowne|rrep|rrep
First Name|firstName|Ada|Bob|Zoë
Last Name|lastName|Lovelace|Builder|Müller
Title|jobTitle|CEO|Head of IT|Buyer
Company / Account|organizationName|Acme|Build Ltd|Corp GmbH
Email|email|ada@acme.example|bob@build.example|zoe@corp.example
Rating|-|Hot|Warm|Cold
Street|street|1 Main St|2 Side St|3 High St
City|city|London|Columbus|Berlin
State/Province|region|England|OH|Berlin
Zip/Postal Code|postalCode|SW1A 1AA|43004|10115
Country|country|United Kingdom|USA|Germany
Lead Source|source|Web|Trade Show|Partner Referral
Lead Status|-|Open - Not Contacted|Working - Contacted|Closed - Converted
Converted|-|0|0|1
Fax|-|+44 20 7946 0000|+1 202 555 0000|+49 30 901829
Do Not Call|phoneOptOut|0|1|0
Email Opt Out|emailOptOut|0|0|1
Created Date|occurredAt|5/13/2026|6/14/2026|7/15/2026
Last Activity|-|6/13/2026|7/14/2026|8/15/2026
Created By|-|Admin User|Admin User|Rob Rep
Reports To|-|Charles Boss||
Asst. Phone|-|+44 20 7946 0999||
Unread By Owner|-|1|0|1`,
  'Salesforce Data Loader': `ID|externalId|00Q5g00001aaaaaEAA|00Q5g00001bbbbbEAA|00Q5g00001cccccEAA
LASTNAME|lastName|Lovelace|Builder|Müller
FIRSTNAME|firstName|Ada|Bob|Zoë
EMAIL|email|ada@acme.example|bob@build.example|zoe@corp.example
MOBILEPHONE|phone|+44 7700 900123|+1 202 555 0143|+49 171 3333333
LEADSOURCE|source|Web|Web|Phone Inquiry
OWNERID|-|0055g000001aaaaAAA|0055g000001bbbbAAA|0055g000001bbbbAAA
NUMBEROFEMPLOYEES|employeeCount|50|200|1000
CREATEDDATE|occurredAt|2026-05-13T14:20:48.000Z|2026-05-14T14:20:48.000Z|2026-05-15T14:20:48.000Z
CREATEDBYID|-|0055g000001aaaaAAA|0055g000001aaaaAAA|0055g000001bbbbAAA
ISCONVERTED|-|false|false|true
HASOPTEDOUTOFEMAIL|emailOptOut|false|true|false`,
  'Zoho CRM leads': `Record Id|externalId|zcrm_1|zcrm_2|zcrm_3
Lead Owner|-|Olga Owner|Rob Rep|Rob Rep
Lead Owner Id|-|zcrm_77|zcrm_78|zcrm_78
Company|organizationName|Acme|Build Ltd|Corp GmbH
First Name|firstName|Ada|Bob|Zoë
Last Name|lastName|Lovelace|Builder|Müller
Designation|jobTitle|CEO|CTO|Buyer
Email|email|ada@acme.example|bob@build.example|zoe@corp.example
Secondary Email|email||bob@home.example|
Phone|phone|+44 20 7946 0958||+49 30 901820
Lead Status|-|Contacted|Junk Lead|Not Contacted
Annual Revenue|annualRevenue|$22,700.00|$342.09K|$5,000,000.00
Created Time|occurredAt|15 Apr, 2026 00:03:00|16 Apr, 2026 00:03:00|17 Apr, 2026 00:03:00
Modified By|-|Rob Rep|Rob Rep|Rob Rep
Modified Time|-|15 May, 2026 00:03:00|16 May, 2026 00:03:00|17 May, 2026 00:03:00
Skype ID|-|ada.l|bob.b|zoe.m
Tag|tags|vip|;|new`,
  'Pipedrive people': `Person - ID|externalId|1|2|3
Person - Name|name|Ada Lovelace|Bob Builder|Zoë Müller
Person - Organization|organizationName|Acme|Build Ltd|Corp GmbH
Person - Email - Work|email|ada@acme.example|bob@build.example|zoe@corp.example
Person - Email - Home|email||bob@home.example|
Person - Phone - Mobile|phone|+44 7700 900123||+49 171 3333333
Person - Owner|-|Olga Owner|Rob Rep|Rob Rep
Person - Open deals|-|1|0|2
Person - Last activity date|-|2026-05-13|2026-05-14|2026-05-15
Organization - Address|street|1 Main St, London|2 Side St, Columbus|3 High St, Berlin
Lead - Title|-|Acme lead|Build lead|Corp lead
Lead - Owner|-|Olga Owner|Rob Rep|Rob Rep
Deal - Value|-|1000|2000|3000`,
  'Dynamics 365 leads': `(Do Not Modify) Lead|-|5f0c-1|5f0c-2|5f0c-3
(Do Not Modify) Row Checksum|-|abc=|def=|ghi=
(Do Not Modify) Modified On|-|2026-06-01 10:00|2026-06-02 10:00|2026-06-03 10:00
Name|name|Ada Lovelace|Bob Builder|Zoë Müller
Topic|-|Interested in CRM|Wants a demo|Price list
Status Reason|-|New|Contacted|New
Owner|-|Olga Owner|Rob Rep|Rob Rep
Email|email|ada@acme.example|bob@build.example|zoe@corp.example
Business Phone|phone|+44 20 7946 0958||+49 30 901820
Company Name|organizationName|Acme|Build Ltd|Corp GmbH
Created On|occurredAt|2026-05-01 10:00|2026-05-02 10:00|2026-05-03 10:00`,
  'Meta lead ads': `id|externalId|l:111|l:222|l:333
created_time|occurredAt|2026-07-16T00:12:13+03:00|2026-07-17T00:12:13+03:00|2026-07-18T00:12:13+03:00
ad_id|-|ag:1|ag:1|ag:2
ad_name|-|Video ad|Video ad|Picture ad
adset_name|-|Lookalike|Lookalike|Interest
campaign_name|campaign|Summer|Summer|Summer
form_name|-|Form A|Form A|Form A
is_organic|-|false|false|true
platform|platform|fb|ig|fb
what_is_your_budget?|-|under_5k|5k-10k|over_10k
full_name|name|Ada Lovelace|Bob Builder|Zoë Müller
email|email|ada@acme.example|bob@build.example|zoe@corp.example
phone_number|phone|p:+447700900123|p:+12025550143|p:+491713333333
company_name|organizationName|Acme|Build Ltd|Corp GmbH
date_of_birth|-|1990-05-01|1985-06-02|1979-07-03
lead_status|-|CREATED|CREATED|CREATED`,
  'Google Ads lead form': `Lead ID|externalId|gad-1|gad-2|gad-3
Full name|name|Ada Lovelace|Bob Builder|Zoë Müller
User Email|email|ada@acme.example|bob@build.example|zoe@corp.example
User Phone|phone|+447700900123|+12025550143|+491713333333
Postal Code|postalCode|SW1A 1AA|43004|10115
Campaign ID|-|123456789|123456789|123456789
GCLID|-|Cj0KCQ1|Cj0KCQ2|Cj0KCQ3
Form ID|-|55|55|55
Lead Submit Time|-|2026-05-01 10:00:00|2026-05-02 10:00:00|2026-05-03 10:00:00`,
  'LinkedIn lead gen': `Lead ID|externalId|u-1|u-2|u-3
Lead submitted at (UTC)|occurredAt|2026-05-01 10:00:00|2026-05-02 10:00:00|2026-05-03 10:00:00
Form Name|-|Whitepaper|Whitepaper|Whitepaper
Campaign Name|campaign|Q2|Q2|Q2
Creative ID|-|77|77|78
Account Name|-|Our Agency|Our Agency|Our Agency
First Name|firstName|Ada|Bob|Zoë
Last Name|lastName|Lovelace|Builder|Müller
Email Address|email|ada@acme.example|bob@build.example|zoe@corp.example
Seniority|-|CXO|Manager|Entry
Company Name|organizationName|Acme|Build Ltd|Corp GmbH
LinkedIn Profile URL|-|https://www.linkedin.com/in/ada|https://www.linkedin.com/in/bob|https://www.linkedin.com/in/zoe`,
  'Eventbrite attendees': `Order #|-|9001|9002|9002
Order Date|occurredAt|2026-05-01 10:00:00|2026-05-02 10:00:00|2026-05-03 10:00:00
First Name|firstName|Ada|Bob|Zoë
Last Name|lastName|Lovelace|Builder|Müller
Email|email|ada@acme.example|bob@build.example|zoe@corp.example
Quantity|-|1|1|1
Ticket Type|-|Early Bird|Regular|Regular
Attendee #|externalId|701|702|703
Attendee Status|-|Attending|Checked In|Attending
Order Type|-|Eventbrite Completed|Free Order|Free Order
Currency|-|USD|USD|USD
Total Paid|-|10.00|0.00|0.00
Buyer Email|-|ada@acme.example|boss@build.example|boss@build.example
Cell Phone|phone|+44 7700 900123||+49 171 3333333
Job Title|jobTitle|CEO|CTO|Buyer
Company|organizationName|Acme|Build Ltd|Corp GmbH
Home City|city|London|Columbus|Berlin
Birth Date|-|1990-05-01|1985-06-02|1979-07-03`,
  'Zoom registrants': `First Name|firstName|Ada|Bob|Zoë
Last Name|lastName|Lovelace|Builder|Müller
Email|email|ada@acme.example|bob@build.example|zoe@corp.example
Registration Time|occurredAt|May 1, 2026 10:00:00|May 2, 2026 10:00:00|May 3, 2026 10:00:00
Approval Status|-|approved|approved|pending
Join Time|-|May 5, 2026 10:00:00||May 5, 2026 10:01:00
Time in Session (minutes)|-|55|0|31
Country/Region Name|country|United Kingdom|United States|Germany
Questions & Comments|description|Can I get slides?||Price?`,
  'Mailchimp audience': `Email Address|email|ada@acme.example|bob@build.example|zoe@corp.example
First Name|firstName|Ada|Bob|Zoë
Last Name|lastName|Lovelace|Builder|Müller
MEMBER_RATING|-|2|3|5
OPTIN_TIME|emailConsentAt|2026-05-01 10:00:00|2026-05-02 10:00:00|2026-05-03 10:00:00
OPTIN_IP|-|192.0.2.1|192.0.2.2|192.0.2.3
CONFIRM_TIME|-|2026-05-01 10:00:00|2026-05-02 10:00:00|2026-05-03 10:00:00
LATITUDE|-|51.5|39.9|52.5
CC|-|gb|us|de
LAST_CHANGED|-|2026-06-01 10:00:00|2026-06-02 10:00:00|2026-06-03 10:00:00
LEID|-|1001|1002|1003`,
  'Apollo people': `First Name|firstName|Ada|Bob|Zoë
Last Name|lastName|Lovelace|Builder|Müller
Title|jobTitle|CEO|CTO|Buyer
Company|organizationName|Acme|Build Ltd|Corp GmbH
Company Name for Emails|-|Acme|Build|Corp
Email|email|ada@acme.example|bob@build.example|zoe@corp.example
Email Status|-|Verified|Verified|Guessed
Primary Email Source|-|Apollo|Apollo|Apollo
Contact Owner|-|olga@vendor.example|rob@vendor.example|rob@vendor.example
Work Direct Phone|phone|+44 20 7946 0958||
Mobile Phone|phone|+44 7700 900123|+1 202 555 0143|
Corporate Phone|-|+44 20 7946 0000|+1 202 555 0000|+49 30 901800
Stage|-|Cold|Approaching|Cold
# Employees|employeeCount|50|200|1000
Person Linkedin Url|-|http://www.linkedin.com/in/ada|http://www.linkedin.com/in/bob|http://www.linkedin.com/in/zoe
Website|website|http://www.acme.example|http://www.build.example|http://www.corp.example
Email Sent|-|true|false|false
Apollo Contact Id|externalId|a1|a2|a3
Apollo Account Id|-|c1|c2|c3`,
  'Typeform answers': `#|-|k1|k2|k3
What's your first name?|firstName|Ada|Bob|Zoë
What's your last name?|lastName|Lovelace|Builder|Müller
What is your email address?|email|ada@acme.example|bob@build.example|zoe@corp.example
Your phone number|phone|+447700900123|+12025550143|+491713333333
How can we help you?|-|A demo please|Prices|Other things
Submitted At|occurredAt|2026-05-01 10:00:00|2026-05-02 10:00:00|2026-05-03 10:00:00
Network ID|-|aa11|bb22|cc33`,
  'a spreadsheet with traps': `Customer|-|Acme Ltd|Build Ltd|Corp GmbH
Assistant Email|-|pa@acme.example|pa@build.example|pa@corp.example
Referred by (email)|-|friend@x.example|friend@x.example|other@x.example
Account Manager|-|Olga|Rob|Rob
Manager's phone|-|+44 20 7946 0958|+44 20 7946 0958|+49 30 901820
E-mail|email|ada@acme.example|bob@build.example|zoe@corp.example
Next follow-up date|-|2026-12-01|2026-12-02|2026-12-03
Estado|region|São Paulo|Bahia|Paraná`,
  'a Spanish CRM': `Nombre|firstName|Ana|Luis|Eva
Apellidos|lastName|García|Pérez|Ruiz
Correo electrónico|email|ana@acme.example|luis@build.example|eva@corp.example
Móvil|phone|+34 600 123 456|+34 600 123 457|+34 600 123 458
Empresa|organizationName|Acme|Obras SL|Corp SA
Estado|-|Nuevo|Contactado|Ganado
Propietario|-|olga@vendor.example|rob@vendor.example|rob@vendor.example
Fecha de creación|occurredAt|13/05/2026|14/05/2026|15/05/2026
Origen|source|Web|Feria|Web
Observaciones|description|llamar|visitar|precio`,
  'Freshsales contacts': `Id|externalId|501|502|503
Display name|name|Ada Abt|Ole Olsen|Zoë Müller
Emails|email|ada@acme.example|ole@olsen.example|zoe@corp.example
Sales owner|-|Rob Rep|Rob Rep|Rob Rep
Subscription status|emailConsent|Subscribed|Unsubscribed|Reported as spam
Created at|occurredAt|2026-05-01T10:00:00Z|2026-05-02T10:00:00Z|2026-05-03T10:00:00Z`,
  'Brevo in German': `E-MAIL-ADRESSE|email|jo@weiss.example|kaethe@koehler.example|ute@ulm.example
VORNAME|firstName|Jo|Käthe|Ute
NACHNAME|lastName|Weiß|Köhler|Ulm
Hinzugefügt am|occurredAt|13.05.2026|01.06.2026|02.06.2026
Ansprechpartner|-|Rita Vertrieb|Rita Vertrieb|Rolf Vertrieb
Abgemeldet|emailOptOut|nein|ja|nein`,
  'a Polish CRM': `Imię|firstName|Łukasz|Małgorzata|Paweł
Nazwisko|lastName|Wójcik|Zając|Dąbrowski
Adres e-mail|email|lukasz@pl.example|gosia@pl.example|pawel@pl.example
Telefon komórkowy|phone|600 123 456|601 123 456|602 123 456
Telefon opiekuna|-|600 999 999|600 999 999|600 999 999
Zgoda marketingowa|emailConsent|tak|nie|nie`,
  'a Turkish CRM': `Ad|firstName|Işık|Ayşe|Mehmet
Soyad|lastName|Yıldırım|Çelik|Öztürk
E-posta|email|isik@tr.example|ayse@tr.example|mehmet@tr.example
Sorumlu E-posta|-|ali@vendor.example|ali@vendor.example|ali@vendor.example
E-posta izni|emailConsent|Evet|Hayır|Hayır`,
};

function tableOf(sample: string) {
  const columns = sample.split('\n').map((line) => line.split('|'));
  const cell = (text = '') => `"${text.replaceAll('"', '""')}"`;
  const lines = [0, 2, 3, 4].map((at) => columns.map((column) => cell(column[at])).join(','));
  const expected = Object.fromEntries(
    columns.flatMap(([header = '', field = '-']) => (field === '-' ? [] : [[header, field]])),
  );
  return { text: lines.join('\r\n'), expected };
}

for (const [name, sample] of Object.entries(SAMPLES)) {
  t.test(name, async (t) => {
    const { text, expected } = tableOf(sample);
    const { fields, leads, refused } = await readImport(text);
    t.strictSame(fields, expected);
    t.strictSame(refused, []);
    t.equal(leads.length, 3);
    for (const { email, otherEmails = [] } of leads)
      t.notMatch(
        [email, ...otherEmails].join(),
        /vendor\.example|boss@|pa@|friend@/,
        'nobody has the address of another person',
      );
  });
}

t.test('an objection in words of other languages is one, and a word that is not known stays', async (t) => {
  const consentsOf = async (name: string) => {
    const { leads } = await readImport(tableOf(SAMPLES[name] ?? '').text);
    return leads.map(({ emailConsent }) => emailConsent);
  };
  t.strictSame(await consentsOf('Brevo in German'), [undefined, 'denied', undefined]);
  t.strictSame(await consentsOf('a Polish CRM'), ['granted', 'denied', 'denied']);
  t.strictSame(await consentsOf('a Turkish CRM'), ['granted', 'denied', 'denied']);
  t.strictSame(await consentsOf('Freshsales contacts'), ['granted', 'denied', undefined]);
  const { leads } = await readImport(tableOf(SAMPLES['Freshsales contacts'] ?? '').text);
  t.match(leads[2]?.attributes, { 'Subscription status': 'Reported as spam' });
});
