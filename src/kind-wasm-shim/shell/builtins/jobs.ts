import { race, type Task } from '../../kernel/effect.ts';
import type { MachineProcess } from '../machine.ts';
import { quote } from '../quoting.ts';
import type { Job, Shell } from '../shell.ts';
import { signalName, signalNumbers, statusOfSignal } from '../signals.ts';
import { unlessInterrupted } from './reading.ts';

/** How a job stands, as `jobs` shows it. */
export function jobState(job: Job): string {
  const last = job.processes[job.processes.length - 1];
  if (!last || last.status === undefined) return 'Running';
  if (last.signalled)
    return last.signalled === 'TERM' ? 'Terminated' : last.signalled === 'KILL' ? 'Killed' : 'Interrupt';
  return last.status === 0 ? 'Done' : `Exit ${last.status}`;
}

/** One line about a job; the current job has a plus sign. */
export function describeJob(shell: Shell, job: Job): string {
  const place = shell.jobs.length - 1 - shell.jobs.indexOf(job);
  const mark = place === 0 ? '+' : place === 1 ? '-' : ' ';
  const state = jobState(job);
  return `[${job.id}]${mark}  ${state.padEnd(22)}  ${job.text}${state === 'Running' ? ' &' : ''}\n`;
}

/** `jobs`: lists what was started with `&`, and forgets what has ended. */
export function* jobs(shell: Shell, args: readonly string[]): Task<number> {
  for (const job of shell.jobs) {
    if (args.includes('-p')) yield* shell.writer(1).write(`${job.processes[0]?.pid ?? ''}\n`);
    else if (!(args.includes('-r') && jobState(job) !== 'Running'))
      yield* shell.writer(1).write(describeJob(shell, job));
  }
  shell.jobs = shell.jobs.filter((job) => jobState(job) === 'Running');
  return 0;
}

function findJob(shell: Shell, spec: string): Job | undefined {
  const name = spec.slice(1);
  if (name === '' || name === '%' || name === '+') return shell.jobs[shell.jobs.length - 1];
  if (name === '-') return shell.jobs[shell.jobs.length - 2];
  if (/^\d+$/.test(name)) return shell.jobs.find((job) => job.id === Number(name));
  return shell.jobs.find((job) => job.text.startsWith(name));
}

/** `wait`: for all jobs, for those named, or with `-n` for the next one to end. A signal with a trap ends it early. */
export function* wait(shell: Shell, args: readonly string[]): Task<number> {
  const next = args.includes('-n');
  const specs = args.filter((arg) => arg !== '-n');
  if (next) return yield* waitForNext(shell);
  if (specs.length === 0) {
    for (const job of [...shell.jobs]) {
      const status = yield* waitForJob(shell, job);
      if (status === 'signal') return statusOfSignal(shell.pendingSignals[0] ?? 'INT');
    }
    return 0;
  }
  let status = 0;
  for (const spec of specs) {
    const job = spec.startsWith('%')
      ? findJob(shell, spec)
      : shell.jobs.find((other) => other.processes.some((process) => process.pid === Number(spec)));
    if (!job) {
      const known = /^\d+$/.test(spec);
      status = yield* shell.complain(
        known ? `wait: pid ${spec} is not a child of this shell` : `wait: \`${spec}': not a pid or valid job spec`,
        known ? 127 : 1,
      );
      continue;
    }
    const answer = yield* waitForJob(shell, job);
    if (answer === 'signal') return statusOfSignal(shell.pendingSignals[0] ?? 'INT');
    status = answer;
  }
  return status;
}

function* waitForJob(shell: Shell, job: Job): Task<number | 'signal'> {
  let status = 0;
  for (const process of job.processes) {
    const answer = yield* unlessInterrupted(shell, process.wait());
    if (answer === 'signal' || answer === 'late') return 'signal';
    status = answer;
  }
  // A shell that is not interactive remembers how its children ended.
  if (shell.interactive) shell.jobs = shell.jobs.filter((other) => other !== job);
  return status;
}

function* waitForNext(shell: Shell): Task<number> {
  const running = shell.jobs.filter((job) => jobState(job) === 'Running');
  if (running.length === 0) return 127;
  const children = running.map((job) => shell.kernel.spawn('wait', waitForJob(shell, job), { owned: true }));
  const result = yield* race(Object.fromEntries(children.map((child, place) => [String(place), child.join()])));
  for (const child of children) child.cancel();
  const value = result.value as { status: string; value?: number | 'signal' };
  return typeof value.value === 'number' ? value.value : 130;
}

