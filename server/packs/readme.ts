/** What stands in every pack for whoever opens it without Carbonsheet. */
export const README = `Carbonsheet: the proof of one locked cycle
==========================================

Everything that the cycle's numbers rest on, what they come to, and the hashes of all of it.

  manifest.json         every file with its SHA-256, and one hash over all of them (root_hash)
  seals.ndjson          the chain of seals of this company up to this cycle; only the last one says what it seals,
                        and what nobody had accounted for when the cycle was locked
  cycle.ndjson          period, GWP set, factor year, version of the engine
  modules, tables,      what is reported where; formulas with their units, options with their factors
    fields
  gwp.ndjson            kilograms of CO2e per kilogram of gas, of the cycle's GWP set
  units.ndjson          the size of every unit
  factors.ndjson        the factors that the cycle uses: publisher, edition, table and row
  parameters.ndjson     densities, heating values, exchange rates and price indices, each with its source
  instruments,          what energy was bought by, and what it covers (scope 2, market-based)
    allocations
  sites.ndjson          ownership and control of sites: by the approach in cycle.ndjson they are the part that counts
  declarations.ndjson   what is left out, does not exist or is zero, and why
  declared_gaps.ndjson  months in which a source has no row, by declaration: zero, not applicable or left out, and why
  estimates.ndjson      cells that hold an estimate: the method, and the cells or figures that it rests on
  assessments.ndjson    how sure the rows of tables, factors, and rates of instruments are said to be: in percent or by five scores, by whom, when and why
  choices.ndjson        why cells name their factor, where it was suggested: the place and year it fits, and what was refused
  evidence.ndjson       SHA-256 of the files behind cells
  totals.ndjson         kilograms of CO2e by scope, category (scope 3, ISO 14064-1), module, table, site, month
                        and gas; axis "memo" is beside the scopes and in no other total
  rows/                 every row: cells by the ordinal of their field (fields.ndjson)
  results/              every row: kilograms of CO2e, by gas; biogenic CO2 beside it; "partial-CH4-N2O" is what of it is
                        by factors that do not give these gases, so that more is emitted;
                        "memo" is CO2e of gases outside the scopes (CFC, HCFC and others), in no other amount
  history/              every change of a cell: when, who, by which gesture, before and after

Files are lines of JSON. Keys are sorted, numbers are in their shortest exact form, amounts are in kilograms and not
rounded. Rows stand in the order of their ids, and totals are added in that order. "check" has four digits for each value
of its line; it finds a changed value and is no protection by itself.

To verify: npx carbonsheet verify FILE --seal HASH
  FILE is the pack as it was downloaded, HASH is the seal as somebody told you who saw it when the cycle was locked. The
  command needs neither the server nor a network. It checks every hash and the chain, computes every row and total anew
  from rows, factors, formulas and GWPs, compares to the last bit, and names the first difference.

What it cannot see: who changes a pack and all of its hashes too makes another whole pack. Its seal is another one then;
so compare the seal.
`
