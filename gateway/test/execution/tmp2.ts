import fc from 'fast-check';
import { compareWithMerged, objectExecutor, operationsOver, bedOf } from './differential.ts';
import * as worlds from './worlds/index.ts';
const bed = bedOf((worlds as any)[process.argv[4] ?? 'shop']);
const executor = objectExecutor(bed);
const n = Number(process.argv[2] ?? 200);
let t=performance.now(); let len=0, c=0;
const r = await fc.check(fc.asyncProperty(operationsOver(bed), async (op) => { len+=op.query.length; c++; await compareWithMerged(bed, executor, op); }), { numRuns: n, seed: Number(process.argv[3] ?? 1) });
console.log(fc.defaultReportMessage(r) ?? 'ok', c, len/c, performance.now()-t);
