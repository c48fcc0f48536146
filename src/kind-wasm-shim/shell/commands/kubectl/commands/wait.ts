import type { Task } from '../../../../kernel/effect.ts';
import { notFound, StatusError } from '../../../../kubernetes/api/errors.ts';
import { CommandError, throwCollected } from '../errors.ts';
import { collectInfos, fileFlags, type Info, printedName, selectorFlags } from '../infos.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { qualifiedPlural } from '../mapping.ts';
import { outputFlag } from '../output.ts';
import { type Awaited, isAwaited, parseAwaited } from '../waiting/condition.ts';
import { current, waitUntilGone, watchObject } from '../waiting/object-watch.ts';

const aWeekMs = 7 * 24 * 3_600_000;

/** @models staging/src/k8s.io/kubectl/pkg/cmd/wait/wait.go WaitOptions.RunWait */
export const waitCommand: Subcommand = {
  name: 'wait',
  usage:
    "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  flags: [
    ...fileFlags,
    ...selectorFlags,
    outputFlag,
    { name: 'for', type: 'string' },
    { name: 'timeout', type: 'duration', default: '30s' },
    { name: 'local', type: 'bool' },
  ],
  *run(k) {
    const awaited = parseAwaited(k.flags.string('for'));
    const timeoutMs = k.flags.duration('timeout');
    const deadlineMs = k.ctx.kernel.nowMs + (timeoutMs < 0 ? aWeekMs : timeoutMs);
    const infos = yield* collectInfos(k, k.args);
    if (infos.length === 0 && awaited.type !== 'delete') throw new CommandError('no matching resources found');
    const errors: Error[] = [];
    for (const info of infos) {
      try {
        yield* waitFor(k, info, awaited, deadlineMs);
      } catch (error) {
        if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
        errors.push(error);
      }
    }
    throwCollected(errors);
    return 0;
  },
};

function* waitFor(k: Invocation, info: Info, awaited: Awaited, deadlineMs: number): Task {
  const there = current(k, info);
  if (!there && awaited.type === 'delete') return;
  if (!there && awaited.type !== 'create') throw notFound(info.mapping.group, info.mapping.resource, info.name);
  const met =
    awaited.type === 'delete'
      ? yield* waitUntilGone(k, info, there?.metadata?.uid, deadlineMs)
      : yield* watchObject(k, info, deadlineMs, (seen) => {
          if (seen === 'gone' && awaited.type !== 'create')
            throw notFound(info.mapping.group, info.mapping.resource, info.name);
          return seen !== 'gone' && isAwaited(awaited, seen);
        });
  if (!met) throw new CommandError(timedOut(info));
  const name = printedName(info);
  yield* k.out(k.flags.string('output') === 'name' ? `${name}\n` : `${name} condition met\n`);
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/wait/wait.go extendErrWaitTimeout */
export function timedOut(info: Info): string {
  const resource = info.mapping.group === '' ? info.mapping.resource : qualifiedPlural(info.mapping).split('.')[0];
  return `timed out waiting for the condition on ${resource}/${info.name}`;
}
