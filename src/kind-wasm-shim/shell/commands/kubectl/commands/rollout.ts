import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import { apiTime } from '../../../../kubernetes/api/meta.ts';
import { describePodTemplate } from '../describe/pod-template.ts';
import { CommandError, throwCollected } from '../errors.ts';
import { collectInfos, collectLeniently, fileFlags, type Info, infoPath, printedName } from '../infos.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { qualifiedPlural } from '../mapping.ts';
import { changeFlags, changeQuery, dryRun, formatResult, outputFormat } from '../output.ts';
import { describeTable, TabWriter } from '../printers/tab-writer.ts';
import { changeCauseAnnotation, historyText, type Revision, revisionsOf, rollbackPatch } from '../rollout/history.ts';
import { rolloutStatus } from '../rollout/status.ts';
import { watchObject } from '../waiting/object-watch.ts';

const selector = { name: 'selector', short: 'l', type: 'string' } as const;
const flags = [...fileFlags, ...changeFlags, selector];

/** @models staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_status.go RolloutStatusOptions.Run */
const statusCommand: Subcommand = {
  name: 'status',
  usage: 'rollout status (TYPE NAME | TYPE/NAME)',
  flags: [
    ...fileFlags,
    selector,
    { name: 'watch', short: 'w', type: 'bool', default: 'true' },
    { name: 'timeout', type: 'duration', default: '0s' },
    { name: 'revision', type: 'int' },
  ],
  *run(k) {
    const infos = yield* collectInfos(k, k.args, { fetch: true, nothingGiven: 'required resource not specified' });
    const timeoutMs = k.flags.duration('timeout') || 7 * 24 * 3_600_000;
    const deadlineMs = k.ctx.kernel.nowMs + timeoutMs;
    for (const info of infos) {
      const over = yield* watchObject(k, info, deadlineMs, function* (seen) {
        if (seen === 'gone') throw new CommandError('object has been deleted');
        const { message, done } = rolloutStatus(info, seen);
        yield* k.out(message);
        return done || !k.flags.bool('watch');
      });
      if (!over) throw new CommandError('timed out waiting for the condition');
    }
    return 0;
  },
};

/** A command that patches the workloads that it is given, one after the other. */
function patching(name: string, done: string, patchFor: (k: Invocation, info: Info) => string): Subcommand {
  return {
    name,
    usage: `rollout ${name} RESOURCE`,
    flags: [...flags, { name: 'to-revision', type: 'int' }],
    *run(k) {
      const { infos, errors } = yield* collectLeniently(k, k.args, {
        fetch: true,
        nothingGiven: 'required resource not specified',
      });
      for (const info of infos) {
        try {
          yield* patchOne(k, info, done, patchFor(k, info));
        } catch (error) {
          if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
          errors.push(error);
        }
      }
      throwCollected(errors);
      return 0;
    },
  };
}

function* patchOne(k: Invocation, info: Info, done: string, patch: string): Task {
  const query = changeQuery(k, 'kubectl-rollout');
  const result =
    dryRun(k) === 'client'
      ? (info.object ?? {})
      : k.connection.patch(infoPath(info), 'application/strategic-merge-patch+json', patch, query);
  yield* k.out(formatResult(k, outputFormat(k), result, printedName(info), done));
}

function requireWorkload(info: Info, action: string): void {
  if (!['Deployment', 'DaemonSet', 'StatefulSet'].includes(info.mapping.kind))
    throw new CommandError(`${qualifiedPlural(info.mapping)} ${JSON.stringify(info.name)} ${action} is not supported`);
}

const restart = patching('restart', 'restarted', (k, info) => {
  requireWorkload(info, 'restarting');
  if ((info.object as Deployment).spec?.paused)
    throw new CommandError(`can't restart paused deployment (run rollout resume first)`);
  const restartedAt = apiTime(k.ctx.kernel.nowMs);
  return JSON.stringify({
    spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': restartedAt } } } },
  });
});

