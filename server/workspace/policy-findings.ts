/** Errors of policy files as findings. A bad policy never means no policy. */
import { hash64 } from '../engine/hash'
import { hygieneFinding } from '../engine/hygiene'
import type { Finding } from '../engine/types'
import type { PolicyError } from './policy-nodes'

/** `todo` depends on who asks: a command stops, an editor goes on with the last valid policy. */
export function policyFindings(errors: readonly PolicyError[], todo: string): Finding[] {
  return errors.map((e) => ({
    ...hygieneFinding('invalid-policy', 'error', e, {
      message: `The policy is not valid: ${e.message}.`.slice(0, 200),
      why: 'A policy with an error is not applied, and never taken for none.',
      todo,
    }),
    fingerprint: hash64(`invalid-policy ${e.path} ${e.message}`),
  }))
}
