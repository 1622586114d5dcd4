/** The command key of Apple's keyboards does what Ctrl does elsewhere. */
export const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent)
