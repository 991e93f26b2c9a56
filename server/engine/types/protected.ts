/** Names that a look-alike imitates. */

export interface ProtectedDomain {
  readonly domain: string
  /** Its first label: what is compared letter by letter. */
  readonly name: string
  /** The host that is meant by the bare domain: an exact row, else the domain itself. */
  readonly host: string
  /** A maker's own. */
  readonly official: boolean
  /** A maker's own whose terms are in the fact base: known well enough that another ending of its name is taken for it. */
  readonly known: boolean
  /** The bare domain says whose it is, wherever it stands; else only a host of it does (`api.aws` is also a host of one's own). */
  readonly telling: boolean
}

export interface ProtectedNames {
  readonly domains: ReadonlyMap<string, ProtectedDomain>
  /** Hosts whose row has a path: the row alone does not find them. */
  readonly hosts: ReadonlySet<string>
  /** Hosts with hyphens for dots, and the host meant. */
  readonly hyphened: ReadonlyMap<string, string>
  /** The same for rows with `*` or `{region}`, against one label. */
  readonly forms: readonly { readonly re: RegExp; readonly domain: string; readonly meant: string }[]
  /** Domains of every row: a listed host imitates nobody by one letter. */
  readonly listed: ReadonlySet<string>
}
