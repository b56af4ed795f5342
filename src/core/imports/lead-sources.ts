import type { Channel, SourceReference } from '../sources.js';
import { channelOf, platformName } from './channels.js';
import { parseDate } from './dates.js';
import { cutText, keepAsAttribute, LONGEST, type RowContext, textOf } from './row-context.js';

const DAY_MS = 86_400_000;
const known = new Map<string, Channel | undefined>();

/**
 * The source of a lead; sets its dates. Dates more than a day after `now` (epoch milliseconds) are kept as
 * attributes.
 */
export function readOrigin(context: RowContext, now: number): SourceReference {
  const { lead, plan } = context;
  const source = readSource(context);
  const campaign = textOf(context, 'campaign');
  if (campaign !== '') source.campaign = cutText(campaign, LONGEST.source);
  for (const field of ['occurredAt', 'timeframeStatedAt'] as const) {
    const text = textOf(context, field);
    const at = parseDate(text, plan.dateOrder, plan.zone);
    if (at !== undefined && at <= now + DAY_MS) lead[field] = at;
    else keepAsAttribute(context, field, text);
  }
  if (lead.purchaseTimeframeDays === undefined) delete lead.timeframeStatedAt;
  return source;
}

function readSource(context: RowContext): SourceReference {
  const { plan } = context;
  const platform = textOf(context, 'platform');
  const medium = platformName(platform);
  if (medium !== undefined) return { channel: 'social_media', name: medium };
  keepAsAttribute(context, 'platform', platform);
  const name = cutText(textOf(context, 'source'), LONGEST.source);
  const channel = channelOfName(textOf(context, 'channel')) ?? channelOfMedium(textOf(context, 'medium'));
  if (name === '') return { channel: channel ?? plan.channel, name: plan.sourceName };
  return { channel: channel ?? channelOfName(name) ?? plan.channel, name };
}

function channelOfName(name: string): Channel | undefined {
  if (name === '') return undefined;
  if (!known.has(name)) known.set(name, channelOf(name));
  return known.get(name);
}

/** As a link medium, "referral" means any linking website, not a recommendation. */
function channelOfMedium(medium: string): Channel | undefined {
  return medium.toLowerCase() === 'referral' ? 'inbound_content' : channelOfName(medium);
}
