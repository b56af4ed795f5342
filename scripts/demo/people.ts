import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { COUNTRIES, type Country } from './countries.js';
import { NAMES } from './names.js';
import type { Random } from './random.js';

/** The employer of leads, or a lead itself. */
export interface Company {
  name: string;
  domain: string;
  country: Country;
  city: string;
  industry: string;
  employeeCount: number;
  annualRevenue: number;
}

export interface Person {
  firstName: string;
  lastName: string;
  jobTitle: string;
  email: string | undefined;
  phone: string | undefined;
  company: Company | undefined;
  country: Country;
  city: string;
}

const FIRST_WORDS =
  'Nord Alba Vertex Helio Terra Blue Silver Green Summit Harbor Prime Atlas Orion Delta Nova Apex Cobalt Ember Falcon Granite Iron Juniper Kestrel Lumen Maple Onyx Pioneer Quarry River Sterling Tide Urban Valley Willow Zenith Anchor Bright Cedar Drift Echo'.split(
    ' ',
  );
const SECOND_WORDS =
  'Logistics Foods Systems Robotics Textiles Pharma Energy Motors Packaging Analytics Software Optics Materials Tools Freight Media Health Finance Marine Steel Plastics Electronics Retail Labs Works Foundry Instruments Consulting Dynamics Networks'.split(
    ' ',
  );
const LEGAL_FORMS: Partial<Record<Country, string>> = {
  US: 'Inc.',
  GB: 'Ltd',
  DE: 'GmbH',
  FR: 'SAS',
  NL: 'B.V.',
  ES: 'S.L.',
  IT: 'S.r.l.',
  SE: 'AB',
  PL: 'Sp. z o.o.',
  AU: 'Pty Ltd',
  IN: 'Pvt Ltd',
  BR: 'Ltda.',
  CA: 'Inc.',
};
const INDUSTRIES =
  'Manufacturing|Logistics|Software|Retail|Healthcare|Financial services|Energy|Media|Food and beverages|Consulting'.split(
    '|',
  );
const JOB_TITLES: readonly (readonly [string, number])[] = [
  ['Chief Executive Officer', 4],
  ['Chief Technology Officer', 4],
  ['VP Operations', 5],
  ['Head of Sales', 7],
  ['Head of Marketing', 6],
  ['Procurement Manager', 8],
  ['IT Manager', 9],
  ['Operations Manager', 9],
  ['Marketing Manager', 8],
  ['Product Manager', 6],
  ['Engineer', 10],
  ['Analyst', 8],
  ['Office Manager', 5],
  ['Consultant', 6],
  ['Student', 3],
];
const SIZES: readonly (readonly [readonly [number, number], number])[] = [
  [[1, 9], 18],
  [[10, 49], 30],
  [[50, 199], 26],
  [[200, 999], 17],
  [[1000, 9000], 9],
];
const FREE_MAIL = ['gmail.com', 'outlook.com', 'yahoo.com', 'icloud.com'];

const COUNTRY_SHARES = (Object.keys(COUNTRIES) as Country[]).map(
  (country) => [country, COUNTRIES[country].share] as const,
);

/** Values already in use: domains, e-mail addresses and phone numbers never repeat. */
interface Registry {
  domains: Set<string>;
  emails: Set<string>;
  phones: Set<string>;
}

/** Generates companies, whose domains end in the reserved `.example`, and people. */
export function createPopulation(random: Random) {
  const registry: Registry = { domains: new Set(), emails: new Set(), phones: new Set() };
  const companies: Company[] = [];

  /** About every third person gets an employer that an earlier person has, if it is in the same country. */
  function employer(country: Country): Company {
    const known = companies.length > 0 && random.chance(0.35) ? random.pick(companies) : undefined;
    if (known?.country === country) return known;
    const company = generateCompany(random, registry, country);
    companies.push(company);
    return company;
  }

  const phone = (country: Country) => generatePhone(random, registry, country);
  return {
    company: (): Company => generateCompany(random, registry, random.weighted(COUNTRY_SHARES)),
    phone,
    person(): Person {
      const country = random.weighted(COUNTRY_SHARES);
      const firstName = random.pick(NAMES[country].given);
      const lastName = random.pick(NAMES[country].family);
      const company = random.chance(0.78) ? employer(country) : undefined;
      const reachable = random.chance(0.93);
      return {
        firstName,
        lastName,
        jobTitle: random.weighted(JOB_TITLES),
        company,
        country,
        city: company?.city ?? random.pick(COUNTRIES[country].cities.split('|')),
        email: reachable ? generateEmail(random, registry, { firstName, lastName, company }) : undefined,
        phone: !reachable || random.chance(0.55) ? phone(country) : undefined,
      };
    },
  };
}

function generateCompany(random: Random, { domains }: Registry, country: Country): Company {
  const { cities } = COUNTRIES[country];
  for (;;) {
    const words = `${random.pick(FIRST_WORDS)} ${random.pick(SECOND_WORDS)}`;
    const extra = domains.size > 800 ? ` ${random.between(2, 99 + domains.size)}` : '';
    const domain = `${(words + extra).toLowerCase().replaceAll(' ', '-')}.example`;
    if (domains.has(domain)) continue;
    domains.add(domain);
    const [low, high] = random.weighted(SIZES);
    const employeeCount = random.between(low, high);
    return {
      name: `${words}${extra} ${LEGAL_FORMS[country] ?? ''}`.trim(),
      domain,
      country,
      city: random.pick(cities.split('|')),
      industry: random.pick(INDUSTRIES),
      employeeCount,
      annualRevenue: employeeCount * random.between(90, 260) * 1_000,
    };
  }
}

function generateEmail(
  random: Random,
  { emails }: Registry,
  { firstName, lastName, company }: Pick<Person, 'firstName' | 'lastName' | 'company'>,
): string {
  const [given, family] = [plain(firstName), plain(lastName)];
  for (let tries = 0; ; tries++) {
    const number = tries === 0 ? '' : String(random.between(2, 99 * tries));
    const address = company
      ? `${random.pick([`${given}.${family}`, `${given.slice(0, 1)}${family}`, given])}${number}@${company.domain}`
      : `demo.${given}.${family}${random.between(1, 999 * (tries + 1))}@${random.pick(FREE_MAIL)}`;
    if (emails.has(address)) continue;
    emails.add(address);
    return address;
  }
}

function generatePhone(random: Random, { phones }: Registry, country: Country): string {
  const example = examples[country] ?? '';
  for (;;) {
    const ending = String(random.between(0, 999_999)).padStart(6, '0');
    const number = parsePhoneNumberFromString(example.slice(0, -6) + ending, country);
    if (!number?.isValid() || phones.has(number.number)) continue;
    phones.add(number.number);
    return random.chance(0.5) ? number.formatInternational() : number.formatNational();
  }
}

/** A name in lower-case ASCII letters, for addresses. */
function plain(name: string): string {
  return name
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .normalize('NFKD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase();
}
