import type { Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { threeWayPatch } from '../apply/three-way-patch.ts';
import { isRecord } from '../change/merge-diff.ts';
import { lastAppliedAnnotation, withLastApplied } from '../create/create-object.ts';
import { CommandError, isTold, throwCollected, withSource } from '../errors.ts';
import {
  collectInfos,
  collectLeniently,
  fileFlags,
  getObject,
  type Info,
  infoPath,
  printedName,
  selectorFlags,
} from '../infos.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { groupVersion, pathOf, typeOf } from '../mapping.ts';
import {
  changeFlags,
  changeQuery,
  dryRun,
  fieldValidation,
  formatObject,
  formatResult,
  outputFlag,
  outputFormat,
} from '../output.ts';
import { goJSON } from '../printers/go-json.ts';
import { goYAML } from '../printers/go-yaml.ts';

/** @models staging/src/k8s.io/kubectl/pkg/cmd/apply/apply_view_last_applied.go ViewLastAppliedOptions.RunApplyViewLastApplied */
const viewLastApplied: Subcommand = {
  name: 'view-last-applied',
  usage: 'apply view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  flags: [...fileFlags, ...selectorFlags, { ...outputFlag, default: 'yaml' }],
  *run(k) {
    for (const info of yield* collectInfos(k, k.args, { fetch: true })) {
      const saved = info.object?.metadata?.annotations?.[lastAppliedAnnotation];
      if (saved === undefined)
        throw new CommandError(`no last-applied-configuration annotation found on resource: ${info.name}`);
      const object: unknown = JSON.parse(saved);
      yield* k.out(k.flags.string('output') === 'json' ? `${goJSON(object, '  ')}\n` : goYAML(object));
    }
    return 0;
  },
};

/** @models staging/src/k8s.io/kubectl/pkg/cmd/apply/apply.go ApplyOptions.Run
 *  @simplifies pruning is refused. */
export const applyCommand: Subcommand = {
  name: 'apply',
  usage: 'apply (-f FILENAME | -k DIRECTORY)',
  flags: [
    ...fileFlags,
    ...selectorFlags,
    ...changeFlags,
    { name: 'server-side', type: 'bool' },
    { name: 'force-conflicts', type: 'bool' },
    { name: 'overwrite', type: 'bool', default: 'true' },
    { name: 'force', type: 'bool' },
    { name: 'prune', type: 'bool' },
    { name: 'wait', type: 'bool' },
    { name: 'timeout', type: 'duration', default: '0s' },
    { name: 'openapi-patch', type: 'bool', default: 'true' },
    { name: 'cascade', type: 'string', default: 'background', bare: 'background' },
    { name: 'grace-period', type: 'int', default: '-1' },
  ],
  children: [viewLastApplied],
  *run(k) {
    if (k.args.length > 0) throw k.usageError(`Unexpected args: [${k.args.join(' ')}]`);
    if (k.flags.list('filename').length === 0 && k.flags.string('kustomize') === '')
      throw new CommandError('must specify one of -f and -k');
    if (k.flags.bool('prune')) throw pruneRefused(k);
    if (k.flags.bool('force-conflicts') && !k.flags.bool('server-side'))
      throw new CommandError('--force-conflicts only works with --server-side');
    if (dryRun(k) === 'client' && k.flags.bool('server-side'))
      throw new CommandError(
        "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
      );
    const { infos, errors } = yield* collectLeniently(k, [], { validate: fieldValidation(k) !== 'Ignore' });
    if (infos.length === 0 && errors.length === 0) throw new CommandError('no objects passed to apply');
    for (const info of infos) {
      try {
        yield* applyOne(k, info);
      } catch (error) {
        if (!isTold(error)) throw error;
        errors.push(error);
      }
    }
    throwCollected(errors);
    return 0;
  },
};

function pruneRefused(k: Invocation): CommandError {
  if (!k.flags.bool('all') && k.flags.string('selector') === '') {
    return new CommandError(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
  }
  return new CommandError('--prune is not available here; delete what is no longer wanted with kubectl delete');
}

function* applyOne(k: Invocation, info: Info): Task {
  const format = outputFormat(k);
  const tell = (object: KubernetesObject, done: string) =>
    k.out(formatResult(k, format, object, printedName(info), done));
  if (k.flags.bool('server-side')) {
    yield* tell(applyOnServer(k, info), 'serverside-applied');
    return;
  }
  const modified = withLastApplied(info.object ?? {});
  const current = currentObject(k, info);
  if (!current) {
    yield* tell(createOne(k, info, modified), 'created');
    return;
  }
  yield* warnUnlessApplied(k, info, current);
  const patch = threeWayPatch(
    typeOf(info.mapping),
    lastApplied(current),
    modified as Record<string, unknown>,
    current as Record<string, unknown>,
  );
  const changed = Object.keys(patch).length > 0;
  const result = !changed || dryRun(k) === 'client' ? current : patchOne(k, info, patch);
  if (format.type !== 'human' && format.type !== 'name')
    yield* k.out(formatObject(format, result, k.flags.bool('show-managed-fields')));
  else yield* tell(result, changed ? 'configured' : 'unchanged');
}

function currentObject(k: Invocation, info: Info): KubernetesObject | undefined {
  try {
    return getObject(k, info);
  } catch (error) {
    if (error instanceof StatusError && error.code === 404) return undefined;
    if (!isTold(error)) throw error;
    throw retrievalError(info, error);
  }
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go AddSourceToErr, with the object's place in front */
function retrievalError(info: Info, error: Error): Error {
  const { group, version, resource, kind } = info.mapping;
  const place = group === '' ? `/${version}` : groupVersion(info.mapping);
  const text = `error when retrieving current configuration of:\nResource: "${place}, Resource=${resource}", GroupVersionKind: "${place}, Kind=${kind}"\nName: ${JSON.stringify(info.name)}, Namespace: ${JSON.stringify(info.namespace ?? '')}\nfrom server for: ${JSON.stringify(info.source)}: ${error.message}`;
  return error instanceof StatusError ? new StatusError({ ...error.status, message: text }) : new CommandError(text);
}

function createOne(k: Invocation, info: Info, modified: KubernetesObject): KubernetesObject {
  if (dryRun(k) === 'client') return modified;
  try {
    return k.connection.create(
      pathOf(info.mapping, info.namespace),
      modified,
      changeQuery(k, 'kubectl-client-side-apply'),
    );
  } catch (error) {
    throw withSource('creating', info.source, error);
  }
}

function patchOne(k: Invocation, info: Info, patch: Record<string, unknown>): KubernetesObject {
  try {
    const query = changeQuery(k, 'kubectl-client-side-apply');
    return k.connection.patch(infoPath(info), 'application/strategic-merge-patch+json', goJSON(patch), query);
  } catch (error) {
    throw patchError(info, patch, error);
  }
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/apply/patcher.go Patcher.Patch */
function patchError(info: Info, patch: Record<string, unknown>, error: unknown): unknown {
  if (!(error instanceof StatusError)) return error;
  const { group, version, resource, kind } = info.mapping;
  const place = group === '' ? `/${version}` : groupVersion(info.mapping);
  const to = `${goJSON(patch)}\nto:\nResource: "${place}, Resource=${resource}", GroupVersionKind: "${place}, Kind=${kind}"\nName: ${JSON.stringify(info.name)}, Namespace: ${JSON.stringify(info.namespace ?? '')}\nfor: ${JSON.stringify(info.source)}`;
  return new StatusError({
    ...error.status,
    message: `error when applying patch:\n${to}: error when patching ${JSON.stringify(info.source)}: ${error.message}`,
  });
}

function lastApplied(current: KubernetesObject): Record<string, unknown> {
  const saved = current.metadata?.annotations?.[lastAppliedAnnotation];
  if (saved === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(saved);
    return isRecord(parsed) ? parsed : {};
  } catch {
    throw new CommandError(
      `the annotation ${lastAppliedAnnotation} of ${current.metadata?.name} is not JSON; expected the last applied manifest`,
    );
  }
}

function* warnUnlessApplied(k: Invocation, info: Info, current: KubernetesObject): Task {
  if (current.metadata?.annotations?.[lastAppliedAnnotation] !== undefined) return;
  yield* k.err(
    `Warning: resource ${info.mapping.resource}/${info.name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
  );
}

const conflictAdvice = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

function applyOnServer(k: Invocation, info: Info): KubernetesObject {
  const query = { ...changeQuery(k, 'kubectl'), force: k.flags.bool('force-conflicts') ? 'true' : 'false' };
  try {
    return k.connection.patch(infoPath(info), 'application/apply-patch+yaml', goYAML(info.object), query);
  } catch (error) {
    if (error instanceof StatusError && error.reason === 'Conflict')
      throw new CommandError(`${error.message}\n${conflictAdvice}`);
    throw withSource('patching', info.source, error);
  }
}
