import type { Rule } from '../../server/engine/types'

/** The linter itself speaks under this id; there is nothing to look for in the model. */
const rule: Rule = { id: 'expired-exception', title: 'An exception or suppression has ended', severity: 'warning' }
export default rule
