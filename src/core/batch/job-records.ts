import type { ImportBlockKey, ImportRow } from '../jobs/imports.js';
import type { LeadJob } from '../jobs/job.js';
import type { BulkLead } from '../leads/bulk-change.js';

/** The jobs that the applied commands belong to. */
export class JobRecords {
  private readonly jobs = new Map<string, LeadJob>();
  private readonly changed = new Set<string>();
  private leads: BulkLead[] = [];
  private importRows: ImportRow[] = [];
  private importBlocks: ImportBlockKey[] = [];

  load(job: LeadJob): void {
    this.jobs.set(job.id, job);
  }

  find(jobId: string): LeadJob | undefined {
    return this.jobs.get(jobId);
  }

  /** Records the progress of the job, with one version for all progress that is saved together. */
  put(job: LeadJob): void {
    this.jobs.set(job.id, this.changed.has(job.id) ? job : { ...job, version: job.version + 1 });
    this.changed.add(job.id);
  }

  /** A lead that a bulk change has changed or left out. */
  addLead(row: BulkLead): void {
    this.leads.push(row);
  }

  /** What an import made of a row. */
  addImportRow(row: ImportRow): void {
    this.importRows.push(row);
  }

  /** A block of a file whose rows have all been imported. */
  endImportBlock(block: ImportBlockKey): void {
    this.importBlocks.push(block);
  }

  takeImportBlocks(): ImportBlockKey[] {
    const { importBlocks } = this;
    if (importBlocks.length > 0) this.importBlocks = [];
    return importBlocks;
  }

  takeImportRows(): ImportRow[] {
    const { importRows } = this;
    if (importRows.length > 0) this.importRows = [];
    return importRows;
  }

  takeLeads(): BulkLead[] {
    const { leads } = this;
    if (leads.length > 0) this.leads = [];
    return leads;
  }

  takeChanges(): LeadJob[] {
    const { changed, jobs } = this;
    if (changed.size === 0) return [];
    const rows = [...jobs.values()].filter(({ id }) => changed.has(id));
    changed.clear();
    return rows;
  }
}
