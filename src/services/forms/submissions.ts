import { proofOf } from '../../core/forms/confirmations.js';
import { isTooFast, STAMP_FIELD } from '../../core/forms/fill-time.js';
import { type FormValues, readForm } from '../../core/forms/submission.js';
import type { ConsentProof } from '../../core/leads/consent.js';
import type { WhileIdle, WriteContext } from '../context.js';
import type { PublicInput } from '../leads/prepare.js';
import { orNotFound } from '../versions.js';
import { checkAttributesOf, notAccepted } from './attributes.js';
import { type CaptchasOptions, captchaVerifier } from './captchas.js';
import { type ConfirmationsOptions, type FormReceipt, formConfirmations } from './confirmations.js';
import { type FormLimits, formLimits, type Submitter } from './limits.js';
import { type StartStamp, startStamps } from './stamps.js';

/** A caller of `submit`. */
export interface FormCaller extends Submitter {
  whileIdle: WhileIdle;
}

export interface FormSubmissionsOptions extends ConfirmationsOptions, CaptchasOptions {
  formLimits: FormLimits;
  capture: (context: WriteContext, input: PublicInput, proof: ConsentProof) => Promise<{ touchId: string }>;
}

/** What visitors submit by forms. */
export function formSubmissions(options: FormSubmissionsOptions) {
  const { store, newId, clock, capture, formLimits: usual, pace } = options;
  const confirmations = formConfirmations(options);
  const stamps = startStamps(store, clock);
  const limit = formLimits(usual, clock);
  const verifyCaptcha = captchaVerifier(options);
  return {
    confirm: confirmations.confirm,
    /** A stamp of now for a page that shows the form. */
    async start(workspaceId: string, id: string): Promise<StartStamp> {
      orNotFound(await store.read(workspaceId).forms.find(id), 'form');
      return stamps.issue(workspaceId, id);
    },
    /** What a visitor filled in, as a public submission: it adds leads and fills empty facts. */
    async submit(context: WriteContext, id: string, values: FormValues, caller: FormCaller): Promise<FormReceipt> {
      const { whileIdle, ...submitter } = caller;
      const { workspaceId } = context;
      const { form, source } = orNotFound(await store.read(workspaceId).forms.findWithSource(id), 'form');
      limit(form, submitter);
      const startedAt = stamps.read(workspaceId, id, values[STAMP_FIELD]);
      const read = readForm(form, values);
      const { redirectUrl } = form;
      // A program gets the answer that people get.
      if (read.type === 'trapped' || isTooFast(form, startedAt, clock())) {
        await pace.wait(performance.now());
        return { touchId: newId(), redirectUrl };
      }
      if (read.type === 'refused') throw notAccepted(read.violations);
      await checkAttributesOf(store, workspaceId, { form, lead: read.lead });
      await verifyCaptcha(context, { form, values, submitter, whileIdle });
      if (form.confirmationHours === null) {
        const address = store.read(workspaceId).keyedHashes.of('network_address', submitter.address);
        const { touchId } = await capture(context, { ...read.lead, source }, proofOf(form, { address }));
        return { touchId, redirectUrl };
      }
      return confirmations.hold(context, { form, source, lead: read.lead, submitter });
    },
  };
}