/** `kill`: sends a signal to processes and jobs; `-0` only asks whether they are there. */
export function* kill(shell: Shell, args: readonly string[]): Task<number> {
  let signal: string | undefined = 'TERM';
  const rest = [...args];
  const [first = ''] = rest;
  if (first === '-l') {
    const list = Object.entries(signalNumbers).map(([name, number]) => `${number}) SIG${name}`);
    yield* shell.writer(1).write(`${list.join('\n')}\n`);
    return 0;
  }
  if (first === '-s' || first === '-n') {
    signal = first === '-n' && rest[1] === '0' ? '0' : signalName(rest[1] ?? '');
    rest.splice(0, 2);
  } else if (/^-./.test(first) && first !== '--') {
    signal = first === '-0' ? '0' : signalName(first.slice(1));
    rest.shift();
  } else if (first === '--') rest.shift();
  if (signal === undefined) return yield* shell.complain(`kill: ${first.slice(1)}: invalid signal specification`);
  if (rest.length === 0) return yield* shell.complain('kill: usage: kill [-s sigspec | -n signum | -sigspec] pid', 2);
  let status = 0;
  for (const target of rest) {
    const problem = send(shell, target, signal);
    if (problem !== undefined) status = yield* shell.complain(`kill: ${problem}`);
  }
  return status;
}

/** Sends a signal; what went wrong, if it did. */
function send(shell: Shell, target: string, signal: string): string | undefined {
  if (target.startsWith('%')) {
    const job = findJob(shell, target);
    if (!job) return `${target}: no such job`;
    for (const process of job.processes) shell.machine.signalJob(process.job, signal);
    return undefined;
  }
  if (!/^-?\d+$/.test(target)) return `${target}: arguments must be process or job IDs`;
  const pid = Number(target);
  if (pid === shell.mainPid && !shell.machine.processes.has(pid)) {
    if (signal !== '0') shell.takeSignal(signal);
    return undefined;
  }
  const process: MachineProcess | undefined = shell.machine.processes.get(pid);
  if (!process) return `(${target}) - No such process`;
  if (signal === '0') return undefined;
  // A background job is a group of its own: what it runs goes with it.
  const isJob = shell.jobs.some((job) => job.processes.includes(process));
  process.signal(signal);
  if (isJob && process.signalled === undefined) shell.machine.signalJob(process.job, signal);
  return undefined;
}

/** `trap`: what to do at a signal, at the end of the shell, or when a command fails. */
export function* trap(shell: Shell, args: readonly string[]): Task<number> {
  const rest = args[0] === '--' ? args.slice(1) : args;
  if (rest.length === 0 || rest[0] === '-p') {
    for (const [signal, action] of shell.traps) {
      const name = signal === 'EXIT' || signal === 'ERR' ? signal : `SIG${signal}`;
      yield* shell.writer(1).write(`trap -- ${quote(action)} ${name}\n`);
    }
    return 0;
  }
  const [action = '', ...signals] = rest.length === 1 ? ['-', ...rest] : rest;
  let status = 0;
  for (const text of signals) {
    const name = trapName(text);
    if (name === undefined) {
      status = yield* shell.complain(`trap: ${text}: invalid signal specification`);
    } else if (action === '-') shell.traps.delete(name);
    else shell.traps.set(name, action);
  }
  return status;
}

function trapName(text: string): string | undefined {
  const upper = text.toUpperCase();
  if (upper === 'EXIT' || text === '0') return 'EXIT';
  if (upper === 'ERR' || upper === 'DEBUG' || upper === 'RETURN') return upper;
  return signalName(text);
}

/** Waits for a job in the foreground. Stopping jobs is not modelled, so `bg` has nothing to do but say so. */
export function* foreground(shell: Shell, args: readonly string[]): Task<number> {
  const job = findJob(shell, args[0] ?? '%+');
  if (!job) return yield* shell.complain(`fg: ${args[0] ?? 'current'}: no such job`);
  yield* shell.writer(1).write(`${job.text}\n`);
  const status = yield* waitForJob(shell, job);
  return typeof status === 'number' ? status : 130;
}

/** `disown`: the shell forgets a job, which goes on. */
export function* disown(shell: Shell, args: readonly string[]): Task<number> {
  const job = findJob(shell, args[0] ?? '%+');
  shell.jobs = args.includes('-a') ? [] : shell.jobs.filter((other) => other !== job);
  return 0;
}
