import type { Rule } from '../../server/engine/types'

/** The linter itself speaks under this id; there is nothing to look for in the model. */
const rule: Rule = {
  id: 'invalid-suppression',
  title: 'A suppression comment is malformed and suppresses nothing',
  severity: 'error',
}
export default rule
