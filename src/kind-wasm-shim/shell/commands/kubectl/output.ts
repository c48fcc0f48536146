import type { KubernetesObject } from '../../../kubernetes/api/meta.ts';
import { CommandError } from './errors.ts';
import type { FlagSpec } from './flags.ts';
import type { Invocation } from './invocation.ts';
import { EvaluationError, executeTemplate, findResults } from './jsonpath/evaluate.ts';
import { parseTemplate, TemplateError } from './jsonpath/parse.ts';
import { kindOf, printedKind } from './mapping.ts';
import { customColumns } from './printers/custom-columns.ts';
import { goJSON, goSyntax } from './printers/go-json.ts';
import { goYAML } from './printers/go-yaml.ts';

/** What `-o` asks for. */
export type OutputFormat =
  | { readonly type: 'human'; readonly wide: boolean }
  | { readonly type: 'json' | 'yaml' | 'name' }
  | { readonly type: 'jsonpath' | 'jsonpath-as-json'; readonly template: string }
  | { readonly type: 'custom-columns'; readonly spec: string };

export const outputFlag: FlagSpec = { name: 'output', short: 'o', type: 'string' };

const objectFormats = [
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'name',
  'template',
  'templatefile',
  'yaml',
];
const getFormats = [
  'custom-columns',
  'custom-columns-file',
  ...objectFormats.slice(0, 7),
  'template',
  'templatefile',
  'wide',
  'yaml',
];

/** Reads `-o`. `get` knows columns and `wide` besides what every command knows. */
export function outputFormat(k: Invocation, forGet = false): OutputFormat {
  const text = k.flags.string('output');
  if (text === '') return { type: 'human', wide: false };
  if (text === 'wide' && forGet) return { type: 'human', wide: true };
  if (text === 'json' || text === 'yaml' || text === 'name') return { type: text };
  const [, format = text, , argument] = /^([a-z-]+)(=(.*))?$/s.exec(text) ?? [];
  if (format === 'jsonpath' || format === 'jsonpath-as-json') {
    if (!argument) throw new CommandError('template format specified but no template given');
    return { type: format, template: checkTemplate(argument) };
  }
  if (format === 'jsonpath-file' && argument)
    return { type: 'jsonpath', template: checkTemplate(readFile(k, argument)) };
  if (format === 'custom-columns' && forGet) {
    if (!argument) throw new CommandError('custom-columns format specified but no custom columns given');
    return { type: 'custom-columns', spec: argument };
  }
  if (['go-template', 'go-template-file', 'template', 'templatefile', 'custom-columns-file'].includes(format)) {
    throw new CommandError(`-o ${format} is not available here; use -o jsonpath or -o custom-columns`);
  }
  const allowed = (forGet ? getFormats : objectFormats).join(',');
  throw new CommandError(
    `unable to match a printer suitable for the output format ${JSON.stringify(text)}, allowed formats are: ${allowed}`,
  );
}

function readFile(k: Invocation, name: string): string {
  const path = k.ctx.path(name);
  if (!k.ctx.files.isFile(path))
    throw new CommandError(`error reading --template ${name}, open ${name}: no such file or directory`);
  return k.ctx.files.readText(path);
}

function checkTemplate(template: string): string {
  try {
    parseTemplate(template);
  } catch (error) {
    if (error instanceof TemplateError) throw new CommandError(`error parsing jsonpath ${template}, ${error.message}`);
    throw error;
  }
  return template;
}

/** One object in a format that needs no table; `human` gives nothing. */
export function formatObject(format: OutputFormat, object: KubernetesObject, showManagedFields = false): string {
  switch (format.type) {
    case 'human':
      return '';
    case 'name':
      return nameLines(object);
    case 'json':
      return `${goJSON(showManagedFields ? object : withoutManagedFields(object), '    ')}\n`;
    case 'yaml':
      return goYAML(showManagedFields ? object : withoutManagedFields(object));
    case 'custom-columns':
      return customColumns(format.spec, [object]);
    default:
      return runTemplate(format.type, format.template, object);
  }
}

