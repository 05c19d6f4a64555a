import { compareWithMerged, objectExecutor, bedOf } from './differential.ts';
import { shop } from './worlds/shop.ts';
import { compileForm } from '../../execution/plan/compile.ts';
import * as worlds from './worlds/index.ts';
const bed = bedOf((worlds as any)[process.argv[4] ?? 'shop']);
const query = process.argv[2]!; const variables = JSON.parse(process.argv[3] ?? '{}');
try { await compareWithMerged(bed, objectExecutor(bed), {query, variables}); console.log('same') } catch (e) { console.log(e) }
const plan = bed.plan(query);
const form = compileForm(plan, bed.facts, variables);
for (const f of form.fetches) console.log(f.index, f.subgraph, [...f.dependsOn], f.selection, JSON.stringify(f.requires)?.slice(0,600), JSON.stringify(f.typenames), JSON.stringify(f.renamings));
