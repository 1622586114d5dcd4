/** The topic on which a device sends its readings, here and at an outside broker. */
export const readingsTopic = (deviceId: string): string => `carbonsheet/devices/${deviceId}/readings`

/** Those of all devices, as a filter of subscriptions. */
export const ALL_READINGS = readingsTopic('+')
