import { createConfigMap } from '../create/configmap.ts';
import { createFlags, withSavedConfig } from '../create/create-object.ts';
import { createDeployment } from '../create/deployment.ts';
import { createJob } from '../create/job.ts';
import {
  createNamespace,
  createPodDisruptionBudget,
  createPriorityClass,
  createServiceAccount,
} from '../create/simple.ts';
import { CommandError, isTold, throwCollected, withSource } from '../errors.ts';
import { collectLeniently, fileFlags, printedName } from '../infos.ts';
import type { Subcommand } from '../invocation.ts';
import { pathOf } from '../mapping.ts';
import { changeQuery, dryRun, fieldValidation, formatResult, outputFormat } from '../output.ts';

/** @models staging/src/k8s.io/kubectl/pkg/cmd/create/create.go CreateOptions.RunCreate */
export const createCommand: Subcommand = {
  name: 'create',
  usage: 'create -f FILENAME',
  flags: [...fileFlags, ...createFlags, { name: 'edit', type: 'bool' }],
  children: [
    createConfigMap,
    createDeployment,
    createJob,
    createNamespace,
    createPodDisruptionBudget,
    createPriorityClass,
    createServiceAccount,
  ],
  *run(k) {
    if (k.args.length > 0) throw k.usageError(`Unexpected args: [${k.args.join(' ')}]`);
    if (k.flags.list('filename').length === 0) throw new CommandError('must specify one of -f and -k');
    const format = outputFormat(k);
    const { infos, errors } = yield* collectLeniently(k, [], { validate: fieldValidation(k) !== 'Ignore' });
    for (const info of infos) {
      try {
        let object = withSavedConfig(k, info.object ?? {});
        if (dryRun(k) !== 'client') {
          object = k.connection.create(pathOf(info.mapping, info.namespace), object, changeQuery(k, 'kubectl-create'));
        }
        const name = info.name || (object.metadata?.name ?? '');
        yield* k.out(formatResult(k, format, object, printedName({ ...info, name }), 'created'));
      } catch (error) {
        if (!isTold(error)) throw error;
        errors.push(withSource('creating', info.source, error) as Error);
      }
    }
    throwCollected(errors);
    return 0;
  },
};
