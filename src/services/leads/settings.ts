import type { ZoneOffsets } from '../../core/calendar/zone.js';
import { zoneOffsets } from '../../core/calendar/zone-offsets.js';
import type { Store } from '../../db/store.js';

const CACHED_MS = 5_000;
const MOST_CACHED = 10_000;

/** Settings of a workspace that decide how its requests are interpreted. */
export interface WorkspaceSettings {
  /** The country by whose numbering plan national phone numbers are parsed. */
  country: string | undefined;
  /** The zone of its calendar days. */
  zone: ZoneOffsets;
}

/** The settings of a workspace, cached for five seconds. */
export type ReadSettings = (workspaceId: string) => Promise<WorkspaceSettings>;

export type DefaultCountry = (workspaceId: string) => Promise<string | undefined>;

export function createReadSettings(store: Store, clock: () => number): ReadSettings {
  const known = new Map<string, { settings: Promise<WorkspaceSettings>; until: number }>();
  return (workspaceId) => {
    const cached = known.get(workspaceId);
    if (cached && cached.until > clock()) return cached.settings;
    if (known.size >= MOST_CACHED) known.clear();
    const settings = store
      .read(workspaceId)
      .workspaces.find()
      .then((workspace) => ({
        country: workspace?.defaultCountry ?? undefined,
        zone: zoneOffsets(workspace?.timeZone ?? 'UTC'),
      }));
    known.set(workspaceId, { settings, until: clock() + CACHED_MS });
    settings.catch(() => known.delete(workspaceId));
    return settings;
  };
}

export const defaultCountryOf =
  (settings: ReadSettings): DefaultCountry =>
  async (workspaceId) =>
    (await settings(workspaceId)).country;
