import type { Job } from 'kubernetes-types/batch/v1';
import { virtualTime } from '../../api/meta.ts';
import { ageColumn, column, nameColumn, type TablePrinter } from '../table.ts';
import { age, humanDuration } from './duration.ts';
import { selectorCell } from './selector.ts';
import { templateCells, templateColumns } from './workloads.ts';

/** @models pkg/printers/internalversion/printers.go printJob */
export const jobPrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Status', 'How far the job is.'),
    column('Completions', 'How many pods have succeeded, of how many that should.'),
    column('Duration', 'The time from the start of the job to its end, or to now.'),
    ageColumn,
    ...templateColumns('Which pods belong to the job.'),
  ],
  cells: (object, nowMs) => {
    const job = object as unknown as Job;
    return [
      object.metadata.name,
      jobStatus(job),
      completions(job),
      jobDuration(job, nowMs),
      age(object.metadata.creationTimestamp, nowMs),
      ...templateCells(job.spec?.template),
      selectorCell(job.spec?.selector),
    ];
  },
};

function jobStatus({ metadata, status }: Job): string {
  const has = (wanted: string) =>
    status?.conditions?.some(({ type, status: value }) => type === wanted && value === 'True') === true;
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (metadata?.deletionTimestamp) return 'Terminating';
  if (has('Suspended')) return 'Suspended';
  if (has('FailureTarget')) return 'FailureTarget';
  return has('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function completions({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration({ status }: Job, nowMs: number): string {
  if (!status?.startTime) return '';
  const end = status.completionTime ? virtualTime(status.completionTime) : nowMs;
  return humanDuration(end - virtualTime(status.startTime));
}
