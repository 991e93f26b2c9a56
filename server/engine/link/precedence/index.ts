/** Orders in which clients read their own settings: data of `rules/clients`, applied where nothing else reads what comes later. */
import { argumentsBeforeVariables } from './arguments'
import type { Evidence, Lose } from './evidence'
import { filesBeforeFiles } from './files'
import { variablesBeforeVariables } from './variables'

export function findPrecedence(evidence: Evidence, lose: Lose): void {
  variablesBeforeVariables(evidence, lose)
  argumentsBeforeVariables(evidence, lose)
  filesBeforeFiles(evidence, lose)
}
