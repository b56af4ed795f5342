import { percentile } from './figures.js';
import { openHttpClient } from './http-client.js';

/** Reps that claim concurrently, each one lead after the other, until the pool is empty. */
export interface ClaimJob {
  ports: readonly number[];
  key: string;
  repIds: readonly string[];
}

export interface ClaimResult {
  claims: number;
  takes: number;
  /** Leads that a rep claimed while another rep held them. */
  doubles: number;
  /** Leads that a rep held and could not take although the lease had not expired. */
  lost: number;
  seconds: number;
  /** Milliseconds from the claim request to its response. */
  p50: number;
  p99: number;
  taken: [leadId: string, repId: string][];
  /** The first unexpected response or error. */
  failure?: string;
}

interface ClaimResponse {
  lead?: { id: string; leaseRepId?: string; ownerId?: string };
}

async function run({ ports, key, repIds }: ClaimJob): Promise<ClaimResult> {
  const holders = new Map<string, string>();
  const times: number[] = [];
  const totals = { claims: 0, takes: 0, doubles: 0, lost: 0 };
  const claimAll = async (repId: string, index: number) => {
    // The claim goes to one process and the take to another: the lease must hold in every process.
    const [claimClient, takeClient] = await Promise.all([
      openHttpClient(ports[index % ports.length] as number),
      openHttpClient(ports[(index + 1) % ports.length] as number),
    ]);
    for (;;) {
      const sentAt = performance.now();
      const claim = await claimClient.request('POST', `/v1/reps/${repId}/next-lead`, key, { leaseSeconds: 600 });
      times.push(performance.now() - sentAt);
      if (claim.status !== 200) throw new Error(`a claim was answered ${claim.status}: ${claim.text}`);
      const { lead } = JSON.parse(claim.text) as ClaimResponse;
      if (lead === undefined) break;
      totals.claims += 1;
      if (holders.has(lead.id) || lead.leaseRepId !== repId) totals.doubles += 1;
      holders.set(lead.id, repId);
      const take = await takeClient.request('POST', `/v1/leads/${lead.id}/lease/take`, key, { repId });
      const { ownerId } = JSON.parse(take.text) as { ownerId?: string };
      if (take.status === 200 && ownerId === repId) totals.takes += 1;
      else totals.lost += 1;
    }
    claimClient.close();
    takeClient.close();
  };
  const start = performance.now();
  await Promise.all(repIds.map(claimAll));
  const seconds = (performance.now() - start) / 1_000;
  return { ...totals, seconds, p50: percentile(times, 0.5), p99: percentile(times, 0.99), taken: [...holders] };
}

const NO_CLAIMS = { claims: 0, takes: 0, doubles: 0, lost: 0, seconds: 0, p50: 0, p99: 0, taken: [] };

process.on('message', (job: ClaimJob) => {
  run(job).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ ...NO_CLAIMS, failure: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
