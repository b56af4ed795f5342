import { type DeclaredAttributes, declaredAttributes } from '../../core/attributes/declared.js';
import type { ZoneOffsets } from '../../core/calendar/zone.js';
import { zoneOffsets } from '../../core/calendar/zone-offsets.js';
import type { MergedOrigins } from '../../core/conditions/merged-sources.js';
import { lookupOf, type SegmentLookup } from '../../core/segments/expand.js';
import type { Store } from '../../db/store.js';

const CACHED_MS = 5_000;
const MOST_CACHED = 10_000;

/** Settings of a workspace that decide how its requests are interpreted. */
export interface WorkspaceSettings {
  /** The country by whose numbering plan national phone numbers are parsed. */
  country: string | undefined;
  /** The zone of its calendar days. */
  zone: ZoneOffsets;
  /** The declared attributes, read when a condition names one. */
  attributes: () => Promise<DeclaredAttributes | undefined>;
  /** Finds the segments that a condition names. Read each time, so that a caller sees its own changes. */
  segments: () => Promise<SegmentLookup>;
  /** The sources and campaigns that count as others. Read each time. */
  merged: () => Promise<MergedOrigins | undefined>;
}

/** The settings of a workspace, cached for five seconds. */
export interface ReadSettings {
  (workspaceId: string): Promise<WorkspaceSettings>;
  /** After a change by this process. */
  forget(workspaceId: string): void;
}

export type DefaultCountry = (workspaceId: string) => Promise<string | undefined>;

export function createReadSettings(store: Store, clock: () => number): ReadSettings {
  const known = new Map<string, { settings: Promise<WorkspaceSettings>; until: number }>();
  const read = (workspaceId: string): Promise<WorkspaceSettings> => {
    const cached = known.get(workspaceId);
    if (cached && cached.until > clock()) return cached.settings;
    if (known.size >= MOST_CACHED) known.clear();
    const repositories = store.read(workspaceId);
    const settings = repositories.workspaces.find().then((workspace) => ({
      country: workspace?.defaultCountry ?? undefined,
      zone: zoneOffsets(workspace?.timeZone ?? 'UTC'),
      attributes: once(async () =>
        declaredAttributes(
          await repositories.attributeDefinitions.all(),
          workspace?.undeclaredAttributes ?? 'accepted',
        ),
      ),
      merged: repositories.sourceMerges.origins,
      segments: async () => lookupOf(await repositories.segments.all()),
    }));
    known.set(workspaceId, { settings, until: clock() + CACHED_MS });
    settings.catch(() => known.delete(workspaceId));
    return settings;
  };
  return Object.assign(read, { forget: (workspaceId: string) => void known.delete(workspaceId) });
}

/** The result of the first call for all calls, unless it fails. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

export const defaultCountryOf =
  (settings: ReadSettings): DefaultCountry =>
  async (workspaceId) =>
    (await settings(workspaceId)).country;
