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
/** One lead in so many sends the e-mail of an earlier one again. */
const REPEAT_EVERY = 20;
const RECENT = 1_000;

/** The lead of a place in the stream: always the same one, and a different person at every other place but repeats. */
export function leadAt(place: number): Record<string, unknown> {
  const repeats = place % REPEAT_EVERY === REPEAT_EVERY - 1;
  const who = repeats ? earlier(place) : place;
  const roll = scatter(who);
  const first = pick(FIRST_NAMES, roll);
  const last = pick(LAST_NAMES, roll >>> 4);
  const company = roll % COMPANY_COUNT;
  const name = `${pick(COMPANIES, company)} ${pick(TRADES, Math.floor(company / 11))} ${company}`;
  const domain = roll % 4 === 0 ? pick(FREE_MAIL, roll >>> 8) : `${name.toLowerCase().replaceAll(' ', '-')}.com`;
  const country = pick(COUNTRIES, roll >>> 12);
  const email = `${first}.${last}.${who}@${domain}`;
  return {
    firstName: first,
    lastName: last,
    email: repeats ? email.toUpperCase() : email,
    organizationName: name,
    jobTitle: pick(TITLES, roll >>> 6),
    country,
    source: pick(SOURCES, roll >>> 10),
    ...(roll % 5 < 2 ? { phone: phoneOf(country, who) } : {}),
    ...(roll % 7 === 0 ? { purchaseTimeframeDays: roll % 90 } : {}),
    ...(roll % 3 === 0 ? { employeeCount: (roll >>> 7) % 3_000 } : {}),
    ...(roll % 11 === 0 ? { attributes: { plan: 'pro', seats: roll % 50 } } : {}),
  };
}

/** Written as people of the country write it; distinct for ten million leads. */
function phoneOf(country: (typeof COUNTRIES)[number], who: number): string {
  const digits = String(10_000_000 + (who % 10_000_000)).slice(1);
  const [head, tail] = [digits.slice(0, 3), digits.slice(3)];
  if (country === 'DE') return `030 2${head} ${tail}`;
  if (country === 'FR')
    return `01 4${digits.slice(0, 1)} ${digits.slice(1, 3)} ${digits.slice(3, 5)} ${digits.slice(5)}`;
  if (country === 'GB') return `020 7${head} ${tail}`;
  return `+1 (212) ${200 + (Number(head) % 700)}-${tail}`;
}

/** Among the last thousand, and one that was new itself: somebody that a stream read from any place has had. */
function earlier(place: number): number {
  const who = place - 1 - (scatter(place) % Math.min(place, RECENT));
  return who % REPEAT_EVERY === REPEAT_EVERY - 1 ? who - 1 : who;
}

/** A hash, so that neighbours differ and every run sends the same leads. */
function scatter(place: number): number {
  let mixed = Math.imul(place ^ 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function pick<T>(list: readonly T[], roll: number): T {
  return list[roll % list.length] as T;
}
