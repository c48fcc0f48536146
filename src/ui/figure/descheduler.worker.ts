import { serveFigure, type WorkerScope } from 'kind-wasm-shim/hosts/browser/figure-worker.ts';
import { readRun, runDeschedulerFigure } from '../../scenarios/descheduler-plugins/run.ts';

serveFigure(self as unknown as WorkerScope, (run) => runDeschedulerFigure(readRun(run)));