const pause = patching('pause', 'paused', (_, info) => {
  requirePausable(info, 'pausing');
  if ((info.object as Deployment).spec?.paused)
    throw new CommandError(`${qualifiedPlural(info.mapping)} ${JSON.stringify(info.name)} is already paused`);
  return JSON.stringify({ spec: { paused: true } });
});

const resume = patching('resume', 'resumed', (_, info) => {
  requirePausable(info, 'resuming');
  if (!(info.object as Deployment).spec?.paused)
    throw new CommandError(`${qualifiedPlural(info.mapping)} ${JSON.stringify(info.name)} is not paused`);
  return JSON.stringify({ spec: { paused: null } });
});

function requirePausable(info: Info, action: string): void {
  if (info.mapping.kind !== 'Deployment')
    throw new CommandError(`${qualifiedPlural(info.mapping)} ${JSON.stringify(info.name)} ${action} is not supported`);
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_undo.go UndoOptions.RunUndo */
const undo: Subcommand = {
  name: 'undo',
  usage: 'rollout undo (TYPE NAME | TYPE/NAME)',
  flags: [...flags, { name: 'to-revision', type: 'int' }],
  *run(k) {
    const infos = yield* collectInfos(k, k.args, { fetch: true, nothingGiven: 'required resource not specified' });
    for (const info of infos) {
      const patch = rollbackPatch(info.object as Deployment, revisionsOf(k, info), k.flags.int('to-revision'));
      if (patch === 'same') {
        yield* k.out(
          `${printedName(info)} skipped rollback (current template already matches revision ${k.flags.int('to-revision')})\n`,
        );
        continue;
      }
      if (dryRun(k) !== 'client')
        k.connection.patch(infoPath(info), 'application/json-patch+json', patch, changeQuery(k, 'kubectl-rollout'));
      yield* k.out(formatResult(k, outputFormat(k), info.object ?? {}, printedName(info), 'rolled back'));
    }
    return 0;
  },
};

/** @models staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_history.go RolloutHistoryOptions.Run */
const history: Subcommand = {
  name: 'history',
  usage: 'rollout history (TYPE NAME | TYPE/NAME)',
  flags: [...flags, { name: 'revision', type: 'int' }],
  *run(k) {
    const infos = yield* collectInfos(k, k.args, { fetch: true, nothingGiven: 'required resource not specified' });
    for (const info of infos) {
      const revisions = revisionsOf(k, info);
      const wanted = k.flags.int('revision');
      const text = wanted === 0 ? alignedHistory(revisions) : revisionText(revisions, wanted);
      yield* k.out(`${printedName(info)} ${wanted > 0 ? `with revision #${wanted}` : ''}\n${text}\n`);
    }
    return 0;
  },
};

function alignedHistory(revisions: readonly Revision[]): string {
  const writer = new TabWriter(describeTable);
  writer.write(historyText(revisions));
  return writer.flush();
}

/** The template of one revision. Upstream prints its tabs as they are. */
function revisionText(revisions: readonly Revision[], wanted: number): string {
  const found = revisions.find(({ revision }) => revision === wanted);
  if (!found) throw new CommandError('unable to find the specified revision');
  const cause = found.replicaSet.metadata?.annotations?.[changeCauseAnnotation];
  const template = structuredClone(found.replicaSet.spec?.template ?? {});
  if (cause)
    template.metadata = {
      ...template.metadata,
      annotations: { ...template.metadata?.annotations, [changeCauseAnnotation]: cause },
    };
  let text = '';
  describePodTemplate((level, line) => {
    text += '  '.repeat(level) + line;
  }, template);
  return text;
}

export const rolloutCommand: Subcommand = {
  name: 'rollout',
  usage: 'rollout SUBCOMMAND',
  flags: [],
  children: [history, pause, restart, resume, statusCommand, undo],
};
