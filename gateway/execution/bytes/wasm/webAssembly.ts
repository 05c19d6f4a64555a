/** What is used of WebAssembly, for which Node has no types of its own. */
interface Api {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

export interface Memory {
  readonly buffer: ArrayBuffer;
}

declare const WebAssembly: Api;

/** Node cannot run TypeScript without it, so it is always there. */
export const webAssembly = WebAssembly;
