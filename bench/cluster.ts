import type { Figure } from './figures.js';

/** Processor time in microseconds of a lead in a batch: measured (docs/adr/0023). */
const POSTGRES_US = 103;
/**
 * Of the coordinator of a distributed database, microseconds: assumed, not measured. For a statement it plans and passes on, and for a lead whose
 * rows it passes on.
 */
const STATEMENT_US = 150;
const PASSED_LEAD_US = 20;
/** Statements of one transaction that creates leads. */
const STATEMENTS = 14;
const CORES = 8;
/** Share of its processors that a server is planned for. */
const PLANNED = 0.6;
const NODES = [1, 3, 10, 100];
/** Leads in one transaction: alone, in a group commit of 64 connections, in a batch. */
const GROUPS = [1, 64, 1_000];

const available = CORES * PLANNED * 1_000_000;

/** Leads a second that the coordinator passes on. */
export const coordinatorBound = (group: number): number =>
  available / (PASSED_LEAD_US + (STATEMENTS * STATEMENT_US) / group);

/** Leads a second of a cluster with so many workers. */
export const clusterRate = (nodes: number, group: number): number =>
  Math.min((nodes * available) / POSTGRES_US, coordinatorBound(group));

/** What a cluster carries by the measured cost of a lead: arithmetic, not a measurement. */
export function benchCluster(): Figure[] {
  return GROUPS.flatMap((group) =>
    NODES.map((nodes) => {
      const isBound = clusterRate(nodes, group) < (nodes * available) / POSTGRES_US;
      return {
        what: `cluster: ${nodes} workers, ${group} leads in a transaction`,
        unit: 'leads/s',
        ours: clusterRate(nodes, group),
        notes: isBound ? ['bound by the coordinator'] : [],
      };
    }),
  );
}
