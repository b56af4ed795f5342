import { openWire } from './wire.js';

/** Reps who claim at once, each one lead after the other, until nothing waits any more. */
export interface ClaimJob {
  ports: readonly number[];
  key: string;
  repIds: readonly string[];
}

export interface ClaimResult {
  claims: number;
  takes: number;
  /** Leads that one rep held while another was given them. */
  doubles: number;
  /** Leads that a rep held and could not take, though its lease had not ended. */
  lost: number;
  seconds: number;
  /** Milliseconds from asking for a lead to holding it. */
  p50: number;
  p99: number;
  /** Who took which lead. */
  taken: [leadId: string, repId: string][];
  refused?: string;
}

interface HeldLead {
  lead?: { id: string; leaseRepId?: string; ownerId?: string };
}

async function run({ ports, key, repIds }: ClaimJob): Promise<ClaimResult> {
  const holders = new Map<string, string>();
  const times: number[] = [];
  const sums = { claims: 0, takes: 0, doubles: 0, lost: 0 };
  const claimFor = async (repId: string, place: number) => {
    // It claims at one process and takes at another: the lease must hold everywhere.
    const [claiming, taking] = await Promise.all([
      openWire(ports[place % ports.length] as number),
      openWire(ports[(place + 1) % ports.length] as number),
    ]);
    for (;;) {
      const sentAt = performance.now();
      const claim = await claiming.ask('POST', `/v1/reps/${repId}/next-lead`, key, { leaseSeconds: 600 });
      times.push(performance.now() - sentAt);
      if (claim.status !== 200) throw new Error(`a claim was answered ${claim.status}: ${claim.text}`);
      const { lead } = JSON.parse(claim.text) as HeldLead;
      if (lead === undefined) break;
      sums.claims += 1;
      if (holders.has(lead.id) || lead.leaseRepId !== repId) sums.doubles += 1;
      holders.set(lead.id, repId);
      const take = await taking.ask('POST', `/v1/leads/${lead.id}/lease/take`, key, { repId });
      const { ownerId } = JSON.parse(take.text) as { ownerId?: string };
      if (take.status === 200 && ownerId === repId) sums.takes += 1;
      else sums.lost += 1;
    }
    claiming.close();
    taking.close();
  };
  const start = performance.now();
  await Promise.all(repIds.map(claimFor));
  const seconds = (performance.now() - start) / 1_000;
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { ...sums, seconds, p50: at(0.5), p99: at(0.99), taken: [...holders] };
}

const NOTHING = { claims: 0, takes: 0, doubles: 0, lost: 0, seconds: 0, p50: 0, p99: 0, taken: [] };

process.on('message', (job: ClaimJob) => {
  run(job).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ ...NOTHING, refused: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
