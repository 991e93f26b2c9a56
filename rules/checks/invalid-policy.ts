import type { Rule } from '../../server/engine/types'

/** The linter itself speaks under this id; there is nothing to look for in the model. */
const rule: Rule = {
  id: 'invalid-policy',
  title: 'The policy file has an error, so it is not applied',
  severity: 'error',
}
export default rule
