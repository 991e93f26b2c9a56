/** The form of a row: where a manifest says that code runs. */
import type { DeployRegion, RegionHolds } from '../../types'
import type { Node } from '../structured/emit'
import type { Selected, Step } from './select'

export interface PlaceRow {
  /** Path of the file, from the scan root. */
  readonly file: RegExp
  /** `apiVersion kind` of the document, where files of any name hold it. */
  readonly kind?: RegExp
  /** What else the document has to say. */
  readonly when?: (root: Node) => boolean
  /** Key path to the place; a list there is one place for each element. */
  readonly at: readonly Step[]
  /** Provider key of the fact base; empty when the id has to tell it, or when only the document can. */
  readonly cloud: string | ((found: Selected, root: Node) => string | undefined)
  /** The id inside of the text, as its one group. */
  readonly inside?: RegExp
  /** The key of the last step is the place, not its value. */
  readonly keys?: true
  readonly how?: DeployRegion['how']
  readonly holds?: RegionHolds
  /** Files that it holds for, by the keys that patterns stood for. */
  readonly covers?: (bound: readonly string[]) => readonly string[]
  /** The folder that it holds for, relative to the file, where another key of the document names it. */
  readonly folder?: (found: Selected) => string | undefined
}
