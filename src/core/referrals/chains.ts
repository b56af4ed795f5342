/** Maximum links of a chain, so that every chain can be followed completely. */
export const LONGEST_CHAIN = 20;

/** One lead referred another. */
export interface ReferralLink {
  referrerLeadId: string;
  referredLeadId: string;
}

export type ChainFault = 'self' | 'cycle' | 'too_long';

/** Loaded chains of referrals among leads: all links above the referrers of the batch. */
export interface ReferralChains {
  add(link: ReferralLink): void;
  /** Sets the length of the longest chain below a known lead. */
  setHeight(leadId: string, height: number): void;
  /** Why a link is not allowed; undefined when it is. Chains have no circles. */
  faultOf(link: ReferralLink): ChainFault | undefined;
}

export function createReferralChains(): ReferralChains {
  const referrers = new Map<string, Set<string>>();
  const heights = new Map<string, number>();
  /** Leads above it with their distance in links, on the longest path. */
  const above = (leadId: string): Map<string, number> => {
    const found = new Map<string, number>();
    const climb = (from: string, depth: number) => {
      for (const referrer of referrers.get(from) ?? []) {
        if ((found.get(referrer) ?? 0) >= depth || depth > LONGEST_CHAIN) continue;
        found.set(referrer, depth);
        climb(referrer, depth + 1);
      }
    };
    climb(leadId, 1);
    return found;
  };
  return {
    add({ referrerLeadId, referredLeadId }) {
      const known = referrers.get(referredLeadId) ?? new Set();
      referrers.set(referredLeadId, known.add(referrerLeadId));
      const height = (heights.get(referredLeadId) ?? 0) + 1;
      heights.set(referrerLeadId, Math.max(heights.get(referrerLeadId) ?? 0, height));
    },
    setHeight: (leadId, height) => void heights.set(leadId, Math.max(heights.get(leadId) ?? 0, height)),
    faultOf({ referrerLeadId, referredLeadId }) {
      if (referrerLeadId === referredLeadId) return 'self';
      const ancestors = above(referrerLeadId);
      if (ancestors.has(referredLeadId)) return 'cycle';
      const length = Math.max(0, ...ancestors.values()) + 1 + (heights.get(referredLeadId) ?? 0);
      return length > LONGEST_CHAIN ? 'too_long' : undefined;
    },
  };
}
