import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { CommandError } from '../errors.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { pathOf } from '../mapping.ts';
import { createFlags, createGenerated, generatedName, splitAtDash } from './create-object.ts';

/** @models staging/src/k8s.io/kubectl/pkg/cmd/create/create_job.go CreateJobOptions */
export const createJob: Subcommand = {
  name: 'job',
  usage: 'create job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  flags: [...createFlags, { name: 'image', type: 'string' }, { name: 'from', type: 'string' }],
  *run(k) {
    const { before, command } = splitAtDash(k);
    const name = generatedName(k, before);
    const image = k.flags.string('image');
    const from = k.flags.string('from');
    if ((image === '') === (from === '')) throw new CommandError('either --image or --from must be specified');
    if (from !== '' && command.length > 0) throw new CommandError('cannot specify --from and command');
    const job = from === '' ? jobOf(name, image, command) : jobFrom(k, name, from);
    return yield* createGenerated(k, job, 'failed to create job');
  },
};

const unset = null as unknown as string;

function jobOf(name: string, image: string, command: readonly string[]): KubernetesObject {
  const container = { name, image, ...(command.length > 0 ? { command } : {}), resources: {} };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, creationTimestamp: unset },
    spec: {
      template: { metadata: { creationTimestamp: null }, spec: { containers: [container], restartPolicy: 'Never' } },
    },
    status: {},
  };
}

function jobFrom(k: Invocation, name: string, from: string): KubernetesObject {
  const [type = '', source = ''] = from.split('/');
  const mapping = k.discovery.resource(type);
  if (mapping.kind !== 'CronJob') throw new CommandError(`unknown object type ${mapping.kind}`);
  const cronJob = k.connection.get(pathOf(mapping, k.namespace, source));
  const template = (cronJob.spec as { jobTemplate?: KubernetesObject })?.jobTemplate ?? {};
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...template.metadata?.annotations },
      ...(template.metadata?.labels ? { labels: template.metadata.labels } : {}),
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'CronJob', name: source, uid: cronJob.metadata?.uid ?? '', controller: true },
      ],
    },
    spec: template.spec,
    status: {},
  };
}
