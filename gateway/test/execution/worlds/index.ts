export { chains } from './chains.ts';
export { feeds } from './feeds.ts';
export { hops } from './hops.ts';
export { library } from './library.ts';
export { media } from './media.ts';
export { shop } from './shop.ts';
export { strict } from './strict.ts';
export { tariffs } from './tariffs.ts';
