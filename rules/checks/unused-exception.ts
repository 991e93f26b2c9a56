import type { Rule } from '../../server/engine/types'

/** The linter itself speaks under this id; there is nothing to look for in the model. */
const rule: Rule = { id: 'unused-exception', title: 'An exception or suppression matches no finding', severity: 'info' }
export default rule
