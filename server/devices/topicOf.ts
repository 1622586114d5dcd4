/** Where a device publishes over MQTT. */
export const topicOf = (tenantId: string, deviceId: string): string => `carbonsheet/${tenantId}/${deviceId}/readings`
