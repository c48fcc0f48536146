import type { Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { CommandError, throwCollected } from '../errors.ts';
import { collectLeniently, fileFlags, type Info, infoPath, printedName, selectorFlags } from '../infos.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { changeFlags, changeQuery, dryRun, formatResult, outputFormat } from '../output.ts';
import { watchObject } from '../waiting/object-watch.ts';

/** @models staging/src/k8s.io/kubectl/pkg/cmd/scale/scale.go ScaleOptions.RunScale */
export const scaleCommand: Subcommand = {
  name: 'scale',
  usage: 'scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  required: ['replicas'],
  flags: [
    ...fileFlags,
    ...selectorFlags,
    ...changeFlags,
    { name: 'replicas', type: 'int' },
    { name: 'current-replicas', type: 'int', default: '-1' },
    { name: 'resource-version', type: 'string' },
    { name: 'timeout', type: 'duration', default: '0s' },
  ],
  *run(k) {
    if (k.flags.int('replicas') < 0) {
      throw new CommandError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    }
    const { infos, errors } = yield* collectLeniently(k, k.args, { fetch: true });
    if (infos.length === 0 && errors.length > 0) {
      const texts = errors.map((error) => error.message);
      throw new CommandError(`no objects passed to scale ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`);
    }
    if (infos.length === 0) throw new CommandError('no objects passed to scale');
    for (const info of infos) {
      try {
        yield* scaleOne(k, info);
      } catch (error) {
        if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
        errors.push(error);
      }
    }
    throwCollected(errors);
    return 0;
  },
};

function* scaleOne(k: Invocation, info: Info): Task {
  const replicas = k.flags.int('replicas');
  const scale = k.connection.get(infoPath(info, 'scale'));
  const expected = k.flags.int('current-replicas');
  const found = (scale.spec as { replicas?: number } | undefined)?.replicas ?? 0;
  if (expected >= 0 && found !== expected) throw new CommandError(`Expected replicas to be ${expected}, was ${found}`);
  const version = k.flags.string('resource-version');
  if (version !== '' && version !== scale.metadata?.resourceVersion) {
    throw new CommandError(`Expected resource version to be ${version}, was ${scale.metadata?.resourceVersion}`);
  }
  let result: KubernetesObject = scale;
  if (dryRun(k) !== 'client') {
    const query = changeQuery(k, 'kubectl-scale');
    result =
      expected >= 0 || version !== ''
        ? k.connection.replace(infoPath(info, 'scale'), { ...scale, spec: { replicas } }, query)
        : k.connection.patch(
            infoPath(info, 'scale'),
            'application/merge-patch+json',
            JSON.stringify({ spec: { replicas } }),
            query,
          );
  }
  const timeoutMs = k.flags.duration('timeout');
  if (timeoutMs > 0 && dryRun(k) === 'none') {
    const reached = yield* watchObject(k, info, k.ctx.kernel.nowMs + timeoutMs, (seen) => {
      if (seen === 'gone') return true;
      const status = (seen.status ?? {}) as { replicas?: number; observedGeneration?: number };
      return (
        (status.observedGeneration ?? 0) >= (seen.metadata?.generation ?? 0) && (status.replicas ?? 0) === replicas
      );
    });
    if (!reached) throw new CommandError('timed out waiting for the condition');
  }
  yield* k.out(formatResult(k, outputFormat(k), result, printedName(info), 'scaled'));
}
