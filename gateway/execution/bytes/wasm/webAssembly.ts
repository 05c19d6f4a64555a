/** What is used of WebAssembly, for which Node has no types of its own. */
interface Api {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer;
  };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

declare const WebAssembly: Api | undefined;

/** Undefined where Node may make no code at all, as with --jitless. */
export const webAssembly: Api | undefined = typeof WebAssembly === 'undefined' ? undefined : WebAssembly;
