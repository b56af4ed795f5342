const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;
/** Current IANA names that the runtime's locale data still lists under an older one. */
const RENAMED = [
  ...['Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Ho_Chi_Minh', 'Asia/Yangon', 'Europe/Kyiv', 'America/Nuuk'],
  ...['America/Argentina/Buenos_Aires', 'America/Indiana/Indianapolis', 'Atlantic/Faroe', 'Pacific/Kanton', 'Etc/UTC'],
];
const KNOWN = 1_000;

let zones: Map<string, string> | undefined;

/** An IANA time zone in its official spelling ("europe/berlin" gives "Europe/Berlin"); undefined when there is none. */
export function normalizeTimeZone(raw: string): string | undefined {
  const text = raw.trim().replaceAll(' ', '_');
  if (text.length > 64) return undefined;
  zones ??= new Map(
    [...Intl.supportedValuesOf('timeZone'), ...RENAMED, 'UTC'].map((zone) => [zone.toLowerCase(), zone]),
  );
  const known = zones.get(text.toLowerCase());
  if (known !== undefined || !NAME.test(text)) return known;
  try {
    // A link of the zone database (US/Pacific): kept as given, the runtime would rename it to its own choice.
    new Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    return undefined;
  }
  if (zones.size < KNOWN) zones.set(text.toLowerCase(), text);
  return text;
}
