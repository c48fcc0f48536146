import { CommandError } from '../errors.ts';
import type { Subcommand } from '../invocation.ts';
import { groupVersion, pathOf } from '../mapping.ts';
import { getTable, TabWriter } from '../printers/tab-writer.ts';

/** @models staging/src/k8s.io/kubectl/pkg/cmd/auth/cani.go CanIOptions.RunAccessCheck
 *  @simplifies `--list` is refused; a server without access reviews allows everything, and so says yes. */
const canI: Subcommand = {
  name: 'can-i',
  usage: 'auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  flags: [
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'quiet', short: 'q', type: 'bool' },
    { name: 'subresource', type: 'string' },
    { name: 'list', type: 'bool' },
    { name: 'no-headers', type: 'bool' },
  ],
  *run(k) {
    if (k.flags.bool('list')) throw new CommandError('auth can-i --list is not available here');
    const [verb, target, ...more] = k.args;
    if (verb === undefined || target === undefined || more.length > 0) {
      throw new CommandError(
        "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
      );
    }
    const reviews = k.discovery.all.find(({ kind }) => kind === 'SelfSubjectAccessReview');
    let allowed = true;
    if (reviews) {
      const review = { apiVersion: groupVersion(reviews), kind: reviews.kind, spec: reviewSpec(k, verb, target) };
      const answer = k.connection.create(pathOf(reviews, undefined), review);
      allowed = (answer.status as { allowed?: boolean } | undefined)?.allowed === true;
    }
    if (!k.flags.bool('quiet')) yield* k.out(allowed ? 'yes\n' : 'no\n');
    return allowed ? 0 : 1;
  },
};

function reviewSpec(k: Parameters<NonNullable<Subcommand['run']>>[0], verb: string, target: string) {
  if (target.startsWith('/')) return { nonResourceAttributes: { verb, path: target } };
  const [type = '', name] = target.split('/');
  const mapping = type === '*' ? undefined : k.discovery.resource(type);
  return {
    resourceAttributes: {
      namespace: k.flags.bool('all-namespaces') || mapping?.namespaced === false ? '' : k.namespace,
      verb,
      group: mapping?.group ?? '*',
      resource: mapping?.resource ?? type,
      ...(name ? { name } : {}),
      ...(k.flags.string('subresource') === '' ? {} : { subresource: k.flags.string('subresource') }),
    },
  };
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/auth/whoami.go WhoAmIOptions.Run */
const whoAmI: Subcommand = {
  name: 'whoami',
  usage: 'auth whoami',
  flags: [],
  *run(k) {
    const reviews = k.discovery.all.find(({ kind }) => kind === 'SelfSubjectReview');
    if (!reviews)
      throw new CommandError(
        'the selfsubjectreviews API is not enabled in the cluster\nenable APISelfSubjectReview feature gate and authentication.k8s.io/v1alpha1 or authentication.k8s.io/v1beta1 API',
      );
    const answer = k.connection.create(pathOf(reviews, undefined), {
      apiVersion: groupVersion(reviews),
      kind: reviews.kind,
    });
    const user = (answer.status as { userInfo?: { username?: string; uid?: string; groups?: string[] } } | undefined)
      ?.userInfo;
    const writer = new TabWriter(getTable);
    writer.write(`ATTRIBUTE\tVALUE\nUsername\t${user?.username ?? ''}\n`);
    if (user?.uid) writer.write(`UID\t${user.uid}\n`);
    if (user?.groups?.length) writer.write(`Groups\t[${user.groups.join(' ')}]\n`);
    yield* k.out(writer.flush());
    return 0;
  },
};

export const authCommand: Subcommand = { name: 'auth', usage: 'auth', flags: [], children: [canI, whoAmI] };
