// Checks of the fact base that no schema can express. Each yields `file:line: message`.
import { clientErrors } from './pack-clients.mjs'
import { credentialErrors } from './pack-credentials.mjs'
import { domainErrors } from './pack-domains.mjs'
import { relayErrors, sourceErrors } from './pack-evidence.mjs'
import { hostErrors } from './pack-hosts.mjs'
import { fileErrors, orderErrors, uniqueErrors } from './pack-order.mjs'
import { providerErrors } from './pack-providers.mjs'
import { vocabularyErrors } from './pack-vocabulary.mjs'
import { wordErrors } from './pack-words.mjs'

/** `all` holds the rows of every part, each as `{ row, at(...path), file }`, endpoints with their class. */
export function checkPack(all) {
  return [
    fileErrors,
    uniqueErrors,
    orderErrors,
    sourceErrors,
    relayErrors,
    hostErrors,
    domainErrors,
    vocabularyErrors,
    providerErrors,
    clientErrors,
    credentialErrors,
    wordErrors,
  ].flatMap((check) => [...check(all)])
}
