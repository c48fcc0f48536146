import { annotateCommand, labelCommand } from './change/metadata-map.ts';
import { applyCommand } from './commands/apply.ts';
import { authCommand } from './commands/auth.ts';
import {
  apiResourcesCommand,
  apiVersionsCommand,
  clusterInfoCommand,
  topCommand,
  versionCommand,
} from './commands/cluster.ts';
import { configCommand } from './commands/config.ts';
import { cordonCommand, uncordonCommand } from './commands/cordon.ts';
import { createCommand } from './commands/create.ts';
import { deleteCommand } from './commands/delete.ts';
import { describeCommand } from './commands/describe.ts';
import { drainCommand } from './commands/drain.ts';
import { eventsCommand } from './commands/events.ts';
import { getCommand } from './commands/get.ts';
import { logsCommand } from './commands/logs.ts';
import { patchCommand } from './commands/patch.ts';
import { rolloutCommand } from './commands/rollout.ts';
import { runCommand } from './commands/run.ts';
import { scaleCommand } from './commands/scale.ts';
import { setCommands } from './commands/set.ts';
import { taintCommand } from './commands/taint.ts';
import { unavailableCommands } from './commands/unavailable.ts';
import { waitCommand } from './commands/wait.ts';
import type { Subcommand } from './invocation.ts';

/** Every command, in the order in which kubectl lists its own. */
export const subcommands: readonly Subcommand[] = [
  createCommand,
  runCommand,
  setCommands,
  getCommand,
  deleteCommand,
  rolloutCommand,
  scaleCommand,
  clusterInfoCommand,
  topCommand,
  cordonCommand,
  uncordonCommand,
  drainCommand,
  taintCommand,
  describeCommand,
  logsCommand,
  authCommand,
  eventsCommand,
  applyCommand,
  patchCommand,
  waitCommand,
  labelCommand,
  annotateCommand,
  apiResourcesCommand,
  apiVersionsCommand,
  configCommand,
  versionCommand,
  ...unavailableCommands,
];
