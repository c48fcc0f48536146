import type { Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import { labelValueErrors } from '../../../../kubernetes/api/label-syntax.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { CommandError, throwCollected } from '../errors.ts';
import { collectLeniently, fileFlags, type Info, infoPath, printedName, selectorFlags } from '../infos.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { changeFlags, changeQuery, dryRun, formatResult, outputFormat } from '../output.ts';
import { goJSON } from '../printers/go-json.ts';
import { mergePatch } from './merge-diff.ts';

/** `label` and `annotate` change one map of the metadata each, and differ in words only. */
type MapName = 'labels' | 'annotations';

interface Changes {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/label/label.go LabelOptions.RunLabel */
export const labelCommand = metadataCommand('label', 'labels');
/** @models staging/src/k8s.io/kubectl/pkg/cmd/annotate/annotate.go AnnotateOptions.RunAnnotate */
export const annotateCommand = metadataCommand('annotate', 'annotations');

function metadataCommand(name: string, map: MapName): Subcommand {
  return {
    name,
    usage: `${name} [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N`,
    flags: [
      ...fileFlags,
      ...selectorFlags,
      ...changeFlags,
      { name: 'overwrite', type: 'bool' },
      { name: 'list', type: 'bool' },
      { name: 'resource-version', type: 'string' },
      { name: 'local', type: 'bool' },
    ],
    *run(k) {
      const { resources, changes } = splitPairs(k.args, map);
      if (resources.length === 0 && k.flags.list('filename').length === 0) {
        throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
      }
      const listing = k.flags.bool('list');
      if (changes.set.size + changes.remove.length === 0 && !listing)
        throw new CommandError(`at least one ${singular(map)} update is required`);
      const { infos, errors } = yield* collectLeniently(k, resources, { fetch: true });
      for (const info of infos) {
        try {
          yield* changeOne(k, info, map, changes, infos.length > 1);
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

function singular(map: MapName): string {
  return map === 'labels' ? 'label' : 'annotation';
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go GetResourcesAndPairs */
function splitPairs(args: readonly string[], map: MapName): { resources: string[]; changes: Changes } {
  const resources: string[] = [];
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const arg of args) {
    const equals = arg.indexOf('=');
    const isChange = equals > 0 || (arg.endsWith('-') && arg.length > 1);
    if (!isChange) {
      if (set.size + remove.length > 0)
        throw new CommandError(`all resources must be specified before ${singular(map)} changes: ${arg}`);
      resources.push(arg);
    } else if (equals > 0) set.set(arg.slice(0, equals), arg.slice(equals + 1));
    else remove.push(arg.slice(0, -1));
  }
  for (const key of remove) {
    if (set.has(key))
      throw new CommandError(
        `can not both modify and remove ${map === 'labels' ? 'a label' : 'an annotation'} in the same command`,
      );
  }
  if (map === 'labels') {
    for (const value of set.values()) {
      const [problem] = labelValueErrors(value);
      if (problem) throw new CommandError(`invalid label value: ${JSON.stringify(value)}: ${problem}`);
    }
  }
  return { resources, changes: { set, remove } };
}

function* changeOne(k: Invocation, info: Info, map: MapName, changes: Changes, several: boolean): Task {
  const before = info.object ?? {};
  const old = before.metadata?.[map] ?? {};
  if (!k.flags.bool('overwrite')) refuseOverwrite(map, old, changes.set);
  for (const key of changes.remove) {
    if (map === 'labels' && !Object.hasOwn(old, key)) yield* k.out(`label ${JSON.stringify(key)} not found.\n`);
  }
  const kept = Object.entries(old).filter(([key]) => !changes.remove.includes(key));
  const after = {
    ...before,
    metadata: { ...before.metadata, [map]: { ...Object.fromEntries(kept), ...Object.fromEntries(changes.set) } },
  };
  const resourceVersion = k.flags.string('resource-version');
  if (resourceVersion !== '') after.metadata.resourceVersion = resourceVersion;
  const patch = mergePatch(before, after);
  let result: KubernetesObject = after;
  if (patch !== undefined && dryRun(k) !== 'client') {
    const query = changeQuery(k, map === 'labels' ? 'kubectl-label' : 'kubectl-annotate');
    result = k.connection.patch(infoPath(info), 'application/merge-patch+json', JSON.stringify(patch), query);
  }
  if (k.flags.bool('list')) {
    yield* k.out(listText(info, map, result, several));
    return;
  }
  yield* k.out(formatResult(k, outputFormat(k), result, printedName(info), doneText(k, map, before, after)));
}

function refuseOverwrite(map: MapName, old: Readonly<Record<string, string>>, set: ReadonlyMap<string, string>): void {
  const clashes = [...set].filter(([key, value]) => old[key] !== undefined && old[key] !== value);
  if (clashes.length === 0) return;
  const texts = clashes.map(([key]) => `'${key}' already has a value (${old[key]})`);
  if (map === 'labels') throw new CommandError(`${texts.join(', ')}, and --overwrite is false`);
  throw new CommandError(`--overwrite is false but found the following declared annotation(s): ${texts.join('; ')}`);
}

/** Upstream compares the lengths of the two objects as JSON, so removing a label that is not there "labels" the object.
 *  @models staging/src/k8s.io/kubectl/pkg/cmd/label/label.go updateDataChangeMsg */
function doneText(k: Invocation, map: MapName, before: KubernetesObject, after: KubernetesObject): string {
  if (map === 'annotations') return 'annotated';
  const [old, changed] = [goJSON(before), goJSON(after)];
  if (old === changed) return 'not labeled';
  return !k.flags.bool('overwrite') && changed.length < old.length ? 'unlabeled' : 'labeled';
}

function listText(info: Info, map: MapName, object: KubernetesObject, several: boolean): string {
  const entries = Object.entries(object.metadata?.[map] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const indent = several ? ' ' : '';
  const head = several ? `Listing ${map} for ${info.mapping.kind}.${info.mapping.group}/${info.name}:\n` : '';
  return head + entries.map(([key, value]) => `${indent}${key}=${value}\n`).join('');
}
