/** Where a file says that code runs. */
import type { Span, Template } from './value'

/** A place where this file says code will run. */
export interface DeployRegion {
  /**
   * Provider key of rules/regions.yaml: `vercel`, `aws`, `azure`, `gcp`, `fly`, ... Empty when the file names an id without
   * its cloud (node labels): the id then counts only when every cloud that knows it puts it in the same country.
   */
  readonly provider: string
  /** Empty when `value` has to be followed. */
  readonly id: string
  readonly span: Span
  readonly block: number
  /** `runs`: where the code runs. `model`: where the model is called (AWS_REGION of a Bedrock client, host of Vertex). */
  readonly role: 'runs' | 'model'
  /** A name in place of an id: `var.region`, `${{ env.REGION }}`. */
  readonly value?: Template
  /** Only code in these files runs there: globs, relative to the folder of this file. */
  readonly covers?: readonly string[]
  /** How the platform takes it; absent when the code simply runs there. */
  readonly how?: RegionHow
  /** Which units it holds for besides those of its block. */
  readonly holds?: RegionHolds
  /** Role `model`: the cloud service that is called there (`bedrock`, `vertex`, `foundry`), and whose models when the text says so. */
  readonly cloud?: string
  readonly vendor?: string
}

/**
 * - `nearest`   one of several, the platform picks
 * - `outage`    only while the others fail
 * - `variable`  an environment variable whose name other software may mean as well
 * - `assumed`   the code that this unit deploys probably runs there
 */
export type RegionHow = 'nearest' | 'outage' | 'variable' | 'assumed'

/**
 * - `folder`   every unit that a file of that folder declares (samconfig.toml beside a template); `folder` is relative to the file
 * - `code`     the code of the repository, which a command of this unit deploys
 * - `cluster`  workloads of the project, which probably run in this cluster
 * - `module`   resources of the Terraform module and of the modules it calls, by prefix of their type and by alias
 */
export type RegionHolds =
  | { readonly for: 'folder'; readonly folder?: string }
  | { readonly for: 'code' | 'cluster' }
  | { readonly for: 'module'; readonly prefix: string; readonly alias: string }
