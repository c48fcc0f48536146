import type { Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { CommandError } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import { type Info, printedName } from '../infos.ts';
import type { Invocation } from '../invocation.ts';
import { kindOf, pathOf } from '../mapping.ts';
import { changeFlags, changeQuery, dryRun, formatResult, outputFormat } from '../output.ts';
import { goJSON } from '../printers/go-json.ts';

/** What `kubectl apply` remembers of the last manifest. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

export const createFlags: readonly FlagSpec[] = [...changeFlags, { name: 'save-config', type: 'bool' }];

/** Creates an object that a generator such as `create deployment` has made, and says so. `refused` words an error of the
 *  server; without it the error is told as it came. */
export function* createGenerated(k: Invocation, object: KubernetesObject, refused?: string): Task<number> {
  const format = outputFormat(k);
  const mapping = k.discovery.forKind(kindOf(object));
  if (!mapping)
    throw new CommandError(
      `no matches for kind ${JSON.stringify(object.kind)} in version ${JSON.stringify(object.apiVersion)}`,
    );
  const name = object.metadata?.name ?? '';
  const namespace = mapping.namespaced ? k.namespace : undefined;
  const info: Info = { mapping, namespace, name, source: '', object };
  const placed =
    namespace && (k.namespaceIsExplicit || dryRun(k) !== 'client')
      ? { ...object, metadata: { ...object.metadata, namespace } }
      : object;
  let result = withSavedConfig(k, placed);
  if (dryRun(k) !== 'client') {
    try {
      result = k.connection.create(pathOf(mapping, namespace), result, changeQuery(k, 'kubectl-create'));
    } catch (error) {
      if (refused === undefined || !(error instanceof StatusError)) throw error;
      throw new CommandError(`${refused}: ${error.message}`);
    }
  }
  yield* k.out(formatResult(k, format, result, printedName(info), 'created'));
  return 0;
}

/** The object with a note of itself, when `--save-config` asks for it. */
export function withSavedConfig(k: Invocation, object: KubernetesObject): KubernetesObject {
  return k.flags.declares('save-config') && k.flags.bool('save-config') ? withLastApplied(object) : object;
}

/** The object with an annotation that holds the object as the manifest has it.
 *  @models staging/src/k8s.io/kubectl/pkg/util/apply.go CreateApplyAnnotation */
export function withLastApplied(object: KubernetesObject): KubernetesObject {
  const annotations = { ...object.metadata?.annotations };
  delete annotations[lastAppliedAnnotation];
  const bare = { ...object, metadata: { ...object.metadata, annotations } };
  const saved = { ...annotations, [lastAppliedAnnotation]: `${goJSON(bare)}\n` };
  return { ...object, metadata: { ...object.metadata, annotations: saved } };
}

/** The only argument of a generator. */
export function generatedName(k: Invocation, before = k.args.length): string {
  const names = k.args.slice(0, before);
  if (names.length !== 1 || names[0] === undefined)
    throw k.usageError(`exactly one NAME is required, got ${names.length}`);
  return names[0];
}

/** Arguments before and after `--`. */
export function splitAtDash(k: Invocation): { before: number; command: readonly string[] } {
  const before = k.flags.argsBeforeDash < 0 ? k.args.length : k.flags.argsBeforeDash;
  return { before, command: k.args.slice(before) };
}
