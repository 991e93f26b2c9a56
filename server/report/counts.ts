/** How many findings are shown, and how many were taken back. Printed whether or not the others are shown. */
import type { ScanResult } from '../workspace/types'

/** `1 suppressed`, `2 in the baseline`; empty when nothing was taken back. */
export function takenBack({ findings }: Pick<ScanResult, 'findings'>): string[] {
  const suppressed = findings.filter((f) => f.suppressed).length
  const baselined = findings.filter((f) => f.baselined && !f.suppressed).length
  return [
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(baselined > 0 ? [`${baselined} in the baseline`] : []),
  ]
}

/** `2 findings in 7 files, 1 suppressed`. */
export function summary(result: ScanResult): string {
  const n = result.findings.filter((f) => !f.suppressed && !f.baselined).length
  const found = n === 0 ? 'No findings' : n === 1 ? '1 finding' : `${n} findings`
  const files = result.files === 1 ? '1 file' : `${result.files} files`
  return [`${found} in ${files}`, ...takenBack(result)].join(', ')
}

/** Mark of a finding that was taken back, with the reason that was given. */
export function stateOf(f: ScanResult['findings'][number]): string {
  if (f.suppressed) return `suppressed: ${f.suppressedBy?.reason ?? ''}`
  return f.baselined ? 'in the baseline' : ''
}
