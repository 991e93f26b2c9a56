/** The policies in force for a project that somebody works in. */
import type { Persona } from '../engine/types'
import { personaAt } from './policies'
import type { PolicyError } from './policy-nodes'
import type { Governing, ScanResult } from './types'

export class Ruling {
  private inForce: readonly Governing[] = []
  private wrong: readonly PolicyError[] = []
  private valid = false

  /** A policy that may be applied is known: a valid one, or the word of a project that is not trusted anyway. */
  get known(): boolean {
    return this.valid
  }

  get governing(): readonly Governing[] {
    return this.inForce
  }

  get errors(): readonly PolicyError[] {
    return this.wrong
  }

  /** Takes over the policies of a scan unless one of them is invalid, which never replaces the last good one; says whether it did. */
  take({ policyErrors, governing }: ScanResult, untrusted: boolean): boolean {
    this.wrong = policyErrors
    if (policyErrors.length > 0 && !untrusted) return false
    this.inForce = governing
    this.valid = true
    return true
  }

  /** Who asks for a path: the policy that governs it, else `asked`, else a developer. */
  persona(path: string, asked: Persona | undefined): Persona {
    return this.inForce.length > 0 ? personaAt(path, this.inForce) : (asked ?? 'developer')
  }
}
