import { baseOf } from '../../../files.ts';
import { CommandError } from '../errors.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { createFlags, createGenerated, generatedName } from './create-object.ts';

/** @models staging/src/k8s.io/kubectl/pkg/cmd/create/create_configmap.go ConfigMapOptions
 *  @simplifies files are text here, so nothing goes into binaryData. */
export const createConfigMap: Subcommand = {
  name: 'configmap',
  aliases: ['cm'],
  usage: 'create configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  flags: [
    ...createFlags,
    { name: 'from-literal', type: 'repeated' },
    { name: 'from-file', type: 'list' },
    { name: 'from-env-file', type: 'list' },
  ],
  *run(k) {
    const name = generatedName(k);
    const data = new Map<string, string>();
    const add = (key: string, text: string) => addKey(name, data, key, text);
    for (const [key, text] of k.flags.list('from-file').flatMap((source) => fileEntries(k, source))) add(key, text);
    for (const literal of k.flags.list('from-literal')) {
      const equals = literal.indexOf('=');
      if (equals < 1) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
      add(literal.slice(0, equals), literal.slice(equals + 1));
    }
    for (const [key, text] of k.flags.list('from-env-file').flatMap((source) => envEntries(k, source))) add(key, text);
    const configMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, creationTimestamp: null as unknown as string },
      ...(data.size > 0 ? { data: Object.fromEntries(data) } : {}),
    };
    return yield* createGenerated(k, configMap, 'failed to create configmap');
  },
};

function addKey(name: string, data: Map<string, string>, key: string, text: string): void {
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
    throw new CommandError(
      `${JSON.stringify(key)} is not a valid key name for a ConfigMap: a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
    );
  }
  if (data.has(key)) {
    throw new CommandError(
      `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(name)}`,
    );
  }
  data.set(key, text);
}

function fileEntries(k: Invocation, source: string): [string, string][] {
  const equals = source.indexOf('=');
  const key = equals < 0 ? '' : source.slice(0, equals);
  const name = equals < 0 ? source : source.slice(equals + 1);
  const path = k.ctx.path(name);
  const { files } = k.ctx;
  if (files.isFile(path)) return [[key || baseOf(path), files.readText(path)]];
  if (!files.isDirectory(path)) throw new CommandError(`error reading ${name}: no such file or directory`);
  if (key !== '') throw new CommandError('cannot give a key name for a directory path');
  return files
    .list(path)
    .filter((entry) => files.isFile(`${path}/${entry}`))
    .map((entry) => [entry, files.readText(`${path}/${entry}`)]);
}

function envEntries(k: Invocation, name: string): [string, string][] {
  const path = k.ctx.path(name);
  if (!k.ctx.files.isFile(path)) throw new CommandError(`error reading ${name}: no such file or directory`);
  return k.ctx.files
    .readText(path)
    .split('\n')
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const equals = line.indexOf('=');
      return equals < 0 ? [line, k.ctx.env.get(line) ?? ''] : [line.slice(0, equals), line.slice(equals + 1)];
    });
}
