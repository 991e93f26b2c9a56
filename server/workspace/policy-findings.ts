/** Errors of policy files as findings. A bad policy never means no policy. */
import { hash64 } from '../engine/hash'
import { hygieneFinding } from '../engine/hygiene'
import type { Finding } from '../engine/types'
import type { PolicyError } from './policy-nodes'

/** A first sentence holds 120 characters. */
const LENGTH = 120

/** With its stop; what does not fit is left out from the last clause on. */
function sentence(text: string): string {
  const whole = /[.?]$/.test(text) ? text : `${text}.`
  if (whole.length <= LENGTH) return whole
  const clause = text.slice(0, LENGTH - 1).replace(/[,;][^,;]*$/, '')
  return clause.length < LENGTH - 1 ? `${clause}.` : `${text.slice(0, LENGTH - 2)}…`
}

const byPlace = (a: PolicyError, b: PolicyError) =>
  a.path === b.path ? a.span.start - b.span.start : a.path < b.path ? -1 : 1

/** `todo` depends on who asks: a command stops, an editor goes on with the last valid policy. */
export function policyFindings(errors: readonly PolicyError[], todo: string): Finding[] {
  return [...errors].sort(byPlace).map((e) => ({
    ...hygieneFinding('invalid-policy', 'error', e, {
      message: sentence(`The policy is not valid: ${e.message}`),
      why: 'A policy with an error is not applied, and never taken for none.',
      todo,
    }),
    fingerprint: hash64(`invalid-policy ${e.path} ${e.message}`),
  }))
}
