import { parse } from 'yaml';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { isEqual } from '../change/merge-diff.ts';
import { CommandError, throwCollected } from '../errors.ts';
import { collectLeniently, fileFlags, infoPath } from '../infos.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { kindOf, printedKind } from '../mapping.ts';
import { changeFlags, changeQuery, dryRun, formatResult, outputFormat } from '../output.ts';

const contentTypes: Readonly<Record<string, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

/** @models staging/src/k8s.io/kubectl/pkg/cmd/patch/patch.go PatchOptions.RunPatch
 *  @simplifies `--dry-run=client` is sent as a dry run to the server, which gives the same answer. */
export const patchCommand: Subcommand = {
  name: 'patch',
  usage: 'patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  flags: [
    ...fileFlags,
    ...changeFlags,
    { name: 'patch', short: 'p', type: 'string' },
    { name: 'patch-file', type: 'string' },
    { name: 'type', type: 'string', default: 'strategic' },
    { name: 'subresource', type: 'string' },
    { name: 'local', type: 'bool' },
  ],
  *run(k) {
    const type = k.flags.string('type').toLowerCase();
    const contentType = contentTypes[type];
    if (!contentType)
      throw new CommandError(
        `--type must be one of [json merge strategic], not ${JSON.stringify(k.flags.string('type'))}`,
      );
    const body = patchBody(k);
    const { infos, errors } = yield* collectLeniently(k, k.args, { fetch: true });
    const subresource = k.flags.string('subresource') || undefined;
    for (const info of infos) {
      try {
        const before = subresource ? k.connection.get(infoPath(info, subresource)) : info.object;
        const query = { ...changeQuery(k, 'kubectl-patch'), ...(dryRun(k) === 'client' ? { dryRun: 'All' } : {}) };
        const after = k.connection.patch(infoPath(info, subresource), contentType, body, query);
        const done = isEqual(before, after) ? 'patched (no change)' : 'patched';
        yield* k.out(formatResult(k, outputFormat(k), after, resultName(after, info.name), done));
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        errors.push(error);
      }
    }
    throwCollected(errors);
    return 0;
  },
};

function resultName(object: KubernetesObject, name: string): string {
  return `${printedKind(kindOf(object))}/${object.metadata?.name ?? name}`;
}

/** The patch as JSON; it may be written in YAML. Text that begins as JSON is left for the server to judge. */
function patchBody(k: Invocation): string {
  const file = k.flags.string('patch-file');
  let text = k.flags.string('patch');
  if (text === '' && file === '')
    throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
  if (file !== '') {
    const path = k.ctx.path(file);
    if (!k.ctx.files.isFile(path))
      throw new CommandError(`unable to read patch file: open ${file}: no such file or directory`);
    text = k.ctx.files.readText(path);
  }
  if (/^\s*\{/.test(text)) return text;
  try {
    return JSON.stringify(parse(text, { version: '1.1' }));
  } catch (error) {
    throw new CommandError(
      `unable to parse ${JSON.stringify(text)}: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    );
  }
}
