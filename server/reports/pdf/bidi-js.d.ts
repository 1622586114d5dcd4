// The module of the package: its types describe the CommonJS file as if that were one.
declare module 'bidi-js/dist/bidi.mjs' {
  import type { Bidi } from 'bidi-js'
  // oxlint-disable-next-line import/no-default-export -- as the package has it
  export default function bidiFactory(): Bidi
}
