/** Custom properties may be set from components: `style={{ '--peer': … }}`. */
declare module 'react' {
  interface CSSProperties {
    [customProperty: `--${string}`]: string | number | undefined
  }
}

export {}
