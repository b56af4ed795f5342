import { currentZoneName } from './zone-aliases.js';

const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;
const KNOWN = 1_000;

let zones: Map<string, string> | undefined;

/** The current IANA name of a time zone ("europe/berlin" gives "Europe/Berlin", "US/Pacific" gives "America/Los_Angeles"), or undefined. */
export function normalizeTimeZone(raw: string): string | undefined {
  const text = currentZoneName(raw.trim().replaceAll(' ', '_'));
  if (text.length > 64) return undefined;
  zones ??= new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), currentZoneName(zone)]));
  const known = zones.get(text.toLowerCase());
  if (known !== undefined || !NAME.test(text)) return known;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    return undefined;
  }
  if (zones.size < KNOWN) zones.set(text.toLowerCase(), text);
  return text;
}
