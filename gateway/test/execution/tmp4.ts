import { compareWithMerged, bedOf, silent } from './differential.ts';
import { createCompiledExecutor } from '../../execution/compiledExecutor.ts';
import { prepareByteEngine } from '../../execution/bytes/byteEngine.ts';
import { compileProgram } from '../../execution/bytes/program.ts';
import { compileForm } from '../../execution/plan/compile.ts';
import { bedClient } from './bedClient.ts';
import * as worlds from './worlds/index.ts';
const bed = bedOf((worlds as any)[process.argv[4] ?? 'shop']);
const query = process.argv[2]!; const variables = JSON.parse(process.argv[3] ?? '{}');
let handovers = 0;
const executor = createCompiledExecutor({ supergraph: bed.supergraph, client: bedClient(bed), log: silent, engine: (form, context) => prepareByteEngine(form, { ...context, onHandover: () => handovers++ }) });
const plan = bed.plan(query);
const form = compileForm(plan, bed.facts, variables);
try { compileProgram(form, bed.facts); } catch (e) { console.log('unsupported', e); }
try { await compareWithMerged(bed, executor, {query, variables}); console.log('same', handovers) } catch (e) { console.log(e) }
