import type { PluginSession } from 'kind-wasm-shim/guest/plugin-session.ts';
import { type GoType, goRaw } from 'kind-wasm-shim/kubernetes/descheduler/framework/go-json.ts';
import {
  type AnyPluginDefinition,
  definePlugin,
  type Plugin,
  type Registry,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';

/** A release's plugins with a reader's among them. `sessionOf` gives the session to run in, which may be another each time:
 *  one that has failed is no good any more. */
export function registryWith(session: PluginSession, version: DeschedulerVersion): Registry {
  const { plugins } = setupPlugins(version);
  const builtIn = plugins.get(session.name);
  const definition = builtIn ? edited(builtIn, session, version) : own(session, version);
  return { version, plugins: new Map([...plugins, [session.name, definition]]) };
}

function pluginOf(session: PluginSession, version: DeschedulerVersion, args: unknown): Plugin {
  const { name, points } = session;
  return {
    name,
    ...(points.includes('balance') ? { balance: (handle) => session.run('balance', version, args, handle) } : {}),
    ...(points.includes('deschedule')
      ? { deschedule: (handle) => session.run('deschedule', version, args, handle) }
      : {}),
  };
}

function own(session: PluginSession, version: DeschedulerVersion): AnyPluginDefinition {
  return definePlugin<unknown>({
    name: session.name,
    extensionPoints: session.points,
    argsType: goRaw,
    validate: () => undefined,
    setDefaults: (args) => args,
    build: (args) => pluginOf(session, version, args),
  });
}

/** Arguments as they were written, beside what the built-in plugin makes of them. */
interface Both {
  readonly written: unknown;
  readonly decoded: unknown;
}

/** The built-in plugin's own arguments, checks and defaults, in front of the edited run. The sandbox decodes what was written
 *  once more, by the edited files. */
function edited(
  builtIn: AnyPluginDefinition,
  session: PluginSession,
  version: DeschedulerVersion,
): AnyPluginDefinition {
  const { argsType } = builtIn;
  const both: GoType<Both> = {
    ...argsType,
    name: argsType.name,
    zero: () => ({ written: {}, decoded: argsType.zero() }),
    decode: (value, place) => ({ written: value, decoded: argsType.decode(value, place) }),
  };
  return definePlugin<Both>({
    name: builtIn.name,
    extensionPoints: builtIn.extensionPoints,
    argsType: both,
    validate: ({ decoded }) => builtIn.validate(decoded),
    setDefaults: ({ written, decoded }) => ({ written, decoded: builtIn.setDefaults(decoded) }),
    build({ written, decoded }) {
      builtIn.build(decoded);
      return pluginOf(session, version, written);
    },
  });
}
