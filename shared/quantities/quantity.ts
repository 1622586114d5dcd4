/** A number that carries its unit in its type, so that kilograms do not meet kilowatt-hours by accident. */
export type Quantity<U extends string> = number & { readonly unit: U }

export type Kilograms = Quantity<'kg'>
/** Kilograms of CO2 equivalent: not plain mass, and only comparable within one GWP set. */
export type KilogramsCo2e = Quantity<'kgCO2e'>

/** States the unit of a number that comes from outside. */
export function quantity<U extends string>(value: number, _unit: U): Quantity<U> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where a number gets its unit
  return value as Quantity<U>
}

/** The sum of two quantities of the same unit; other pairs do not compile. */
export function addQuantities<U extends string>(a: Quantity<U>, b: NoInfer<Quantity<U>>): Quantity<U> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the sum keeps the unit that both have
  return (a + b) as Quantity<U>
}
