/** A block that strangers wrote and that is not one. The gate turns it into a refusal; nobody else ever meets it. */
export class MalformedBytes extends Error {
  override name = 'MalformedBytes'
}
