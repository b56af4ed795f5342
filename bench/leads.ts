const FIRST_NAMES =
  'Ada,Grace,Barbara,Margaret,Hedy,Karen,Jean,Radia,Alan,Edsger,Ken,Dennis,Linus,Tim,Niklaus,Donald'.split(',');
const LAST_NAMES =
  'Weber,Martin,Smith,Rossi,Novak,Bernard,Jones,Schulz,Dubois,Taylor,Keller,Moreau,Brown,Vogt,Petit'.split(',');
const COMPANIES = 'Analytical,Harbour,Northwind,Alpine,Cobalt,Meridian,Granite,Juniper,Falcon,Orchard,Quarry'.split(
  ',',
);
const TRADES = 'Engines,Logistics,Software,Foods,Instruments,Media,Pharma,Robotics,Textiles,Energy,Systems'.split(',');
const TITLES = ['Head of IT', 'CEO', 'Marketing Manager', 'Procurement', 'Software Engineer', 'VP Sales', 'Student'];
const COUNTRIES = ['DE', 'FR', 'GB', 'US'] as const;
const FREE_MAIL = ['gmail.com', 'gmx.de', 'orange.fr', 'yahoo.com'];
const SOURCES = [
  { channel: 'web_form', name: 'Website' },
  { channel: 'linkedin', name: 'Lead ads', campaign: 'Spring' },
  { channel: 'event', name: 'Hannover fair' },
  { channel: 'email_marketing', name: 'Newsletter' },
  { channel: 'inbound_content', name: 'Blog' },
  { channel: 'referral', name: 'Partners' },
];
const COMPANY_COUNT = 5_000;
/** Every twentieth lead repeats the e-mail address of an earlier one. */
const REPEAT_EVERY = 20;
const RECENT = 1_000;

/** The lead at an index of the stream, the same in every run. Leads that do not repeat are all different people. */
export function leadAt(index: number): Record<string, unknown> {
  const repeats = index % REPEAT_EVERY === REPEAT_EVERY - 1;
  const person = repeats ? earlierPerson(index) : index;
  const hash = hashOf(person);
  const first = pick(FIRST_NAMES, hash);
  const last = pick(LAST_NAMES, hash >>> 4);
  const company = hash % COMPANY_COUNT;
  const name = `${pick(COMPANIES, company)} ${pick(TRADES, Math.floor(company / 11))} ${company}`;
  const domain = hash % 4 === 0 ? pick(FREE_MAIL, hash >>> 8) : `${name.toLowerCase().replaceAll(' ', '-')}.com`;
  const country = pick(COUNTRIES, hash >>> 12);
  const email = `${first}.${last}.${person}@${domain}`;
  return {
    firstName: first,
    lastName: last,
    email: repeats ? email.toUpperCase() : email,
    organizationName: name,
    jobTitle: pick(TITLES, hash >>> 6),
    country,
    source: pick(SOURCES, hash >>> 10),
    ...(hash % 5 < 2 ? { phone: phoneOf(country, person) } : {}),
    ...(hash % 7 === 0 ? { purchaseTimeframeDays: hash % 90 } : {}),
    ...(hash % 3 === 0 ? { employeeCount: (hash >>> 7) % 3_000 } : {}),
    ...(hash % 11 === 0 ? { attributes: { plan: 'pro', seats: hash % 50 } } : {}),
  };
}

/** A phone number in the country's usual notation, distinct for ten million people. */
function phoneOf(country: (typeof COUNTRIES)[number], person: number): string {
  const digits = String(10_000_000 + (person % 10_000_000)).slice(1);
  const [head, tail] = [digits.slice(0, 3), digits.slice(3)];
  if (country === 'DE') return `030 2${head} ${tail}`;
  if (country === 'FR')
    return `01 4${digits.slice(0, 1)} ${digits.slice(1, 3)} ${digits.slice(3, 5)} ${digits.slice(5)}`;
  if (country === 'GB') return `020 7${head} ${tail}`;
  return `+1 (212) ${200 + (Number(head) % 700)}-${tail}`;
}

/** One of the last thousand people of the stream, at an index that is no repeat itself. */
function earlierPerson(index: number): number {
  const person = index - 1 - (hashOf(index) % Math.min(index, RECENT));
  return person % REPEAT_EVERY === REPEAT_EVERY - 1 ? person - 1 : person;
}

/** Neighbouring indexes get different hashes, and every run sends the same leads. */
function hashOf(index: number): number {
  let mixed = Math.imul(index ^ 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function pick<T>(list: readonly T[], hash: number): T {
  return list[hash % list.length] as T;
}
