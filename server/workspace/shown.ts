/** What is shown of a project: the model of the last judgement, and the findings by path. */
import { type Edit, movedSayings } from '../engine/moves'
import type { Finding, Model } from '../engine/types'
import type { Judgement } from './types'

export class Shown {
  private linked: Model | null = null
  private byPath = new Map<string, readonly Finding[]>()

  get model(): Model | null {
    return this.linked
  }

  findings(path: string): readonly Finding[] {
    return this.byPath.get(path) ?? []
  }

  /** Paths with findings. */
  paths(): readonly string[] {
    return [...this.byPath.keys()]
  }

  all(): readonly Finding[] {
    return [...this.byPath.values()].flat()
  }

  /** Takes over a judgement of everything, with those of its findings that may be said. */
  put({ model, findings }: Judgement): void {
    this.linked = model
    this.byPath = groupedByPath(findings)
  }

  /**
   * An edit of one file changed nothing but places: findings, endpoints and uses move with the text. False when it cannot be told where one
   * of them stands now; then nothing was moved.
   */
  move(path: string, edit: Edit): boolean {
    if (!this.linked) return false
    const { endpoints, uses } = this.linked
    const moved = movedSayings(path, edit, { findings: this.all(), endpoints, uses })
    if (!moved) return false
    this.linked = { ...this.linked, endpoints: moved.endpoints, uses: moved.uses }
    this.byPath = groupedByPath(moved.findings)
    return true
  }

  /** Takes over what a judgement of a part says about one file. */
  putOne(path: string, { model, findings }: Judgement): void {
    this.keep(
      path,
      findings.filter((f) => f.path === path),
    )
    const others = this.linked?.endpoints.filter((e) => e.path !== path) ?? []
    this.linked = {
      ...(this.linked ?? model),
      endpoints: [...others, ...model.endpoints.filter((e) => e.path === path)],
    }
  }

  /** Shows these findings of one file, whatever was said of it. */
  keep(path: string, findings: readonly Finding[]): void {
    if (findings.length > 0) this.byPath.set(path, findings)
    else this.byPath.delete(path)
  }
}

function groupedByPath(findings: readonly Finding[]): Map<string, readonly Finding[]> {
  const byPath = new Map<string, Finding[]>()
  for (const f of findings) {
    const list = byPath.get(f.path)
    if (list) list.push(f)
    else byPath.set(f.path, [f])
  }
  return byPath
}
