import Type from 'typebox';
import { CHANNEL_STATUSES } from '../../core/leads/channels.js';
import { CONSENT_CHANNELS } from '../../core/leads/consent.js';
import { strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';

const ContactChannelSchema = component(
  'ContactChannel',
  Type.Object(
    {
      channel: enumOf(CONSENT_CHANNELS, { description: 'The channel.' }),
      status: enumOf(CHANNEL_STATUSES, {
        description:
          '`allowed`; `denied`: the consent is denied; `bounced`: the e-mail address bounced for good; `missing`: no valid address. Denied and bounced channels are never proposed.',
      }),
      since: Type.Optional(Timestamp('When it was denied or bounced, if that is known.')),
    },
    strict('Whether a lead may be contacted through a channel.'),
  ),
);

/** Each channel of a lead, with its status. */
export const contactChannels = (description: string) =>
  Type.Array(Ref(ContactChannelSchema), { maxItems: CONSENT_CHANNELS.length, description });
