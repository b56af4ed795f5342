import type { Sources } from '../../src/core/sources.js';

/** Sources whose ids are their names. */
export const NAMED_SOURCES: Sources = {
  idsOf: ({ name, campaign }) => ({ sourceId: name, campaignId: campaign }),
  publicIdsOf: ({ name, campaign }) => ({ sourceId: name, campaignId: campaign }),
};
