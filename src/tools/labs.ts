import { parseArgs } from 'node:util';
import { runTool, UsageError } from './command-line.ts';
import { type Lab, labNames, readLab } from './labs/lab-files.ts';
import { PageCluster } from './labs/page-cluster.ts';
import { Report } from './labs/report.ts';

/** `labs/run SLUG --on page`: a lab's scripts in our shell, on our cluster, without a browser. */
async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  const report = new Report((line) => console.log(line));
  await runSteps(options.lab, options, report);
  if (options.verify) await runWrongAttempts(options.lab, options, report);
  return report.finish();
}

interface Options {
  readonly lab: Lab;
  /** The last step to run. */
  readonly until: number;
  readonly verify: boolean;
  readonly seed: number;
}

function readOptions(args: string[]): Options {
  const { values, positionals } = parseCommandLine(args);
  const [slug, ...more] = positionals;
  if (slug === undefined || more.length > 0)
    throw new UsageError(`expected the name of one lab, found ${positionals.length} words`);
  if (!labNames().includes(slug))
    throw new UsageError(`there is no lab ${JSON.stringify(slug)}; expected one of ${labNames().join(', ')}`);
  const number = (name: 'step' | 'seed', otherwise: number) => {
    const text = values[name];
    if (text === undefined) return otherwise;
    if (!/^\d+$/.test(text)) throw new UsageError(`--${name} expects a whole number, found ${JSON.stringify(text)}`);
    return Number(text);
  };
  return { lab: readLab(slug), until: number('step', 99), verify: values.verify === true, seed: number('seed', 1) };
}

function parseCommandLine(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { step: { type: 'string' }, seed: { type: 'string' }, verify: { type: 'boolean' } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function runSteps(lab: Lab, { until, seed }: Options, report: Report): Promise<void> {
  const cluster = new PageCluster(lab, seed);
  for (const step of lab.steps) {
    if (Number(step.number) > until) return;
    const check = lab.checks.find(({ number }) => number === step.number);
    if (check) {
      const before = await cluster.run('checks', check.name);
      if (before.status === 0) report.failed(`check ${check.name} passes before its step: ${before.output}`);
      else report.passed(`check ${check.name} fails before its step: ${before.output}`);
    }
    const done = await cluster.run('steps', step.name);
    if (done.status !== 0) return report.failed(`step ${step.name} (exit ${done.status})`, done.output);
    report.passed(`step ${step.name}`);
    if (!check) continue;
    const after = await cluster.run('checks', check.name);
    if (after.status !== 0) return report.failed(`check ${check.name}: ${after.output}`);
    report.passed(`check ${check.name}: ${after.output}`);
  }
}

async function runWrongAttempts(lab: Lab, { until, seed }: Options, report: Report): Promise<void> {
  for (const attempt of lab.wrong) {
    if (Number(attempt.check) > until) continue;
    const cluster = new PageCluster(lab, seed);
    for (const step of lab.steps) if (step.number < attempt.check) await cluster.run('steps', step.name);
    const made = await cluster.run('wrong', attempt.name);
    if (made.status !== 0) {
      report.failed(`wrong attempt ${attempt.name} could not be made (exit ${made.status})`, made.output);
      continue;
    }
    const check = lab.checks.find(({ number }) => number === attempt.check);
    if (!check) throw new Error(`wrong/${attempt.name}.sh names check ${attempt.check}, which lab ${lab.slug} has not`);
    const told = await cluster.run('checks', check.name);
    if (told.status === 0) report.failed(`wrong attempt ${attempt.name} passes the check: ${told.output}`);
    else if (told.output.includes(attempt.expected))
      report.passed(`wrong attempt ${attempt.name} is told: ${told.output}`);
    else report.failed(`wrong attempt ${attempt.name} is told: ${told.output} (expected: ${attempt.expected})`);
  }
}

await runTool('labs', main);
