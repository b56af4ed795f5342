import type { Store } from '../../db/store.js';

const CACHED_MS = 5_000;
const MOST_CACHED = 10_000;

/** A workspace's default country, by which national phone numbers are read; cached for five seconds. */
export type DefaultCountry = (workspaceId: string) => Promise<string | undefined>;

export function createDefaultCountry(store: Store, clock: () => number): DefaultCountry {
  const known = new Map<string, { country: Promise<string | undefined>; until: number }>();
  return (workspaceId) => {
    const cached = known.get(workspaceId);
    if (cached && cached.until > clock()) return cached.country;
    if (known.size >= MOST_CACHED) known.clear();
    const country = store
      .read(workspaceId)
      .workspaces.find()
      .then((workspace) => workspace?.defaultCountry ?? undefined);
    known.set(workspaceId, { country, until: clock() + CACHED_MS });
    country.catch(() => known.delete(workspaceId));
    return country;
  };
}
