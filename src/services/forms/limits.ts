import type { Form } from '../../core/forms/form.js';
import type { AppError } from '../errors.js';
import { addressCounter, tooMany } from '../rate-limits/address-counter.js';

/** Submissions a minute of forms without limits of their own, in each process; 0: no limit. */
export interface FormLimits {
  form: number;
  formAddress: number;
}

/** Who submits a form, as far as the network shows. */
export interface Submitter {
  /** An IPv4 address, or an IPv6 /64. */
  site: string;
  /** The network address; empty for a Unix socket. */
  address: string;
}

/** Counts a submission; refuses when the form, or the address at this form, has had as many in this minute as it may. */
export type LimitForm = (form: Form, submitter: Submitter) => void;

export function formLimits(usual: FormLimits, clock: () => number): LimitForm {
  const [forms, addresses] = [addressCounter(usual.form), addressCounter(usual.formAddress)];
  return ({ id, submissionsPerMinute, addressSubmissionsPerMinute }, { site }) => {
    const now = clock();
    const [ofForm, ofAddress] = [submissionsPerMinute ?? usual.form, addressSubmissionsPerMinute ?? usual.formAddress];
    const caller = `${id} ${site}`;
    const addressWait = ofAddress > 0 ? addresses.blockedFor(caller, now, ofAddress) : 0;
    if (addressWait > 0) {
      const detail = `One address may submit this form ${ofAddress} times a minute.`;
      throw withPolicy(tooMany(detail, addressWait), '"form-address"', ofAddress);
    }
    const wait = ofForm > 0 ? forms.blockedFor(id, now, ofForm) : 0;
    if (wait > 0) throw withPolicy(tooMany(`This form takes ${ofForm} submissions a minute.`, wait), '"form"', ofForm);
    forms.count(id, now);
    addresses.count(caller, now);
  };
}

/** Names the limit, as limits of keys do. */
function withPolicy(error: AppError, policy: string, limit: number): AppError {
  const { headers = {} } = error.extra;
  Object.assign(headers, {
    'ratelimit-policy': `${policy};q=${limit};w=60`,
    ratelimit: `${policy};r=0;t=${headers['retry-after']}`,
  });
  return error;
}