function nameLines(object: KubernetesObject): string {
  if (Array.isArray(object.items)) return (object.items as KubernetesObject[]).map(nameLines).join('');
  return `${printedKind(kindOf(object))}/${object.metadata?.name ?? ''}\n`;
}

function runTemplate(type: 'jsonpath' | 'jsonpath-as-json', template: string, object: KubernetesObject): string {
  try {
    if (type === 'jsonpath') return executeTemplate(template, object, { allowMissingKeys: true });
    return `${goJSON(findResults(parseTemplate(template), object, { allowMissingKeys: true }).flat(), '    ')}\n`;
  } catch (error) {
    if (!(error instanceof EvaluationError || error instanceof TemplateError)) throw error;
    throw new CommandError(
      `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n`,
    );
  }
}

function withoutManagedFields(object: KubernetesObject): KubernetesObject {
  const clean = { ...object };
  if (clean.metadata?.managedFields) {
    const { managedFields: _, ...metadata } = clean.metadata;
    clean.metadata = metadata;
  }
  if (Array.isArray(clean.items)) clean.items = (clean.items as KubernetesObject[]).map(withoutManagedFields);
  return clean;
}

/** What a command says of an object that it has changed: the object when `-o` asks for it, else `kind/name done`. */
export function formatResult(
  k: Invocation,
  format: OutputFormat,
  object: KubernetesObject,
  name: string,
  done: string,
): string {
  if (format.type === 'name') return `${name}\n`;
  if (format.type !== 'human')
    return formatObject(format, object, k.flags.declares('show-managed-fields') && k.flags.bool('show-managed-fields'));
  return `${name} ${done}${dryRunNote(k)}\n`;
}

export const dryRunFlag: FlagSpec = { name: 'dry-run', type: 'string', default: 'none', bare: 'unchanged' };
export const changeFlags: readonly FlagSpec[] = [
  outputFlag,
  dryRunFlag,
  { name: 'show-managed-fields', type: 'bool' },
  { name: 'field-manager', type: 'string' },
  { name: 'validate', type: 'string', default: 'strict', bare: 'strict' },
  { name: 'allow-missing-template-keys', type: 'bool', default: 'true' },
  { name: 'template', type: 'string' },
];

/** How much of a change is only tried: nothing sent, or sent and not stored.
 *  @models staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go GetDryRunStrategy */
export function dryRun(k: Invocation): 'none' | 'client' | 'server' {
  const value = k.flags.declares('dry-run') ? k.flags.string('dry-run') : 'none';
  if (value === 'none' || value === 'client' || value === 'server') return value;
  if (value === 'unchanged')
    throw new CommandError(
      '--dry-run flag without a value was specified. A value must be set: "none", "server", or "client".',
    );
  if (value === 'true' || value === 'false')
    throw new CommandError(`--dry-run=${value} is no longer supported. Use "none", "server", or "client".`);
  throw new CommandError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

function dryRunNote(k: Invocation): string {
  const strategy = dryRun(k);
  return strategy === 'client' ? ' (dry run)' : strategy === 'server' ? ' (server dry run)' : '';
}

/** The query that every change is sent with. */
export function changeQuery(k: Invocation, manager: string): Record<string, string | undefined> {
  return {
    fieldManager: k.flags.string('field-manager') || manager,
    dryRun: dryRun(k) === 'server' ? 'All' : undefined,
    fieldValidation: fieldValidation(k),
  };
}

/** How strict the server is about fields that it does not know. */
export function fieldValidation(k: Invocation): 'Strict' | 'Warn' | 'Ignore' {
  const value = k.flags.declares('validate') ? k.flags.string('validate') : 'strict';
  if (value === 'strict' || value === 'true') return 'Strict';
  if (value === 'warn') return 'Warn';
  if (value === 'ignore' || value === 'false') return 'Ignore';
  throw new CommandError(
    `invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`,
  );
}
