import Type from 'typebox';
import { CAMPAIGN_STATUSES } from '../../core/campaigns.js';
import { CHANNELS } from '../../core/sources.js';
import { listOf, Name, strict, versioned } from './common.js';
import { component, enumOf, nullable } from './components.js';

export const Description = Type.String({ minLength: 1, maxLength: 2000, description: 'A description for people.' });

const CHANNEL_NOTES = `How leads arrive: \`referral\` (known referrer), \`word_of_mouth\` (no known referrer), \`direct_response\`
(answer to an advertisement, mailing or call), \`purchased_list\`, \`email_marketing\`, \`inbound_content\`, \`social_media\`,
\`linkedin\`, \`event\`, \`networking\`, \`customer_feedback\` (existing customers), \`win_back\` (recycled leads),
\`live_chat\`, and the technical entry points \`web_form\`, \`api\`, \`import\`, \`other\`. Data of \`purchased_list\` and \`import\` only fills empty fields of a known lead.`;
const Channel = enumOf(CHANNELS, { description: CHANNEL_NOTES.replaceAll('\n', ' ') });

const sourceFields = { channel: Channel, name: Name('Its name, unique within the channel.') };

export const SourceSchema = component(
  'Source',
  Type.Object(versioned({ ...sourceFields, description: nullable(Description) }), strict('A source of leads.')),
);
export const SourceList = listOf('SourceList', SourceSchema, 'Sources, newest first.');
export const SourceCreate = component(
  'SourceCreate',
  Type.Object({ ...sourceFields, description: Type.Optional(Description) }, strict('A new source.')),
);

export const namePatch = {
  name: Type.Optional(Name('Its name.')),
  description: Type.Optional(nullable(Description)),
};
export const patchOptions = { ...strict('A JSON Merge Patch (RFC 7396).'), minProperties: 1 };
export const SourcePatch = component('SourcePatch', Type.Object({ ...namePatch }, { ...patchOptions }));

/** The vocabularies of these schemas and those of campaigns. */
export const SOURCE_WORDS = { CampaignState: CAMPAIGN_STATUSES, Channel: CHANNELS } as const;
