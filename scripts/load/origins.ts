import type { Channel } from '../../src/core/sources.js';
import { channelOf, platformName } from './channels.js';
import { parseDate } from './dates.js';
import { keep, type Lead, LONGEST, type Reading, textOf } from './reading.js';

const DAY_MS = 86_400_000;
const known = new Map<string, Channel | undefined>();

/** Where a row came from, and when; `now` (epoch milliseconds) bounds dates. */
export function readOrigin(reading: Reading, now: number): void {
  const { lead, plan } = reading;
  lead.source = readSource(reading);
  const campaign = textOf(reading, 'campaign');
  if (campaign !== '') lead.source.campaign = campaign.slice(0, LONGEST.source);
  for (const field of ['occurredAt', 'timeframeStatedAt'] as const) {
    const text = textOf(reading, field);
    const at = parseDate(text, plan.dateOrder);
    if (at !== undefined && at <= now + DAY_MS) lead[field] = new Date(at).toISOString();
    else keep(reading, field, text);
  }
  if (lead.purchaseTimeframeDays === undefined) delete lead.timeframeStatedAt;
}

function readSource(reading: Reading): NonNullable<Lead['source']> {
  const { plan } = reading;
  const platform = textOf(reading, 'platform');
  const medium = platformName(platform);
  if (medium !== undefined) return { channel: 'social_media', name: medium };
  keep(reading, 'platform', platform);
  const name = textOf(reading, 'source').slice(0, LONGEST.source);
  const channel = channelOfName(textOf(reading, 'channel')) ?? channelOfMedium(textOf(reading, 'medium'));
  if (name === '') return { channel: channel ?? plan.channel, name: plan.sourceName };
  return { channel: channel ?? channelOfName(name) ?? plan.channel, name };
}

function channelOfName(name: string): Channel | undefined {
  if (name === '') return undefined;
  if (!known.has(name)) known.set(name, channelOf(name));
  return known.get(name);
}

/** In links, "referral" is any website that leads here: nobody recommended anybody. */
function channelOfMedium(medium: string): Channel | undefined {
  return medium.toLowerCase() === 'referral' ? 'inbound_content' : channelOfName(medium);
}
