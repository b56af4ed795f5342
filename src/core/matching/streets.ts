/** Words of streets with their usual abbreviations, folded; the first is the one that is compared. */
const WORDS = [
  'street st str',
  'avenue av ave avda avenida',
  'road rd',
  'boulevard blvd bd boul',
  'drive dr',
  'lane ln',
  'court ct',
  'place pl',
  'square sq',
  'highway hwy',
  'parkway pkwy',
  'circle cir crcl',
  'crescent cres cr',
  'terrace ter tce',
  'strasse str straße',
  'platz pl',
  'rue r',
  'calle c',
  'via v',
  'saint st',
];
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');
const ENDINGS = ['th', 'st', 'nd', 'rd'];

const spelled = new Map<string, string>();
for (const row of WORDS) {
  const [word = '', ...others] = row.split(' ');
  for (const other of others) if (!spelled.has(other)) spelled.set(other, word);
}
for (const [index, word] of ORDINALS.entries()) spelled.set(word, `${index + 1}${ENDINGS[index + 1] ?? 'th'}`);

const DIRECTION = /^(?:[nesw]|ne|nw|se|sw|north|east|south|west)$/;
const NUMBER = /^\d+[a-z]?$/;
const COMPOUND = /^(.{3,})(?:strasse|straße|str)$/;

export interface Street {
  street?: string | undefined;
  houseNumber?: string | undefined;
}

/** The name and the house number of a folded street, its usual words spelled alike and without directions. "435 s la cienega blvd" is "la cienega boulevard", 435. */
export function streetOf(text: string | undefined): Street {
  if (text === undefined) return {};
  const words = text.split(' ');
  const place = words.findIndex((word) => NUMBER.test(word));
  const names = words
    .filter((word, index) => index !== place && !DIRECTION.test(word))
    .map((word) => spelled.get(word) ?? word.replace(COMPOUND, '$1strasse'));
  return { street: names.join(' ') || undefined, houseNumber: words[place] };
}
