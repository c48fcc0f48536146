import type { Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { CommandError, throwCollected } from '../errors.ts';
import { collectLeniently, fileFlags, type Info, infoPath, printedName, selectorFlags } from '../infos.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { printedKind } from '../mapping.ts';
import { dryRun, dryRunFlag, outputFlag } from '../output.ts';
import { waitUntilGone } from '../waiting/object-watch.ts';
import { timedOut } from './wait.ts';

const aWeekMs = 7 * 24 * 3_600_000;
const forceWarning =
  'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n';

/** @models staging/src/k8s.io/kubectl/pkg/cmd/delete/delete.go DeleteOptions.RunDelete */
export const deleteCommand: Subcommand = {
  name: 'delete',
  usage: 'delete ([-f FILENAME] | TYPE [(NAME | -l label | --all)])',
  flags: [
    ...fileFlags,
    ...selectorFlags,
    outputFlag,
    dryRunFlag,
    { name: 'cascade', type: 'string', default: 'background', bare: 'background' },
    { name: 'force', type: 'bool' },
    { name: 'now', type: 'bool' },
    { name: 'grace-period', type: 'int', default: '-1' },
    { name: 'ignore-not-found', type: 'bool' },
    { name: 'timeout', type: 'duration', default: '0s' },
    { name: 'wait', type: 'bool', default: 'true' },
    { name: 'interactive', short: 'i', type: 'bool' },
    { name: 'raw', type: 'string' },
  ],
  *run(k) {
    checkFlags(k);
    const options = deleteOptions(k);
    const selects = ['selector', 'field-selector'].some((flag) => k.flags.string(flag) !== '') || k.flags.bool('all');
    const { infos, errors } = yield* collectLeniently(k, k.args);
    const ignoreMissing = k.flags.bool('ignore-not-found') || selects;
    if (k.flags.bool('force')) yield* k.err(forceWarning);
    const deleted: { info: Info; uid: string | undefined }[] = [];
    for (const info of infos) {
      try {
        const uid = dryRun(k) === 'client' ? undefined : deletedUID(k.connection.delete(infoPath(info), options));
        yield* k.out(deletedText(k, info));
        deleted.push({ info, uid });
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        if (!(error.reason === 'NotFound' && ignoreMissing)) errors.push(error);
      }
    }
    if (infos.length === 0 && errors.length === 0) yield* k.out('No resources found\n');
    if (dryRun(k) === 'none' && k.flags.bool('wait')) yield* waitForAll(k, deleted, errors);
    throwCollected(errors);
    return 0;
  },
};

function checkFlags(k: Invocation): void {
  const { flags } = k;
  if (flags.bool('all') && flags.string('selector') !== '')
    throw new CommandError('cannot set --all and --selector at the same time');
  if (flags.bool('all') && flags.string('field-selector') !== '')
    throw new CommandError('cannot set --all and --field-selector at the same time');
  const grace = flags.int('grace-period');
  if (grace === 0 && flags.bool('now')) throw new CommandError('--now and --grace-period cannot be specified together');
  if (flags.bool('now') && grace !== -1)
    throw new CommandError('--now and --grace-period cannot be specified together');
  if (flags.bool('force') && grace > 0)
    throw new CommandError('--force and --grace-period greater than 0 cannot be specified together');
  if (flags.bool('interactive')) throw new CommandError('--interactive is not available here; leave it out');
}

function deleteOptions(k: Invocation) {
  const { flags } = k;
  let grace = flags.int('grace-period');
  if (flags.bool('now')) grace = 1;
  // Without --force, a grace period of zero is taken for one second, so that nothing is lost by mistake.
  else if (grace === 0 && !flags.bool('force')) grace = 1;
  else if (grace < 0 && flags.bool('force')) grace = 0;
  return {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
    propagationPolicy: propagationPolicy(flags.string('cascade')),
    ...(dryRun(k) === 'server' ? { dryRun: ['All'] } : {}),
  };
}

function propagationPolicy(cascade: string): string {
  if (cascade === 'background' || cascade === 'true') return 'Background';
  if (cascade === 'orphan' || cascade === 'false') return 'Orphan';
  if (cascade === 'foreground') return 'Foreground';
  throw new CommandError(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
}

/** The server answers with the object, or with a Status that names it. */
function deletedUID(answer: KubernetesObject): string | undefined {
  const details = answer.details as { uid?: string } | undefined;
  return answer.kind === 'Status' ? details?.uid : answer.metadata?.uid;
}

function deletedText(k: Invocation, info: Info): string {
  if (k.flags.string('output') === 'name') return `${printedName(info)}\n`;
  const done = k.flags.bool('force') ? 'force deleted' : 'deleted';
  const note = dryRun(k) === 'client' ? ' (dry run)' : dryRun(k) === 'server' ? ' (server dry run)' : '';
  return `${printedKind(info.mapping)} ${JSON.stringify(info.name)} ${done}${note}\n`;
}

function* waitForAll(
  k: Invocation,
  deleted: readonly { info: Info; uid: string | undefined }[],
  errors: Error[],
): Task {
  const timeoutMs = k.flags.duration('timeout') || aWeekMs;
  const deadlineMs = k.ctx.kernel.nowMs + timeoutMs;
  for (const { info, uid } of deleted) {
    if (!info.mapping.verbs.includes('watch')) continue;
    if (!(yield* waitUntilGone(k, info, uid, deadlineMs))) errors.push(new CommandError(timedOut(info)));
  }
}
