import type { Job, JobSpec } from 'kubernetes-types/batch/v1';
import { jobSpecWithDefaults } from '../../../api/defaults/workloads.ts';
import { equalJson } from '../../../api/equal-json.ts';
import type { FieldError } from '../../../api/errors.ts';
import { invalidValue, required } from '../../../api/validation/field-errors.ts';
import { podTemplateErrors } from '../../../api/validation/pod-spec.ts';
import { jobPrinter } from '../../printers/job.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

const controllerUid = 'batch.kubernetes.io/controller-uid';
const jobName = 'batch.kubernetes.io/job-name';

/** @models pkg/registry/batch/job/strategy.go jobStrategy */
export const jobs: ResourceStrategy = {
  group: 'batch',
  version: 'v1',
  plural: 'jobs',
  singular: 'job',
  kind: 'Job',
  namespaced: true,
  verbs: allVerbs,
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  table: jobPrinter,
  fields: { 'status.successful': (object) => String((object as Job).status?.succeeded ?? 0) },

  applyDefaults: (object) => {
    const { spec, metadata } = object as Job;
    if (!spec?.template) return object;
    const { labels } = spec.template.metadata ?? {};
    const own = metadata?.labels === undefined && labels ? { metadata: { ...metadata, labels } } : {};
    return { ...object, ...own, spec: jobSpecWithDefaults(spec) } as typeof object;
  },
  prepareForCreate: (object) => {
    const job = object as Job;
    return { ...object, ...(job.spec?.template ? { spec: withGeneratedSelector(job, job.spec) } : {}), status: {} };
  },
  validate: (object) => jobErrors((object as Job).spec),
  validateUpdate: (object, old) => immutableErrors((object as Job).spec, (old as Job).spec),
};

/** @models pkg/registry/batch/job/strategy.go generateSelector */
function withGeneratedSelector({ metadata }: Job, spec: JobSpec): JobSpec {
  if (spec.manualSelector === true) return spec;
  const uid = metadata?.uid ?? '';
  const name = metadata?.name ?? '';
  const labels = { [controllerUid]: uid, [jobName]: name, 'controller-uid': uid, 'job-name': name };
  const { template } = spec;
  return {
    ...spec,
    selector: { ...spec.selector, matchLabels: { ...spec.selector?.matchLabels, [controllerUid]: uid } },
    template: { ...template, metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...labels } } },
  };
}

/** @models pkg/apis/batch/validation/validation.go validateJobSpec */
function jobErrors(spec: JobSpec | undefined): FieldError[] {
  if (!spec?.template) return [required('spec.template.spec.containers')];
  const errors: FieldError[] = [];
  for (const field of ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit'] as const) {
    const value = spec[field];
    if (value !== undefined && value < 0) {
      errors.push(invalidValue(`spec.${field}`, value, 'must be greater than or equal to 0'));
    }
  }
  errors.push(...podTemplateErrors(spec.template, 'spec.template'));
  const policy = spec.template.spec?.restartPolicy;
  if (policy !== 'OnFailure' && policy !== 'Never') {
    errors.push(required('spec.template.spec.restartPolicy', 'valid values: "OnFailure", "Never"'));
  }
  return errors;
}

/** @models pkg/apis/batch/validation/validation.go ValidateJobSpecUpdate
 *  @simplifies the template of a suspended job cannot be changed here. */
function immutableErrors(spec: JobSpec | undefined, old: JobSpec | undefined): FieldError[] {
  return (['completions', 'selector', 'template', 'completionMode'] as const)
    .filter((field) => !equalJson(spec?.[field], old?.[field]))
    .map((field) => invalidValue(`spec.${field}`, spec?.[field] ?? null, 'field is immutable'));
}
