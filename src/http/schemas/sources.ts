import Type from 'typebox';
import { CAMPAIGN_STATUSES } from '../../core/campaigns.js';
import { CHANNELS } from '../../core/sources.js';
import { Id, listOf, Name, strict, versioned } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

export const Description = Type.String({ minLength: 1, maxLength: 2000, description: 'A description for people.' });

const CHANNEL_NOTES = `How leads arrive: \`referral\` (known referrer), \`word_of_mouth\` (no known referrer), \`direct_response\`
(answer to an advertisement, mailing or call), \`purchased_list\`, \`email_marketing\`, \`inbound_content\`, \`social_media\`,
\`linkedin\`, \`event\`, \`networking\`, \`customer_feedback\` (existing customers), \`win_back\` (recycled leads),
\`live_chat\`, and the technical entry points \`web_form\`, \`api\`, \`import\`, \`other\`. Data of \`purchased_list\` and \`import\` only fills empty fields of a known lead.`;
const Channel = enumOf(CHANNELS, { description: CHANNEL_NOTES.replaceAll('\n', ' ') });

export const mergeFields = (noun: 'source' | 'campaign') => ({
  mergedInto: nullable(Id(`The ${noun} that this one was merged into; null: none.`)),
  survivorId: Id(`The ${noun} as which its records count: the last of its merges, or itself.`),
});

/** What a source or campaign is merged into. */
export const MergeRequest = component(
  'MergeRequest',
  Type.Object({ into: Id('The one of the same kind as which it counts from now on.') }, strict('A merge.')),
);

const Count = (what: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: `How many ${what} would count there.` });
const MergeParty = component(
  'MergeParty',
  Type.Object({ id: Id('Its id.'), name: Name('Its name.') }, strict('A source or campaign of a merge.')),
);

export const MergePreviewSchema = component(
  'MergePreview',
  Type.Object(
    {
      from: Ref(MergeParty),
      into: Ref(MergeParty),
      survivor: Ref(MergeParty),
      ...{ leads: Count('leads'), touches: Count('touches'), customers: Count('customers'), deals: Count('deals') },
      ...{ handoffs: Count('hand-offs'), forms: Count('forms'), connectors: Count('connectors') },
      campaigns: Count('campaigns of the source'),
      joinedCampaigns: Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'How many campaigns would count as one of the same name in the other source.',
      }),
    },
    strict('What a merge would join. `survivor`: at the end of the merges of `into`.'),
  ),
);

const sourceFields = { channel: Channel, name: Name('Its name, unique within the channel.') };

export const SourceSchema = component(
  'Source',
  Type.Object(
    versioned({ ...sourceFields, description: nullable(Description), ...mergeFields('source') }),
    strict('A source of leads.'),
  ),
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
