import { captchaViolations, patchedCaptcha } from '../../core/forms/captcha.js';
import { FORM_DEFAULTS, type Form, formViolations } from '../../core/forms/form.js';
import type { AddressBlock } from '../../core/network/addresses.js';
import type { IfMatch } from '../../core/refusals.js';
import { urlProblem } from '../../core/webhooks/settings.js';
import type { FormFilter } from '../../db/repositories/forms.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { newRow } from '../resources.js';
import { changedFields, checkVersion, orNotFound } from '../versions.js';
import { eraseSubmissions } from './confirmations.js';
import { type FormSubmissionsOptions, formSubmissions } from './submissions.js';

type Counts = 'confirmedSubmissions' | 'expiredSubmissions';
type Own = Omit<Form, 'workspaceId' | 'id' | 'version' | 'createdAt' | 'updatedAt' | Counts>;
export type FormInput = Pick<Own, 'name' | 'sourceId' | 'fields'> & Partial<Own>;
export type FormPatch = Partial<Own>;

export type FormsService = ReturnType<typeof formsService>;

export type FormsOptions = FormSubmissionsOptions;

export const MOST_FORMS = 1_000;

/** Forms of web pages, and what visitors submit by them. */
export function formsService(options: FormsOptions) {
  const { store, write, webhookTargets } = options;
  return {
    create(context: WriteContext, input: FormInput): Promise<Form> {
      return write(context, async (scope) => {
        if ((await scope.forms.count()) >= MOST_FORMS)
          throw new AppError('conflict', `A workspace has at most ${MOST_FORMS} forms.`);
        const counts = { confirmedSubmissions: 0, expiredSubmissions: 0 };
        const row: Form = { ...newRow(scope), ...FORM_DEFAULTS, ...input, ...counts, name: input.name.trim() };
        await checkForm(scope, row, webhookTargets);
        await scope.forms.insert([row]);
        emit(scope, row, 'created', { after: described(row) });
        return row;
      });
    },
    async get(workspaceId: string, id: string): Promise<Form> {
      return found(await store.read(workspaceId).forms.find(id));
    },
    list: (workspaceId: string, filter: FormFilter, request: ListRequest): Promise<Page<Form>> =>
      store.read(workspaceId).forms.list(filter, request),
    update(context: WriteContext, id: string, ifMatch: IfMatch, patch: FormPatch): Promise<Form> {
      return write(context, async (scope) => {
        const before = found(await scope.forms.find(id));
        checkVersion(before, ifMatch);
        const changed = changedFields<FormPatch>(before, { ...patch, ...patchedCaptcha(before, patch) });
        if (!changed) return before;
        await checkForm(scope, { ...before, ...changed.after }, webhookTargets);
        const row = await scope.forms.update(before, changed.after, scope.now);
        emit(scope, row, 'updated', { before: described(changed.before), after: described(changed.after) });
        return row;
      });
    },
    remove(context: WriteContext, id: string, ifMatch: IfMatch): Promise<void> {
      return write(context, async (scope) => {
        const row = found(await scope.forms.find(id));
        checkVersion(row, ifMatch);
        await scope.forms.remove(id);
        await eraseSubmissions(scope, await scope.waitingSubmissions.forgetForm(id));
        emit(scope, row, 'deleted', { before: described(row) });
      });
    },
    ...formSubmissions(options),
  };
}

const found = (row: Form | undefined) => orNotFound(row, 'form');

async function checkForm(scope: WriteScope, form: Form, privateTargets: readonly AddressBlock[]): Promise<void> {
  const errors = [...formViolations(form), ...captchaViolations(form)];
  const problem = form.captchaVerifyUrl === null ? undefined : urlProblem(form.captchaVerifyUrl, privateTargets);
  if (problem !== undefined) errors.push({ pointer: '/captchaVerifyUrl', code: 'not_allowed', detail: problem });
  const missing = (pointer: string, what: string) =>
    errors.push({ pointer, code: 'reference_not_found', detail: `There is no such ${what} in this workspace.` });
  if (!(await scope.sources.find(form.sourceId))) missing('/sourceId', 'source');
  if (form.campaignId !== null) {
    const campaign = await scope.campaigns.find(form.campaignId);
    if (campaign?.sourceId !== form.sourceId) missing('/campaignId', 'campaign of this source');
  }
  if (errors.length > 0) throw new AppError('rule_refused', 'The form cannot be so: see `errors`.', { errors });
}

/** What an event about a form shows of it: no secret. */
function described(form: FormPatch) {
  const { name, sourceId, campaignId, fields, consentText, trapField, redirectUrl } = form;
  const { minFillSeconds, requiresStamp, submissionsPerMinute, addressSubmissionsPerMinute } = form;
  const { confirmationHours, confirmationUrl, confirmedUrl } = form;
  const { captchaProvider, captchaSecret, captchaVerifyUrl, captchaWhenUnavailable } = form;
  return {
    ...{ name, sourceId, campaignId, fields, consentText, trapField, redirectUrl },
    ...{ minFillSeconds, requiresStamp, submissionsPerMinute, addressSubmissionsPerMinute },
    ...{ confirmationHours, confirmationUrl, confirmedUrl },
    ...{ captchaProvider, captchaVerifyUrl, captchaWhenUnavailable },
    ...(captchaSecret !== undefined && { hasCaptchaSecret: captchaSecret !== null }),
  };
}

function emit(
  scope: WriteScope,
  { id }: Form,
  verb: 'created' | 'updated' | 'deleted',
  values: { before?: object; after?: object },
): void {
  scope.emit({ type: `form.${verb}`, subjectKind: 'form', subjectId: id, cause: 'api', ...values });
}
