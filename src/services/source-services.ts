import type { Store } from '../db/store.js';
import { type CampaignsService, campaignsService } from './campaigns.js';
import { type CostsService, costsService } from './costs/costs.js';
import { type ExchangeRatesService, exchangeRatesService } from './costs/exchange-rates.js';
import { guardService } from './guard.js';
import { type SourceMergesService, sourceMergesService } from './source-merges.js';
import { type SourcesService, sourcesService } from './sources.js';
import type { Write } from './writes.js';

/** Where leads come from, and what it costs. */
export interface SourceServices {
  campaigns: CampaignsService;
  costs: CostsService;
  exchangeRates: ExchangeRatesService;
  sourceMerges: SourceMergesService;
  sources: SourcesService;
}

export const sourceServices = (store: Store, write: Write): SourceServices => ({
  campaigns: guardService(store, campaignsService(store, write)),
  costs: guardService(store, costsService(store, write)),
  exchangeRates: guardService(store, exchangeRatesService(store, write)),
  sourceMerges: guardService(store, sourceMergesService(store, write)),
  sources: guardService(store, sourcesService(store, write)),
});
