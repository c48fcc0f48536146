import { type LabScope, serveLab } from 'kind-wasm-shim/hosts/browser/lab-worker.ts';

serveLab(self as unknown as LabScope);
