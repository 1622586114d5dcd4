/**
 * Adds numbers without losing the small ones. `Math.sumPrecise` is not in Node 24 yet; Neumaier's compensation keeps the sum
 * exact to the last digit or two.
 */
export class ExactSum {
  #sum = 0
  #lost = 0

  add(number: number): void {
    const next = this.#sum + number
    this.#lost += Math.abs(this.#sum) >= Math.abs(number) ? this.#sum - next + number : number - next + this.#sum
    this.#sum = next
  }

  get value(): number {
    return this.#sum + this.#lost
  }
}
