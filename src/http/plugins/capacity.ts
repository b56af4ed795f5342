import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WhileIdle } from '../../services/context.js';
import { AppError } from '../../services/errors.js';
import { type Admission, weightOf } from './admission.js';
import { sendProblem } from './requests.js';

/** Below the 30 s in which a request must arrive. Fastify's own handlerTimeout costs an AbortController per request (60 us). */
const ANSWER_TIMEOUT_MS = 25_000;

/** The capacity that an admitted request holds while it works. */
export interface Capacity {
  whileIdle: WhileIdle;
  release(): void;
}

interface Kernel {
  admission: Admission;
  /** Aborts when the server begins to close. */
  draining: AbortSignal;
}

/** Waits for admission, and from then on for the answer: at most ANSWER_TIMEOUT_MS, without the time in which the request is idle. */
export async function takeCapacity(
  { admission, draining }: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Capacity> {
  const workspaceId = request.principal?.workspaceId ?? '';
  const weight = weightOf(request);
  let timeout: NodeJS.Timeout | undefined;
  const take = async () => {
    const waiting = admission.enter(workspaceId, weight);
    if (waiting !== undefined) await awaitAdmission(waiting, request);
    timeout = setTimeout(answerTimeout, ANSWER_TIMEOUT_MS, request, reply);
  };
  const release = () => {
    if (timeout === undefined) return;
    clearTimeout(timeout);
    timeout = undefined;
    admission.leave(workspaceId, weight);
  };
  await take();
  return {
    release,
    async whileIdle(wait) {
      release();
      const left = new AbortController();
      const leave = () => left.abort();
      request.raw.socket.once('close', leave);
      try {
        return await wait(AbortSignal.any([draining, left.signal]));
      } finally {
        request.raw.socket.off('close', leave);
        await take();
      }
    },
  };
}

async function awaitAdmission(admitted: Promise<void>, request: FastifyRequest): Promise<void> {
  request.shed = true;
  await admitted;
  request.shed = false;
}

/** Answers a caller whose request takes too long. The work goes on and keeps its weight in the admission gate. */
function answerTimeout(request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent) return;
  sendProblem(
    request,
    reply,
    new AppError(
      'overloaded',
      'The work takes too long. It may still complete: repeat it with the same Idempotency-Key.',
    ),
  );
}
