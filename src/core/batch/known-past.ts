import type { ActivityKind } from '../activities/activities.js';
import type { Touch } from '../leads/touch.js';

/** What identifies a touch, an activity or a deal that has no external id, among those of its lead. */
export const pastKey = {
  touch: ({ sourceId, campaignId, occurredAt }: Pick<Touch, 'sourceId' | 'campaignId' | 'occurredAt'>): string =>
    `touch|${sourceId}|${campaignId ?? ''}|${occurredAt}`,
  activity: ({ kind, occurredAt }: { kind: ActivityKind; occurredAt: number }): string =>
    `activity|${kind}|${occurredAt}`,
  deal: ({ name, openedAt }: { name?: string | undefined; openedAt: number }): string =>
    `deal|${name ?? ''}|${openedAt}`,
};

/** The touches, activities and deals of leads, so that a repeated history adds none of them twice. */
export class KnownPast {
  private readonly keys = new Map<string, Set<string>>();

  /** Adds the key to those of the lead. Returns whether it is new. */
  add(leadId: string, key: string): boolean {
    const known = this.keys.get(leadId) ?? new Set<string>();
    this.keys.set(leadId, known);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  }
}
