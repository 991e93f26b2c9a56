/** What is said about it: evidence, findings, rules. */
import type { FactBase } from '../facts'
import type { Policy } from '../policy'
import type { Confidence, Evidence, Persona, Severity } from './evidence'
import type { Endpoint, Model } from './model'
import type { Place, Span } from './value'

export interface Related {
  readonly path: string
  readonly span: Span
  readonly message: string
}

/** A change of one file. `safe` keeps the meaning or restores the documented one; unsafe needs a decision. */
export interface Fix {
  readonly title: string
  readonly safe: boolean
  readonly path: string
  readonly edits: readonly { readonly span: Span; readonly text: string }[]
}

/** What a rule says; the linter adds rule id, severity source, fingerprint and suppression. */
export interface Draft {
  readonly path: string
  readonly span: Span
  /** First sentence: complete, at most 120 characters, plain text. */
  readonly message: string
  /** Why it matters, in one or two sentences with clause, status and date. */
  readonly why: string
  /** What to do, one sentence. */
  readonly todo: string
  readonly host?: string
  readonly severity: Severity
  readonly confidence?: Confidence
  readonly evidence?: readonly Evidence[]
  readonly related?: readonly Related[]
  readonly fixes?: readonly Fix[]
  /** Stable identity beside rule, path and host; never a line number or a secret. */
  readonly identity?: string
  /** The lowest persona that sees it; default `developer`. */
  readonly persona?: Persona
  readonly endpoint?: Endpoint
}

export interface Finding extends Omit<Draft, 'severity' | 'identity' | 'persona' | 'endpoint'> {
  readonly rule: string
  readonly severity: Severity
  readonly severitySource: 'default' | 'policy'
  readonly confidence: Confidence
  readonly evidence: readonly Evidence[]
  readonly related: readonly Related[]
  readonly fixes: readonly Fix[]
  readonly host: string
  readonly suppressed: boolean
  /** Who suppressed it: a comment or a policy exception, with its reason. */
  readonly suppressedBy?: {
    readonly kind: 'comment' | 'exception'
    readonly reason: string
    readonly until?: string
    readonly place: Place
  }
  readonly baselined: boolean
  readonly local: boolean
  readonly fingerprint: string
  /** What the fingerprint holds beside rule, path and host, so that it can be made for another root. */
  readonly identity?: string
}

/** A rule: pure data and two optional hooks. */
export interface Rule {
  readonly id: string
  readonly title: string
  /** The default severity; drafts may speak below it or above it within their evidence. */
  readonly severity: Severity
  /** The two hooks. Each returns what it has to say, in any order. */
  endpoint?(endpoint: Endpoint, context: RuleContext): readonly Draft[]
  model?(context: RuleContext): readonly Draft[]
}

export interface RuleContext {
  readonly model: Model
  readonly facts: FactBase
  readonly policy: Policy
  /** The evaluation day, YYYY-MM-DD. */
  readonly day: string
  readonly persona: Persona
  /** What several rules ask of the model, worked out once for all of them; `make` is the same function at every call. */
  once<T>(make: (model: Model) => T): T
  /**
   * Says why a rule has nothing to report about a place, where it decides so: `return pass('its scheme is https')`. Costs nothing
   * unless somebody asked (`explain`). `at` is the place that was looked at; in the hook for endpoints it is the endpoint. Without a
   * place the reason holds for the whole project.
   */
  pass(reason: string, at?: Place): readonly never[]
  /** The same for a rule that needs a declared fact nobody declared. */
  unassessed(reason: string): readonly never[]
}
