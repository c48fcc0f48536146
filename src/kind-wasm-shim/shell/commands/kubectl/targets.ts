import type { Discovery } from './discovery.ts';
import { CommandError } from './errors.ts';
import type { Mapping } from './mapping.ts';

/** What words on a command line ask for: one object by name, or every object of a resource. */
export interface Target {
  readonly mapping: Mapping;
  readonly name?: string;
}

export interface TargetRules {
  /** There is a selector or `--all`, so a resource alone is enough and a name is too much. */
  readonly selects: boolean;
  /** A resource alone means all of its objects, as in `get`. */
  readonly resourceAloneIsAll: boolean;
}

/** Reads `pods`, `pods a b`, `pod/a deploy/b`, `rs,pods` and `all`.
 *  @models staging/src/k8s.io/cli-runtime/pkg/resource/builder.go Builder.ResourceTypeOrNameArgs */
export function parseTargets(discovery: Discovery, args: readonly string[], rules: TargetRules): Target[] {
  if (args.some((arg) => arg.includes('/'))) return slashTargets(discovery, args, rules);
  const [types = '', ...names] = args;
  const mappings = types.split(',').flatMap((word) => discovery.category(word) ?? [discovery.resource(word)]);
  if (names.length === 0) {
    if (rules.selects || rules.resourceAloneIsAll) return mappings.map((mapping) => ({ mapping }));
    throw new CommandError('resource(s) were provided, but no name was specified');
  }
  if (rules.selects) throw new CommandError('name cannot be provided when a selector is specified');
  return mappings.flatMap((mapping) => names.map((name) => ({ mapping, name })));
}

function slashTargets(discovery: Discovery, args: readonly string[], rules: TargetRules): Target[] {
  if (!args.every((arg) => arg.includes('/'))) {
    throw new CommandError(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  }
  if (rules.selects) {
    throw new CommandError('selectors and the all flag cannot be used when passing resource/name arguments');
  }
  return args.map((arg) => {
    const [type = '', name = '', ...more] = arg.split('/');
    if (more.length > 0) throw new CommandError('arguments in resource/name form may not have more than one slash');
    if (type === '' || name === '') {
      throw new CommandError('arguments in resource/name form must have a single resource and name');
    }
    return { mapping: discovery.resource(type), name };
  });
}
