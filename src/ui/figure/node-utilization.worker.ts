import { serveFigure, type WorkerScope } from 'kind-wasm-shim/hosts/browser/figure-worker.ts';
import { readRun, runNodeUtilization } from '../../scenarios/node-utilization-run.ts';

serveFigure(self as unknown as WorkerScope, (run) => runNodeUtilization(readRun(run)));
