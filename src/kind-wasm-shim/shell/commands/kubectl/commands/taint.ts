import type { Taint } from 'kubernetes-types/core/v1';
import type { Task } from '../../../../kernel/effect.ts';
import { labelValueErrors, qualifiedNameErrors } from '../../../../kubernetes/api/label-syntax.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { isEqual } from '../change/merge-diff.ts';
import { CommandError, throwCollected } from '../errors.ts';
import { collectLeniently, type Info, infoPath, printedName, selectorFlags } from '../infos.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { changeFlags, changeQuery, dryRun, formatResult, outputFormat } from '../output.ts';

/** A taint to add, or to remove: without an effect, every taint of the key. */
interface TaintChanges {
  readonly add: readonly Taint[];
  readonly remove: readonly { readonly key: string; readonly effect: string }[];
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/taint/taint.go TaintOptions.RunTaint */
export const taintCommand: Subcommand = {
  name: 'taint',
  usage: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  flags: [...selectorFlags, ...changeFlags, { name: 'overwrite', type: 'bool' }],
  *run(k) {
    const first = k.args.findIndex((arg) => /[=:]/.test(arg) || (arg.endsWith('-') && arg.length > 1));
    const resources = first < 0 ? k.args : k.args.slice(0, first);
    const changes = parseTaints(first < 0 ? [] : k.args.slice(first));
    if (resources.length === 0)
      throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    if (changes.add.length + changes.remove.length === 0)
      throw new CommandError('at least one taint update is required');
    const { infos, errors } = yield* collectLeniently(k, resources, { fetch: true });
    for (const info of infos) {
      if (info.mapping.kind !== 'Node')
        throw new CommandError(`invalid resource type ${info.mapping.resource}, only node(s) is supported`);
      try {
        yield* taintOne(k, info, changes);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        errors.push(error);
      }
    }
    throwCollected(errors);
    return 0;
  },
};

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** @models staging/src/k8s.io/kubectl/pkg/cmd/taint/utils.go parseTaints */
function parseTaints(specs: readonly string[]): TaintChanges {
  const add: Taint[] = [];
  const remove: { key: string; effect: string }[] = [];
  for (const spec of specs) {
    const removes = spec.endsWith('-');
    const [, key = '', value, effect] =
      /^([^=:]+)(?:=([^:]*))?(?::(.*))?$/.exec(removes ? spec.slice(0, -1) : spec) ?? [];
    const [problem] = [...qualifiedNameErrors(key), ...labelValueErrors(value ?? '')];
    if (problem) throw new CommandError(`invalid taint spec: ${spec}, ${problem}`);
    if (effect !== undefined && !effects.includes(effect))
      throw new CommandError(`invalid taint effect: ${effect}, unsupported taint effect`);
    if (removes) remove.push({ key, effect: effect ?? '' });
    else if (effect === undefined) throw new CommandError(`invalid taint spec: ${spec}`);
    else add.push({ key, ...(value ? { value } : {}), effect: effect as NonNullable<Taint['effect']> });
  }
  return { add, remove };
}

function* taintOne(k: Invocation, info: Info, changes: TaintChanges): Task {
  const spec = (info.object?.spec ?? {}) as { taints?: Taint[] };
  const old = spec.taints ?? [];
  if (!k.flags.bool('overwrite')) {
    const taken = changes.add.filter((taint) =>
      old.some((one) => one.key === taint.key && one.effect === taint.effect),
    );
    if (taken.length > 0) {
      const keys = taken.map(({ key }) => key).join(',');
      throw new CommandError(
        `node ${info.name} already has ${keys} taint(s) with same effect(s) and --overwrite is false`,
      );
    }
  }
  const removed = (taint: Taint) =>
    changes.remove.some(({ key, effect }) => key === taint.key && (effect === '' || effect === taint.effect));
  const missing = changes.remove.filter(
    ({ key, effect }) => !old.some((one) => one.key === key && (effect === '' || effect === one.effect)),
  );
  if (missing.length > 0) {
    const texts = missing.map(
      ({ key, effect }) => `taint ${JSON.stringify(effect === '' ? key : `${key}:${effect}`)} not found`,
    );
    throw new CommandError(texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`);
  }
  const replaced = (taint: Taint) =>
    changes.add.some(({ key, effect }) => key === taint.key && effect === taint.effect);
  const taints = [...changes.add, ...old.filter((taint) => !removed(taint) && !replaced(taint))];
  let result: KubernetesObject = { ...info.object, spec: { ...spec, taints } };
  if (!isEqual(taints, old) && dryRun(k) !== 'client') {
    // The list is one value to its strategic merge by key; as a merge patch it is sent whole.
    const patch = JSON.stringify({ spec: { taints: taints.length > 0 ? taints : null } });
    result = k.connection.patch(infoPath(info), 'application/merge-patch+json', patch, changeQuery(k, 'kubectl-taint'));
  }
  const done =
    changes.remove.length > 0
      ? changes.add.length > 0
        ? 'modified'
        : 'untainted'
      : k.flags.bool('overwrite')
        ? 'modified'
        : 'tainted';
  yield* k.out(formatResult(k, outputFormat(k), result, printedName(info), done));
}
